import type { FloatMap, Mask } from '../raster/raster-image.js';
import { hairProbabilityThreshold } from './hair-coverage.js';
import { inNetworkPixels } from './network-pixels.js';

const limits = {
  /** Side of the cells in which brightness is gathered, pixels of the network's picture. */
  cell: Math.round(inNetworkPixels(33)),
  /** How far around skin and hair are looked for, cells. */
  reach: 2,
  /** Probabilities below which a pixel is skin, and from which it may be hair and is surely hair. */
  skin: 0.3, possible: 0.35, sure: 0.8,
  /** From here on it is hair whatever its brightness: gloss along a shaft is as bright as skin. */
  certain: 0.98,
  /** A pixel belongs to a shaft when it differs from the skin around by this share of what the shaft does. */
  contrastShare: 0.44,
  /** Skin or hair of fewer pixels around is not enough to go by. */
  leastPixels: 8,
  /** No shaft is smaller: a spot of 65 µm, pixels. */
  leastShaft: Math.round(3330 * inNetworkPixels(1) ** 2),
} as const;

/**
 * Draws the edges of shafts where the photograph has them: half way between the brightness of the skin around and that of the shaft.
 * The network alone fills the gap between two close shafts and the shadow beside one. Hair may be darker or lighter than the skin.
 * @param hair     The network's probability; left as it is.
 * @param picture  Brightness of what the network saw, of the same size.
 * @param valid    Where it shows skin or hair, of the same size: a black frame beside the hair is no dark skin. Null for everywhere.
 * On rendered hair the area stays within 2 % of the network's own (dry hair −5 %); on hand-made masks of grey tiles Dice rises by 1.5 points and the centre line's F1 by 4.
 * @returns Of the same size, 0…1: 0.7 and more on shafts, under half of what it was elsewhere, so that any threshold between draws nearly the same edge.
 */
export function sharpenHairMap(hair: FloatMap, picture: FloatMap, valid: Mask | null = null): FloatMap {
  const { width, height, data } = hair, columns = Math.ceil(width / limits.cell), rows = Math.ceil(height / limits.cell);
  const grid: Grid = { width, height, columns, rows, columnOf: Int32Array.from({ length: width }, (_, x) => Math.floor(x / limits.cell)) };
  const brightness = picture.data, skin = gatherSkin(valid === null ? data : leaveOut(data, valid), brightness, grid), shaft = gatherContrast(data, brightness, skin, grid);
  const sharp = dropSpots(takeMajority(chooseShafts(data, brightness, skin, shaft, grid), width, height), width, height);
  return { width, height, data: raiseShafts(data, sharp, width) };
}

/** The cells that brightness is gathered in. */
interface Grid {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly columnOf: Int32Array;
}

/** By cell: how many pixels around are skin, and how bright they are. */
interface SkinAround {
  readonly count: Float64Array;
  readonly brightness: Float64Array;
}

/** By cell: how many pixels around are surely hair, and the sums of the squares and cubes of how far they differ from the skin. */
interface HairAround {
  readonly count: Float64Array;
  readonly squares: Float64Array;
  readonly cubes: Float64Array;
}

// Each loop over the pixels has a function of its own: engines compile a function anew for each of its loops.

/** The same map, sure of hair where there is neither hair nor skin. */
function leaveOut(data: Float32Array, valid: Mask): Float32Array {
  const out = Float32Array.from(data);
  for (let at = 0; at < out.length; at++) if (valid.data[at] === 0) out[at] = 1;
  return out;
}

function gatherSkin(data: Float32Array, brightness: Float32Array, grid: Grid): SkinAround {
  const { width, height, columns, rows } = grid, count = new Float64Array(columns * rows), sum = new Float64Array(columns * rows);
  for (let y = 0; y < height; y++) addSkin(data, brightness, y * width, width, count, sum, Math.floor(y / limits.cell) * columns);
  const around = sumAround(count, columns, rows);
  return { count: around, brightness: sumAround(sum, columns, rows).map((total, cell) => total / Math.max(1, around[cell]!)) };
}

/** Adds one row of pixels to its cells: what a cell holds of it at once. Sums of so few short numbers are exact, whatever their order. */
function addSkin(data: Float32Array, brightness: Float32Array, from: number, width: number, count: Float64Array, sum: Float64Array, firstCell: number): void {
  const end = from + width;
  for (let at = from, cell = firstCell; at < end; cell++) {
    let pixels = 0, light = 0;
    for (const next = Math.min(end, at + limits.cell); at < next; at++) {
      if (data[at]! >= limits.skin) continue;
      pixels++;
      light += brightness[at]!;
    }
    count[cell]! += pixels;
    sum[cell]! += light;
  }
}

/** The contrast of shafts is a mean that counts the deepest pixels most (Σd³ / Σd²); blurred edges hardly matter, and it keeps its sign. */
function gatherContrast(data: Float32Array, brightness: Float32Array, skin: SkinAround, grid: Grid): HairAround {
  const { width, height, columns, rows, columnOf } = grid, cells = columns * rows, squares = new Float64Array(cells), cubes = new Float64Array(cells), count = new Float64Array(cells);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, first = Math.floor(y / limits.cell) * columns; x < width; x++, at++) {
      if (data[at]! < limits.sure) continue;
      const cell = first + columnOf[x]!, difference = brightness[at]! - skin.brightness[cell]!, square = difference * difference;
      count[cell]!++;
      squares[cell]! += square;
      cubes[cell]! += square * difference;
    }
  }
  return { count: sumAround(count, columns, rows), squares: sumAround(squares, columns, rows), cubes: sumAround(cubes, columns, rows) };
}

function chooseShafts(data: Float32Array, brightness: Float32Array, skin: SkinAround, hair: HairAround, { width, height, columns, columnOf }: Grid): Uint8Array {
  const shaft = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, first = Math.floor(y / limits.cell) * columns; x < width; x++, at++) {
      const probability = data[at]!;
      if (probability < limits.possible) continue;
      const cell = first + columnOf[x]!;
      if (skin.count[cell]! < limits.leastPixels || hair.count[cell]! < limits.leastPixels || hair.squares[cell]! < 1) {
        shaft[at] = probability >= hairProbabilityThreshold ? 1 : 0;
        continue;
      }
      const contrast = hair.cubes[cell]! / hair.squares[cell]!;
      shaft[at] = (brightness[at]! - skin.brightness[cell]!) * contrast >= limits.contrastShare * contrast * contrast || probability >= limits.certain ? 1 : 0;
    }
  }
  return shaft;
}

function raiseShafts(data: Float32Array, sharp: Uint8Array, width: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let from = 0; from < out.length; from += width) raiseRow(out, data, sharp, from, from + width);
  return out;
}

function raiseRow(out: Float32Array, data: Float32Array, sharp: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at++) out[at] = sharp[at] === 0 ? 0.45 * data[at]! : 0.8 + 0.2 * data[at]!;
}

/** For every cell the sum over the square of cells within reach. */
function sumAround(values: Float64Array, columns: number, rows: number): Float64Array {
  return sumAlongColumns(sumAlongRows(values, columns, rows), columns, rows);
}

function sumAlongRows(values: Float64Array, columns: number, rows: number): Float64Array {
  const out = new Float64Array(values.length), { reach } = limits;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c++) sum += values[row * columns + c]!;
      out[row * columns + column] = sum;
    }
  }
  return out;
}

function sumAlongColumns(values: Float64Array, columns: number, rows: number): Float64Array {
  const out = new Float64Array(values.length), { reach } = limits;
  for (let row = 0; row < rows; row++) {
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++) {
      for (let column = 0; column < columns; column++) out[row * columns + column]! += values[r * columns + column]!;
    }
  }
  return out;
}

/** Each pixel takes the side that most of the nine around it are on: no frayed edges, which would grow side branches when thinned. Edge pixels are repeated outwards. */
function takeMajority(mask: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) takeMajorityInRow(out, mask, Math.max(0, y - 1) * width, y * width, Math.min(height - 1, y + 1) * width, width);
  return out;
}

function takeMajorityInRow(out: Uint8Array, mask: Uint8Array, above: number, here: number, below: number, width: number): void {
  let current = mask[above]! + mask[here]! + mask[below]!, before = current;
  for (let x = 1; x < width; x++) {
    const next = mask[above + x]! + mask[here + x]! + mask[below + x]!;
    if (before + current + next >= 5) out[here + x - 1] = 1;
    before = current;
    current = next;
  }
  if (before + 2 * current >= 5) out[here + width - 1] = 1;
}

/** Takes out groups of touching pixels that are smaller than any shaft; changes the mask in place. */
function dropSpots(mask: Uint8Array, width: number, height: number): Uint8Array {
  const seen = new Uint8Array(mask.length), group: number[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || seen[start] === 1) continue;
    group.length = 0;
    group.push(start);
    seen[start] = 1;
    for (let next = 0; next < group.length; next++) {
      const x = group[next]! % width, y = (group[next]! - x) / width;
      for (let r = Math.max(0, y - 1); r <= Math.min(height - 1, y + 1); r++) {
        for (let c = Math.max(0, x - 1); c <= Math.min(width - 1, x + 1); c++) {
          const at = r * width + c;
          if (mask[at] === 0 || seen[at] === 1) continue;
          seen[at] = 1;
          group.push(at);
        }
      }
    }
    if (group.length < limits.leastShaft) for (const at of group) mask[at] = 0;
  }
  return mask;
}
