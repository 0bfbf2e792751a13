import type { FloatMap } from './raster-image.js';

/**
 * Blurs a map with a Gaussian; beyond the edges the edge value is repeated. The kernel is cut at three sigma and sums to 1.
 *
 * @param sigma  Pixels, > 0.
 */
export function blurMap(map: FloatMap, sigma: number): FloatMap {
  const { width, height, data } = map;
  const kernel = gaussianKernel(sigma);
  const reach = (kernel.length - 1) / 2;
  const across = new Float32Array(data.length);
  const padded = new Float32Array(width + 2 * reach);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    padded.fill(data[start], 0, reach);
    padded.set(data.subarray(start, start + width), reach);
    padded.fill(data[start + width - 1], reach + width);
    // The kernel is the same on both sides: two values share a multiplication.
    for (let column = 0; column < width; column++) {
      let sum = kernel[reach] * padded[column + reach];
      for (let i = 0, left = column, right = column + 2 * reach; i < reach; i++, left++, right--) sum += kernel[i] * (padded[left] + padded[right]);
      across[start + column] = sum;
    }
  }
  const out = new Float32Array(data.length);
  const rowAt = (row: number): number => Math.max(0, Math.min(height - 1, row)) * width;
  for (let row = 0; row < height; row++) {
    const to = row * width, middle = kernel[reach];
    for (let column = 0; column < width; column++) out[to + column] = middle * across[to + column];
    // Two pairs of rows at a time: storing the sum between them is what costs.
    for (let i = 0; i < reach; i += 2) {
      const above = rowAt(row + i - reach), below = rowAt(row + reach - i), weight = kernel[i];
      const nextAbove = rowAt(row + i + 1 - reach), nextBelow = rowAt(row + reach - i - 1), nextWeight = i + 1 < reach ? kernel[i + 1] : 0;
      for (let column = 0; column < width; column++) {
        out[to + column] += weight * (across[above + column] + across[below + column]) + nextWeight * (across[nextAbove + column] + across[nextBelow + column]);
      }
    }
  }
  return { width, height, data: out };
}

function gaussianKernel(sigma: number): Float64Array {
  if (!(sigma > 0)) throw new RangeError(`Expected a sigma above 0 pixels, got ${sigma}.`);
  const reach = Math.ceil(3 * sigma);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const total = kernel.reduce((sum, value) => sum + value, 0);
  return kernel.map((value) => value / total);
}
