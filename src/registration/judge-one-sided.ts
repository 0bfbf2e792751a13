/** How often hairs are seen at one visit only although nothing came or went; measured, see docs/registration.md. */
export interface DetectorErrors {
  /** Share of the hairs surely seen at one visit of which the other photograph shows no trace, 0…1: where they stand alone, and beside another hair. */
  readonly missedAlone: number;
  readonly missedBeside: number;
  /** Things taken for hairs at one visit only: so many for each hair at a confidence of a half, fewer as (1 − c)/c at a confidence c. */
  readonly falseOdds: number;
}

/** Of the network that ships: `node bench/change/run.js` prints them for pairs whose change is known; pooled over photographs and phantoms. */
export const shippedDetectorErrors: DetectorErrors = { missedAlone: 0.015, missedBeside: 0.06, falseOdds: 0.23 };

/** A hair that one photograph shows and the other does not. */
export interface OneSidedHair {
  readonly confidence: number;
  /** Whether the other photograph shows another hair so near that both could have been taken for one. */
  readonly isBeside: boolean;
}

const rounds = 60;

/**
 * Probability, for each hair seen at one visit only, that it is a hair and truly is not there at the other visit.
 *
 *     p = π / (π + (1 − π)·missed + false·(1 − c)/c)
 *
 * π, the share of the hairs that went (or came), is not assumed but estimated from the same hairs: the value at which it equals the
 * mean of p (expectation–maximisation). So a few one-sided hairs, no more than errors bring, are taken for errors, and many for change.
 *
 * @param kept  Number of hairs that both photographs show.
 */
export function judgeOneSided(hairs: readonly OneSidedHair[], kept: number, errors: DetectorErrors): number[] {
  const missed = hairs.map(({ isBeside }) => (isBeside ? errors.missedBeside : errors.missedAlone));
  const none = hairs.map(({ confidence }) => (errors.falseOdds * (1 - confidence)) / Math.max(confidence, 0.01));
  let share = hairs.length / Math.max(1, hairs.length + kept);
  let probabilities: number[] = [];
  for (let round = 0; round < rounds; round++) {
    probabilities = hairs.map((_, i) => share / (share + (1 - share) * missed[i] + none[i] || 1));
    // Added in order of size, so that the sum does not depend on the order of the hairs.
    const gone = [...probabilities].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0);
    share = gone / Math.max(1, gone + kept);
  }
  return probabilities;
}
