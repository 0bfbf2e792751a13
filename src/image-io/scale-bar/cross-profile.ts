import type { RasterImage } from '../../raster/raster-image.js';

/** How a horizontal line looks when one walks across it, in the middle of its length. */
export interface CrossProfile {
  /** Centre of the line between its two edges at half depth; pixel centres are whole numbers. */
  readonly row: number;
  /** Width between the edges at half depth, pixels. */
  readonly thickness: number;
  /** Length of the step in colour between line and surroundings, levels (three channels together). */
  readonly contrast: number;
  /** How much of that step is left two pixels outside the edges, 0…1; drawn lines leave next to nothing. */
  readonly tail: number;
}

/**
 * Median colour of each row near a run, and the line in it. The median is deaf to shafts that cross.
 *
 * @param reach  Thickest line looked for, pixels.
 * @returns Null where no line stands out from both sides.
 */
export function measureCrossProfile(image: RasterImage, row: number, from: number, to: number, reach: number): CrossProfile | null {
  const side = reach + 4, rows = 2 * side + 1;
  if (row - side < 0 || row + side >= image.height) return null;
  const colours = Array.from({ length: rows }, (_, i) => medianColour(image, row - side + i, from, to));
  const above = meanOf(colours.slice(0, 2)), below = meanOf(colours.slice(-2));
  const middle = (i: number): number[] => above.map((value, c) => value + ((below[c] - value) * i) / (rows - 1));
  let peak = -1, contrast = 0;
  for (let i = side - Math.ceil(reach / 2) - 1; i <= side + Math.ceil(reach / 2) + 1; i++) {
    const step = distance(colours[i], middle(i));
    if (step > contrast) {
      contrast = step;
      peak = i;
    }
  }
  if (peak < 0 || contrast < 8) return null;
  const depth = colours.map((colour, i) => {
    const base = middle(i), ink = colours[peak];
    let dot = 0;
    for (let c = 0; c < 3; c++) dot += (colour[c] - base[c]) * (ink[c] - base[c]);
    return dot / (contrast * contrast);
  });
  const top = crossing(depth, peak, -1), bottom = crossing(depth, peak, 1);
  if (top === null || bottom === null) return null;
  const tailAt = (i: number): number => Math.abs(depth[Math.max(0, Math.min(rows - 1, Math.round(i)))]);
  return {
    row: row - side + (top + bottom) / 2, thickness: bottom - top, contrast,
    tail: Math.max(tailAt(top - 2), tailAt(bottom + 2)),
  };
}

/** Where the depth falls through one half, walking from the peak; null when it does not. */
function crossing(depth: readonly number[], peak: number, step: 1 | -1): number | null {
  for (let i = peak; i + step >= 0 && i + step < depth.length; i += step) {
    if (depth[i + step] < 0.5) return i + (step * (depth[i] - 0.5)) / (depth[i] - depth[i + step]);
  }
  return null;
}

function medianColour({ data, width }: RasterImage, row: number, from: number, to: number): number[] {
  const every = Math.max(1, Math.floor((to - from) / 200));
  return [0, 1, 2].map((channel) => {
    const values: number[] = [];
    for (let column = from; column < to; column += every) values.push(data[(row * width + column) * 3 + channel]);
    values.sort((a, b) => a - b);
    const half = values.length >> 1;
    return values.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  });
}

const meanOf = (colours: readonly number[][]): number[] => [0, 1, 2].map((c) => colours.reduce((sum, colour) => sum + colour[c], 0) / colours.length);
const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
