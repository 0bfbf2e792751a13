import type { Hair } from '../domain/hair.js';
import type { Mask } from '../raster/raster-image.js';
import { sumAreas } from '../raster/sum-areas.js';
import { leastShownMm } from './measure-shafts.js';
import type { VisibleFrame } from './visible-frame.js';

/**
 * Share of the measured area in which a hair would have been counted, 0…1.
 *
 * A hair whose exit lies within its own length (at most 0.37 mm) of the edge that it points to is cut short and not counted.
 * For each counted hair the places are found where it could have stood and been counted; the harmonic mean of their shares turns
 * count over area into the sum of the hairs' inverse chances of being counted (Horvitz and Thompson 1952), which is unbiased.
 *
 *     +-------------+
 *     |          :  |   exits right of the dotted line belong to hairs
 *     |   ---    :--|   that point right and are cut
 *     +-------------+
 *
 * @param valid  The measured area, of the photograph's size.
 * @param frame  Where the photograph itself ends and cuts shafts off; a circle drawn inside it cuts none.
 * @param pixelsPerMillimetre  Of the photograph.
 */
export function countingShare(hairs: readonly Hair[], valid: Mask, frame: VisibleFrame, pixelsPerMillimetre: number): number {
  const counted = hairs.filter((hair) => hair.counted), sums = sumAreas(valid), all = sums.within(0, 0, valid.width, valid.height);
  if (counted.length === 0 || all === 0) return 1;
  let inverse = 0;
  for (const hair of counted) {
    const dx = hair.tip.column - hair.root.column, dy = hair.tip.row - hair.root.row, length = Math.hypot(dx, dy) || 1;
    const shown = Math.min(1, (leastShownMm * pixelsPerMillimetre) / length), reachX = Math.round(dx * shown), reachY = Math.round(dy * shown);
    // The point that has to be seen moves with the exit: the photograph, moved back by its reach, holds the exits that count.
    const open = sums.within(frame.left - Math.min(0, reachX), frame.top - Math.min(0, reachY), frame.right - Math.max(0, reachX), frame.bottom - Math.max(0, reachY));
    inverse += all / Math.max(open, all * 0.05);
  }
  return counted.length / inverse;
}
