import type { FloatMap } from './raster-image.js';

/**
 * Blurs a map with three running means, close to a Gaussian of the given sigma (within 3 % of its height) at a cost that
 * does not grow with sigma; beyond the edges the edge value is repeated.
 * @param sigma  Pixels; under 2 the steps of whole pixels show, use `blurMap` there.
 */
export function boxBlur({ width, height, data }: FloatMap, sigma: number): FloatMap {
  // Widths of the means so that their variances add up to sigma² (Kovesi, DICTA 2010).
  const ideal = Math.sqrt(4 * sigma * sigma + 1), narrow = Math.max(1, Math.floor(ideal) - (Math.floor(ideal) % 2 === 0 ? 1 : 0));
  const narrowTimes = Math.round((12 * sigma * sigma - 3 * narrow * narrow - 12 * narrow - 9) / (-4 * narrow - 4));
  let from = Float32Array.from(data), to = new Float32Array(data.length);
  for (let pass = 0; pass < 3; pass++) {
    const reach = ((pass < narrowTimes ? narrow : narrow + 2) - 1) / 2;
    meanAlong(from, to, height, width, width, 1, reach);
    meanAlong(to, from, width, height, 1, width, reach);
  }
  return { width, height, data: from };
}

function meanAlong(from: Float32Array, to: Float32Array, lines: number, length: number, lineStep: number, step: number, reach: number): void {
  const share = 1 / (2 * reach + 1);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep, end = start + (length - 1) * step;
    let sum = (reach + 1) * from[start];
    for (let i = 1; i <= reach; i++) sum += from[Math.min(end, start + i * step)];
    for (let i = 0, at = start; i < length; i++, at += step) {
      to[at] = sum * share;
      sum += from[Math.min(end, at + (reach + 1) * step)] - from[Math.max(start, at - reach * step)];
    }
  }
}
