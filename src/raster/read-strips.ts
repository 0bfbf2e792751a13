import type { FloatMap } from './raster-image.js';

/**
 * A map read along slanting strips. Place `s` along a strip and `v` across the strips mean the point
 * `column = centre column + s·cos − v·sin`, `row = centre row + s·sin + v·cos` of the map.
 */
export interface Strips {
  readonly angle: number;
  readonly count: number;
  readonly length: number;
  /** One mean a place, strip after strip; NaN where a strip leaves the map. */
  readonly data: Float32Array;
  /** `s` of the first place of each strip, steps of 1. */
  readonly firstAlong: number;
  /** `v` of the middle of the first strip, and the step to the next. */
  readonly firstAcross: number;
  readonly acrossStep: number;
}

/**
 * Averages a map over strips eight pixels wide that overlap by half.
 *
 * @param angle  Direction of the strips, radians; 0 runs along the rows.
 */
export function readStrips(map: FloatMap, angle: number): Strips {
  const { width, height, data } = map, cosine = Math.cos(angle), sine = Math.sin(angle), block = 4;
  const reachAlong = (Math.abs(width * cosine) + Math.abs(height * sine)) / 2, reachAcross = (Math.abs(width * sine) + Math.abs(height * cosine)) / 2;
  const length = Math.max(1, 2 * Math.floor(reachAlong)), blocks = Math.max(2, Math.floor((2 * reachAcross) / block));
  const firstAlong = -length / 2 + 0.5, firstRow = (-blocks * block) / 2 + 0.5;
  const sums = new Float32Array(blocks * length);
  const middleColumn = (width - 1) / 2, middleRow = (height - 1) / 2;
  for (let i = 0; i < blocks * block; i++) {
    const across = firstRow + i, to = Math.floor(i / block) * length;
    let x = middleColumn + firstAlong * cosine - across * sine, y = middleRow + firstAlong * sine + across * cosine;
    for (let j = 0; j < length; j++, x += cosine, y += sine) {
      const x0 = Math.floor(x), y0 = Math.floor(y);
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) {
        sums[to + j] = NaN;
        continue;
      }
      const u = x - x0, at = y0 * width + x0, top = data[at] + (data[at + 1] - data[at]) * u, bottom = data[at + width] + (data[at + width + 1] - data[at + width]) * u;
      sums[to + j] += top + (bottom - top) * (y - y0);
    }
  }
  const count = blocks - 1, out = new Float32Array(count * length);
  for (let i = 0; i < out.length; i++) out[i] = (sums[i] + sums[i + length]) / (2 * block);
  return { angle, count, length, data: out, firstAlong, firstAcross: firstRow + block - 0.5, acrossStep: block };
}
