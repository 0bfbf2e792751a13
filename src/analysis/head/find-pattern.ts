import { boxBlur } from '../../raster/box-blur.js';
import type { RasterImage } from '../../raster/raster-image.js';

/** Pixels: what is finer is the light and dark of strands. */
const finer = 3;

/** Brightness of a picture, 0…255, parted into what is around each pixel and the fine light and dark of strands on it; their sum is the brightness. */
export interface Pattern {
  readonly level: Float32Array;
  readonly fine: Float32Array;
}

/** Parts the brightness of a picture (the mean of its three channels). */
export function findPattern({ width, height, data }: RasterImage): Pattern {
  const brightness = Float32Array.from({ length: width * height }, (_, at) => (data[3 * at] + data[3 * at + 1] + data[3 * at + 2]) / 3), level = boxBlur({ width, height, data: brightness }, finer).data;
  return { level, fine: brightness.map((value, at) => value - level[at]) };
}
