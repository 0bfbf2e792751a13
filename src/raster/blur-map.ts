import type { FloatMap } from './raster-image.js';

/**
 * Blurs a map with a Gaussian; beyond the edges the edge value is repeated. The kernel is cut at three sigma and sums to 1.
 *
 * @param sigma  Pixels, > 0.
 */
export function blurMap(map: FloatMap, sigma: number): FloatMap {
  const { width, height, data } = map, { middle, beside, reach } = gaussianKernel(sigma);
  const across = new Float32Array(data.length), room = beside.length, padded = new Float32Array(width + 2 * room);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    padded.fill(data[start], room - reach, room);
    padded.set(data.subarray(start, start + width), room);
    padded.fill(data[start + width - 1], room + width, room + width + reach);
    addPairs(across, start, width, padded, room, middle, beside, (distance) => [room - distance, room + distance]);
  }
  const out = new Float32Array(data.length), rowAt = (row: number): number => Math.max(0, Math.min(height - 1, row)) * width;
  for (let row = 0; row < height; row++) {
    addPairs(out, row * width, width, across, row * width, middle, beside, (distance) => [rowAt(row - distance), rowAt(row + distance)]);
  }
  return { width, height, data: out };
}

/** Adds the pairs that lie equally far to both sides of a line of pixels, four pairs at a time: storing the sum between them is what costs. */
function addPairs(
  out: Float32Array, to: number, length: number, from: Float32Array, at: number, middle: number, beside: Float64Array, placesOf: (distance: number) => readonly [number, number],
): void {
  for (let i = 0; i < beside.length; i += 4) {
    const w0 = beside[i], w1 = beside[i + 1], w2 = beside[i + 2], w3 = beside[i + 3];
    const [a0, b0] = placesOf(i + 1), [a1, b1] = placesOf(i + 2), [a2, b2] = placesOf(i + 3), [a3, b3] = placesOf(i + 4);
    if (i === 0) {
      for (let x = 0; x < length; x++) {
        out[to + x] = middle * from[at + x] + w0 * (from[a0 + x] + from[b0 + x]) + w1 * (from[a1 + x] + from[b1 + x]) + w2 * (from[a2 + x] + from[b2 + x]) + w3 * (from[a3 + x] + from[b3 + x]);
      }
    } else {
      for (let x = 0; x < length; x++) {
        out[to + x] += w0 * (from[a0 + x] + from[b0 + x]) + w1 * (from[a1 + x] + from[b1 + x]) + w2 * (from[a2 + x] + from[b2 + x]) + w3 * (from[a3 + x] + from[b3 + x]);
      }
    }
  }
}

/** Weight of the middle and of each pixel beside it, filled up with zeros to a multiple of four. */
function gaussianKernel(sigma: number): { middle: number; beside: Float64Array; reach: number } {
  if (!(sigma > 0)) throw new RangeError(`Expected a sigma above 0 pixels, got ${sigma}.`);
  const reach = Math.ceil(3 * sigma), beside = new Float64Array(4 * Math.ceil(reach / 4));
  let total = 1;
  for (let i = 0; i < reach; i++) total += 2 * (beside[i] = Math.exp(-((i + 1) ** 2) / (2 * sigma * sigma)));
  return { middle: 1 / total, beside: beside.map((value) => value / total), reach };
}
