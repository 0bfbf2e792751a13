import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { resampleImage } from '../../raster/resample-image.js';

/** One side of a pair, and how it is brought into the common frame. */
export interface Side {
  readonly image: RasterImage;
  /** The picture's size, 1 where it may be shown. */
  readonly shown: Mask;
  /** What lies outside of it may be hidden on this side alone: heads differ in their outlines, while writing stands on one of two. Null where nothing may. */
  readonly outline: Mask | null;
  /** Place of the picture that comes to the middle of the frame, pixels. */
  readonly centre: { readonly row: number; readonly column: number };
  /** Pixels of the frame a pixel of the picture. */
  readonly factor: number;
}

const cover = 128;

/**
 * Lays two pictures into frames of one size. What either of them lacks or may not show is grey in both, so that neither can be told by what it hides; beside their outlines each hides its own.
 * @param shift  Of the frame, whole pixels, the same for both.
 */
export function frameAlike(sides: readonly [Side, Side], size: { readonly width: number; readonly height: number }, shift: { readonly x: number; readonly y: number }): [RasterImage, RasterImage] {
  const [first, second] = sides.map((side) => frame(side, size, shift));
  return [hide(first, second.tells), hide(second, first.tells)];
}

function hide({ image, seen }: Frame, alsoHidden: Uint8Array): RasterImage {
  for (let at = 0; at < seen.length; at++) if (seen[at] === 0 || alsoHidden[at] !== 0) image.data.fill(cover, 3 * at, 3 * at + 3);
  return image;
}

/** A side in its frame: 1 where it may be seen, and where hiding it would tell it from the other. */
interface Frame { readonly image: RasterImage; readonly seen: Uint8Array; readonly tells: Uint8Array }

function frame({ image, shown, outline, centre, factor }: Side, { width, height }: { width: number; height: number }, shift: { x: number; y: number }): Frame {
  const scaled = factor === 1 ? image : resampleImage(image, factor);
  const top = Math.round((centre.row + 0.5) * factor - height / 2) + shift.y, left = Math.round((centre.column + 0.5) * factor - width / 2) + shift.x;
  const data = new Uint8Array(3 * width * height), seen = new Uint8Array(width * height), tells = new Uint8Array(width * height).fill(outline === null ? 1 : 0);
  for (let y = 0, at = 0; y < height; y++) {
    const row = y + top, from = Math.min(shown.height - 1, Math.floor((row + 0.5) / factor)) * shown.width;
    for (let x = 0; x < width; x++, at++) {
      const column = x + left;
      if (row < 0 || column < 0 || row >= scaled.height || column >= scaled.width) continue;
      const own = from + Math.min(shown.width - 1, Math.floor((column + 0.5) / factor)), source = 3 * (row * scaled.width + column);
      seen[at] = shown.data[own];
      tells[at] = seen[at] === 0 && (outline === null || outline.data[own] !== 0) ? 1 : 0;
      for (let c = 0; c < 3; c++) data[3 * at + c] = scaled.data[source + c];
    }
  }
  return { image: { width, height, data }, seen, tells };
}
