import { wholeWindow, type PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';

/** A shaft on the original photograph: its centre line from exit to tip and a first idea of its width, pixels. */
export interface ShaftLine {
  readonly points: readonly (readonly [number, number])[];
  readonly roughWidth: number;
}

/** Width of one shaft in pixels of the original. */
export interface MeasuredWidth {
  readonly widthPx: number;
  /** One standard deviation of `widthPx`, the edge's own bias included. */
  readonly standardErrorPx: number;
  /** Number of places measured. */
  readonly places: number;
}

const places = 40;
/** Part of the shaft that is measured: clear of the fade at the exit and of the ragged tip. */
const measuredPart = { from: 0.18, to: 0.9 } as const;
const smallestContrast = 10;
const smallestPlaces = 5;

/**
 * Measures a shaft's width where it lies alone: at many places the two half-contrast points of the brightness across it,
 * to a fraction of a pixel, and the median of their distances.
 *
 *      skin ‾‾‾\        /‾‾‾ skin
 *       - - - - \- - - / - - - half way
 *      shaft     \____/
 *               ‹ width ›
 *
 * Blur moves both half-contrast points outwards only when it is wider than about half the shaft, so the median is unbiased
 * for shafts of 4 pixels and more (bias within ±3 µm on phantoms, docs/validation.md).
 * @param image  The original photograph.
 * @param lines  All shafts, so that stretches near another one are left out.
 * @param frame  Where the photograph shows skin and hair; what lies outside is neither. Default all of it.
 * @returns Null where no stretch lies alone on either side.
 */
export function measureWidth(image: RasterImage, lines: readonly ShaftLine[], index: number, frame: PixelWindow = wholeWindow(image)): MeasuredWidth | null {
  const line = lines[index]!, widths: number[] = [], halves: number[] = [], path = measurePath(line.points);
  const reach = Math.max(6, line.roughWidth * 0.95 + 4);
  const near = lines.filter((other, k) => k !== index && closeTo(line, other, reach + line.roughWidth));
  for (let k = 0; k < places; k++) {
    const t = measuredPart.from + ((measuredPart.to - measuredPart.from) * (k + 0.5)) / places;
    const [x, y, ux, uy] = pointAt(path, t);
    if (x < frame.left + 1 || y < frame.top + 1 || x > frame.right - 2 || y > frame.bottom - 2) continue;
    const left = freeReach(near, x, y, uy, -ux, reach), right = freeReach(near, x, y, -uy, ux, reach);
    const profile = readProfile(image, frame, x, y, uy, -ux, left, right);
    if (profile === null) continue;
    const edges = findEdges(profile, line.roughWidth);
    if (edges === null) continue;
    if (edges.left !== null && edges.right !== null) widths.push(edges.left + edges.right);
    else if (edges.left !== null) halves.push(2 * edges.left);
    else if (edges.right !== null) halves.push(2 * edges.right);
  }
  if (widths.length >= smallestPlaces) return summarise(widths, Math.hypot(0.25, 0.045 * line.roughWidth));
  // A shaft that touches its neighbour all along shows one edge; the centre line's own error then counts twice.
  if (halves.length + widths.length >= smallestPlaces) return summarise([...halves, ...widths], Math.max(1.5, line.roughWidth * 0.15));
  return null;
}

function summarise(widths: number[], systematic: number): MeasuredWidth {
  const sorted = [...widths].sort((a, b) => a - b), middle = median(sorted);
  const deviation = 1.4826 * median(sorted.map((width) => Math.abs(width - middle)).sort((a, b) => a - b));
  // Neighbouring places see the same pixels: about one in three is independent.
  const random = (1.25 * deviation) / Math.sqrt(Math.max(1, widths.length / 3));
  return { widthPx: middle, standardErrorPx: Math.hypot(random, systematic), places: widths.length };
}

const median = (sorted: readonly number[]): number => {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

function closeTo(a: ShaftLine, b: ShaftLine, distance: number): boolean {
  const one = boxOf(a), two = boxOf(b), room = distance + b.roughWidth;
  return one.left - room < two.right && two.left - room < one.right && one.top - room < two.bottom && two.top - room < one.bottom;
}

interface Box { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** Every shaft is held against every other. */
const boxes = new WeakMap<ShaftLine, Box>();

function boxOf(line: ShaftLine): Box {
  let box = boxes.get(line);
  if (box === undefined) {
    const xs = line.points.map(([x]) => x), ys = line.points.map(([, y]) => y);
    boxes.set(line, box = { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) });
  }
  return box;
}

/** A polyline with the length of each of its pieces, and of all. */
interface Path {
  readonly points: ShaftLine['points'];
  readonly lengths: Float64Array;
  readonly total: number;
}

function measurePath(points: ShaftLine['points']): Path {
  const lengths = new Float64Array(Math.max(0, points.length - 1));
  let total = 0;
  for (let i = 0; i < lengths.length; i++) total += lengths[i] = Math.hypot(points[i + 1]![0] - points[i]![0], points[i + 1]![1] - points[i]![1]);
  return { points, lengths, total };
}

/** Place and unit direction at share t of a polyline's length. */
function pointAt({ points, lengths, total }: Path, t: number): [number, number, number, number] {
  let left = t * total;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i]!;
    if (left <= length || i + 1 === lengths.length) {
      const dx = points[i + 1]![0] - points[i]![0], dy = points[i + 1]![1] - points[i]![1], share = length > 0 ? left / length : 0;
      return [points[i]![0] + dx * share, points[i]![1] + dy * share, dx / (length || 1), dy / (length || 1)];
    }
    left -= length;
  }
  return [points[0]![0], points[0]![1], 1, 0];
}

/** How far one can go sideways before another shaft's flank, pixels; at most `reach`. */
function freeReach(near: readonly ShaftLine[], x: number, y: number, nx: number, ny: number, reach: number): number {
  let free = reach;
  const lowX = Math.min(x, x + nx * reach), highX = Math.max(x, x + nx * reach), lowY = Math.min(y, y + ny * reach), highY = Math.max(y, y + ny * reach);
  for (const other of near) {
    // A segment this far from the whole way stops nobody; most are.
    const far = other.roughWidth * 0.55 + 1.001, least = (other.roughWidth * 0.55 + 1) ** 2;
    for (let i = 0; i + 1 < other.points.length; i++) {
      const [ax, ay] = other.points[i]!, [bx, by] = other.points[i + 1]!;
      if ((ax < lowX - far && bx < lowX - far) || (ax > highX + far && bx > highX + far) || (ay < lowY - far && by < lowY - far) || (ay > highY + far && by > highY + far)) continue;
      const dx = bx - ax, dy = by - ay, square = dx * dx + dy * dy || 1e-9;
      for (let d = 0; d < free; d += 1.5) {
        const px = x + nx * d, py = y + ny * d;
        const t = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / square));
        const awayX = px - ax - t * dx, awayY = py - ay - t * dy;
        if (awayX * awayX + awayY * awayY < least) { free = d; break; }
      }
    }
  }
  return free;
}

interface Profile {
  /** Brightness from the far left to the far right, half a pixel apart. */
  readonly values: Float32Array;
  /** Index of the centre line. */
  readonly centre: number;
}

const step = 0.5;

function readProfile(image: RasterImage, frame: PixelWindow, x: number, y: number, nx: number, ny: number, left: number, right: number): Profile | null {
  const before = Math.floor(left / step), after = Math.floor(right / step);
  if (before + after < 6) return null;
  const values = new Float32Array(before + after + 1);
  for (let k = -before; k <= after; k++) {
    // The left side runs along +n, so index 0 is the far left.
    const px = x - nx * k * step, py = y - ny * k * step;
    if (px < frame.left || py < frame.top || px > frame.right - 1 || py > frame.bottom - 1) return null;
    values[k + before] = brightnessAt(image, px, py);
  }
  return { values, centre: before };
}

/**
 * Distances in pixels from the centre line to the half-contrast points; null on a side with too little skin.
 * The search runs from the skin inwards, so that a glossy stripe inside the shaft is no edge.
 */
function findEdges(profile: Profile, roughWidth: number): { left: number | null; right: number | null } | null {
  const { values, centre } = profile, half = Math.max(1, roughWidth * 0.3 / step);
  const core = values.slice(Math.max(0, Math.floor(centre - half)), Math.ceil(centre + half) + 1).sort();
  const needed = (roughWidth * 0.5 + 2) / step;
  const leftSkin = centre >= needed ? meanOf(values, 0, Math.max(3, Math.floor(centre - needed + 3))) : null;
  const rightSkin = values.length - 1 - centre >= needed ? meanOf(values, values.length - Math.max(3, Math.floor(values.length - 1 - centre - needed + 3)), values.length) : null;
  if (leftSkin === null && rightSkin === null) return null;
  const skin = leftSkin !== null && rightSkin !== null ? (leftSkin + rightSkin) / 2 : (leftSkin ?? rightSkin)!;
  const dark = core[Math.floor(core.length / 2)]! < skin;
  const shaft = dark ? core[Math.floor(core.length * 0.3)]! : core[Math.ceil(core.length * 0.7) - 1]!;
  const edge = (from: number, towards: 1 | -1, level: number): number | null => {
    if (Math.abs(level - shaft) < smallestContrast) return null;
    const cut = (level + shaft) / 2;
    for (let k = from; towards === 1 ? k < centre : k > centre; k += towards) {
      const a = values[k]!, b = values[k + towards]!;
      if (dark ? b < cut : b > cut) {
        const share = a === b ? 0 : Math.min(1, Math.max(0, (a - cut) / (a - b)));
        return Math.abs(centre - (k + towards * share)) * step;
      }
    }
    return null;
  };
  return {
    left: leftSkin === null ? null : edge(0, 1, leftSkin),
    right: rightSkin === null ? null : edge(values.length - 1, -1, rightSkin),
  };
}

function meanOf(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}

/** Brightness between pixels, 0…255: the luma of sRGB values (ITU-R BT.601 weights). */
function brightnessAt({ data, width, height }: RasterImage, x: number, y: number): number {
  // No place lies before the first pixel, where whole numbers would be rounded the other way.
  const column = Math.min(width - 2, x | 0), row = Math.min(height - 2, y | 0), fu = x - column, fv = y - row;
  const luma = (at: number): number => 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  const at = 3 * (row * width + column), below = at + 3 * width;
  return (luma(at) * (1 - fu) + luma(at + 3) * fu) * (1 - fv) + (luma(below) * (1 - fu) + luma(below + 3) * fu) * fv;
}
