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
  const other = Uint8Array.from(scalp.data, (chance, at) => (chance >= 0.5 && region.data[at] === 0 ? 1 : 0)), own = region.data.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0);
  return findComponentBoxes({ width, height, data: other }).reduce((most, { count }) => Math.max(most, count), 0) / Math.max(1, own);
}
