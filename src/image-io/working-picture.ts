import type { RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';

export interface WorkingPicture {
  readonly image: RasterImage;
  /** Original pixels a working pixel, whole: centres map by `original = (working + 0.5) × factor − 0.5`. */
  readonly factor: number;
}

/** Overlays and quality are judged on at most this many pixels. */
const workingPixels = 2_200_000;

/** Several checks look at the same photograph; shrinking twelve megapixels once is enough. */
const shrunk = new WeakMap<RasterImage, WorkingPicture>();

/** The photograph, or a copy shrunk by a whole factor to at most 2.2 megapixels. The same object for the same photograph. */
export function workingPicture(image: RasterImage): WorkingPicture {
  const known = shrunk.get(image);
  if (known) return known;
  const factor = Math.ceil(Math.sqrt((image.width * image.height) / workingPixels));
  const working = { image: factor === 1 ? image : resampleImage(image, 1 / factor), factor };
  shrunk.set(image, working);
  return working;
}

const halved = new WeakMap<RasterImage, RasterImage>();

/** The same picture at half its size. The same object for the same picture: overlays and quality are both looked for in it. */
export function halfPicture(image: RasterImage): RasterImage {
  const known = halved.get(image);
  if (known) return known;
  const half = resampleImage(image, 1 / 2);
  halved.set(image, half);
  return half;
}
