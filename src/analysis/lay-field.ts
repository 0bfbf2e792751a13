import { columnsAt, type Place } from '../image-io/valid-area/convex-hull.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import { fromResampled, toResampled } from '../raster/resample-image.js';
import type { RowSpans } from '../raster/row-spans.js';

/**
 * What a frame, and the field of a scope in it, show of a picture at another scale.
 * @param size   Of that picture.
 * @param shown  Inside the frame, pixels of that picture.
 * @param field  Outline of the field, pixels of the photograph; null where all of the frame shows skin.
 * @param scale  Pixels of that picture a pixel of the photograph.
 * @param part   The part of the photograph that the picture shows begins here.
 */
export function layField({ width, height }: { readonly width: number; readonly height: number }, { top, left, bottom, right }: PixelWindow, field: readonly Place[] | null, scale: number, part: { readonly top: number; readonly left: number } = { top: 0, left: 0 }): RowSpans {
  const rows = Array.from({ length: height }, (_, row) => {
    if (row < top || row >= bottom) return [];
    const [from, to] = field === null ? [left, right - 1] : columnsAt(field, part.top + fromResampled(row, scale)).map((column) => toResampled(column - part.left, scale));
    const first = Math.max(left, Math.ceil(from!)), end = Math.min(right, Math.floor(to!) + 1);
    return first < end ? [first, end] : [];
  });
  return { width, height, rows };
}
