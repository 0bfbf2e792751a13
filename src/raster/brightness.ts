import type { FloatMap, RasterImage } from './raster-image.js';

/** Brightness of each pixel, 0…255: the luma of sRGB values (ITU-R BT.601 weights), so that JPEG's own grain stays small. */
export function measureBrightness(image: RasterImage): FloatMap {
  const data = new Float32Array(image.width * image.height);
  for (let i = 0, at = 0; i < data.length; i++, at += 3) data[i] = 0.299 * image.data[at]! + 0.587 * image.data[at + 1]! + 0.114 * image.data[at + 2]!;
  return { width: image.width, height: image.height, data };
}
