import { findComponentBoxes } from '../../raster/component-boxes.js';
import type { HeadView } from '../../registration/head/head-view.js';

/**
 * Size of the largest part that is taken for scalp beside the one that is measured, as a share of that: a second head, in the picture or in a mirror.
 *
 *     # # # .  . .
 *     # # # .  # .   →   2 ÷ 6
 *     . . . .  # .
 */
export function findOtherScalp({ width, height, region, scalp }: Pick<HeadView, 'width' | 'height' | 'region' | 'scalp'>): number {
  const other = new Uint8Array(width * height);
  let own = 0;
  for (let at = 0; at < other.length; at++) if (region.data[at] !== 0) own++; else if (scalp.data[at] >= 0.5) other[at] = 1;
  return findComponentBoxes({ width, height, data: other }).reduce((most, { count }) => Math.max(most, count), 0) / Math.max(1, own);
}
