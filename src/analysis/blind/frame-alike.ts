import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { resampleImage } from '../../raster/resample-image.js';

/** One side of a pair, and how it is brought into the common frame. */
export interface Side {
  readonly image: RasterImage;
  /** The picture's size, 1 where it may be shown. */
  readonly shown: Mask;
  /** Place of the picture that comes to the middle of the frame, pixels. */
  readonly centre: { readonly row: number; readonly column: number };
  /** Pixels of the frame a pixel of the picture. */
  readonly factor: number;
}

const cover = 128;

/**
 * Lays two pictures into frames of one size. What either of them lacks or may not show is grey in both, so that neither can be told by what it hides.
 * @param shift  Of the frame, whole pixels, the same for both.
 */
export function frameAlike(sides: readonly [Side, Side], size: { readonly width: number; readonly height: number }, shift: { readonly x: number; readonly y: number }): [RasterImage, RasterImage] {
  const frames = sides.map((side) => frame(side, size, shift));
  const hidden = frames[0].seen.map((value, at) => (value !== 0 && frames[1].seen[at] !== 0 ? 0 : 1));
  for (const { image } of frames) {
    for (let at = 0; at < hidden.length; at++) if (hidden[at] !== 0) image.data.fill(cover, 3 * at, 3 * at + 3);
  }
  return [frames[0].image, frames[1].image];
}

function frame({ image, shown, centre, factor }: Side, { width, height }: { width: number; height: number }, shift: { x: number; y: number }): { image: RasterImage; seen: Uint8Array } {
  const scaled = factor === 1 ? image : resampleImage(image, factor);
  const top = Math.round((centre.row + 0.5) * factor - height / 2) + shift.y, left = Math.round((centre.column + 0.5) * factor - width / 2) + shift.x;
  const data = new Uint8Array(3 * width * height), seen = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = y + top, from = Math.min(shown.height - 1, Math.floor((row + 0.5) / factor)) * shown.width;
    for (let x = 0; x < width; x++, at++) {
      const column = x + left;
      if (row < 0 || column < 0 || row >= scaled.height || column >= scaled.width) continue;
      seen[at] = shown.data[from + Math.min(shown.width - 1, Math.floor((column + 0.5) / factor))];
      const source = 3 * (row * scaled.width + column);
      for (let c = 0; c < 3; c++) data[3 * at + c] = scaled.data[source + c];
    }
  }
  return { image: { width, height, data }, seen };
}
