/** How often hairs are seen at one visit only although nothing came or went; measured, see docs/registration.md. */
export interface DetectorErrors {
  /**
   * Of hairs seen at one visit with confidence c whose shaft lies upon others all the way in the other photograph, the share that leaves no trace there:
   * `missedSure + missedPerDoubt·(1 − c)`.
   */
  readonly missedSure: number;
  readonly missedPerDoubt: number;
  /** How often the same happens to shafts that lie in the open, as a share of that, 0…1. */
  readonly openShare: number;
  /** Things taken for hairs at one visit only: so many for each hair at a confidence of a half, fewer as (1 − c)/c at a confidence c. */
  readonly falseOdds: number;
  /**
   * Shafts drawn from the exit of one hair to the tip of its neighbour, or twice along one hair: so many for each hair that has its exit at the very
   * place of another exit, in its own photograph or, as laid over it, in the other one.
   */
  readonly sameExitOdds: number;
  readonly takenExitOdds: number;
}

/** Of the network that ships, pooled over photographs and phantoms: `node bench/change/run.js` with `--fit` prints the first four for pairs whose change is known; the odds of shared exits were chosen with them by the likelihood of the true answers (docs/variability.md). */
export const shippedDetectorErrors: DetectorErrors = { missedSure: 0.2, missedPerDoubt: 1.2, openShare: 0.03, falseOdds: 0.2, sameExitOdds: 0.07, takenExitOdds: 0.8 };

/** Shafts that run at this distance from others (of their middle lines) are hidden about a third as often as those that lie upon them, mm. */
const coverMm = 0.07;
/** Hairs do not leave the skin nearer to each other than about a shaft's width; at this distance of two exits a third of the doubt is left, mm. */
const exitMm = 0.05;
/** Where the other photograph ends this far up the shaft, two thirds of such hairs leave no trace in it for that reason alone, mm. */
const shownMm = 0.08;

/** A hair that one photograph shows and the other does not. */
export interface OneSidedHair {
  readonly confidence: number;
  /** How far from other shafts it would run in the other photograph, mm, on average along it, as `measureShaftGap` says; 0: upon them. */
  readonly gapMm: number;
  /** Distance of the nearest other exit in its own photograph and, from where it should be, in the other one, mm; Infinity: there is none. */
  readonly sameExitMm: number;
  readonly takenExitMm: number;
  /** Probability that its exit lies inside the other photograph, 0…1. */
  readonly insideShare: number;
  /** How much of the shaft the other photograph would show before it ends, mm. */
  readonly shownMm: number;
}

const rounds = 60;

/** Probability that a hair that is there leaves no trace in the other photograph. */
export function probabilityMissed({ confidence, gapMm, shownMm: shown }: Pick<OneSidedHair, 'confidence' | 'gapMm' | 'shownMm'>, { missedSure, missedPerDoubt, openShare }: DetectorErrors): number {
  const overlooked = (missedSure + missedPerDoubt * (1 - confidence)) * (openShare + (1 - openShare) * Math.exp(-((gapMm / coverMm) ** 2)));
  return 1 - (1 - Math.min(1, overlooked)) * (1 - Math.exp(-((shown / shownMm) ** 2)));
}

/** Odds that a shaft seen at one visit is none of the hairs there, but drawn from thin air or from parts of others. */
function oddsOfNone({ confidence, sameExitMm, takenExitMm }: OneSidedHair, { falseOdds, sameExitOdds, takenExitOdds }: DetectorErrors): number {
  return (falseOdds * (1 - confidence)) / Math.max(confidence, 0.01) + sameExitOdds * Math.exp(-((sameExitMm / exitMm) ** 2)) + takenExitOdds * Math.exp(-((takenExitMm / exitMm) ** 2));
}

/**
 * Probability, for each hair seen at one visit only, that it is a hair of the common skin and truly is not there at the other visit.
 *
 *     p = inside·π / (π + (1 − π)·(1 − inside·(1 − missed)) + odds of none)
 *
 * π, the share of the hairs that went (or came), is not assumed but estimated from the same hairs: the value at which it equals the
 * mean of p (expectation–maximisation). So a few one-sided hairs, no more than errors bring, are taken for errors, and many for change.
 *
 * @param kept  Number of hairs that both photographs show and that count in the one of these hairs.
 */
export function judgeOneSided(hairs: readonly OneSidedHair[], kept: number, errors: DetectorErrors): number[] {
  // One that lies beyond the other photograph is not shown there either.
  const missed = hairs.map((hair) => 1 - hair.insideShare * (1 - probabilityMissed(hair, errors)));
  const none = hairs.map((hair) => oddsOfNone(hair, errors));
  let share = hairs.length / Math.max(1, hairs.length + kept);
  let probabilities: number[] = [];
  for (let round = 0; round < rounds; round++) {
    probabilities = hairs.map(({ insideShare }, i) => (insideShare * share) / (share + (1 - share) * missed[i] + none[i] || 1));
    // Added in order of size, so that the sum does not depend on the order of the hairs.
    const gone = [...probabilities].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0);
    share = gone / Math.max(1, gone + kept);
  }
  return probabilities;
}
