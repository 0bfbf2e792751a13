import { blurMap } from './blur-map.js';
import type { FloatMap, Mask } from './raster-image.js';
import { resampleMap } from './resample-map.js';

export interface FineGrain {
  /** Share, 0…1, of the local variation that is finer than two pixels: noise 0.76, print and fabric 0.25 and more, skin and hair 0.01…0.12. */
  readonly share: number;
  /** Size of all variation finer than about 20 pixels, root mean square, in the map's unit. */
  readonly variation: number;
}

/** A wide blur leaves nothing that a picture of a quarter of the size does not hold. Shrinking and enlarging blur by themselves; with them it is 8 pixels wide. */
const shrunkBy = 4, wideBlur = 7.75;

/** Measures how much of a picture's local variation is as fine as its pixels. Null where no pixel is inside. */
export function measureFineGrain(map: FloatMap, valid: Mask): FineGrain | null {
  const { width, height, data } = map, fine = blurMap(map, 1).data;
  const coarse = resampleMap(blurMap(averageBlocks(map), wideBlur / shrunkBy), { width, height }, { x: shrunkBy, y: shrunkBy }).data;
  const sums = { finest: 0, all: 0, count: 0 };
  for (let row = 0; row < height; row++) addVariation(sums, data, fine, coarse, valid.data, row * width, (row + 1) * width);
  const { finest, all, count } = sums;
  return count === 0 ? null : { share: all > 0 ? finest / all : 0, variation: Math.sqrt(all / count) };
}

// Each loop over the pixels has a function of its own: engines compile a function anew for each of its loops.

/** Adds the squares of what the two blurs took away from one row, and how many of its pixels lie inside. */
function addVariation(sums: { finest: number; all: number; count: number }, data: Float32Array, fine: Float32Array, coarse: Float32Array, valid: Uint8Array, from: number, to: number): void {
  let { finest, all, count } = sums;
  for (let i = from; i < to; i++) {
    if (valid[i] === 0) continue;
    const byFine = data[i] - fine[i], byCoarse = data[i] - coarse[i];
    finest += byFine * byFine;
    all += byCoarse * byCoarse;
    count++;
  }
  sums.finest = finest;
  sums.all = all;
  sums.count = count;
}

/** Means of 4 × 4 pixels; the last ones of a row or column may be of fewer. */
function averageBlocks({ width, height, data }: FloatMap): FloatMap {
  const across = Math.ceil(width / shrunkBy), down = Math.ceil(height / shrunkBy), sums = new Float32Array(across * down);
  for (let row = 0; row < height; row++) addToBlocks(sums, Math.floor(row / shrunkBy) * across, data, row * width, width, Math.min(shrunkBy, height - (row - (row % shrunkBy))));
  return { width: across, height: down, data: sums };
}

/** Adds one row of pixels to the means of its blocks, which are of so many rows. */
function addToBlocks(sums: Float32Array, firstBlock: number, data: Float32Array, from: number, width: number, rows: number): void {
  const end = from + width, area = rows * shrunkBy;
  let block = firstBlock, at = from;
  // Each sum is rounded, as it would be if it were stored.
  for (; at + shrunkBy <= end; at += shrunkBy, block++) {
    const one = Math.fround(sums[block]! + data[at]! / area), two = Math.fround(one + data[at + 1]! / area), three = Math.fround(two + data[at + 2]! / area);
    sums[block] = three + data[at + 3]! / area;
  }
  for (const left = end - at; at < end; at++) sums[block]! += data[at]! / (rows * left);
}
