import type { RasterImage } from '../../src/raster/raster-image.js';

/** A picture in a frame of one grey level, as many pixels wide on all sides. */
export function frameImage({ width, height, data }: RasterImage, by: number, level: number): RasterImage {
  const wide = width + 2 * by, framed = new Uint8Array(wide * (height + 2 * by) * 3).fill(level);
  for (let row = 0; row < height; row++) framed.set(data.subarray(row * width * 3, (row + 1) * width * 3), ((row + by) * wide + by) * 3);
  return { width: wide, height: height + 2 * by, data: framed };
}
