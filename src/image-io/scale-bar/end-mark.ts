import type { RasterImage } from '../../raster/raster-image.js';
import type { DrawnLine } from './drawn-line.js';

/** A stroke across one end of a level line, drawn in the same ink. */
export interface EndMark {
  /** Column of its middle, to a fraction of a pixel. */
  readonly column: number;
  readonly thickness: number;
  /** How far it reaches above and below the line's own edge, pixels. */
  readonly above: number;
  readonly below: number;
}

/**
 * Looks for a stroke across the end of a line: the tick of a bar, the other arm of a corner, the side of a box.
 *
 *     |             |
 *     |-------------|
 *     |             |
 *
 * @returns Null where the line ends bare.
 */
export function findEndMark(image: RasterImage, line: DrawnLine, end: 'from' | 'to'): EndMark | null {
  // A tick ends where the line does, so its middle lies half a width inside; what stands farther out is not joined to the line.
  const place = end === 'from' ? line.from : line.to, inside = line.thickness + 1.5, outside = 1.5;
  const first = Math.max(0, Math.ceil(place - (end === 'from' ? outside : inside))), last = Math.min(image.width - 1, Math.floor(place + (end === 'from' ? inside : outside)));
  let best: EndMark | null = null;
  for (let column = first; column <= last; column++) {
    const above = climb(image, line, column, -1), below = climb(image, line, column, 1);
    if (best === null || above + below > best.above + best.below) best = { column, thickness: 0, above, below };
  }
  if (best === null || best.above + best.below < Math.max(4, 1.5 * line.thickness)) return null;
  const { column, thickness } = centreOf(image, line, best);
  return column < first - 1 || column > last + 1 ? null : { ...best, column, thickness };
}

/**
 * How much of a pixel the line's ink covers, judged against the pixels on both sides of an upright stroke there; about 0…1.
 * On each side the pixel least like the ink speaks: a label's box of the same colour may stand two pixels off.
 */
function inkShare(image: RasterImage, line: DrawnLine, row: number, column: number, centre: number): number {
  const { data, width } = image, left = leastLikeInk(image, line, row, centre, -1), right = leastLikeInk(image, line, row, centre, 1);
  let dot = 0, square = 0;
  for (let c = 0; c < 3; c++) {
    const side = (data[left * 3 + c] + data[right * 3 + c]) / 2, full = line.colour[c] - side;
    dot += full * (data[(row * width + column) * 3 + c] - side);
    square += full * full;
  }
  return square < 200 ? 0 : dot / square;
}

function leastLikeInk({ data, width }: RasterImage, { colour, thickness }: DrawnLine, row: number, centre: number, step: 1 | -1): number {
  let best = -1, farthest = -1;
  for (let away = thickness / 2 + 1; away < thickness / 2 + 4; away++) {
    const column = Math.min(width - 1, Math.max(0, Math.round(centre + step * away))), at = row * width + column;
    const difference = Math.abs(data[at * 3] - colour[0]) + Math.abs(data[at * 3 + 1] - colour[1]) + Math.abs(data[at * 3 + 2] - colour[2]);
    if (difference > farthest) {
      farthest = difference;
      best = at;
    }
  }
  return best;
}

function climb(image: RasterImage, line: DrawnLine, column: number, step: 1 | -1): number {
  const start = Math.round(line.row + step * (line.thickness / 2 + 1));
  let height = 0, misses = 0;
  for (let row = start; row >= 0 && row < image.height && misses < 3; row += step) {
    if (Math.abs(inkShare(image, line, row, column, column) - 1) < 0.55) {
      height += 1 + misses;
      misses = 0;
    } else misses++;
  }
  return height;
}

function centreOf(image: RasterImage, line: DrawnLine, mark: EndMark): { column: number; thickness: number } {
  const reach = Math.ceil(line.thickness / 2 + 1.5), middle = line.row, half = line.thickness / 2 + 1;
  let sum = 0, moment = 0, rows = 0;
  const add = (row: number): void => {
    if (row < 0 || row >= image.height) return;
    rows++;
    for (let column = Math.max(0, mark.column - reach); column <= Math.min(image.width - 1, mark.column + reach); column++) {
      const share = Math.min(1.2, Math.max(0, inkShare(image, line, row, column, mark.column)));
      sum += share;
      moment += share * column;
    }
  };
  for (let k = 0; k < Math.min(mark.above, 40); k++) add(Math.round(middle - half) - k);
  for (let k = 0; k < Math.min(mark.below, 40); k++) add(Math.round(middle + half) + k);
  return sum === 0 ? { column: mark.column, thickness: 0 } : { column: moment / sum, thickness: sum / rows };
}
