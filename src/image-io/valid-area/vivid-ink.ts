import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { collectPatches } from './collect-patches.js';
import { coverSigns } from './cover-signs.js';
import type { ExcludedPart } from './excluded-part.js';

/** Contrast between the channels from which on a colour may be ink: skin reaches 100 under warm light, hair less. */
const leastVivid = 110;
/** How far, in the same measure, it must lie from every tone between grey and one and a half times the colour of the skin. */
const leastApart = 90;
/** Smaller patches are specks of noise; more than this share of the picture is no drawing (dyed hair, blood, a marker's stain). */
const fewestPixels = 40, largestShare = 0.02;
/** Contrast between the channels that inks of a screen have and dyed hair, with its shading, hardly ever: red of 255, 0, 0 has 255, hair dyed a bright red 170. */
const leastPure = 200;
/** How many times as much dark hair as ink a picture must show for paler ink to be taken for a drawing: where hair is dyed there is little besides. */
const darkPerInk = 2;
/** Hair is darker than this share of the skin's brightness, and greyer than this contrast between the channels. */
const darkest = 0.5, greyest = 60;

/**
 * Finds arrows, signs and lines in a colour that neither skin nor hair has: yellow, green, cyan, blue, magenta, pure red. A stroke of such
 * ink is as wide as a shaft and would be taken for one. Grey, black and white drawings are not found so. Hair dyed red, blue or green is no drawing: colours short of
 * a screen's purest are left out only where the picture shows much more dark hair than ink.
 *
 * @param known  Parts that were found already: ink that mostly lies in them, such as a coloured circle or date, is theirs.
 * @returns For each sign small boxes, a few pixels each, that follow its strokes; none where too much of the picture has such colours.
 */
export function findVividInk(image: RasterImage, inner: PixelWindow, known: readonly ExcludedPart[]): PixelWindow[][] {
  const { width, height } = image, patches = collectPatches(markInk(image, inner, skinTone(image, inner)), width, fewestPixels);
  const inked = patches.reduce((sum, patch) => sum + patch.length, 0);
  if (inked === 0 || inked > largestShare * width * height) return [];
  const paler = patches.filter((patch) => !isPure(image, patch));
  const drawn = paler.length === 0 || countDark(image, inner) >= darkPerInk * inked ? patches : patches.filter((patch) => !paler.includes(patch));
  return coverSigns(drawn, width, known);
}

/** Whether the strongest fifth of a patch's pixels, its middle, has a colour as pure as only ink does. */
function isPure({ data }: RasterImage, patch: readonly number[]): boolean {
  const pure = patch.filter((at) => Math.max(data[3 * at], data[3 * at + 1], data[3 * at + 2]) - Math.min(data[3 * at], data[3 * at + 1], data[3 * at + 2]) >= leastPure);
  return pure.length >= patch.length / 5;
}

/** Pixels that are much darker than the skin, and grey: dark hair. */
function countDark({ data, width }: RasterImage, inner: PixelWindow): number {
  const levels = new Uint32Array(766), dark = new Uint32Array(766);
  for (let row = inner.top; row < inner.bottom; row++) {
    for (let column = inner.left, at = (row * width + inner.left) * 3; column < inner.right; column++, at += 3) {
      const light = data[at] + data[at + 1] + data[at + 2], a = data[at] - data[at + 1], b = data[at + 1] - data[at + 2];
      levels[light]++;
      if (a * a + b * b < greyest * greyest) dark[light]++;
    }
  }
  let middle = 0, count = 0;
  for (let seen = levels[0], half = (inner.bottom - inner.top) * (inner.right - inner.left) / 2; seen <= half && middle < 765; seen += levels[middle]) middle++;
  for (let light = 0; light < darkest * middle; light++) count += dark[light];
  return count;
}

/** Contrast of red to green and of green to blue, medians of the picture. */
function skinTone({ data, width }: RasterImage, inner: PixelWindow): [number, number] {
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

function markInk({ data, width, height }: RasterImage, inner: PixelWindow, tone: readonly [number, number]): Uint8Array {
  const inked = new Uint8Array(width * height);
  for (let row = inner.top; row < inner.bottom; row++) markInkInRow(data, tone, inked, row * width + inner.left, row * width + inner.right);
  return inked;
}

/** A function of its own: engines compile a function anew for each of its loops. */
function markInkInRow(data: Uint8Array, [one, two]: readonly [number, number], inked: Uint8Array, from: number, to: number): void {
  const strength = one * one + two * two;
  for (let pixel = from, at = from * 3; pixel < to; pixel++, at += 3) {
    const a = data[at] - data[at + 1], b = data[at + 1] - data[at + 2];
    if (a * a + b * b < leastVivid * leastVivid) continue;
    const along = strength === 0 ? 0 : Math.max(0, Math.min(1.5, (a * one + b * two) / strength));
    if ((a - along * one) ** 2 + (b - along * two) ** 2 >= leastApart * leastApart) inked[pixel] = 1;
  }
}
