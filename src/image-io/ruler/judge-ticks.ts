import { logChoose } from './find-combs.js';
import type { NumberedTick, TickRow } from './follow-ticks.js';
import { median, patchSpacing } from './trace-ticks.js';

/** What tells a ruler from hair that happens to lie evenly. Lengths as shares of the distance between ticks. */
export interface TickEvidence {
  readonly count: number;
  /** Ticks of the row that are not seen, as a share of all. */
  readonly missingShare: number;
  /** Root mean square distance from even spacing. */
  readonly unevenness: number;
  /** −log10 of the chance that so many ends would lie on one line: of the ends above, and below. */
  readonly endsOnLine: readonly [number, number];
  /** Spread of their directions, radians. */
  readonly turn: number;
  readonly length: number;
  readonly width: number;
  readonly widthSpread: number;
  /** How much they stand out, levels, and how differently, as a share of it. */
  readonly strength: number;
  readonly strengthSpread: number;
  /** Share of the gaps between neighbouring ticks in which there is another mark like them. */
  readonly marksBetween: number;
}

export function weighTicks(row: TickRow): TickEvidence {
  const { ticks, curve } = row, n = ticks.length, slots = ticks[n - 1].tooth - ticks[0].tooth + 1 + row.leftOut;
  const of = (value: (tick: NumberedTick) => number): number[] => ticks.map(value).filter((number) => !Number.isNaN(number));
  const spread = (values: readonly number[]): number => median(values.map((value) => Math.abs(value - median(values))));
  const width = median(of((tick) => tick.width)), strength = median(of((tick) => tick.strength));
  return {
    count: n, missingShare: 1 - n / slots, unevenness: curve.residual / patchSpacing,
    endsOnLine: [weighEnds(ticks.filter((tick) => !tick.topOpen), (tick) => tick.top), weighEnds(ticks.filter((tick) => !tick.bottomOpen), (tick) => tick.bottom)],
    turn: spread(of((tick) => tick.lean)), length: median(of((tick) => tick.bottom - tick.top)) / patchSpacing,
    width: width / patchSpacing, widthSpread: spread(of((tick) => tick.width)) / width, strength, strengthSpread: spread(of((tick) => tick.strength)) / strength,
    marksBetween: countMarksBetween(row),
  };
}

/** Pixels of the patch that the end of a tick may lie off the line of ends, and the room in which hairs end. */
const endRoom = 2.2, roomOfEnds = 3 * patchSpacing;

function weighEnds(ticks: readonly NumberedTick[], end: (tick: NumberedTick) => number): number {
  let most = 0;
  for (let i = 0; i < ticks.length; i++) for (let j = Math.max(i + 1, 0); j < ticks.length; j++) {
    const lean = (end(ticks[j]) - end(ticks[i])) / (ticks[j].place - ticks[i].place);
    if (Math.abs(lean) > 0.12) continue;
    const on = ticks.filter((tick) => Math.abs(end(tick) - end(ticks[i]) - lean * (tick.place - ticks[i].place)) <= endRoom).length;
    if (on > most) most = on;
  }
  if (most < 4) return 0;
  const n = ticks.length, hits = most - 2;
  return Math.max(0, -(logChoose(n, most) + hits * Math.log10((2 * endRoom) / roomOfEnds)));
}

/** Marks as strong as 30 % of the ticks, between a quarter and three quarters of the way to the next, along the part that all ticks share. */
function countMarksBetween({ ticks, ridges, readingRow, frame }: TickRow): number {
  const strength = median(ticks.map((tick) => tick.strength));
  const tops = ticks.map(({ top }) => top).sort((a, b) => a - b), bottoms = ticks.map(({ bottom }) => bottom).sort((a, b) => a - b);
  const top = tops[Math.floor(tops.length * 0.75)], bottom = bottoms[Math.floor(bottoms.length * 0.25)];
  // Near both ends of the shared part as well: shorter ticks stand at the feet of the longer.
  const bands = [readingRow, top + 4, bottom - 4].map((row) => [row - 2, row + 2] as const);
  let gaps = 0;
  const marked = [0, 0, 0];
  for (let i = 0; i + 1 < ticks.length; i++) {
    const a = ticks[i], b = ticks[i + 1];
    if (b.tooth - a.tooth !== 1) continue;
    gaps++;
    bands.forEach(([from, to], k) => {
      const row = (from + to) / 2 - frame.reachAcross, left = a.at + a.lean * row, right = b.at + b.lean * row;
      const profile: number[] = [];
      for (let column = Math.round(left + 0.22 * (right - left)); column <= Math.round(right - 0.22 * (right - left)); column++) {
        let sum = 0;
        for (let r = from; r <= to; r++) sum += ridges.data[r * ridges.width + column];
        profile.push(sum / (to - from + 1));
      }
      if (profile.some((value, c) => c > 0 && c < profile.length - 1 && value > 0.3 * strength && value > 3 && value >= profile[c - 1] && value >= profile[c + 1])) marked[k]++;
    });
  }
  return gaps === 0 ? 0 : Math.max(...marked) / gaps;
}

