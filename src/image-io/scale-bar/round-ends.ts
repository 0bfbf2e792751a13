import type { RasterImage } from '../../raster/raster-image.js';
import type { DrawnLine } from './drawn-line.js';

/** Whether a thick line's ends are rounded: its outer rows stop before its middle row does, by a fifth of its thickness or more. */
export function hasRoundEnds({ data, width }: RasterImage, line: DrawnLine): boolean {
  const { row, thickness, colour, contrast } = line;
  const stop = (r: number, place: number, step: 1 | -1): number => {
    let column = Math.round(place - step * thickness);
    const isInk = (c: number): boolean => Math.hypot(...[0, 1, 2].map((channel) => data[(r * width + c) * 3 + channel] - colour[channel])) < contrast / 2;
    while (column > 0 && column < width - 1 && isInk(column)) column += step;
    return column;
  };
  const rows = [Math.round(row - thickness / 2 + 1), Math.round(row), Math.round(row + thickness / 2 - 1)];
  const retreats = ([[line.from, -1], [line.to, 1]] as const).flatMap(([place, step]) => {
    const [top, middle, bottom] = rows.map((r) => stop(r, place, step));
    return [step * (middle - top), step * (middle - bottom)];
  });
  return retreats.reduce((sum, retreat) => sum + retreat, 0) / 4 >= 0.2 * thickness;
}
