import type { FloatMap, Mask } from '../raster/raster-image.js';
import { thinMask } from '../raster/thin.js';

/** A pixel at least this likely to show hair is hair. */
export const hairProbabilityThreshold = 0.55;

/** The hair mask of a probability map. */
export function hairMask(hair: FloatMap, threshold = hairProbabilityThreshold): Mask {
  const data = new Uint8Array(hair.data.length);
  for (let from = 0; from < data.length; from += hair.width) markInRow(data, hair.data, threshold, from, from + hair.width);
  return { width: hair.width, height: hair.height, data };
}

/**
 * Share of valid pixels that show hair, and the length of all shafts by their centre lines.
 * Crossing shafts hide each other and touching ones are one in the mask, so length is low: a lower bound where hair is long (29–42 % low on rendered long hair).
 * @param valid  Same size as the mask.
 * @returns coverage 0…1 (null without a valid pixel); shaftLengthPx in pixels of the mask.
 */
export function measureCoverage(mask: Mask, valid: Mask): { coverage: number | null; shaftLengthPx: number; centreLine: Mask } {
  const inside = new Uint8Array(mask.data.length);
  let hair = 0, all = 0;
  for (let row = 0; row < mask.height; row++) {
    const from = row * mask.width, to = from + mask.width;
    all += countInside(valid.data, from, to);
    hair += keepInside(mask.data, valid.data, inside, from, to);
  }
  const centreLine = thinMask({ width: mask.width, height: mask.height, data: inside });
  return { coverage: all === 0 ? null : hair / all, shaftLengthPx: lengthOf(centreLine), centreLine };
}

// A row at a time: engines compile a short function that is called often in the first photograph, and a long loop over all pixels late in each.

function countInside(valid: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (valid[i] !== 0) count++;
  return count;
}

function markInRow(mask: Uint8Array, probability: Float32Array, threshold: number, from: number, to: number): void {
  for (let i = from; i < to; i++) if (probability[i]! >= threshold) mask[i] = 1;
}

/** Copies the hair that lies on valid pixels. @returns How many pixels it takes. */
function keepInside(mask: Uint8Array, valid: Uint8Array, inside: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (mask[i] !== 0 && valid[i] !== 0) { inside[i] = 1; count++; }
  return count;
}

/** Length of a one-pixel line: 1 a straight step, √2 a diagonal one, each counted from one side. */
function lengthOf(line: Mask): number {
  const { width, height, data } = line;
  let length = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0) continue;
      const right = x + 1 < width && data[y * width + x + 1] !== 0, below = y + 1 < height && data[(y + 1) * width + x] !== 0;
      if (right) length += 1;
      if (below) length += 1;
      if (y + 1 < height) {
        if (x + 1 < width && data[(y + 1) * width + x + 1] !== 0 && !right && !below) length += Math.SQRT2;
        if (x > 0 && data[(y + 1) * width + x - 1] !== 0 && data[y * width + x - 1] === 0 && !below) length += Math.SQRT2;
      }
    }
  }
  return length;
}
