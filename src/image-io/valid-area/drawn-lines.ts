import type { RasterImage } from '../../raster/raster-image.js';
import { isVivid, type DrawnChain } from './drawn-chains.js';
import { transposeBox, type PixelBox } from './geometry.js';
import { findEndTicks } from './end-ticks.js';
import { fitStraight } from './straight-fit.js';

/** A straight line drawn exactly along rows or columns. */
export interface DrawnLine {
  readonly direction: 'row' | 'column';
  readonly box: PixelBox;
  /** In a colour that neither hair nor skin has. */
  readonly vivid: boolean;
  /** Ends that stop within a few pixels and ends that do not; shafts fade at the root and taper at the tip. */
  readonly ends: { readonly abrupt: number; readonly fading: number };
  /** Share of its length that was traced as exactly straight; the rest was bridged or followed by colour. */
  readonly tracedShare: number;
  /** Short strokes across its ends. */
  readonly ticks: readonly PixelBox[];
}

/** Chains found in a picture shrunk by a whole factor. */
export interface ChainLevel {
  readonly chains: readonly DrawnChain[];
  readonly factor: number;
}

/**
 * Straightness of a drawn line in pixels of the level where it was traced: root mean square, and drift from end to end.
 * The colours of vivid lines are smeared by JPEG and may stray more; no hair has such colours.
 */
const straight = { residual: 0.16, drift: 0.6 };
const straightLong = { residual: 0.3, drift: 0.3 };
const straightVivid = { residual: 0.5, drift: 1.2 };
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
  const stretches = levels.flatMap(({ chains, factor }) => chains.map((chain) => ({ chain, factor })));
  const flat = trimToLines(image, inner, stretches.flatMap(({ chain, factor }) => straightStretches(chain.columns, chain.rows, factor, isVivid(chain))));
  const steep = trimToLines(transposed, transposeBox(inner), stretches.flatMap(({ chain, factor }) => straightStretches(chain.rows, chain.columns, factor, isVivid(chain))));
  return [
    ...flat.map((line) => ({ ...line, direction: 'row' }) as const),
    ...steep.map((line) => ({ ...line, direction: 'column', box: transposeBox(line.box), ticks: line.ticks.map(transposeBox) }) as const),
  ];
}

/** Part of a row that a chain covers. */
interface Stretch {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly exact: boolean;
  /** Exact and long enough to begin a line, not only to continue one. */
  readonly begins: boolean;
  readonly vivid: boolean;
}

/** The stretches of rows that a chain covers: all of it, or the part before it goes on along a hair. */
function straightStretches(alongs: readonly number[], acrosses: readonly number[], factor: number, vivid: boolean): Stretch[] {
  const whole = straightStretch(alongs, acrosses, factor, vivid);
  if (whole?.begins) return [whole];
  const usual = commonest(acrosses);
  const members = acrosses.flatMap((across, i) => (Math.abs(across - usual) <= 0.75 ? [i] : []));
  if (members.length === acrosses.length || members.length < 14) return whole ? [whole] : [];
  const part = straightStretch(members.map((i) => alongs[i]), members.map((i) => acrosses[i]), factor, vivid);
  // Members far apart are chance, not a line.
  if (part && part.to - part.from <= members.length * 3 * factor * 1.5) return whole ? [part, whole] : [part];
  return whole ? [whole] : [];
}

/** The half pixel at which most of the values lie. */
function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  let best = values[0];
  for (const value of values) {
    const half = Math.round(value * 2) / 2;
    const count = (counts.get(half) ?? 0) + 1;
    counts.set(half, count);
    if (count > (counts.get(best) ?? 0)) best = half;
  }
  return best;
}

/** The stretch of a row that points cover; null unless they run along one. */
function straightStretch(alongs: readonly number[], acrosses: readonly number[], factor: number, vivid: boolean): Stretch | null {
  const fit = fitStraight(alongs, acrosses);
  if (!fit || fit.residual > 0.6 || fit.drift > 1.5) return null;
  const within = (limit: { residual: number; drift: number }): boolean => fit.residual <= limit.residual && fit.drift <= limit.drift;
  const length = fit.to - fit.from;
  const exact = (vivid && within(straightVivid)) || (factor > 1 ? within({ residual: 0.1, drift: straight.drift }) : within(straight) || (length >= 120 && within(straightLong)));
  const scale = (value: number): number => (value + 0.5) * factor - 0.5;
  return { row: scale(fit.across), from: scale(fit.from), to: scale(fit.to), exact, begins: exact && length >= leastLength, vivid };
}

/** Lines along rows, each trimmed to the pixels it covers. */
function trimToLines(image: RasterImage, window: PixelBox, stretches: readonly Stretch[]): Omit<DrawnLine, 'direction'>[] {
  const lines: Omit<DrawnLine, 'direction'>[] = [];
  for (const seed of stretches.filter(({ begins }) => begins).sort((a, b) => b.to - b.from - (a.to - a.from))) {
    const row = Math.round(seed.row);
    if (lines.some(({ box }) => row >= box.top - 3 && row <= box.bottom + 2 && seed.from < box.right && seed.to > box.left)) continue;
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
    if (!line || !hasStraightSides(image, window, line, Math.round(seed.from), Math.round(seed.to))) continue;
    if (!seed.vivid && shareOfColour(image, line, Math.round(seed.from), Math.round(seed.to)) < steadyColour.share) continue;
    const ends = walkToEnds(image, window, line, Math.floor(from), Math.ceil(to));
    const box = { top: line.top, left: ends.left, bottom: line.bottom, right: ends.right };
    lines.push({ box, vivid: seed.vivid, tracedShare: tracedShare(stretches, seed.row, box), ends: judgeEnds(image, window, line, box), ticks: findEndTicks(image, window, box, line.colour) });
  }
  return lines;
}

/** Pixels within which a drawn line's end turns from ink to picture. */
const longestEnd = 4;

function judgeEnds(image: RasterImage, window: PixelBox, line: LineProfile, { left, right }: PixelBox): DrawnLine['ends'] {
  const ends = [isAbrupt(image, window, line, left, -1), isAbrupt(image, window, line, right - 1, 1)];
  return { abrupt: ends.filter((end) => end === true).length, fading: ends.filter((end) => end === false).length };
}

/** Compares the line well inside its end with what lies well beyond it, and measures how long the change takes; null when it cannot be told. */
function isAbrupt(image: RasterImage, window: PixelBox, line: LineProfile, end: number, step: 1 | -1): boolean | null {
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

/** Share of a line's columns that lie in an exact stretch on its row. */
function tracedShare(stretches: readonly Stretch[], row: number, { left, right }: PixelBox): number {
  const traced = new Uint8Array(right - left);
  for (const stretch of stretches) {
    if (stretch.exact && Math.abs(stretch.row - row) <= 1) traced.fill(1, Math.max(0, Math.round(stretch.from) - left), Math.max(0, Math.round(stretch.to) + 3 - left));
  }
  return traced.reduce((sum, value) => sum + value, 0) / traced.length;
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
      return beyond >= 14 && far <= beyond * 2 + 6 ? side * (away(side * distance) >= 0.5 * beyond ? distance - 1 : distance) : null;
    }
    return room < 6 ? side * room : null;
  };
  const above = edge(-1);
  const below = edge(1);
  if (above === null || below === null) return null;
  return { top: row + above, bottom: row + below + 1, middle: row, colour };
}

/** A line drawn in ink keeps its colour: share of its length within so many levels of its median. Shafts change along their way. */
const steadyColour = { share: 0.7, tolerance: 14 };

function shareOfColour(image: RasterImage, line: LineProfile, from: number, to: number): number {
  let alike = 0;
  for (let column = from; column < to; column++) {
    const at = (line.middle * image.width + column) * 3;
    if (line.colour.every((value, channel) => Math.abs(image.data[at + channel] - value) <= steadyColour.tolerance)) alike++;
  }
  return alike / Math.max(1, to - from);
}

/** Share of the columns in which a side must lie where it lies in most, and by how many pixels it may be off. */
const steadySides = { share: 0.8, tolerance: 0.6, leastContrast: 20 };

/** Whether both sides of a line lie on one row each, column for column. The sides of a shaft wander by a pixel and more. */
function hasStraightSides(image: RasterImage, window: PixelBox, line: LineProfile, from: number, to: number): boolean {
  return ([-1, 1] as const).every((side) => {
    const reach = (side === 1 ? line.bottom - 1 - line.middle : line.middle - line.top) + 4;
    if (line.middle + side * reach < window.top || line.middle + side * reach >= window.bottom) return true;
    const sides: number[] = [];
    for (let column = Math.max(window.left, from); column < Math.min(window.right, to); column++) {
      const crossing = halfWay(image, line.middle, column, side, reach);
      if (crossing !== null) sides.push(crossing);
    }
    if (sides.length < 12) return true;
    const middle = [...sides].sort((a, b) => a - b)[sides.length >> 1];
    return sides.filter((value) => Math.abs(value - middle) <= steadySides.tolerance).length >= sides.length * steadySides.share;
  });
}

/** Distance from the middle at which the picture is half way between the line and what lies beside it; null without contrast. */
function halfWay(image: RasterImage, middle: number, column: number, side: 1 | -1, reach: number): number | null {
  const level = (distance: number): number => {
    const at = ((middle + side * distance) * image.width + column) * 3;
    return (image.data[at] + 2 * image.data[at + 1] + image.data[at + 2]) / 4;
  };
  const own = level(0);
  const step = level(reach) - own;
  if (Math.abs(step) < steadySides.leastContrast) return null;
  for (let distance = 1; distance <= reach; distance++) {
    const share = (level(distance) - own) / step;
    if (share < 0.5) continue;
    const before = (level(distance - 1) - own) / step;
    return distance - (share - 0.5) / (share - before);
  }
  return null;
}

/** Follows the line's colour beyond both ends of what was traced. */
function walkToEnds(image: RasterImage, window: PixelBox, line: LineProfile, from: number, to: number): { left: number; right: number } {
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
