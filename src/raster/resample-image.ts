import { cropImage } from './crop-image.js';
import { wholeWindow, type PixelWindow } from './pixel-window.js';
import type { RasterImage } from './raster-image.js';
import { computeResampleWeights, type ResampleWeights } from './resample-weights.js';
import { shrinkImage } from './shrink-image.js';

/**
 * Changes the size of a picture: averages the covered area when shrinking, interpolates (Catmull–Rom) when enlarging.
 *
 * Pixel centres map by `x_result = (x_source + 0.5) × scale − 0.5`, exactly, whatever the rounding of the result's size;
 * see `toResampled` and `fromResampled`. The same input gives the same bytes on every machine.
 *
 * @param target  Either one scale for both axes (result pixels a source pixel; the result has `round(size × scale)` pixels),
 *                or the result's size, each axis then with its own scale `size / source size`.
 * @param shown   The part of the picture that is taken, as if it had been cut out before; by default all of it.
 * @throws RangeError when the scale or the size is not positive.
 */
export function resampleImage(image: RasterImage, target: number | { readonly width: number; readonly height: number }, shown: PixelWindow = wholeWindow(image)): RasterImage {
  const from = { width: shown.right - shown.left, height: shown.bottom - shown.top }, size = typeof target === 'number' ? resampledSize(from, target) : target;
  if (!(size.width >= 1 && size.height >= 1 && Number.isInteger(size.width) && Number.isInteger(size.height))) {
    throw new RangeError(`Expected a whole size of at least 1 × 1 pixels, got ${size.width} × ${size.height}.`);
  }
  const scaleX = typeof target === 'number' ? target : size.width / from.width;
  const scaleY = typeof target === 'number' ? target : size.height / from.height;
  const { width, height } = size;
  if (scaleX < 1 && scaleY < 1) return shrinkImage(image, shown, width, height, scaleX, scaleY);
  const isWhole = from.width === image.width && from.height === image.height;
  return enlarge(isWhole ? image : cropImage(image, { row: shown.top, column: shown.left, ...from }), width, height, scaleX, scaleY);
}

function enlarge(image: RasterImage, width: number, height: number, scaleX: number, scaleY: number): RasterImage {
  const columns = computeResampleWeights(image.width, width, scaleX);
  const rows = computeResampleWeights(image.height, height, scaleY);
  const data = new Uint8Array(width * height * 3);
  const mixedRow = new Float32Array(image.width * 3);
  for (let row = 0; row < height; row++) {
    mixRows(image, rows, row, mixedRow);
    mixColumns(mixedRow, columns, data, row * width * 3, width);
  }
  return { width, height, data };
}

/** Size of the result of resampling by one scale: rounded, at least one pixel. */
export function resampledSize(size: { readonly width: number; readonly height: number }, scale: number): { width: number; height: number } {
  if (!(scale > 0 && Number.isFinite(scale))) throw new RangeError(`Expected a positive scale, got ${scale}.`);
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

/** Where a row or column of the source lies in the result of resampling. */
export function toResampled(position: number, scale: number): number {
  return (position + 0.5) * scale - 0.5;
}

/** Where a row or column of the result lay in the source. */
export function fromResampled(position: number, scale: number): number {
  return (position + 0.5) / scale - 0.5;
}

/** Enlarging takes four source rows; storing the sum between them is what costs. */
function mixRows(image: RasterImage, { first, taps, weights }: ResampleWeights, row: number, mixed: Float32Array): void {
  const { data } = image, stride = mixed.length, at = first[row] * stride, w = row * taps;
  if (taps === 4) {
    const w0 = weights[w], w1 = weights[w + 1], w2 = weights[w + 2], w3 = weights[w + 3], at1 = at + stride, at2 = at1 + stride, at3 = at2 + stride;
    for (let i = 0; i < stride; i++) mixed[i] = w0 * data[at + i] + w1 * data[at1 + i] + w2 * data[at2 + i] + w3 * data[at3 + i];
    return;
  }
  mixed.fill(0);
  for (let tap = 0; tap < taps; tap++) {
    const weight = weights[w + tap], from = at + tap * stride;
    for (let i = 0; i < stride; i++) mixed[i] += weight * data[from + i];
  }
}

function mixColumns(mixed: Float32Array, { first, taps, weights }: ResampleWeights, out: Uint8Array, outAt: number, width: number): void {
  let w = 0;
  for (let column = 0; column < width; column++) {
    let red = 0.5, green = 0.5, blue = 0.5;
    let at = first[column] * 3;
    for (let tap = 0; tap < taps; tap++, at += 3) {
      const weight = weights[w++];
      red += weight * mixed[at];
      green += weight * mixed[at + 1];
      blue += weight * mixed[at + 2];
    }
    out[outAt++] = red < 0 ? 0 : red > 255 ? 255 : red;
    out[outAt++] = green < 0 ? 0 : green > 255 ? 255 : green;
    out[outAt++] = blue < 0 ? 0 : blue > 255 ? 255 : blue;
  }
}
