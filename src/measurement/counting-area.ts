import type { Hair } from '../domain/hair.js';
import type { Mask } from '../raster/raster-image.js';
import { sumAreas } from '../raster/sum-areas.js';
import { leastShownMm } from './measure-shafts.js';
import type { VisibleFrame } from './visible-frame.js';

/**
 * Share of the hairs in the counting area that are found at all: the others lie on or under a neighbour. Falsely found ones are taken off it.
 * Between rendered scalps of dark hair (0.93; bench/check-conditions.js) and marked close-ups, where density in the middle of the photographs was
 * 3 to 8 % above ours. Light hair is missed more often: see `detectionErrors`.
 */
export const detectedShare = 0.95;

/** Width of the rim along the edge of a photograph in which exits cannot be told from shafts that enter it. */
const rimMm = 0.067;

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
 * Exits in the rim along the photograph's edge enter neither side of the estimate: whether they lie inside cannot be told well enough.
 *
 * @param valid  The measured area, of the photograph's size.
 * @param frame  Where the photograph itself ends and cuts shafts off; a circle drawn inside it cuts none.
 * @param pixelsPerMillimetre  Of the photograph.
 */
export function countingShare(hairs: readonly Hair[], valid: Mask, frame: VisibleFrame, pixelsPerMillimetre: number): number {
  const counted = hairs.filter((hair) => hair.counted), sums = sumAreas(valid), all = sums.within(0, 0, valid.width, valid.height), rim = rimMm * pixelsPerMillimetre;
  const clear = counted.filter(({ root: { row, column } }) => column >= frame.left + rim && column < frame.right - rim && row >= frame.top + rim && row < frame.bottom - rim);
  if (clear.length === 0 || all === 0) return 1;
  let inverse = 0;
  for (const hair of clear) {
    const dx = hair.tip.column - hair.root.column, dy = hair.tip.row - hair.root.row, length = Math.hypot(dx, dy) || 1;
    const shown = Math.min(1, (leastShownMm * pixelsPerMillimetre) / length), reachX = dx * shown, reachY = dy * shown;
    // The point that has to be seen moves with the exit: the photograph, moved back by its reach, holds the exits that count.
    const open = sums.within(frame.left + Math.max(rim, -reachX), frame.top + Math.max(rim, -reachY), frame.right - Math.max(rim, reachX), frame.bottom - Math.max(rim, reachY));
    inverse += all / Math.max(open, all * 0.05);
  }
  return counted.length / inverse;
}
