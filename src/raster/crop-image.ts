import type { Mask, RasterImage } from './raster-image.js';

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
export function cropImage(image: RasterImage, window: CropWindow): RasterImage {
  return { width: window.width, height: window.height, data: cutRows(image, window, 3) };
}

/** The same window of a mask. */
export function cropMask(mask: Mask, window: CropWindow): Mask {
  return { width: window.width, height: window.height, data: cutRows(mask, window, 1) };
}

function cutRows(from: RasterImage | Mask, { row, column, width, height }: CropWindow, channels: number): Uint8Array {
  const whole = [row, column, width, height].every(Number.isInteger);
  if (!whole || row < 0 || column < 0 || width < 1 || height < 1 || row + height > from.height || column + width > from.width) {
    throw new RangeError(`Expected a window of whole pixels inside ${from.width} × ${from.height}, got ${width} × ${height} at row ${row}, column ${column}.`);
  }
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < height; i++) {
    const start = ((row + i) * from.width + column) * channels;
    data.set(from.data.subarray(start, start + width * channels), i * width * channels);
  }
  return data;
}
