import type { RasterImage } from '../../raster/raster-image.js';
import type { DrawnLine } from './drawn-line.js';

/** Pixels beyond an end that its own blur and an outline take up, and how far beyond them is looked: a part of the line's length. */
const endBlur = 3, lookedShare = 0.2, fewestLooked = 10, mostLooked = 60;
/** Share of the columns there that must stand out from above and below, by how many levels of three channels together, and how alike they must be. */
const mostColumns = 0.85, leastStep = 40, mostSpread = 25;

/**
 * Whether a line is one box of a bar of several, black and white in turn: beyond one of its ends another ink goes on between the same rows.
 * Skin, a plate under the bar and writing do not: they end or begin at other rows, or are not of one colour.
 */
export function goesOn(image: RasterImage, line: DrawnLine): boolean {
  return continues(image, line, -1) || continues(image, line, 1);
}

function continues(image: RasterImage, line: DrawnLine, step: -1 | 1): boolean {
  const length = line.to - line.from, looked = Math.round(Math.min(mostLooked, Math.max(fewestLooked, lookedShare * length)));
  const half = line.thickness / 2, core = Math.max(0, half - 1.5), first = step < 0 ? Math.floor(line.from) - endBlur : Math.ceil(line.to) + endBlur;
  const rowsOf = (from: number, to: number): number[] => Array.from({ length: Math.max(1, Math.floor(to) - Math.ceil(from) + 1) }, (_, k) => Math.ceil(from) + k).filter((row) => row >= 0 && row < image.height);
  const inside = rowsOf(line.row - core, line.row + core), above = rowsOf(line.row - half - 5, line.row - half - 2.5), below = rowsOf(line.row + half + 2.5, line.row + half + 5);
  if (above.length === 0 || below.length === 0) return false;
  const columns: number[][] = [];
  let asked = 0;
  for (let k = 0; k < looked; k++) {
    const column = first + step * k;
    if (column < 0 || column >= image.width) break;
    asked++;
    const own = meanColour(image, inside, column);
    if (Math.min(distance(own, meanColour(image, above, column)), distance(own, meanColour(image, below, column))) >= leastStep) columns.push(own);
  }
  if (asked < fewestLooked || columns.length < mostColumns * asked) return false;
  const mean = [0, 1, 2].map((channel) => columns.reduce((sum, colour) => sum + colour[channel]!, 0) / columns.length);
  return Math.sqrt(columns.reduce((sum, colour) => sum + distance(colour, mean) ** 2, 0) / columns.length) <= mostSpread;
}

function meanColour({ width, data }: RasterImage, rows: readonly number[], column: number): number[] {
  return [0, 1, 2].map((channel) => rows.reduce((sum, row) => sum + data[3 * (row * width + column) + channel]!, 0) / rows.length);
}

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
