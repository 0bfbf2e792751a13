import type { Mask } from './raster-image.js';

/** The enclosing rectangle of a group of pixels; `bottom` and `right` are the first row and column outside. */
export interface ComponentBox {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  /** Index of its first pixel in reading order. */
  readonly first: number;
  /** Pixels of the group. */
  readonly count: number;
}

/**
 * Encloses each group of pixels that touch by an edge or a corner.
 *
 *     # . # #
 *     # . . .   →   three boxes: 2 × 1, 1 × 2, 1 × 1
 *     . . . .
 *     # . . .
 *
 * @param mask  0 is outside, anything else inside. Not modified.
 * @returns In reading order of their first pixel.
 */
export function findComponentBoxes({ width, height, data }: Mask): ComponentBox[] {
  const seen = new Uint8Array(data.length), stack: number[] = [], boxes: ComponentBox[] = [];
  for (let start = 0; start < data.length; start++) {
    if (data[start] === 0 || seen[start] === 1) continue;
    let top = height, left = width, bottom = 0, right = 0, count = 0;
    seen[start] = 1;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!, row = Math.floor(at / width), column = at - row * width;
      count++;
      if (row < top) top = row;
      if (row >= bottom) bottom = row + 1;
      if (column < left) left = column;
      if (column >= right) right = column + 1;
      for (let r = Math.max(0, row - 1); r <= Math.min(height - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(width - 1, column + 1); c++) {
          const next = r * width + c;
          if (data[next] === 0 || seen[next] === 1) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    boxes.push({ top, left, bottom, right, first: start, count });
  }
  return boxes;
}
