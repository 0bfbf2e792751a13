import type { RasterImage } from '../../raster/raster-image.js';
import { transposeImage } from '../../raster/transpose-image.js';

/** A picture that is read along its rows and along its columns. */
export interface TwoWays {
  readonly image: RasterImage;
  /** The picture with rows and columns swapped; made when first asked for, because most photographs show nothing that is looked at so closely. */
  readonly swapped: () => RasterImage;
}

export function readTwoWays(image: RasterImage): TwoWays {
  let copy: RasterImage | null = null;
  return { image, swapped: () => (copy ??= transposeImage(image)) };
}
