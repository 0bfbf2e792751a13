import type { RasterImage } from './raster-image.js';

/**
 * Swaps rows and columns, in blocks that stay in the processor's cache.
 *
 *     a b c        a d
 *     d e f   →    b e
 *                  c f
 */
export function transposeImage(image: RasterImage): RasterImage {
  const { width, height, data } = image;
  const out = new Uint8Array(data.length);
  const block = 32;
  for (let blockRow = 0; blockRow < height; blockRow += block) {
    const rowEnd = Math.min(height, blockRow + block);
    for (let blockColumn = 0; blockColumn < width; blockColumn += block) {
      const columnEnd = Math.min(width, blockColumn + block);
      for (let row = blockRow; row < rowEnd; row++) {
        let from = (row * width + blockColumn) * 3;
        for (let column = blockColumn; column < columnEnd; column++, from += 3) {
          const to = (column * height + row) * 3;
          out[to] = data[from];
          out[to + 1] = data[from + 1];
          out[to + 2] = data[from + 2];
        }
      }
    }
  }
  return { width: height, height: width, data: out };
}
