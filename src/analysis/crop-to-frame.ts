import { findPictureFrame } from '../image-io/valid-area.js';
import { cropImage } from '../raster/crop-image.js';
import type { RasterImage } from '../raster/raster-image.js';

/**
 * What other software has put a frame, bars or a strip around, without them; the same picture where nothing surrounds it.
 * @param leastShare  A frame that takes less of the picture is left, 0…1; default 0.
 */
export function cropToFrame(image: RasterImage, leastShare = 0): RasterImage {
  const { top: row, left: column, bottom, right } = findPictureFrame(image), width = right - column, height = bottom - row;
  const framed = 1 - (width * height) / (image.width * image.height);
  return framed === 0 || framed < leastShare ? image : cropImage(image, { row, column, width, height });
}
