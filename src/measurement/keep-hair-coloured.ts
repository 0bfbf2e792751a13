import { isTakenForHair, type Hair } from '../domain/hair.js';
import type { Mask, RasterImage } from '../raster/raster-image.js';

/** Traced hairs and skin must differ by this much before anything is told by its brightness, levels of 0…255. */
const leastDifference = 20;

/**
 * Leaves out of the hair's centre lines what cannot be hair of this scalp because it is lighter than the skin where the traced hairs
 * are darker (or darker where they are lighter): blank paper, a turned label, gloss on wet skin. Long hair has the colour of the
 * hairs that are traced and stays. Without traced hairs, or where they are about as bright as the skin, nothing is left out.
 * @param picture  What the network saw; all masks have its size.
 * @param scale    Pixels of it for each pixel of the original photograph.
 */
export function keepHairColoured({ centreLine, mask, valid, picture, hairs, scale }: {
  readonly centreLine: Mask; readonly mask: Mask; readonly valid: Mask; readonly picture: RasterImage; readonly hairs: readonly Hair[]; readonly scale: number;
}): Mask {
  const ofHair = new Uint32Array(256);
  for (const { path } of hairs.filter(isTakenForHair)) {
    const middle = path[path.length >> 1]!, first = path[0]!, last = path[path.length - 1]!;
    const { row, column } = path.length > 2 ? middle : { row: (first.row + last.row) / 2, column: (first.column + last.column) / 2 };
    const x = Math.round((column + 0.5) * scale - 0.5), y = Math.round((row + 0.5) * scale - 0.5);
    if (x >= 0 && y >= 0 && x < picture.width && y < picture.height) ofHair[brightnessAt(picture, y * picture.width + x)]!++;
  }
  const hair = medianOf(ofHair), skin = hair === null ? null : medianOf(countSkin(picture, mask, valid));
  if (skin === null || hair === null || Math.abs(skin - hair) < leastDifference) return centreLine;
  const data = new Uint8Array(centreLine.data.length);
  for (let i = 0; i < data.length; i++) {
    if (centreLine.data[i] !== 0 && (brightnessAt(picture, i) - skin) * (hair - skin) >= 0) data[i] = 1;
  }
  return { width: centreLine.width, height: centreLine.height, data };
}

/** How often each brightness occurs on the skin. */
function countSkin({ data }: RasterImage, mask: Mask, valid: Mask): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0, at = 0; i < mask.data.length; i++, at += 3) {
    if (mask.data[i] === 0 && valid.data[i] !== 0) counts[thirdOf[data[at]! + data[at + 1]! + data[at + 2]!]!]!++;
  }
  return counts;
}

function brightnessAt({ data }: RasterImage, i: number): number {
  return thirdOf[data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!]!;
}

/** Brightness by the sum of the three channels. */
const thirdOf = Uint8Array.from({ length: 3 * 255 + 1 }, (_, sum) => Math.round(sum / 3));

function medianOf(counts: Uint32Array): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  for (let value = 0, seen = 0; value < counts.length; value++) if ((seen += counts[value]!) * 2 > all) return value;
  return null;
}
