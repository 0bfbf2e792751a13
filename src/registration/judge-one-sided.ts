/** How often hairs are seen at one visit only although nothing came or went; measured, see docs/registration.md. */
export interface DetectorErrors {
  /**
   * Of hairs seen at one visit with confidence c whose shaft another one covers in the other photograph, the share that leaves no trace there:
   * `missedSure + missedPerDoubt·(1 − c)`.
   */
  readonly missedSure: number;
  readonly missedPerDoubt: number;
  /** How often the same happens to shafts that lie in the open, as a share of that, 0…1. */
  readonly openShare: number;
  /** Things taken for hairs at one visit only: so many for each hair at a confidence of a half, fewer as (1 − c)/c at a confidence c. */
  readonly falseOdds: number;
}

/** Of the network that ships: `node bench/change/run.js` prints them for pairs whose change is known; pooled over photographs and phantoms. */
export const shippedDetectorErrors: DetectorErrors = { missedSure: 0.06, missedPerDoubt: 0.36, openShare: 0.11, falseOdds: 0.2 };

/** Shafts at this distance (of their middle lines) hide each other about a third as often as shafts that lie over each other, mm. */
const coverMm = 0.07;

/** A hair that one photograph shows and the other does not. */
export interface OneSidedHair {
  readonly confidence: number;
  /** How near another shaft comes to it in the other photograph, mm; 0 lies over it, Infinity: there is none. */
  readonly gapMm: number;
}

const rounds = 60;

/** Probability that a hair that is there leaves no trace in the other photograph. */
export function probabilityMissed({ confidence, gapMm }: OneSidedHair, { missedSure, missedPerDoubt, openShare }: DetectorErrors): number {
  return (missedSure + missedPerDoubt * (1 - confidence)) * (openShare + (1 - openShare) * Math.exp(-((gapMm / coverMm) ** 2)));
}

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
  const missed = hairs.map((hair) => probabilityMissed(hair, errors));
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
