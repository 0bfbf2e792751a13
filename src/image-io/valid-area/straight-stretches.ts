import { fitStraight } from './straight-fit.js';

/**
 * Straightness of a drawn line in pixels of the level where it was traced: root mean square, and drift from end to end.
 * The colours of vivid lines are smeared by JPEG and may stray more; no hair has such colours.
 */
const straight = { residual: 0.16, drift: 0.6 };
const straightLong = { residual: 0.3, drift: 0.3 };
const straightVivid = { residual: 0.5, drift: 1.2 };
const leastLength = 45;

/** Part of a row that a chain covers. */
export interface Stretch {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly exact: boolean;
  /** Exact and long enough to begin a line, not only to continue one. */
  readonly begins: boolean;
  readonly vivid: boolean;
}

/** The stretches of rows that a chain covers: all of it, or the part before it goes on along a hair. */
export function straightStretches(alongs: readonly number[], acrosses: readonly number[], factor: number, vivid: boolean): Stretch[] {
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
