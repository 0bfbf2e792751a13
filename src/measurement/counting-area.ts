import type { Hair } from '../domain/hair.js';
import type { Mask } from '../raster/raster-image.js';
import { leastShownMm } from './measure-shafts.js';
import type { VisibleFrame } from './visible-frame.js';

/** Every so many pixels of the photograph are looked at. */
const gridStep = 8;

/**
 * Share of the measured area in which a hair would have been counted, 0…1.
 *
 * A hair whose exit lies within its own length (at most 0.32 mm) of the edge that it points to is cut short and not counted.
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
  const counted = hairs.filter((hair) => hair.counted);
  if (counted.length === 0) return 1;
  const columns: number[] = [], rows: number[] = [];
  for (let y = gridStep >> 1; y < valid.height; y += gridStep) {
    for (let x = gridStep >> 1; x < valid.width; x += gridStep) if (valid.data[y * valid.width + x] !== 0) { columns.push(x); rows.push(y); }
  }
  if (columns.length === 0) return 1;
  let inverse = 0;
  for (const hair of counted) {
    const dx = hair.tip.column - hair.root.column, dy = hair.tip.row - hair.root.row, length = Math.hypot(dx, dy) || 1;
    const shown = Math.min(1, (leastShownMm * pixelsPerMillimetre) / length), reachX = dx * shown, reachY = dy * shown;
    let open = 0;
    for (let i = 0; i < columns.length; i++) {
      const x = columns[i]! + reachX, y = rows[i]! + reachY;
      if (x >= frame.left && x < frame.right && y >= frame.top && y < frame.bottom) open++;
    }
    inverse += columns.length / Math.max(open, columns.length * 0.05);
  }
  return counted.length / inverse;
}
