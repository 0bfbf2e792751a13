import { findPictureFrame, findSurroundedField } from '../image-io/valid-area.js';
import { columnsAt } from '../image-io/valid-area/convex-hull.js';
import { cropImage } from '../raster/crop-image.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';

/** Rows between which the largest rectangle is looked for. */
const triedRows = 48;
/** A rectangle of this share of the picture, at least: arcs of other things in the picture leave a corner or a strip. */
const leastShare = 0.1;

/** The largest rectangle inside the round field of a scope, or another field in a plain surround; null where there is none. */
export function cropToField(image: RasterImage): RasterImage | null {
  const field = findSurroundedField(image), frame = findPictureFrame(image);
  if (field === null) return null;
  const lines = Array.from({ length: triedRows + 1 }, (_, k) => {
    const row = frame.top + Math.round((k * (frame.bottom - 1 - frame.top)) / triedRows), [from, to] = columnsAt(field, row);
    return { row, left: Math.max(frame.left, Math.ceil(from)), right: Math.min(frame.right, Math.floor(to) + 1) };
  }).filter(({ left, right }) => left < right);
  let largest: PixelWindow | null = null, most = leastShare * image.width * image.height;
  for (const above of lines) {
    for (const below of lines) {
      // Without dents a field is nowhere narrower between two rows than at one of them.
      const window = { top: above.row, left: Math.max(above.left, below.left), bottom: below.row + 1, right: Math.min(above.right, below.right) };
      const pixels = Math.max(0, window.bottom - window.top) * Math.max(0, window.right - window.left);
      if (pixels > most) { most = pixels; largest = window; }
    }
  }
  return largest === null ? null : cropImage(image, { row: largest.top, column: largest.left, width: largest.right - largest.left, height: largest.bottom - largest.top });
}
