import { findComponentBoxes, type ComponentBox } from '../../raster/component-boxes.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { cropImage } from '../../raster/crop-image.js';

/** Rectangle around a bar, in pixels. */
export interface BarBox {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const smallestLetter = 5;
const largestLetter = 90;

/**
 * Looks for writing beside, above or below a bar: at least three marks of like height on one line, close to each other and
 * close to the bar. What it says is not read.
 *
 * @param ink       Colour of the bar; writing in it, lighter and darker writing (also in a box) are looked for.
 * @param contrast  Distance of that colour from the surroundings, levels.
 * @param fewest    Letters there must be at least.
 * @returns The rectangle of the writing, or null.
 */
export function findLabel(image: RasterImage, bar: BarBox, ink: readonly [number, number, number], contrast: number, fewest: 2 | 3): BarBox | null {
  const room = 3 * largestLetter, length = Math.max(bar.right - bar.left, bar.bottom - bar.top), aside = Math.min(room + 60, Math.max(60, 1.5 * length));
  const left = Math.max(0, Math.floor(bar.left - aside)), top = Math.max(0, Math.floor(bar.top - room));
  const width = Math.min(image.width, Math.ceil(bar.right + aside)) - left, height = Math.min(image.height, Math.ceil(bar.bottom + room)) - top;
  const crop = cropImage(image, { row: top, column: left, width, height });
  const inside = { top: bar.top - top, left: bar.left - left, bottom: bar.bottom - top, right: bar.right - left };
  for (const mask of [inInk(crop, ink, Math.min(45, 0.4 * contrast)), standingOut(crop, 1), standingOut(crop, -1)]) {
    const row = findWriting(findComponentBoxes(mask).filter((box) => isLetter(box, crop) && !overlaps(box, inside)), inside, fewest);
    if (row !== null) return { top: row.top + top, left: row.left + left, bottom: row.bottom + top, right: row.right + left };
  }
  return null;
}

function isLetter({ top, left, bottom, right, count }: ComponentBox, { width, height }: RasterImage): boolean {
  const tall = bottom - top, wide = right - left;
  return tall >= smallestLetter && tall <= largestLetter && wide <= 3 * tall && tall <= 9 * wide && count >= 0.12 * tall * wide && (wide < 0.45 * tall || count <= 0.85 * tall * wide)
    && top > 0 && left > 0 && bottom < height && right < width;
}

/**
 * Letters of one line, a letter's width apart at most. Written letters stand on one foot to a pixel, at least three of them,
 * and two of those are equally tall; pieces of shafts are not. Of bold writing, or beside a line that can be nothing but
 * drawn, two standing marks are enough: small letters run together.
 */
function findWriting(letters: readonly ComponentBox[], bar: BarBox, fewest: number): BarBox | null {
  const sorted = [...letters].sort((a, b) => a.left - b.left || a.top - b.top);
  for (const first of sorted) {
    const tall = first.bottom - first.top, exact = Math.max(1, 0.07 * tall), standing = [tall];
    let last = first, top = first.top, bottom = first.bottom;
    for (const next of sorted) {
      if (next.left < last.right - 0.2 * tall || next.left - last.right > 1.1 * tall) continue;
      const height = next.bottom - next.top;
      if (height < 0.45 * tall || height > 1.4 * tall || Math.abs(next.bottom - first.bottom) > 0.3 * tall + 1) continue;
      last = next;
      if (Math.abs(next.bottom - first.bottom) <= exact) standing.push(height);
      top = Math.min(top, next.top);
      bottom = Math.max(bottom, next.bottom);
    }
    const alike = Math.max(...standing.map((height) => standing.filter((other) => Math.abs(other - height) <= exact).length));
    const writing = { top, left: first.left, bottom, right: last.right }, wide = writing.right - writing.left;
    if (standing.length < fewest || (alike < 2 && standing.length < fewest + 1 && fewest > 2)) continue;
    if (wide >= 1.5 * tall && wide <= 14 * tall && distanceBetween(writing, bar) <= 2.2 * tall) return writing;
  }
  return null;
}

/** Pixels of the bar's own colour. */
function inInk({ width, height, data }: RasterImage, ink: readonly [number, number, number], tolerance: number): Mask {
  const out = new Uint8Array(width * height), most = tolerance ** 2;
  for (let i = 0, at = 0; i < out.length; i++, at += 3) {
    if ((data[at] - ink[0]) ** 2 + (data[at + 1] - ink[1]) ** 2 + (data[at + 2] - ink[2]) ** 2 < most) out[i] = 1;
  }
  return { width, height, data: out };
}

/** Pixels brighter (sign 1) or darker (−1) than the mean around them by a clear step. */
function standingOut({ width, height, data }: RasterImage, sign: 1 | -1): Mask {
  const reach = 14, step = 38, sums = new Float64Array((width + 1) * (height + 1)), light = new Float32Array(width * height);
  for (let row = 0, i = 0; row < height; row++) {
    let sum = 0;
    for (let column = 0; column < width; column++, i++) {
      light[i] = 0.299 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2];
      sum += light[i];
      sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1] + sum;
    }
  }
  const out = new Uint8Array(width * height);
  for (let row = 0, i = 0; row < height; row++) {
    const top = Math.max(0, row - reach), bottom = Math.min(height, row + reach + 1);
    for (let column = 0; column < width; column++, i++) {
      const left = Math.max(0, column - reach), right = Math.min(width, column + reach + 1);
      const total = sums[bottom * (width + 1) + right] - sums[top * (width + 1) + right] - sums[bottom * (width + 1) + left] + sums[top * (width + 1) + left];
      if (sign * (light[i] - total / ((bottom - top) * (right - left))) > step) out[i] = 1;
    }
  }
  return { width, height, data: out };
}

const overlaps = (a: BarBox, b: BarBox): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function distanceBetween(a: BarBox, b: BarBox): number {
  return Math.max(0, a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
}
