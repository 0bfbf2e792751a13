import type { Mask } from './raster-image.js';

/** Number of set pixels in any rectangle of a mask, at once. */
export interface AreaSums {
  /** Columns left…right and rows top…bottom, first inclusive, last exclusive; parts outside the mask hold nothing. */
  within(left: number, top: number, right: number, bottom: number): number;
}

/** Adds up a mask once (summed-area table, Crow 1984), so that the sum over any rectangle takes four readings. */
export function sumAreas(mask: Mask): AreaSums {
  const { width, height, data } = mask, stride = width + 1, sums = new Int32Array(stride * (height + 1));
  for (let row = 0; row < height; row++) {
    let inRow = 0;
    for (let column = 0; column < width; column++) {
      if (data[row * width + column] !== 0) inRow++;
      sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1]! + inRow;
    }
  }
  const clamp = (value: number, largest: number): number => Math.max(0, Math.min(largest, Math.round(value)));
  return {
    within(left, top, right, bottom) {
      const x0 = clamp(left, width), x1 = clamp(right, width), y0 = clamp(top, height), y1 = clamp(bottom, height);
      if (x1 <= x0 || y1 <= y0) return 0;
      return sums[y1 * stride + x1]! - sums[y0 * stride + x1]! - sums[y1 * stride + x0]! + sums[y0 * stride + x0]!;
    },
  };
}
