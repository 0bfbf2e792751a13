import { blend, type Colour } from './draw-strokes.js';
import type { RasterImage } from './raster-image.js';
import { countInSpan, unpackRow, type RowSpans } from './row-spans.js';

/**
 * Hatches everything outside a mask with slanted lines and draws its border.
 *
 *     . . . . . .
 *     . ┌ ─ ─ ┐ .        inside the box: outside of the mask
 *     . │ ╱ ╱ │ .
 *     . └ ─ ─ ┘ .
 *
 * @param image    Changed in place; the mask's size.
 * @param spacing  Pixels between the lines.
 */
export function hatchOutside(image: RasterImage, mask: RowSpans, colour: Colour, spacing: number): void {
  const { width, height } = mask;
  const thickness = Math.max(1, spacing / 8);
  const light: Colour = [255, 255, 255];
  const lineOf = (row: number): Uint8Array => {
    const line = new Uint8Array(width);
    if (row >= 0 && row < height) unpackRow(mask, row, line);
    return line;
  };
  for (let row = 0; row < height; row++) {
    if (countInSpan(mask, row, 0, width) === width) continue;
    const above = lineOf(row - 1), line = lineOf(row), below = lineOf(row + 1);
    for (let column = 0; column < width; column++) {
      if (line[column] !== 0) continue;
      // Beyond the ends of a line nothing is inside.
      if (line[column - 1] === 1 || line[column + 1] === 1 || above[column] === 1 || below[column] === 1) {
        blend(image, row, column, colour, 0.8);
        continue;
      }
      const phase = (row + column) % spacing;
      // Dark lines beside light ones show on black surrounds and on white strips.
      if (phase < thickness) blend(image, row, column, colour, 0.55);
      else if (phase < 2 * thickness) blend(image, row, column, light, 0.45);
    }
  }
}
