import type { Hair } from '../domain/hair.js';
import { isInside, type RowSpans } from '../raster/row-spans.js';

/**
 * How many exits of the target area a person took out, whose shafts still look like hair there. A hair that was joined, split or turned is taken out and drawn again
 * (see `correctionSchema`), so as many as were drawn and count are none: they would stand for twice their shafts, and uncut hair would pass for clipped hair.
 * @param removed  The hairs taken out, as the program measured them, perhaps on another area.
 * @param hairs    Those that are left, with what was drawn.
 * @param valid    What is measured now.
 */
export function countTakenOut(removed: readonly Hair[], hairs: readonly Hair[], valid: RowSpans): number {
  const exits = removed.filter(({ root, counted, notCountedBecause }) => {
    const row = Math.round(root.row);
    return (counted || notCountedBecause === 'countRefused' || notCountedBecause === 'outsideTargetArea') && row >= 0 && row < valid.height && isInside(valid, row, Math.round(root.column));
  });
  return Math.max(0, exits.length - hairs.filter((hair) => hair.counted && hair.drawnByPerson === true).length);
}
