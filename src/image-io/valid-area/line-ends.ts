import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import type { LineProfile } from './line-profile.js';

/** Ends that stop within a few pixels and ends that do not; shafts fade at the root and taper at the tip. */
export interface LineEnds {
  readonly abrupt: number;
  readonly fading: number;
}

/** Pixels within which a drawn line's end turns from ink to picture. */
const longestEnd = 4;

/** How both ends of a line look. */
export function judgeEnds(image: RasterImage, window: PixelWindow, line: LineProfile, { left, right }: PixelWindow): LineEnds {
  const ends = [isAbrupt(image, window, line, left, -1), isAbrupt(image, window, line, right - 1, 1)];
  return { abrupt: ends.filter((end) => end === true).length, fading: ends.filter((end) => end === false).length };
}

/** Compares the line well inside its end with what lies well beyond it, and measures how long the change takes; null when it cannot be told. */
function isAbrupt(image: RasterImage, window: PixelWindow, line: LineProfile, end: number, step: 1 | -1): boolean | null {
  const level = (column: number): number => {
    const at = (line.middle * image.width + column) * 3;
    return (image.data[at] + 2 * image.data[at + 1] + image.data[at + 2]) / 4;
  };
  const inside = end - step * 12;
  const beyond = end + step * 14;
  if (beyond < window.left + 2 || beyond > window.right - 3 || inside < window.left || inside >= window.right) return null;
  const ink = level(inside);
  const picture = (level(beyond) + level(beyond - step) + level(beyond + step)) / 3;
  // Over a hair of the line's own colour nothing can be said.
  if (Math.abs(picture - ink) < 25) return null;
  const share = (distance: number): number => (level(inside + step * distance) - ink) / (picture - ink);
  let starts = 0;
  while (starts < 26 && share(starts) < 0.25) starts++;
  let ends = starts;
  while (ends < 26 && share(ends) < 0.75) ends++;
  return ends - starts <= longestEnd;
}

/** Follows the line's colour beyond both ends of what was traced. */
export function walkToEnds(image: RasterImage, window: PixelWindow, line: LineProfile, from: number, to: number): { left: number; right: number } {
  const matches = (column: number): boolean => {
    const at = (line.middle * image.width + column) * 3;
    const above = (Math.max(window.top, line.top - 2) * image.width + column) * 3;
    const below = (Math.min(window.bottom - 1, line.bottom + 1) * image.width + column) * 3;
    let own = 0, up = 0, down = 0;
    for (let channel = 0; channel < 3; channel++) {
      own = Math.max(own, Math.abs(image.data[at + channel] - line.colour[channel]));
      up = Math.max(up, Math.abs(image.data[at + channel] - image.data[above + channel]));
      down = Math.max(down, Math.abs(image.data[at + channel] - image.data[below + channel]));
    }
    return own <= 45 && Math.min(up, down) >= 8;
  };
  const walk = (start: number, step: 1 | -1, limit: number): number => {
    let last = start;
    for (let column = start, missed = 0; column !== limit && missed <= 6; column += step) {
      if (matches(column)) {
        last = column;
        missed = 0;
      } else missed++;
    }
    return last;
  };
  const left = walk(Math.max(window.left, Math.min(from, window.right - 1)), -1, window.left - 1);
  const right = walk(Math.min(window.right - 1, Math.max(to, window.left)), 1, window.right);
  return { left, right: right + 1 };
}
