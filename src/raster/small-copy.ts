import type { RasterImage } from './raster-image.js';
import { resampleImage } from './resample-image.js';

interface SmallCopy {
  readonly image: RasterImage;
  /** Pixels of the photograph a pixel of the copy, whole. */
  readonly factor: number;
}

/** The longer side of a copy has at least so many pixels. */
const leastSide = 640;

const copies = new WeakMap<RasterImage, SmallCopy>();

/** The photograph shrunk by a whole factor to 640 pixels or little more on its longer side. */
function smallCopy(image: RasterImage): SmallCopy {
  const known = copies.get(image);
  if (known) return known;
  const factor = Math.max(1, Math.floor(Math.max(image.width, image.height) / leastSide));
  const copy = { image: factor === 1 ? image : resampleImage(image, 1 / factor), factor };
  copies.set(image, copy);
  return copy;
}

/**
 * The whole photograph at a scale that leaves at most 320 pixels or so on its longer side, by way of a copy that is kept: the same photograph is looked
 * at in several small sizes, and shrinking twelve megapixels once is enough. Geometry as in `resampleImage`.
 */
export function resampleSmall(image: RasterImage, scale: number): RasterImage {
  const copy = smallCopy(image);
  return resampleImage(copy.image, scale * copy.factor);
}
