import type { RasterImage } from '../../raster/raster-image.js';
import type { CrossProfile } from './cross-profile.js';

/** For each column: the line's colour and that of its surroundings just above and below, three numbers each. */
export interface LineColours {
  readonly line: Float32Array;
  readonly beside: Float32Array;
  /** What lies above alone, and below alone. */
  readonly above: Float32Array;
  readonly below: Float32Array;
}

/** Ink laid over a picture: `line = ink + (1 − opacity) × beside`, channel by channel. */
export interface InkModel {
  /** Colour of the ink times its opacity. */
  readonly ink: readonly [number, number, number];
  readonly opacity: number;
  /** Root of the mean squared misfit of the middle 70 % of the columns, levels, three channels together. */
  readonly misfit: number;
}

export function readLineColours(image: RasterImage, { row, thickness }: CrossProfile): LineColours {
  const { width, height, data } = image, half = thickness / 2;
  const core: number[] = [];
  for (let r = Math.ceil(row - half + 0.25); r <= Math.floor(row + half - 0.25); r++) core.push(r);
  if (core.length === 0) core.push(Math.round(row));
  const top = Math.round(row - half - 1.5), bottom = Math.round(row + half + 1.5);
  const above = meanRows(data, width, [top - 1, top].filter((r) => r >= 0)), below = meanRows(data, width, [bottom, bottom + 1].filter((r) => r < height));
  return { line: meanRows(data, width, core), beside: above.map((value, i) => (value + below[i]) / 2), above, below };
}

/** Thinner ink than 30 % is not told from a furrow or a shadow. */
const transparencies = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

/**
 * Inks that would explain a line, from opaque to thin: an even skin says little about opacity, only where a shaft crosses
 * does it show which one holds. Inks darker than black or lighter than white are left out.
 */
export function proposeInks({ line, beside }: LineColours, from: number, to: number): InkModel[] {
  const count = to - from, models: InkModel[] = [];
  if (count < 8) return models;
  const values = new Float32Array(count), misfits = new Float64Array(count);
  for (const transparency of transparencies) {
    const ink = [0, 1, 2].map((c) => {
      for (let i = 0; i < count; i++) values[i] = line[(from + i) * 3 + c] - transparency * beside[(from + i) * 3 + c];
      return values.sort()[count >> 1];
    }) as [number, number, number];
    const opacity = 1 - transparency;
    if (ink.some((value) => value < -30 * opacity || value > 285 * opacity)) continue;
    for (let i = 0; i < count; i++) misfits[i] = misfitAt(line, beside, from + i, ink, transparency);
    const middle = misfits.sort().subarray(0, Math.max(1, Math.floor(count * 0.7)));
    models.push({ ink, opacity, misfit: Math.sqrt(middle.reduce((sum, misfit) => sum + misfit, 0) / middle.length) });
  }
  return models;
}

/** Squared distance of a column's colour from what the ink would make of its surroundings. */
export function misfitAt(line: Float32Array, beside: Float32Array, column: number, ink: readonly [number, number, number], transparency: number): number {
  let sum = 0;
  for (let c = 0, at = column * 3; c < 3; c++, at++) sum += (line[at] - ink[c] - transparency * beside[at]) ** 2;
  return sum;
}

function meanRows(data: Uint8Array, width: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(width * 3);
  for (const row of rows) for (let i = 0, at = row * width * 3; i < out.length; i++, at++) out[i] += data[at];
  for (let i = 0; i < out.length; i++) out[i] /= rows.length;
  return out;
}
