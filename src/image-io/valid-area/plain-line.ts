import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { boxWidth } from './geometry.js';

export interface LineLook {
  /** Up to three plain colours make up nearly the whole line, and neighbours on it are mostly alike. */
  readonly plain: boolean;
  /** The commonest of these colours. */
  readonly colour: readonly [number, number, number] | null;
}

/** Whether a row of the window is of plain colour, and of which. @param tolerance  Levels by which a plain colour may vary in a channel. */
export function lookAtLine(image: RasterImage, row: number, window: PixelWindow, tolerance: number): LineLook {
  const { data, width } = image;
  const from = (row * width + window.left) * 3;
  const length = boxWidth(window);
  let alike = 0;
  for (let i = 1, at = from + 3; i < length; i++, at += 3) {
    if (Math.abs(data[at] - data[at - 3]) < tolerance && Math.abs(data[at + 1] - data[at - 2]) < tolerance && Math.abs(data[at + 2] - data[at - 1]) < tolerance) alike++;
  }
  if (alike < length * 0.6) return { plain: false, colour: null };
  const { share, colour } = plainColours(data, from, length, tolerance);
  return { plain: share >= (alike > length * 0.9 ? 0.9 : 0.75), colour };
}

/** Share of a line that its three commonest colours make up, each to within a few levels, and the commonest of them. */
function plainColours(data: Uint8Array, from: number, length: number, tolerance: number): { share: number; colour: [number, number, number] | null } {
  const taken = new Uint8Array(length);
  const histogram = new Uint32Array(256);
  let covered = 0;
  let commonest: [number, number, number] | null = null;
  for (let colour = 0; colour < 3; colour++) {
    histogram.fill(0);
    for (let i = 0; i < length; i++) if (!taken[i]) histogram[data[from + i * 3 + 1]]++;
    const centre = densestLevel(histogram);
    let red = 0, green = 0, blue = 0, count = 0;
    for (let i = 0, at = from; i < length; i++, at += 3) {
      if (taken[i] || Math.abs(data[at + 1] - centre) > 2) continue;
      red += data[at];
      green += data[at + 1];
      blue += data[at + 2];
      count++;
    }
    if (count < length * 0.03) break;
    red /= count;
    green /= count;
    blue /= count;
    commonest ??= [red, green, blue];
    for (let i = 0, at = from; i < length; i++, at += 3) {
      if (taken[i]) continue;
      if (Math.abs(data[at] - red) <= tolerance && Math.abs(data[at + 1] - green) <= tolerance && Math.abs(data[at + 2] - blue) <= tolerance) {
        taken[i] = 1;
        covered++;
      }
    }
  }
  return { share: covered / length, colour: commonest };
}

function densestLevel(histogram: Uint32Array): number {
  let best = 0;
  let most = -1;
  for (let level = 0; level < 256; level++) {
    let sum = 0;
    for (let near = Math.max(0, level - 2); near <= Math.min(255, level + 2); near++) sum += histogram[near];
    if (sum > most) {
      most = sum;
      best = level;
    }
  }
  return best;
}
