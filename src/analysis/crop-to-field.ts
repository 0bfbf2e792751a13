import { findPictureFrame, findSurroundedField } from '../image-io/valid-area.js';
import { columnsAt, type Place } from '../image-io/valid-area/convex-hull.js';
import { cropImage } from '../raster/crop-image.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';

/** Rows between which the largest rectangle is looked for. */
const triedRows = 48;
/** A rectangle of this share of the picture, at least: arcs of other things in the picture leave a corner or a strip. */
const leastShare = 0.1;

/** A scope's surround is black, or white where software put it on paper; what is grey is the wall behind a head. Levels. */
const blackUpTo = 60, whiteFrom = 230;

/** The largest rectangle inside the round field of a scope, or another field in a black or white surround; null where there is none. */
export function cropToField(image: RasterImage): RasterImage | null {
  const field = findSurroundedField(image), frame = findPictureFrame(image);
  if (field === null || !isBlackOrWhite(image, frame, field)) return null;
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

/** Whether the corners of the picture that lie outside its field are black or white. */
function isBlackOrWhite(image: RasterImage, frame: PixelWindow, field: readonly Place[]): boolean {
  const inset = Math.round(0.01 * Math.min(image.width, image.height));
  return [frame.top + inset, frame.bottom - 1 - inset].every((row) => {
    const [from, to] = columnsAt(field, row);
    return [frame.left + inset, frame.right - 1 - inset].filter((column) => column < from || column > to).every((column) => {
      const at = 3 * (row * image.width + column), levels = [image.data[at]!, image.data[at + 1]!, image.data[at + 2]!];
      return Math.max(...levels) <= blackUpTo || Math.min(...levels) >= whiteFrom;
    });
  });
}
