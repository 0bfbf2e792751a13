import { calmMap } from './calm-map.js';
import type { FloatMap, Mask } from './raster-image.js';
import { shrinkInside } from './shrink-inside.js';
import { slopeMap } from './slope-map.js';
import { takeQuantile } from './take-quantile.js';

export interface Streaks {
  /** How far the fine structure of the skin lies in one direction all over the picture: 0 in none, 1 wholly. */
  readonly share: number;
  /** Direction along the streaks, radians, 0…π; rows grow downwards. */
  readonly direction: number;
}

/** What is steeper than so many times the median slope is hair, a flake or a bubble, none of the skin's own structure. */
const steepest = 3;
const cellsAcross = 8, fewestCells = 8, leastOfCell = 0.15, fewestOfCell = 60;

/**
 * Looks for streaks in the skin between the hairs. A device that moves during the exposure draws every grain of the skin to a line of the same direction;
 * furrows, glare and combed hair lie so in places, seldom everywhere. Each of 8 × 8 cells has the same say (structure tensor, divided by its trace).
 *
 * @param brightness  0…255.
 * @param aside       Distance, pixels, from hair and flakes that skin is looked at in.
 * @returns Null where too little skin is seen between the hairs.
 */
export function measureStreaks(brightness: FloatMap, valid: Mask, aside: number): Streaks | null {
  const { width, height } = brightness, calmed = calmMap(brightness), calm = calmed.data, skin = markSkin(slopeMap(calmed).data, valid, aside);
  if (skin === null) return null;
  let across = 0, oblique = 0, cells = 0;
  for (let cell = 0; cell < cellsAcross ** 2; cell++) {
    const [top, bottom] = [0, 1].map((next) => Math.max(1, Math.min(height - 1, Math.floor(((Math.floor(cell / cellsAcross) + next) * height) / cellsAcross)))) as [number, number];
    const [left, right] = [0, 1].map((next) => Math.max(1, Math.min(width - 1, Math.floor((((cell % cellsAcross) + next) * width) / cellsAcross)))) as [number, number];
    const tensor = { columns: 0, rows: 0, mixed: 0, count: 0 };
    for (let row = top; row < bottom; row++) addSlopes(tensor, calm, skin, width, row * width + left, row * width + right);
    const { columns, rows, mixed, count } = tensor;
    if (count < Math.max(fewestOfCell, leastOfCell * (bottom - top) * (right - left)) || columns + rows === 0) continue;
    across += (columns - rows) / (columns + rows);
    oblique += (2 * mixed) / (columns + rows);
    cells++;
  }
  if (cells < fewestCells) return null;
  // The tensor turns twice for one turn of the slopes, and streaks lie across them.
  const direction = Math.atan2(oblique, across) / 2 + Math.PI / 2;
  return { share: Math.hypot(across, oblique) / cells, direction: direction % Math.PI };
}

// Each loop over the pixels has a function of its own: engines compile a function anew for each of its loops.

/** The pixels of skin further than `aside` from anything steep and from what is left out; null where nothing lies inside. */
function markSkin(slope: Float32Array, valid: Mask, aside: number): Uint8Array | null {
  const { width, height } = valid, sampled = sampleSlopes(slope, valid.data);
  if (sampled.length === 0) return null;
  const limit = steepest * takeQuantile(sampled, 0.5), even = new Uint8Array(slope.length);
  for (let row = 0; row < height; row++) markEven(even, slope, valid.data, limit, row * width, (row + 1) * width);
  return shrinkInside({ width, height, data: even }, aside).data;
}

/** Every seventh pixel is enough for the median of slopes. */
function sampleSlopes(slope: Float32Array, valid: Uint8Array): Float32Array {
  const sampled = new Float32Array(Math.ceil(slope.length / 7));
  let samples = 0;
  for (let at = 0; at < slope.length; at += 7) if (valid[at] !== 0) sampled[samples++] = slope[at]!;
  return sampled.subarray(0, samples);
}

function markEven(even: Uint8Array, slope: Float32Array, valid: Uint8Array, limit: number, from: number, to: number): void {
  for (let at = from; at < to; at++) if (valid[at] !== 0 && slope[at]! <= limit) even[at] = 1;
}

function addSlopes(tensor: { columns: number; rows: number; mixed: number; count: number }, calm: Float32Array, skin: Uint8Array, width: number, from: number, to: number): void {
  let { columns, rows, mixed, count } = tensor;
  for (let at = from; at < to; at++) {
    if (skin[at] === 0) continue;
    const right = calm[at + 1]! - calm[at - 1]!, down = calm[at + width]! - calm[at - width]!;
    columns += right * right;
    rows += down * down;
    mixed += right * down;
    count++;
  }
  Object.assign(tensor, { columns, rows, mixed, count });
}
