import type { FloatMap } from '../../raster/raster-image.js';

/** Pixels of a patch between neighbouring ticks. */
export const patchSpacing = 16;
/** How far to each side the brightness beside a tick is read. */
const beside = 6;
/** Rows of a tick that a hair or a glare spot may hide. */
const longestGap = 6;

/** One tick in a patch in which it stands about upright: its middle line is `place = at + lean × (row − middle row)`. */
export interface Tick {
  readonly at: number;
  readonly lean: number;
  /** First and last row of it, and whether it stops there because the photograph does. */
  readonly top: number;
  readonly bottom: number;
  readonly topOpen: boolean;
  readonly bottomOpen: boolean;
  /** How much it stands out, levels. */
  readonly strength: number;
  /** Between its half heights, pixels of the patch. */
  readonly width: number;
}

/** How much each place is darker (sign −1) or lighter (1) than what lies beside it on both sides; NaN where unknown. Smoothed over three rows. */
export function measureRidges({ width, height, data }: FloatMap, sign: 1 | -1): FloatMap {
  const smooth = new Float32Array(data.length), out = new Float32Array(data.length).fill(NaN);
  for (let row = 1; row < height - 1; row++) for (let i = row * width; i < (row + 1) * width; i++) smooth[i] = (data[i - width] + data[i] + data[i + width]) / 3;
  for (let row = 1; row < height - 1; row++) for (let column = beside; column < width - beside; column++) {
    const i = row * width + column, here = (smooth[i - 1] + 2 * smooth[i] + smooth[i + 1]) / 4, left = smooth[i - beside], right = smooth[i + beside];
    out[i] = sign > 0 ? here - Math.max(left, right) : Math.min(left, right) - here;
  }
  return { width, height, data: out };
}

/**
 * Follows the tick near a place up and down until it ends.
 *
 * @param from, to  Rows in which to begin.
 * @param room      How far off the place it may be.
 * @returns Null when there is none.
 */
export function traceTick(patch: FloatMap, ridges: FloatMap, place: number, from: number, to: number, room: number): Tick | null {
  const start = findStart(ridges, place, from, to, room);
  if (start === null) return null;
  const rows: number[] = [], places: number[] = [], strengths: number[] = [];
  const up = walk(ridges, start, -1, rows, places, strengths), down = walk(ridges, start, 1, rows, places, strengths);
  if (rows.length < 4) return null;
  const middle = (ridges.height - 1) / 2, { at, lean } = fitLine(rows, places, middle);
  return { at, lean, top: up.last, bottom: down.last, topOpen: up.open, bottomOpen: down.open, strength: median(strengths), width: measureWidth(patch, at, lean, up.last, down.last, middle) };
}

interface Start {
  readonly row: number;
  readonly place: number;
  readonly strength: number;
}

function findStart({ width, height, data }: FloatMap, place: number, from: number, to: number, room: number): Start | null {
  const middle = Math.round((from + to) / 2);
  let best: Start | null = null;
  for (let column = Math.max(0, Math.ceil(place - room)); column <= Math.min(width - 1, Math.floor(place + room)); column++) {
    let sum = 0, count = 0;
    for (let row = Math.max(0, Math.round(from)); row <= Math.min(height - 1, Math.round(to)); row++) {
      const value = data[row * width + column];
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    if (count > 0 && sum / count > 3 && (best === null || sum / count > best.strength)) best = { row: middle, place: column, strength: sum / count };
  }
  return best;
}

function walk({ width, height, data }: FloatMap, start: Start, step: 1 | -1, rows: number[], places: number[], strengths: number[]): { last: number; open: boolean } {
  let place = start.place, lean = 0, missed = 0, last = start.row, level = start.strength, seen = 0;
  for (let row = step > 0 ? start.row : start.row - 1; ; row += step) {
    if (row < 1 || row >= height - 1) return { last, open: true };
    const expected = place + lean, nearest = row * width + Math.round(expected);
    let best = NaN, column = 0;
    for (let c = Math.max(1, Math.ceil(expected - 1.6)); c <= Math.min(width - 2, Math.floor(expected + 1.6)); c++) {
      const at = row * width + c, value = data[at];
      if (!(value <= best)) {
        // The last place known is the flank of a tick that lies beyond it, not its middle.
        if (Number.isNaN(value) || Number.isNaN(data[at - 1]) || Number.isNaN(data[at + 1])) continue;
        best = value;
        column = c;
      }
    }
    if (Number.isNaN(best)) {
      if (nearest < 0 || missed > 0 || Number.isNaN(data[nearest])) return { last, open: missed <= 3 };
      return { last, open: true };
    }
    place = expected;
    if (best < Math.max(2, 0.45 * level)) {
      if (++missed > longestGap) return { last, open: false };
      continue;
    }
    const i = row * width + column, bend = data[i - 1] - 2 * data[i] + data[i + 1];
    const peak = column + (bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (data[i - 1] - data[i + 1])) / bend)) : 0);
    place += 0.4 * (peak - expected);
    lean = Math.max(-0.2, Math.min(0.2, lean + 0.04 * (peak - expected)));
    level += (best - level) / Math.min(24, ++seen + 4);
    missed = 0;
    last = row;
    rows.push(row);
    places.push(peak);
    strengths.push(best);
  }
}

/** Straight line through places, once more without those far off it. */
function fitLine(rows: readonly number[], places: readonly number[], middle: number): { at: number; lean: number } {
  let at = 0, lean = 0, limit = Infinity;
  for (let round = 0; round < 2; round++) {
    let n = 0, sx = 0, sy = 0, xx = 0, xy = 0;
    for (let i = 0; i < rows.length; i++) {
      const x = rows[i] - middle, y = places[i];
      if (Math.abs(y - at - lean * x) > limit) continue;
      n++;
      sx += x;
      sy += y;
      xx += x * x;
      xy += x * y;
    }
    const spread = xx - (sx * sx) / n;
    lean = spread > 0 ? (xy - (sx * sy) / n) / spread : 0;
    at = (sy - lean * sx) / n;
    limit = Math.max(0.6, 2 * median(rows.map((row, i) => Math.abs(places[i] - at - lean * (row - middle)))));
  }
  return { at, lean };
}

function measureWidth({ width, data }: FloatMap, at: number, lean: number, top: number, bottom: number, middle: number): number {
  const profile = new Float32Array(2 * patchSpacing + 1);
  let count = 0;
  for (let row = top; row <= bottom; row++) {
    const from = row * width + Math.round(at + lean * (row - middle)) - patchSpacing;
    if (from < row * width || from + profile.length > (row + 1) * width || Number.isNaN(data[from]) || Number.isNaN(data[from + profile.length - 1])) continue;
    for (let i = 0; i < profile.length; i++) profile[i] += data[from + i];
    count++;
  }
  if (count === 0) return NaN;
  const here = profile[patchSpacing], half = (here + (profile[patchSpacing - beside] + profile[patchSpacing + beside]) / 2) / 2;
  let wide = 0;
  for (const step of [1, -1]) {
    let i = patchSpacing;
    while (i > 0 && i < profile.length - 1 && (profile[i] - half) * (here - half) > 0) i += step;
    const previous = profile[i - step], share = previous === profile[i] ? 0 : (previous - half) / (previous - profile[i]);
    wide += Math.abs(i - step - patchSpacing) + share;
  }
  return wide;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
