import type { Mask } from '../../raster/raster-image.js';
import type { HeadView } from '../../registration/head/head-view.js';
import { hairOf } from './hair-of.js';

/** Full hair at one visit and bare skin at the other, as the network sees them. */
const full = 0.8, bare = 0.2;

/**
 * Share of the region, 0…1, that is full of hair at one visit and bare at the other: a patch that went bald, or something in the colour of skin that lies on it.
 * @param second  In the frame of the first; its scalp is −1 where it shows nothing.
 */
export function findBaredShare(first: HeadView, second: HeadView, region: Mask): number {
  let inside = 0, bared = 0;
  for (let at = 0; at < region.data.length; at++) {
    if (region.data[at] === 0) continue;
    inside++;
    const [one, two] = [hairOf(first, at), hairOf(second, at)];
    if (second.scalp.data[at] >= 0 && Math.max(one, two) >= full && Math.min(one, two) <= bare) bared++;
  }
  return bared / Math.max(1, inside);
}
