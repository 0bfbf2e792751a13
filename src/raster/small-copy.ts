import type { RasterImage } from './raster-image.js';
import { resampleImage } from './resample-image.js';

/** A photograph shrunk by a whole factor. */
export interface SmallCopy {
  /** Pixels of the photograph itself. */
  readonly width: number;
  readonly height: number;
  readonly image: RasterImage;
  /** Pixels of the photograph a pixel of the copy, whole. */
  readonly factor: number;
}

/** The longer side of a copy has at least so many pixels. */
const leastSide = 640;

const copies = new WeakMap<RasterImage, SmallCopy>();

/**
 * Notes a copy that was made while the file was opened: JPEG can be decoded at a fraction of its size, for less than shrinking takes.
 * @throws RangeError for a copy of a photograph of another size.
 */
export function keepSmallCopy(image: RasterImage, copy: SmallCopy): void {
  if (copy.width !== image.width || copy.height !== image.height) throw new RangeError(`Expected the copy of a photograph of ${image.width} × ${image.height} pixels, got one of ${copy.width} × ${copy.height}.`);
  copies.set(image, copy);
}

/** By which factor, a power of two, a picture is decoded small beside its full size; 1 where that does not come out even or leaves too little. */
export function smallDecodingFactor({ width, height }: { readonly width: number; readonly height: number }): 1 | 4 | 8 {
  const fits = (factor: number): boolean => width % factor === 0 && height % factor === 0 && Math.max(width, height) >= factor * leastSide;
  return fits(8) ? 8 : fits(4) ? 4 : 1;
}

/** The photograph shrunk by a whole factor to 640 pixels or more on its longer side. */
function smallCopy(image: RasterImage | SmallCopy): SmallCopy {
  if ('factor' in image) return image;
  const known = copies.get(image);
  if (known) return known;
  const factor = Math.max(1, Math.floor(Math.max(image.width, image.height) / leastSide));
  const copy = { width: image.width, height: image.height, image: factor === 1 ? image : resampleImage(image, 1 / factor), factor };
  copies.set(image, copy);
  return copy;
}

/** By copy, at the scales that were asked for. */
const shrunk = new WeakMap<RasterImage, Map<number, RasterImage>>();

/**
 * The whole photograph at a scale that leaves at most 320 pixels or so on its longer side, by way of a copy that is kept: the same photograph is looked
 * at in several small sizes, in some of them by several, and shrinking once is enough. Geometry as in `resampleImage`.
 * @param image  The photograph, or its copy alone, which is there while the photograph is still being decoded.
 * @returns The same object for the same photograph: not to be drawn on.
 */
export function resampleSmall(image: RasterImage | SmallCopy, scale: number): RasterImage {
  const copy = smallCopy(image), known = shrunk.get(copy.image) ?? new Map<number, RasterImage>(), picture = known.get(scale) ?? resampleImage(copy.image, scale * copy.factor);
  shrunk.set(copy.image, known.set(scale, picture));
  return picture;
}
