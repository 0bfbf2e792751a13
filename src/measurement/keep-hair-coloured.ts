import type { Hair } from '../domain/hair.js';
import { isTakenForHair } from '../domain/taken-for-hair.js';
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
  const { width, height } = centreLine, data = new Uint8Array(centreLine.data.length);
  for (let row = 0; row < height; row++) keepInRow(data, centreLine.data, picture, skin, hair, row * width, (row + 1) * width);
  return { width, height, data };
}

/** How often each brightness occurs on the skin. */
function countSkin({ data, width, height }: RasterImage, mask: Mask, valid: Mask): Uint32Array {
  const counts = new Uint32Array(256);
  for (let row = 0; row < height; row++) countInRow(counts, data, mask.data, valid.data, row * width, (row + 1) * width);
  return counts;
}

// A row at a time: engines compile a short function that is called often in the first photograph, and a long loop over all pixels late in each.

function countInRow(counts: Uint32Array, data: RasterImage['data'], mask: Uint8Array, valid: Uint8Array, from: number, to: number): void {
  for (let i = from, at = 3 * from; i < to; i++, at += 3) if (mask[i] === 0 && valid[i] !== 0) counts[thirdOf[data[at]! + data[at + 1]! + data[at + 2]!]!]!++;
}

function keepInRow(kept: Uint8Array, line: Uint8Array, picture: RasterImage, skin: number, hair: number, from: number, to: number): void {
  for (let i = from; i < to; i++) if (line[i] !== 0 && (brightnessAt(picture, i) - skin) * (hair - skin) >= 0) kept[i] = 1;
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
