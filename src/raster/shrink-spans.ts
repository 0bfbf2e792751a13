import type { Mask } from './raster-image.js';
import { unpackRow, type RowSpans } from './row-spans.js';

/**
 * A mask at another scale: each result pixel takes the mask's value at its own centre.
 * @param size   Of the result.
 * @param scale  Result pixels a mask pixel; centres map as in `resampleImage`.
 */
export function shrinkSpans(spans: RowSpans, size: { readonly width: number; readonly height: number }, scale: number): Mask {
  const { width, height } = size, data = new Uint8Array(width * height), line = new Uint8Array(spans.width);
  const columns = Int32Array.from({ length: width }, (_, x) => Math.min(spans.width - 1, Math.max(0, Math.round((x + 0.5) / scale - 0.5))));
  let unpacked: readonly number[] | null = null;
  for (let y = 0; y < height; y++) {
    const row = Math.min(spans.height - 1, Math.max(0, Math.round((y + 0.5) / scale - 0.5)));
    // Most rows are like the one before.
    if (spans.rows[row] === unpacked) {
      data.copyWithin(y * width, (y - 1) * width, y * width);
      continue;
    }
    unpackRow(spans, row, line);
    unpacked = spans.rows[row]!;
    for (let x = 0, at = y * width; x < width; x++, at++) data[at] = line[columns[x]!]!;
  }
  return { width, height, data };
}
