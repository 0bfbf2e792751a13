import { findComponentBoxes } from './component-boxes.js';
import type { Mask } from './raster-image.js';

/** A corner between pixels: pixel (column, row) reaches from (x, y) = (column, row) to (column + 1, row + 1). */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/**
 * Walks once around the largest part of a mask, the inside on the right hand, and leaves out the
 * corners that lie within `tolerance` pixels of a straight line (Douglas and Peucker, 1973).
 * @returns Corners in order, the last joins the first; empty for an empty mask.
 */
export function traceOutline(mask: Mask, tolerance: number): Corner[] {
  const { width, height, data } = mask, parts = findComponentBoxes(mask);
  if (parts.length === 0) return [];
  const start = parts.reduce((largest, part) => (part.count > largest.count ? part : largest)).first;
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] !== 0;
  const first: Corner = { x: start % width, y: Math.floor(start / width) };
  const corners: Corner[] = [];
  let { x, y } = first, dx = 1, dy = 0;
  do {
    corners.push({ x, y });
    x += dx;
    y += dy;
    // At each corner: turn left if the pixel ahead on the left is inside, go straight if only that on the right is, else turn right.
    const left = inside(x + (dx + dy - 1) / 2, y + (dy - dx - 1) / 2), right = inside(x + (dx - dy - 1) / 2, y + (dy + dx - 1) / 2);
    if (left) [dx, dy] = [dy, -dx];
    else if (!right) [dx, dy] = [-dy, dx];
  } while (x !== first.x || y !== first.y);
  return simplify(corners, tolerance);
}

function simplify(corners: readonly Corner[], tolerance: number): Corner[] {
  if (corners.length < 8) return [...corners];
  const keep = new Uint8Array(corners.length + 1), closed = [...corners, corners[0]], half = corners.length >> 1;
  keep[0] = keep[half] = 1;
  const stack: [number, number][] = [[0, half], [half, corners.length]];
  while (stack.length > 0) {
    const [from, to] = stack.pop()!, { x, y } = closed[from], [dx, dy] = [closed[to].x - x, closed[to].y - y], length = Math.hypot(dx, dy) || 1;
    let worst = -1, most = tolerance;
    for (let i = from + 1; i < to; i++) {
      const distance = Math.abs((closed[i].x - x) * dy - (closed[i].y - y) * dx) / length;
      if (distance > most) [worst, most] = [i, distance];
    }
    if (worst < 0) continue;
    keep[worst] = 1;
    stack.push([from, worst], [worst, to]);
  }
  return corners.filter((_, i) => keep[i] !== 0);
}
