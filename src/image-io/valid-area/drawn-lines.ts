import type { RasterImage } from '../../raster/raster-image.js';
import type { DrawnChain } from './drawn-chains.js';
import { transposeBox, type PixelBox } from './geometry.js';

/** A straight line drawn exactly along rows or columns. */
export interface DrawnLine {
  readonly direction: 'row' | 'column';
  readonly box: PixelBox;
}

/** Chains found in a picture shrunk by a whole factor. */
export interface ChainLevel {
  readonly chains: readonly DrawnChain[];
  readonly factor: number;
}

/** Straightness of a drawn line in pixels of the level where it was traced: root mean square, and drift from end to end. */
const largestResidual = 0.16;
const largestDrift = 0.6;
const leastLength = 45;
/** A line that stands alone must be this long; shorter ones count beside text or at right angles to another. */
export const leastLoneLength = 80;
const profileReach = 30;
/** Longest stretch, pixels, over which a line may be hidden by hairs of its own colour. */
const longestGap = 80;

/**
 * Finds straight lines along rows and columns: the arms of scale bars, rulers, the bar that telephones draw at the lower edge.
 * They are straighter than any hair, and sharp on both sides.
 */
export function findDrawnLines(image: RasterImage, transposed: RasterImage, inner: PixelBox, levels: readonly ChainLevel[]): DrawnLine[] {
  const along = (whole: RasterImage, window: PixelBox, stretches: Stretch[]): PixelBox[] => trimToLines(whole, window, stretches);
  const stretches = levels.flatMap(({ chains, factor }) => chains.map((chain) => ({ chain, factor })));
  const flat = along(image, inner, stretches.flatMap(({ chain, factor }) => straightStretch(chain.columns, chain.rows, factor) ?? []));
  const steep = along(transposed, transposeBox(inner), stretches.flatMap(({ chain, factor }) => straightStretch(chain.rows, chain.columns, factor) ?? []));
  return [
    ...flat.map((box) => ({ direction: 'row', box }) as const),
    ...steep.map((box) => ({ direction: 'column', box: transposeBox(box) }) as const),
  ];
}

/** Part of a row that a chain covers. */
interface Stretch {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** Straight enough to begin a line, not only to continue one. */
  readonly begins: boolean;
}

/** Fits a straight line across a chain's direction; null unless it runs along a row. */
function straightStretch(alongs: readonly number[], acrosses: readonly number[], factor: number): Stretch | null {
  const count = alongs.length;
  const from = Math.min(alongs[0], alongs[count - 1]);
  const to = Math.max(alongs[0], alongs[count - 1]);
  if (to - from < count) return null;
  const meanAlong = alongs.reduce((sum, value) => sum + value, 0) / count;
  const meanAcross = acrosses.reduce((sum, value) => sum + value, 0) / count;
  let mixed = 0, squares = 0;
  for (let i = 0; i < count; i++) {
    mixed += (alongs[i] - meanAlong) * (acrosses[i] - meanAcross);
    squares += (alongs[i] - meanAlong) ** 2;
  }
  const slope = mixed / squares;
  let rest = 0;
  for (let i = 0; i < count; i++) rest += (acrosses[i] - meanAcross - slope * (alongs[i] - meanAlong)) ** 2;
  const residual = Math.sqrt(rest / count);
  const drift = Math.abs(slope) * (to - from);
  if (residual > 0.4 || drift > 1.2) return null;
  const scale = (value: number): number => (value + 0.5) * factor - 0.5;
  return {
    row: scale(meanAcross), from: scale(from), to: scale(to),
    begins: residual <= largestResidual && drift <= largestDrift && to - from >= leastLength,
  };
}

/** Lines along rows, each trimmed to the pixels it covers. */
function trimToLines(image: RasterImage, window: PixelBox, stretches: readonly Stretch[]): PixelBox[] {
  const lines: PixelBox[] = [];
  for (const seed of stretches.filter(({ begins }) => begins).sort((a, b) => b.to - b.from - (a.to - a.from))) {
    const row = Math.round(seed.row);
    if (lines.some((line) => row >= line.top - 3 && row <= line.bottom + 2 && seed.from < line.right && seed.to > line.left)) continue;
    let { from, to } = seed;
    for (let grown = true; grown;) {
      grown = false;
      for (const other of stretches) {
        if (Math.abs(other.row - seed.row) > 1.5 || other.to < from - longestGap || other.from > to + longestGap) continue;
        if (other.from < from || other.to > to) grown = true;
        from = Math.min(from, other.from);
        to = Math.max(to, other.to);
      }
    }
    const line = measureLine(image, window, row, Math.round(seed.from), Math.round(seed.to));
    if (!line) continue;
    const ends = walkToEnds(image, window, line, Math.floor(from), Math.ceil(to));
    lines.push({ top: line.top, left: ends.left, bottom: line.bottom, right: ends.right });
  }
  return lines;
}

interface LineProfile {
  readonly top: number;
  readonly bottom: number;
  readonly middle: number;
  readonly colour: readonly [number, number, number];
}

/**
 * Rows and colour of a line from the median across it, which hairs that cross do not move.
 *
 * @returns null when the line does not end sharply, within about three pixels, on both sides.
 */
function measureLine(image: RasterImage, window: PixelBox, row: number, from: number, to: number): LineProfile | null {
  const step = Math.max(1, Math.floor((to - from) / 150));
  const columns: number[] = [];
  for (let column = Math.max(window.left, from); column < Math.min(window.right, to); column += step) columns.push(column);
  const colourAt = (offset: number): [number, number, number] => {
    const y = row + offset;
    return [0, 1, 2].map((channel) => {
      const values = columns.map((column) => image.data[(y * image.width + column) * 3 + channel]).sort((a, b) => a - b);
      return values[values.length >> 1];
    }) as [number, number, number];
  };
  const lowest = Math.max(window.top, row - profileReach) - row;
  const highest = Math.min(window.bottom - 1, row + profileReach) - row;
  const colours = new Map<number, [number, number, number]>();
  for (let offset = lowest; offset <= highest; offset++) colours.set(offset, colourAt(offset));
  const colour = colours.get(0)!;
  const away = (offset: number): number => {
    const other = colours.get(Math.max(lowest, Math.min(highest, offset)))!;
    return Math.max(Math.abs(other[0] - colour[0]), Math.abs(other[1] - colour[1]), Math.abs(other[2] - colour[2]));
  };
  /** Offset of the last row of the line on one side. */
  const edge = (side: 1 | -1): number | null => {
    const room = side === 1 ? highest : -lowest;
    for (let distance = 1; distance <= Math.min(room, profileReach - 5); distance++) {
      if (away(side * distance) < 10) continue;
      const beyond = Math.max(away(side * (distance + 2)), away(side * (distance + 3)));
      // The step must be over within three pixels: what lies a little further out differs hardly more.
      const far = away(side * (distance + 6));
      return beyond >= 14 && far <= beyond * 1.5 + 6 ? side * (away(side * distance) >= 0.5 * beyond ? distance - 1 : distance) : null;
    }
    return room < 6 ? side * room : null;
  };
  const above = edge(-1);
  const below = edge(1);
  if (above === null || below === null) return null;
  return { top: row + above, bottom: row + below + 1, middle: row + Math.round((above + below) / 2), colour };
}

/** Follows the line's colour beyond both ends of what was traced. */
function walkToEnds(image: RasterImage, window: PixelBox, line: LineProfile, from: number, to: number): { left: number; right: number } {
  const side = Math.ceil((line.bottom - line.top) / 2) + 4;
  const matches = (column: number): boolean => {
    const at = (line.middle * image.width + column) * 3;
    const above = (Math.max(window.top, line.middle - side) * image.width + column) * 3;
    const below = (Math.min(window.bottom - 1, line.middle + side) * image.width + column) * 3;
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
