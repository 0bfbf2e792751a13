import type { RasterImage } from '../../raster/raster-image.js';
import type { ExcludedPart } from './excluded-part.js';
import type { PixelBox } from './geometry.js';

/** Contrast between the channels from which on a colour may be ink: skin reaches 100 under warm light, hair less. */
const leastVivid = 110;
/** How far, in the same measure, it must lie from every tone between grey and one and a half times the colour of the skin. */
const leastApart = 90;
/** Smaller patches are specks of noise; more than this share of the picture is no drawing (dyed hair, blood, a marker's stain). */
const fewestPixels = 40, largestShare = 0.02;
/** More patches than this are writing or a pattern: one drawing. */
const mostSigns = 12;
/** Pixels around the ink that its blur and JPEG's coarser colours still reach. */
const margin = 4;

/**
 * Finds arrows, signs and lines in a colour that neither skin nor hair has: yellow, green, cyan, blue, magenta, pure red. A stroke of such
 * ink is as wide as a shaft and would be taken for one. Grey, black and white drawings are not found so.
 *
 * @param known  Parts that were found already: ink that mostly lies in them, such as a coloured circle or date, is theirs.
 * @returns For each sign small boxes, a few pixels each, that follow its strokes; none where too much of the picture has such colours.
 */
export function findVividInk(image: RasterImage, inner: PixelBox, known: readonly ExcludedPart[]): PixelBox[][] {
  const { width, height } = image, inked = markInk(image, inner, skinTone(image, inner)), signs: PixelBox[][] = [], stack: number[] = [];
  let total = 0;
  for (let start = 0; start < inked.length; start++) {
    if (inked[start] !== 1) continue;
    const members: number[] = [];
    inked[start] = 2;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!, column = at % width;
      members.push(at);
      for (let down = -width; down <= width; down += width) {
        for (let across = -1; across <= 1; across++) {
          const next = at + down + across;
          if (next >= 0 && next < inked.length && column + across >= 0 && column + across < width && inked[next] === 1) { inked[next] = 2; stack.push(next); }
        }
      }
    }
    if (members.length < fewestPixels) continue;
    total += members.length;
    if (members.filter((at) => isKnown(known, Math.floor(at / width), at % width)).length > members.length / 2) continue;
    signs.push(members.map((at) => {
      const row = Math.floor(at / width), column = at % width;
      return { top: row - margin, left: column - margin, bottom: row + margin + 1, right: column + margin + 1 };
    }));
  }
  if (total > largestShare * width * height) return [];
  return signs.length > mostSigns ? [signs.flat()] : signs;
}

function isKnown(known: readonly ExcludedPart[], row: number, column: number): boolean {
  return known.some(({ shapes }) => shapes.some((shape) => {
    if (shape.kind === 'box') return row >= shape.box.top - margin && row < shape.box.bottom + margin && column >= shape.box.left - margin && column < shape.box.right + margin;
    return shape.kind === 'ring' && Math.abs(Math.hypot(row - shape.circle.row, column - shape.circle.column) - shape.circle.radius) <= shape.halfWidth + margin;
  }));
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
