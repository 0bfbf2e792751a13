import type { FloatMap } from './raster-image.js';

const known = new WeakMap<FloatMap, FloatMap>();

/** How steep a map is at each pixel, in its unit a pixel, by its neighbours; 0 along the border. The same object for the same map: sharpness and streaks are both told from it. */
export function slopeMap(map: FloatMap): FloatMap {
  const before = known.get(map);
  if (before) return before;
  const { width, height, data } = map, slope = new Float32Array(data.length);
  for (let row = 1; row < height - 1; row++) writeSlopes(slope, data, width, row * width + 1, (row + 1) * width - 1);
  const slopes = { width, height, data: slope };
  known.set(map, slopes);
  return slopes;
}

// A row at a time: engines compile a short function that is called often in the first photograph, and a long loop over all pixels late in each.
function writeSlopes(slope: Float32Array, data: Float32Array, width: number, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const across = data[at + 1]! - data[at - 1]!, down = data[at + width]! - data[at - width]!;
    slope[at] = Math.sqrt(across * across + down * down) / 2;
  }
}
