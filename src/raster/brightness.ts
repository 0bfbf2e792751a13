import type { FloatMap, RasterImage } from './raster-image.js';

/** Brightness of each pixel, 0…255: the luma of sRGB values (ITU-R BT.601 weights), so that JPEG's own grain stays small. */
export function measureBrightness(image: RasterImage): FloatMap {
  const { width, height } = image, data = new Float32Array(width * height);
  for (let row = 0; row < height; row++) readRow(data, image.data, row * width, (row + 1) * width);
  return { width, height, data };
}

// A row at a time: engines compile a short function that is called often in the first photograph, and a long loop over all pixels late in each.
function readRow(brightness: Float32Array, data: RasterImage['data'], from: number, to: number): void {
  for (let i = from, at = 3 * from; i < to; i++, at += 3) brightness[i] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
}
