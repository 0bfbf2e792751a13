import type { Hair } from '../domain/hair.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import { countInSpan, type RowSpans } from '../raster/row-spans.js';
import { unbounded, type ScopeField } from './scope-field.js';

/**
 * Share of hairs that lie hidden on or under a neighbour where 100 hairs stand on a cm²; twice as many hide twice the share. Falsely found ones are taken off it.
 * With it densities of rendered scalps of 50 to 300 dark hairs per cm² come out within 3 % (docs/validation.md), and those of marked close-ups, where density in the
 * middle of the photographs was 3 to 8 % above ours, as with the one share of 5 % that was allowed for before. Light hair is missed more often: see `detectionErrors`.
 */
export const hiddenSharePer100PerCm2 = 0.024;

/** No crowd hides more than this: beyond, the rule for single neighbours no longer holds. */
const largestHiddenShare = 0.2;

/**
 * Share of the hairs that are seen where so many are seen on a cm²: of D hairs, D · (1 − h · D) are.
 * @returns 0.8…1.
 */
export function detectedShareAt(seenPerCm2: number): number {
  const hidden = hiddenSharePer100PerCm2 / 100;
  return Math.max(1 - largestHiddenShare, (1 + Math.sqrt(Math.max(0, 1 - 4 * hidden * seenPerCm2))) / 2);
}

/** Width of the rim along the edge of a photograph in which exits cannot be told from shafts that enter it. */
const rimMm = 0.067;

/**
 * Share of the measured area that stands for the counted hairs, so that count / (area × share) is the density of exits.
 *
 * Hairs that the photograph cuts off short are not counted, because people who mark hairs leave them out; but their exits are seen.
 * The density is that of all exits seen clear of the rim, over the area clear of it:
 *
 *     +--------------------+
 *     |  +--------------+  |   counted: \ (its exit at the upper end)
 *     |  |  \        \__|__|   cut short, seen: \__
 *     |  +--------------+  |   share = counted / seen within × area within / area
 *     +--------------------+
 *
 * @param valid  The measured area, of the photograph's size.
 * @param frame  Where the photograph itself ends and cuts shafts off; a circle drawn inside it cuts none.
 * @param pixelsPerMillimetre  Of the photograph.
 * @param field  What a scope shows, whose border cuts shafts off, too; default all.
 * @returns Usually 0.7…1; 1 where no hair was counted or no exit lies clear of the rim.
 */
export function countingShare(hairs: readonly Hair[], valid: RowSpans, frame: PixelWindow, pixelsPerMillimetre: number, field: ScopeField = unbounded): number {
  const rim = rimMm * pixelsPerMillimetre;
  const left = Math.ceil(frame.left + rim), right = Math.floor(frame.right - rim), top = Math.ceil(frame.top + rim), bottom = Math.floor(frame.bottom - rim);
  let counted = 0, seen = 0;
  for (const { counted: counts, notCountedBecause, root: { row, column } } of hairs) {
    if (counts) counted++;
    if ((counts || notCountedBecause === 'cutShort') && column >= left && column < right && row >= top && row < bottom && field.depth(column, row) >= rim) seen++;
  }
  if (counted === 0 || seen === 0) return 1;
  let all = 0, within = 0;
  for (let row = 0; row < valid.height; row++) {
    all += countInSpan(valid, row, 0, valid.width);
    if (row < top || row >= bottom) continue;
    const [from, to] = field.columnsWithin(row, rim);
    within += countInSpan(valid, row, Math.max(left, from), Math.min(right, to));
  }
  return within === 0 ? 1 : (counted / seen) * (within / all);
}

/**
 * The area that the counted hairs are divided by, cm²: smaller than the measured one by the exits that are seen and not counted, and by the share of hairs that lie hidden.
 * @param areaCm2  The measured area; the other parameters as in `countingShare`.
 * @returns Above 0 where the measured area is, to eight digits.
 */
export function findCountingAreaCm2(areaCm2: number, hairs: readonly Hair[], valid: RowSpans, frame: PixelWindow, pixelsPerMillimetre: number, field: ScopeField = unbounded): number {
  const seenCm2 = areaCm2 * countingShare(hairs, valid, frame, pixelsPerMillimetre, field), counted = hairs.filter((hair) => hair.counted).length;
  return Number((seenCm2 * (seenCm2 > 0 ? detectedShareAt(counted / seenCm2) : 1)).toPrecision(8));
}
