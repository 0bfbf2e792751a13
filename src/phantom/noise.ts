import { createRandom } from './random.js';

const side = 256;

/** A table of Gaussian numbers that noise is interpolated from; one for a scalp, one for a capture. */
export type NoiseTable = Float32Array;

export function createNoiseTable(seed: number): NoiseTable {
  const random = createRandom(seed);
  const table = new Float32Array(side * side);
  for (let i = 0; i < table.length; i++) table[i] = random.normal(0, 1);
  return table;
}

export interface NoiseShape {
  /** Size of the coarsest grain across, mm. */
  readonly cellMm: number;
  readonly octaves?: number;
  /** Weight of each octave against the one before. */
  readonly persistence?: number;
  /** How many times longer than wide the grain is. */
  readonly aspect?: number;
  /** Direction of the long side, radians. */
  readonly angle?: number;
  /** Distinguishes layers drawn from one table. */
  readonly layer: number;
}

/** Where each pixel lies on the skin, row by row. */
export interface SkinPlaces {
  readonly width: number;
  readonly xMm: Float32Array;
  readonly yMm: Float32Array;
  /** Whether all pixels of a column have one x, and all of a row one y, as a camera sees them that looks straight down and is not turned. */
  readonly isUpright: boolean;
}

/**
 * Smooth noise at given places of the skin, so that two photographs of one scalp show the same texture.
 * @returns Mean about 0, standard deviation about 1.
 */
export function sampleNoise(table: NoiseTable, places: SkinPlaces, shape: NoiseShape): Float32Array {
  const { cellMm, octaves = 1, persistence = 0.55, aspect = 1, angle = 0, layer } = shape, { xMm, yMm } = places;
  const out = new Float32Array(xMm.length), cosine = Math.cos(angle), sine = Math.sin(angle);
  let weight = 1, power = 0, cell = cellMm;
  for (let octave = 0; octave < octaves; octave++) {
    const grain: Grain = {
      cosine, sine, scaleU: 1 / (cell * aspect), scaleV: 1 / cell, offsetU: layer * 53.7 + octave * 17.31 + 1000, offsetV: layer * 29.3 + octave * 41.77 + 1000, weight,
    };
    if (places.isUpright && angle === 0) addUprightGrain(out, table, places, grain);
    else for (let from = 0; from < out.length; from += stretch) addGrain(out, from, Math.min(out.length, from + stretch), table, xMm, yMm, grain);
    power += weight * weight;
    weight *= persistence;
    cell = Math.max(cell / 2, cellMm / 64);
  }
  // Interpolation between lattice points takes away about a third of the standard deviation.
  const normalise = 1.45 / Math.sqrt(power);
  for (let i = 0; i < out.length; i++) out[i] = out[i]! * normalise;
  return out;
}

/** One octave: its direction, its cells a millimetre and where in the table they begin, its weight. */
interface Grain {
  readonly cosine: number;
  readonly sine: number;
  readonly scaleU: number;
  readonly scaleV: number;
  readonly offsetU: number;
  readonly offsetV: number;
  readonly weight: number;
}

/** Pixels at a time: an engine compiles a function that is called often sooner and better than one long loop. */
const stretch = 4096;

function addGrain(out: Float32Array, from: number, to: number, table: NoiseTable, xMm: Float32Array, yMm: Float32Array, grain: Grain): void {
  const { cosine, sine, scaleU, scaleV, offsetU, offsetV, weight } = grain;
  for (let i = from; i < to; i++) {
    const x = xMm[i]!, y = yMm[i]!;
    const u = (x * cosine + y * sine) * scaleU + offsetU, v = (y * cosine - x * sine) * scaleV + offsetV;
    const u0 = Math.floor(u), v0 = Math.floor(v);
    let fu = u - u0, fv = v - v0;
    fu = fu * fu * (3 - 2 * fu);
    fv = fv * fv * (3 - 2 * fv);
    const row0 = (v0 & 255) << 8, row1 = ((v0 + 1) & 255) << 8, column0 = u0 & 255, column1 = (u0 + 1) & 255;
    const left0 = table[row0 | column0]!, left1 = table[row1 | column0]!;
    const top = left0 + (table[row0 | column1]! - left0) * fu, bottom = left1 + (table[row1 | column1]! - left1) * fu;
    out[i] = out[i]! + weight * (top + (bottom - top) * fv);
  }
}

/**
 * The same, to the last bit, where the rows of the picture lie along the rows of the table: what lies between two columns of the table
 * is found once for all rows of the picture between the same two of its rows.
 */
function addUprightGrain(out: Float32Array, table: NoiseTable, { width, xMm, yMm }: SkinPlaces, { scaleU, scaleV, offsetU, offsetV, weight }: Grain): void {
  const columns = new Uint8Array(width), shares = new Float64Array(width);
  for (let x = 0; x < width; x++) {
    const u = xMm[x]! * scaleU + offsetU, u0 = Math.floor(u), fu = u - u0;
    columns[x] = u0 & 255;
    shares[x] = fu * fu * (3 - 2 * fu);
  }
  let above = new Float64Array(width), below = new Float64Array(width), known = NaN;
  for (let from = 0; from < out.length; from += width) {
    const v = yMm[from]! * scaleV + offsetV, v0 = Math.floor(v), fv = v - v0;
    if (v0 !== known) {
      [above, below] = [below, above];
      if (v0 !== known + 1) fillTableRow(above, table, v0, columns, shares);
      fillTableRow(below, table, v0 + 1, columns, shares);
      known = v0;
    }
    addBetween(out, from, width, above, below, fv * fv * (3 - 2 * fv), weight);
  }
}

function fillTableRow(to: Float64Array, table: NoiseTable, v0: number, columns: Uint8Array, shares: Float64Array): void {
  const row = (v0 & 255) << 8;
  for (let x = 0; x < to.length; x++) {
    const column = columns[x]!, left = table[row | column]!;
    to[x] = left + (table[row | ((column + 1) & 255)]! - left) * shares[x]!;
  }
}

function addBetween(out: Float32Array, from: number, width: number, above: Float64Array, below: Float64Array, share: number, weight: number): void {
  for (let x = 0; x < width; x++) {
    const top = above[x]!;
    out[from + x] = out[from + x]! + weight * (top + (below[x]! - top) * share);
  }
}
