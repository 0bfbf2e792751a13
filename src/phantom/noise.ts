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

/**
 * Smooth noise at given places of the skin, so that two photographs of one scalp show the same texture.
 * @param xMm, yMm  Places in mm, one pair a pixel.
 * @returns Mean about 0, standard deviation about 1.
 */
export function sampleNoise(table: NoiseTable, xMm: Float32Array, yMm: Float32Array, shape: NoiseShape): Float32Array {
  const { cellMm, octaves = 1, persistence = 0.55, aspect = 1, angle = 0, layer } = shape;
  const out = new Float32Array(xMm.length);
  const cosine = Math.cos(angle), sine = Math.sin(angle);
  let weight = 1, power = 0, cell = cellMm;
  for (let octave = 0; octave < octaves; octave++) {
    const scaleU = 1 / (cell * aspect), scaleV = 1 / cell;
    const offsetU = layer * 53.7 + octave * 17.31 + 1000, offsetV = layer * 29.3 + octave * 41.77 + 1000;
    for (let i = 0; i < out.length; i++) {
      const u = (xMm[i]! * cosine + yMm[i]! * sine) * scaleU + offsetU;
      const v = (yMm[i]! * cosine - xMm[i]! * sine) * scaleV + offsetV;
      const u0 = Math.floor(u), v0 = Math.floor(v);
      let fu = u - u0, fv = v - v0;
      fu = fu * fu * (3 - 2 * fu);
      fv = fv * fv * (3 - 2 * fv);
      const row0 = (v0 & 255) << 8, row1 = ((v0 + 1) & 255) << 8, column0 = u0 & 255, column1 = (u0 + 1) & 255;
      const top = table[row0 | column0]! + (table[row0 | column1]! - table[row0 | column0]!) * fu;
      const bottom = table[row1 | column0]! + (table[row1 | column1]! - table[row1 | column0]!) * fu;
      out[i] = out[i]! + weight * (top + (bottom - top) * fv);
    }
    power += weight * weight;
    weight *= persistence;
    cell = Math.max(cell / 2, cellMm / 64);
  }
  // Interpolation between lattice points takes away about a third of the standard deviation.
  const normalise = 1.45 / Math.sqrt(power);
  for (let i = 0; i < out.length; i++) out[i] = out[i]! * normalise;
  return out;
}
