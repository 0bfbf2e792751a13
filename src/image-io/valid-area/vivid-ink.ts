import type { RasterImage } from '../../raster/raster-image.js';
import { collectPatches } from './collect-patches.js';
import { coverSigns } from './cover-signs.js';
import type { ExcludedPart } from './excluded-part.js';
import type { PixelBox } from './geometry.js';

/** Contrast between the channels from which on a colour may be ink: skin reaches 100 under warm light, hair less. */
const leastVivid = 110;
/** How far, in the same measure, it must lie from every tone between grey and one and a half times the colour of the skin. */
const leastApart = 90;
/** Smaller patches are specks of noise; more than this share of the picture is no drawing (dyed hair, blood, a marker's stain). */
const fewestPixels = 40, largestShare = 0.02;

/**
 * Finds arrows, signs and lines in a colour that neither skin nor hair has: yellow, green, cyan, blue, magenta, pure red. A stroke of such
 * ink is as wide as a shaft and would be taken for one. Grey, black and white drawings are not found so.
 *
 * @param known  Parts that were found already: ink that mostly lies in them, such as a coloured circle or date, is theirs.
 * @returns For each sign small boxes, a few pixels each, that follow its strokes; none where too much of the picture has such colours.
 */
export function findVividInk(image: RasterImage, inner: PixelBox, known: readonly ExcludedPart[]): PixelBox[][] {
  const { width, height } = image, patches = collectPatches(markInk(image, inner, skinTone(image, inner)), width, fewestPixels);
  if (patches.reduce((sum, patch) => sum + patch.length, 0) > largestShare * width * height) return [];
  return coverSigns(patches, width, known);
}

/** Contrast of red to green and of green to blue, medians of the picture. */
function skinTone({ data, width }: RasterImage, inner: PixelBox): [number, number] {
  const first = new Uint32Array(511), second = new Uint32Array(511);
  let count = 0;
  for (let row = inner.top; row < inner.bottom; row += 4) {
    for (let column = inner.left, at = (row * width + inner.left) * 3; column < inner.right; column += 4, at += 12, count++) {
      first[data[at] - data[at + 1] + 255]++;
      second[data[at + 1] - data[at + 2] + 255]++;
    }
  }
  const median = (levels: Uint32Array): number => {
    let level = 0;
    for (let seen = levels[0]; seen <= count / 2 && level < 510; seen += levels[level]) level++;
    return level - 255;
  };
  return [median(first), median(second)];
}

function markInk({ data, width, height }: RasterImage, inner: PixelBox, [one, two]: readonly [number, number]): Uint8Array {
  const inked = new Uint8Array(width * height), strength = one * one + two * two;
  for (let row = inner.top; row < inner.bottom; row++) {
    for (let column = inner.left, at = (row * width + inner.left) * 3; column < inner.right; column++, at += 3) {
      const a = data[at] - data[at + 1], b = data[at + 1] - data[at + 2], vivid = a * a + b * b;
      if (vivid < leastVivid * leastVivid) continue;
      const along = strength === 0 ? 0 : Math.max(0, Math.min(1.5, (a * one + b * two) / strength));
      if ((a - along * one) ** 2 + (b - along * two) ** 2 >= leastApart * leastApart) inked[row * width + column] = 1;
    }
  }
  return inked;
}
