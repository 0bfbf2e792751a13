import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { uniteBoxes } from './geometry.js';

const colourTolerance = 40;
const shortest = 3;
const longest = 60;

/**
 * Finds the short strokes across the ends of a scale bar that lies along a row.
 *
 *     │                │
 *     ├────────────────┤
 *     │                │
 *
 * A stroke has the bar's colour and is not much thicker than it; a hair that crosses the end of a dark bar is thicker or longer.
 */
export function findEndTicks(image: RasterImage, window: PixelWindow, line: PixelWindow, colour: readonly [number, number, number]): PixelWindow[] {
  const thickness = line.bottom - line.top;
  const reach = thickness + 3;
  const ticks: PixelWindow[] = [];
  for (const end of [line.left, line.right - 1]) {
    const columns: { column: number; above: number; below: number }[] = [];
    for (let column = Math.max(window.left, end - reach); column <= Math.min(window.right - 1, end + reach); column++) {
      const above = walk(image, window, column, line.top - 1, -1, colour);
      const below = walk(image, window, column, line.bottom, 1, colour);
      if (above + below >= shortest && above <= longest && below <= longest) columns.push({ column, above, below });
    }
    if (columns.length === 0 || columns.length > 2 * thickness + 4) continue;
    const boxes = columns.map(({ column, above, below }) => ({ top: line.top - above, left: column, bottom: line.bottom + below, right: column + 1 }));
    ticks.push(boxes.reduce(uniteBoxes));
  }
  return ticks;
}

/** Pixels of the bar's colour in an unbroken run away from it; more than the longest stroke when it goes on and on. */
function walk(image: RasterImage, window: PixelWindow, column: number, start: number, step: 1 | -1, colour: readonly [number, number, number]): number {
  let length = 0;
  for (let row = start; row >= window.top && row < window.bottom && length <= longest; row += step, length++) {
    const at = (row * image.width + column) * 3;
    if (colour.some((value, channel) => Math.abs(image.data[at + channel] - value) > colourTolerance)) break;
  }
  return length;
}
