import type { RasterImage } from './raster-image.js';

export interface CropWindow {
  readonly row: number;
  readonly column: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Cuts a window out of a picture. Rows and columns of the crop start at the window's: `row_crop = row − window.row`.
 *
 * @throws RangeError when the window is not whole pixels inside the picture.
 */
export function cropImage(from: RasterImage, { row, column, width, height }: CropWindow): RasterImage {
  const whole = [row, column, width, height].every(Number.isInteger);
  if (!whole || row < 0 || column < 0 || width < 1 || height < 1 || row + height > from.height || column + width > from.width) {
    throw new RangeError(`Expected a window of whole pixels inside ${from.width} × ${from.height}, got ${width} × ${height} at row ${row}, column ${column}.`);
  }
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < height; i++) {
    const start = ((row + i) * from.width + column) * 3;
    data.set(from.data.subarray(start, start + width * 3), i * width * 3);
  }
  return { width, height, data };
}
