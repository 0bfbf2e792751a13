import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';

const cell = 16;
/** A step of this many levels over two pixels is sharper than lenses draw shafts at the scale that text is burned in. */
const sharpStep = 55;
/** Pixels of a 16 × 16 cell with such a step, in every other row, from which on it may hold part of a letter. */
const leastSharp = 3;

/** Rectangles around connected cells that hold sharp steps, grown by one cell. */
export function sharpRegions(image: RasterImage, window: PixelWindow): PixelWindow[] {
  const across = Math.ceil((window.right - window.left) / cell);
  const down = Math.ceil((window.bottom - window.top) / cell);
  const counts = new Uint16Array(across * down);
  for (let row = window.top; row < window.bottom; row += 2) {
    const first = row * image.width + window.left;
    countSharp(image.data, first, first + window.right - window.left, counts, Math.floor((row - window.top) / cell) * across);
  }
  const seen = new Uint8Array(counts.length);
  const regions: PixelWindow[] = [];
  for (let start = 0; start < counts.length; start++) {
    if (seen[start] || counts[start] < leastSharp) continue;
    let top = down, left = across, bottom = 0, right = 0;
    const stack = [start];
    seen[start] = 1;
    while (stack.length > 0) {
      const at = stack.pop()!;
      const row = Math.floor(at / across);
      const column = at % across;
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      left = Math.min(left, column);
      right = Math.max(right, column);
      for (let r = Math.max(0, row - 1); r <= Math.min(down - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(across - 1, column + 1); c++) {
          const next = r * across + c;
          if (!seen[next] && counts[next] >= leastSharp) {
            seen[next] = 1;
            stack.push(next);
          }
        }
      }
    }
    regions.push({
      top: Math.max(window.top, window.top + (top - 1) * cell), left: Math.max(window.left, window.left + (left - 1) * cell),
      bottom: Math.min(window.bottom, window.top + (bottom + 2) * cell), right: Math.min(window.right, window.left + (right + 2) * cell),
    });
  }
  return regions;
}

/** Counts the sharp steps of one row in its cells; a function of its own, because engines compile a function anew for each of its loops. */
function countSharp(data: Uint8Array, first: number, end: number, counts: Uint16Array, firstCell: number): void {
  for (let pixel = first + 1, at = pixel * 3; pixel < end - 1; pixel++, at += 3) {
    if (Math.abs(data[at + 3] - data[at - 3]) >= sharpStep || Math.abs(data[at + 4] - data[at - 2]) >= sharpStep || Math.abs(data[at + 5] - data[at - 1]) >= sharpStep) {
      counts[firstCell + Math.floor((pixel - first) / cell)]++;
    }
  }
}
