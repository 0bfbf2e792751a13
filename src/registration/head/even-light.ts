import { boxBlur } from '../../raster/box-blur.js';
import type { FloatMap } from '../../raster/raster-image.js';

/** Contrast below this (natural logarithm of brightness) is grain, and is not blown up to look like detail. */
const leastContrast = 0.05;

/**
 * Takes light out of a picture: logarithm of the brightness, less its surroundings, divided by their contrast.
 * A lamp moved, dimmed or coloured leaves nearly the same map.
 * @param reach  Sigma of the surroundings, pixels.
 * @returns Mean about 0, standard deviation about 1 where there is detail.
 */
export function evenLight(brightness: FloatMap, reach: number): FloatMap {
  const { width, height } = brightness;
  const level = brightness.data.map((value) => Math.log(8 + value));
  const mean = boxBlur({ width, height, data: level }, reach).data;
  const detail = level.map((value, at) => value - mean[at]);
  const spread = boxBlur({ width, height, data: detail.map((value) => value * value) }, reach).data;
  return { width, height, data: detail.map((value, at) => value / Math.sqrt(spread[at] + leastContrast * leastContrast)) };
}
