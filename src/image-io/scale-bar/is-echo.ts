import type { RasterImage } from '../../raster/raster-image.js';
import type { DrawnLine } from './drawn-line.js';
import { medianColour } from './cross-profile.js';

/** JPEG keeps brightness in blocks of 8 pixels and, mostly, colour in blocks of 16: the ripples of an edge reach no farther. */
const blockSize = 16;
/** Ripples stay below a fifth of the edge that they come from. */
const faintest = 0.2;

/**
 * Whether a faint line may be no more than a ripple that compression left beside a much stronger level edge: between a bar
 * and its box there are such lines, as long as the bar or a little shorter, and straighter than any shaft.
 */
export function isEcho(image: RasterImage, { row, from, to, above, below, contrast }: DrawnLine): boolean {
  const every = Math.max(1, Math.floor((to - from) / 100)), columns: number[] = [];
  for (let column = Math.ceil(from); column < to; column += every) columns.push(column);
  const first = Math.max(0, Math.round(row) - blockSize), last = Math.min(image.height - 1, Math.round(row) + blockSize);
  for (let r = first; r <= last; r++) {
    const colour = medianColour(image, r, columns), step = (side: readonly number[]): number => Math.hypot(colour[0] - side[0], colour[1] - side[1], colour[2] - side[2]);
    if (contrast < faintest * Math.min(step(above), step(below))) return true;
  }
  return false;
}
