import type { FloatMap, Mask, RasterImage } from '../../raster/raster-image.js';

/** What the registration looks at: one photograph of a head with the network's maps, all on one grid. */
export interface HeadView {
  readonly width: number;
  readonly height: number;
  /** Pixels of the grid a pixel of the photograph; centres map as in `resampleImage`. */
  readonly scale: number;
  readonly picture: RasterImage;
  /** Where the scalp is: the largest part of it, holes filled. */
  readonly region: Mask;
  /** 0…255. */
  readonly brightness: FloatMap;
  /** Probability, 0…1, of the region where hair grows or grew. */
  readonly scalp: FloatMap;
  /** Share of hair, 0…1. */
  readonly hair: FloatMap;
}

/** Where the scalp lies: its centre and the radius of a circle of its area; null where there is hardly any. */
export interface ScalpPlace {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Centre and size of the scalp on the grid. A scalp under 400 pixels says nothing of where a head is. */
export function placeScalp({ region }: Pick<HeadView, 'region'>): ScalpPlace | null {
  let sum = 0, x = 0, y = 0;
  for (let row = 0, at = 0; row < region.height; row++) {
    for (let column = 0; column < region.width; column++, at++) {
      if (region.data[at] === 0) continue;
      sum++;
      x += column;
      y += row;
    }
  }
  return sum < 400 ? null : { x: x / sum, y: y / sum, radius: Math.sqrt(sum / Math.PI) };
}
