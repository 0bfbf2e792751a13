import { findComponentBoxes, type ComponentBox } from '../../raster/component-boxes.js';
import type { RasterImage } from '../../raster/raster-image.js';

/** A rectangle of whole pixels; `bottom` and `right` are outside. */
export interface Place { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

/** Letters of fewer rows cannot be read; larger ones fill the picture. As shares of its shorter side, and in pixels. */
const letterHeights = { leastPixels: 6, largestShare: 0.2 };
/** So many patches on one line are taken for writing. */
const leastLetters = 4;

/** Inks that devices write with: white, black and plain colours, purer than skin, hair and most glare. */
const inks: readonly ((red: number, green: number, blue: number) => boolean)[] = [
  (red, green, blue) => Math.min(red, green, blue) >= 238,
  (red, green, blue) => Math.max(red, green, blue) <= 16,
  (red, green, blue) => Math.max(red, green, blue) - Math.min(red, green, blue) >= 130,
];

/**
 * Places where plain ink stands in a line like writing. The measurement looks for burned-in text more carefully, because it
 * loses skin by every mistake; here a patch of skin that is covered for nothing costs little, and a date that stays visible much.
 */
export function findInk({ width, height, data }: RasterImage): Place[] {
  const most = letterHeights.largestShare * Math.min(width, height);
  return inks.flatMap((isInk) => {
    const mask = new Uint8Array(width * height);
    for (let at = 0, from = 0; at < mask.length; at++, from += 3) mask[at] = isInk(data[from], data[from + 1], data[from + 2]) ? 1 : 0;
    const letters = findComponentBoxes({ width, height, data: mask }).filter(({ top, bottom, left, right }) => bottom - top >= letterHeights.leastPixels && bottom - top <= most && right - left <= 1.6 * (bottom - top));
    return findLines(letters.sort((a, b) => a.left - b.left));
  });
}

/** @param letters  From left to right. */
function findLines(letters: readonly ComponentBox[]): Place[] {
  const used = new Set<ComponentBox>(), lines: Place[] = [];
  for (const first of letters) {
    if (used.has(first)) continue;
    const members = [first];
    for (const next of letters.slice(letters.indexOf(first) + 1)) {
      const last = members[members.length - 1], tall = last.bottom - last.top;
      if (next.left - last.right > 1.2 * tall + 2) break;
      const onLine = Math.abs(next.bottom - last.bottom) <= Math.max(1, 0.08 * tall), alike = (next.bottom - next.top) / tall;
      if (next.left >= last.right - 1 && onLine && alike > 0.6 && alike < 1.7) members.push(next);
    }
    if (members.length < leastLetters) continue;
    members.forEach((member) => used.add(member));
    lines.push({ top: Math.min(...members.map(({ top }) => top)), left: first.left, bottom: Math.max(...members.map(({ bottom }) => bottom)), right: members[members.length - 1].right });
  }
  return lines;
}
