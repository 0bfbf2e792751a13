import { blend, type Colour } from './draw-strokes.js';
import type { Mask, RasterImage } from './raster-image.js';

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
export function hatchOutside(image: RasterImage, mask: Mask, colour: Colour, spacing: number): void {
  const { width, height } = mask;
  const thickness = Math.max(1, spacing / 8);
  const light: Colour = [255, 255, 255];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      if (mask.data[at] !== 0) continue;
      const beside = (column > 0 && mask.data[at - 1] !== 0) || (column < width - 1 && mask.data[at + 1] !== 0)
        || (row > 0 && mask.data[at - width] !== 0) || (row < height - 1 && mask.data[at + width] !== 0);
      if (beside) {
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
