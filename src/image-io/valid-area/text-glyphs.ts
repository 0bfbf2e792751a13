import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { readGreen, readVividness } from './letter-planes.js';
import { sharpRegions } from './sharp-regions.js';

/** A small patch of one colour that could be a letter or a digit. */
export interface Glyph {
  readonly box: PixelWindow;
  /** Pixels that belong to it. */
  readonly area: number;
  /** Width of its strokes: twice its area over its outline, pixels. */
  readonly strokeWidth: number;
  /** Colour of its strokes, taken where they stand out most. */
  readonly colour: readonly [number, number, number];
  /** Whether it is brighter or darker than its surroundings, in the plane where it stands out. */
  readonly polarity: 1 | -1;
}

/** Local brightness is averaged over squares of this many pixels. */
const neighbourhood = 31;
const leastContrast = 40;
const glyphHeights = { least: 7, most: 72 };

/**
 * Finds patches that could be letters: compact, of letter size, clearly brighter or darker than their surroundings, with
 * sharp edges. Finds plenty of other things too; whether they stand in line like text is judged afterwards.
 *
 * Only cells with sharp steps are looked at, so that soft photographs cost almost nothing.
 */
export function findGlyphs(image: RasterImage, window: PixelWindow): Glyph[] {
  const regions = sharpRegions(image, window);
  const glyphs: Glyph[] = [];
  for (const region of regions) {
    const green = readGreen(image, region);
    const sums = runningSums(green, region.right - region.left, region.bottom - region.top);
    const { brighter, darker } = measureStanding(green, sums, region.right - region.left, region.bottom - region.top);
    glyphs.push(...componentsOf(image, region, brighter, 1), ...componentsOf(image, region, darker, -1));
    const vividness = readVividness(image, region);
    if (vividness) glyphs.push(...componentsOf(image, region, measureStanding(vividness, runningSums(vividness, region.right - region.left, region.bottom - region.top), region.right - region.left, region.bottom - region.top).brighter, 1));
  }
  // What the edge of the picture cuts off stands in line there without being written.
  const whole = glyphs.filter(({ box }) => box.top > window.top && box.left > window.left && box.bottom < window.bottom && box.right < window.right);
  return dropTwins(whole);
}

/** Sums of all pixels above and to the left, with a leading row and column of zeros. */
function runningSums(plane: Uint8Array, width: number, height: number): Uint32Array {
  const sums = new Uint32Array((width + 1) * (height + 1));
  for (let row = 0, from = 0; row < height; row++) {
    let line = 0;
    let at = (row + 1) * (width + 1) + 1;
    for (let column = 0; column < width; column++, at++) {
      line += plane[from++];
      sums[at] = sums[at - width - 1] + line;
    }
  }
  return sums;
}

/** By how much each pixel is brighter, and darker, than the mean of the square around it, smaller at the edges; 0 where it does not stand out. */
function measureStanding(plane: Uint8Array, sums: Uint32Array, width: number, height: number): { brighter: Uint8Array; darker: Uint8Array } {
  const half = neighbourhood >> 1;
  const brighter = new Uint8Array(plane.length), darker = new Uint8Array(plane.length);
  for (let row = 0; row < height; row++) {
    const first = Math.max(0, row - half);
    const last = Math.min(height, row + half + 1);
    const top = first * (width + 1);
    const bottom = last * (width + 1);
    for (let column = 0; column < width; column++) {
      const left = column > half ? column - half : 0;
      const right = column + half + 1 < width ? column + half + 1 : width;
      const mean = (sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left]) / ((last - first) * (right - left));
      const contrast = plane[row * width + column] - mean;
      if (contrast >= leastContrast) brighter[row * width + column] = contrast;
      else if (contrast <= -leastContrast) darker[row * width + column] = -contrast;
    }
  }
  return { brighter, darker };
}

/** @param stands  By how much each pixel of the region stands out. */
function componentsOf(image: RasterImage, region: PixelWindow, stands: Uint8Array, polarity: 1 | -1): Glyph[] {
  const width = region.right - region.left;
  const height = region.bottom - region.top;
  const seen = new Uint8Array(stands.length);
  const glyphs: Glyph[] = [];
  const stack: number[] = [];
  for (let start = 0; start < stands.length; start++) {
    if (stands[start] === 0 || seen[start]) continue;
    let top = height, left = width, bottom = 0, right = 0, area = 0, outline = 0, red = 0, green = 0, blue = 0, weights = 0;
    seen[start] = 1;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!;
      const row = Math.floor(at / width);
      const column = at - row * width;
      const from = ((region.top + row) * image.width + region.left + column) * 3;
      const weight = stands[at] * stands[at];
      area++;
      weights += weight;
      red += weight * image.data[from];
      green += weight * image.data[from + 1];
      blue += weight * image.data[from + 2];
      if (row < top) top = row;
      if (row > bottom) bottom = row;
      if (column < left) left = column;
      if (column > right) right = column;
      for (let r = row - 1; r <= row + 1; r++) {
        for (let c = column - 1; c <= column + 1; c++) {
          const next = r * width + c;
          const standing = r >= 0 && c >= 0 && r < height && c < width && stands[next] !== 0;
          if (!standing) {
            if (r === row || c === column) outline++;
          } else if (!seen[next]) {
            seen[next] = 1;
            stack.push(next);
          }
        }
      }
    }
    const tall = bottom - top + 1;
    const wide = right - left + 1;
    if (tall < glyphHeights.least || tall > glyphHeights.most || wide > 4 * tall || area < tall * wide * 0.12) continue;
    glyphs.push({
      box: { top: region.top + top, left: region.left + left, bottom: region.top + bottom + 1, right: region.left + right + 1 },
      area, strokeWidth: (2 * area) / outline, colour: [red / weights, green / weights, blue / weights], polarity,
    });
  }
  return glyphs;
}

/** The same letter stands out in several channels; the largest patch speaks for all that cover the same place. */
function dropTwins(glyphs: Glyph[]): Glyph[] {
  const kept: Glyph[] = [];
  for (const glyph of [...glyphs].sort((a, b) => b.area - a.area)) {
    const twin = kept.some((other) => other.polarity === glyph.polarity && overlapShare(glyph.box, other.box) > 0.7);
    if (!twin) kept.push(glyph);
  }
  return kept;
}

function overlapShare(a: PixelWindow, b: PixelWindow): number {
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  if (high <= 0 || wide <= 0) return 0;
  return (high * wide) / Math.min((a.bottom - a.top) * (a.right - a.left), (b.bottom - b.top) * (b.right - b.left));
}
