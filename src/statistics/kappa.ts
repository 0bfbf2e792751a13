import type { Interval } from './agreement.js';
import type { Refusal } from './refusal.js';

export interface WeightedKappa {
  /** 1 is perfect, 0 what chance alone gives. */
  kappa: number;
  /** Null where its standard error comes out as 0, as in perfect agreement: a few alike do not make others certain. */
  interval95: Interval | null;
  /** Share of identical ratings, 0…1. */
  shareIdentical: number;
  /** Share within one step. */
  shareWithinOne: number;
  n: number;
}

/**
 * Cohen's kappa of two raters on ordered whole-number scores, weighted by the squared distance; large-sample interval
 * after Fleiss, Cohen and Everitt (Psychological Bulletin 1969). Below about 30 pairs that interval is rough.
 *
 * @param lowest   Smallest score of the scale, e.g. −3.
 * @param highest  Largest score of the scale.
 * @throws RangeError when the lists differ in length or a score is off the scale.
 */
export function weighKappa(first: readonly number[], second: readonly number[], lowest: number, highest: number): WeightedKappa | Refusal {
  const n = first.length;
  if (second.length !== n) throw new RangeError(`Expected as many ratings of both raters, got ${n} and ${second.length}.`);
  for (const score of [...first, ...second]) {
    if (!Number.isInteger(score) || score < lowest || score > highest) throw new RangeError(`Expected whole numbers from ${lowest} to ${highest}, got ${score}.`);
  }
  if (n < 3) return { refused: `Only ${n} rated by both; at least 3 are needed.` };
  const steps = highest - lowest;
  const weight = (a: number, b: number): number => 1 - ((a - b) / steps) ** 2;
  const share = (ratings: readonly number[]): number[] =>
    Array.from({ length: steps + 1 }, (_, at) => ratings.filter((score) => score - lowest === at).length / n);
  const [rows, columns] = [share(first), share(second)];
  const rowWeights = rows.map((_, row) => columns.reduce((sum, part, column) => sum + part * weight(row, column), 0));
  const columnWeights = columns.map((_, column) => rows.reduce((sum, part, row) => sum + part * weight(row, column), 0));
  const observed = first.reduce((sum, score, at) => sum + weight(score, second[at]), 0) / n;
  const expected = rows.reduce((sum, part, row) => sum + part * rowWeights[row], 0);
  if (expected > 1 - 1e-12) return { refused: 'Both raters gave one and the same score throughout, so chance alone would agree as well.' };
  const kappa = (observed - expected) / (1 - expected);
  const spread = first.reduce((sum, score, at) => {
    const [row, column] = [score - lowest, second[at] - lowest];
    return sum + (weight(row, column) - (rowWeights[row] + columnWeights[column]) * (1 - kappa)) ** 2 / n;
  }, 0) - (kappa - expected * (1 - kappa)) ** 2;
  const reach = 1.959963984540054 * Math.sqrt(Math.max(0, spread) / n) / (1 - expected);
  const within = (distance: number): number => first.filter((score, at) => Math.abs(score - second[at]) <= distance).length / n;
  return { kappa, interval95: spread <= 1e-12 ? null : [Math.max(-1, kappa - reach), Math.min(1, kappa + reach)], shareIdentical: within(0), shareWithinOne: within(1), n };
}
