import type { ScoreProbabilities } from '../domain/global-assessment.js';
import { upperTail } from '../statistics/normal-distribution.js';

/** Where the scores 1, 2 and 3 begin, ascending, on the scale of the estimate; the scores −1, −2, −3 begin at the negatives. */
export type Cuts = readonly [number, number, number];

/**
 * Probability of each of the seven scores, given an estimate and its standard error.
 *
 * The true value is taken as normal around the estimate (a flat prior). Both signs are computed from one magnitude and
 * then named, so the negative estimate gives the same seven numbers with the keys exchanged, bit for bit.
 *
 * @param estimate      θ, or a difference of coverage; finite.
 * @param standardError Above 0; for 0 the score is certain and this function must not be asked.
 * @returns Seven values of 0…1 that sum to 1 (to 1e-15).
 */
export function scoreProbabilities(estimate: number, standardError: number, cuts: Cuts): ScoreProbabilities {
  if (!(standardError > 0)) throw new RangeError(`The standard error must be above 0, got ${standardError}.`);
  const size = Math.abs(estimate);
  const same = bandsBeyond(cuts, (cut) => upperTail((cut - size) / standardError));
  const opposite = bandsBeyond(cuts, (cut) => upperTail((cut + size) / standardError));
  const none = Math.max(0, 1 - same.beyondFirst - opposite.beyondFirst);
  const [plus, minus] = estimate < 0 ? [opposite, same] : [same, opposite];
  return {
    '-3': minus.bands[2], '-2': minus.bands[1], '-1': minus.bands[0], '0': none,
    '1': plus.bands[0], '2': plus.bands[1], '3': plus.bands[2],
  };
}

function bandsBeyond(cuts: Cuts, tail: (cut: number) => number) {
  const [first, second, third] = [tail(cuts[0]), tail(cuts[1]), tail(cuts[2])];
  // Tails fall with the cut except in the last digit; a band must not become −1e-17 for that.
  return { beyondFirst: first, bands: [Math.max(0, first - second), Math.max(0, second - third), third] as const };
}

/** Probability that the true change lies in +1, +2 or +3. */
export function probabilityImproved(probabilities: ScoreProbabilities): number {
  return Math.min(1, probabilities['1'] + probabilities['2'] + probabilities['3']);
}
