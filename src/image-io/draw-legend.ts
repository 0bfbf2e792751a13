import { drawPath, fillRectangle, type Colour, type Point } from '../raster/draw-strokes.js';
import type { RasterImage } from '../raster/raster-image.js';
import { layText, measureText } from './stroke-letters.js';

export interface LegendLine {
  /** Small letters, digits and spaces. */
  readonly text: string;
  readonly colour: Colour;
  readonly look: 'line' | 'hatching';
  /** Length of the dashes of a line, times the size; drawn through without. */
  readonly dash?: number | undefined;
}

const paper: Colour = [0, 0, 0];
const ink: Colour = [255, 255, 255];

/**
 * Draws a small legend into the corner where it hides the fewest of the given places; nothing when the picture is too small for it.
 *
 * @param image  Changed in place.
 * @param size   Pixels that lines of the overlay measure by; letters are nine times as high.
 */
export function drawLegend(image: RasterImage, lines: readonly LegendLine[], size: number, places: readonly Point[]): void {
  const unit = 1.5 * size;
  const margin = Math.round(6 * size);
  const lineHeight = Math.round(16 * size);
  const sample = Math.round(26 * size);
  const width = Math.round(Math.max(...lines.map(({ text }) => measureText(text, unit))) + sample + 3 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  if (width > image.width / 2 || height > image.height / 2) return;
  const { top, left } = emptiestCorner(image, width, height, margin, places);
  fillRectangle(image, [top, top + height], [left, left + width], paper, 0.62);
  lines.forEach((line, index) => {
    const middle = top + margin + (index + 0.5) * lineHeight;
    drawSample(image, middle, left + margin, sample, size, line);
    const strokes = layText(line.text, left + 2 * margin + sample, middle + 3 * unit, unit);
    for (const stroke of strokes) drawPath(image, stroke, { width: Math.max(1, 1.1 * size), colour: ink });
  });
}

function drawSample(image: RasterImage, row: number, left: number, length: number, size: number, { colour, look, dash }: LegendLine): void {
  const line = [{ row, column: left }, { row, column: left + length }];
  if (look === 'line') drawPath(image, line, { width: 2.2 * size, colour, ...(dash === undefined ? {} : { dash: dash * size }) });
  else {
    for (let column = left; column < left + length - 6 * size; column += 6 * size) {
      drawPath(image, [{ row: row + 5 * size, column }, { row: row - 5 * size, column: column + 10 * size }], { width: 1.6 * size, colour: ink, opacity: 0.8 });
    }
  }
}

function emptiestCorner(image: RasterImage, width: number, height: number, margin: number, places: readonly Point[]): { top: number; left: number } {
  const bottom = image.height - height - margin;
  const right = image.width - width - margin;
  const corners = [{ top: bottom, left: margin }, { top: bottom, left: right }, { top: margin, left: right }, { top: margin, left: margin }];
  const hidden = corners.map(({ top, left }) => places.filter(({ row, column }) => row >= top - margin && row < top + height + margin && column >= left - margin && column < left + width + margin).length);
  return corners[hidden.indexOf(Math.min(...hidden))];
}
