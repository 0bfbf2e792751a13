import type { FloatMap } from './raster-image.js';

/**
 * What a network says of a picture of a scalp at its canonical scale.
 *
 * `hair` has the picture's size; the others have half of it (rounded up): cell (c, r) covers pixels 2c, 2c+1 and 2r, 2r+1,
 * so its centre lies at pixel 2c + 0.5.
 */
export interface ShaftMaps {
  readonly width: number;
  readonly height: number;
  /** Probability that a pixel shows hair, 0…1. */
  readonly hair: FloatMap;
  /** Peaks at the middles, exits and tips of shafts, 0…1. */
  readonly middle: FloatMap;
  readonly root: FloatMap;
  readonly tip: FloatMap;
  /** From a shaft's pixel to the exit and to the tip of its hair, in pixels of the picture; meaningless off a shaft. */
  readonly rootOffsetX: FloatMap;
  readonly rootOffsetY: FloatMap;
  readonly tipOffsetX: FloatMap;
  readonly tipOffsetY: FloatMap;
}
