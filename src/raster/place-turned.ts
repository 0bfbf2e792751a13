import type { RasterImage } from './raster-image.js';

/** Where a stored pixel belongs in the upright picture, by EXIF orientation, 1…8; sizes are those of the stored picture. */
interface Turn { readonly swapsSides: boolean; readonly places: (width: number, height: number) => readonly [first: number, perRow: number, perColumn: number] }

/** Numbers of the upright picture's pixels, counted in reading order: that of the first stored one, and the steps from row to row and from column to column. */
const turns: Readonly<Record<number, Turn>> = {
  1: { swapsSides: false, places: (w) => [0, w, 1] },
  2: { swapsSides: false, places: (w) => [w - 1, w, -1] },
  3: { swapsSides: false, places: (w, h) => [w * h - 1, -w, -1] },
  4: { swapsSides: false, places: (w, h) => [(h - 1) * w, -w, 1] },
  5: { swapsSides: true, places: (_w, h) => [0, 1, h] },
  6: { swapsSides: true, places: (_w, h) => [h - 1, -1, h] },
  7: { swapsSides: true, places: (w, h) => [w * h - 1, -1, -h] },
  8: { swapsSides: true, places: (w, h) => [(w - 1) * h, 1, -h] },
};

/** Size of the upright picture. */
export function uprightSize({ width, height }: Pick<RasterImage, 'width' | 'height'>, orientation: number): { width: number; height: number } {
  return turns[orientation]!.swapsSides ? { width: height, height: width } : { width, height };
}

/**
 * Puts a strip of a stored picture where it belongs in the upright one, in blocks that stay in the processor's cache.
 *
 *     stored, orientation 6   a b c        upright   d a
 *     (top is on the right)   d e f                  e b
 *                                                    f c
 *
 * @param strip   Whole rows of the stored picture.
 * @param top     Row of the stored picture with which the strip begins.
 * @param stored  Size of the stored picture.
 */
export function placeTurned(strip: RasterImage, top: number, stored: Pick<RasterImage, 'width' | 'height'>, orientation: number, upright: Uint8Array): void {
  const { width, height, data } = strip, [first, perRow, perColumn] = turns[orientation]!.places(stored.width, stored.height), block = 32;
  for (let blockRow = 0; blockRow < height; blockRow += block) {
    const rowEnd = Math.min(height, blockRow + block);
    for (let blockColumn = 0; blockColumn < width; blockColumn += block) {
      const columnEnd = Math.min(width, blockColumn + block);
      for (let row = blockRow; row < rowEnd; row++) {
        let from = (row * width + blockColumn) * 3, to = (first + (top + row) * perRow + blockColumn * perColumn) * 3;
        for (let column = blockColumn; column < columnEnd; column++, from += 3, to += 3 * perColumn) {
          upright[to] = data[from]!;
          upright[to + 1] = data[from + 1]!;
          upright[to + 2] = data[from + 2]!;
        }
      }
    }
  }
}
