import type { GlobalAssessment, GlobalAssessmentScore, ScoreProbabilities } from '../domain/global-assessment.js';
import type { RatioChange } from '../domain/result.js';
import { cutOnLogScale, cutPoints } from './cut-points.js';
import type { PresetName } from './cut-points.js';
import { nominalScore } from './nominal-score.js';
import type { Densities } from './nominal-score.js';
import { probabilityImproved, scoreProbabilities } from './probabilities.js';
import type { Cuts } from './probabilities.js';
import { standardErrorsFor95 } from './uncertainty.js';
import { clinicianWords, noDetectableChange } from './words.js';

export interface AssessmentOptions {
  preset: PresetName;
  /** Densities of the endpoint at both visits; null where no scale is known, and then only the percent cuts hold. */
  densitiesPerCm2: Densities;
}

/**
 * The computed 7-point score of a change: nominal, supported, in words, with the probability of each score.
 *
 * It is not an investigator's rating. Swapped photographs give exactly the negative scores and exactly the
 * mirrored probabilities; see docs/scoring.md.
 *
 * @throws RangeError when a density is negative or not finite.
 */
export function assessChange(change: RatioChange, { preset, densitiesPerCm2 }: AssessmentOptions): GlobalAssessment {
  for (const density of densitiesPerCm2 === null ? [] : [densitiesPerCm2.before, densitiesPerCm2.after]) {
    if (!(density >= 0 && Number.isFinite(density))) throw new RangeError(`A density must be 0 or more and finite, got ${density}.`);
  }
  const nominal = nominalScore(change.logRatio, densitiesPerCm2, preset);
  const probabilities = change.standardError === 0
    ? certainly(nominal)
    : scoreProbabilities(change.logRatio, change.standardError, effectiveCuts(preset, densitiesPerCm2));
  return gateAssessment({ estimate: change.logRatio, standardError: change.standardError, nominal, probabilities, preset });
}

/** The headline: the nominal score where the change exceeds 1.96 standard errors, else 0 and "no detectable change". */
export function gateAssessment(input: {
  estimate: number; standardError: number; nominal: GlobalAssessmentScore; probabilities: ScoreProbabilities; preset: PresetName;
}): GlobalAssessment {
  const detectable = Math.abs(input.estimate) > standardErrorsFor95 * input.standardError;
  const supported = detectable ? input.nominal : 0;
  return {
    supported,
    nominal: input.nominal,
    words: detectable ? clinicianWords(supported) : noDetectableChange,
    probabilities: input.probabilities,
    probabilityImproved: probabilityImproved(input.probabilities),
    preset: input.preset,
  };
}

/**
 * Where the scores begin on the scale of θ once the "at least" column is taken into account.
 *
 * A possible true ratio t has to be turned into a difference of densities. The geometric mean g of the two visits is
 * held fixed: before = g·e^(−t/2), after = g·e^(t/2), difference = 2g·sinh(t/2). This treats both visits alike and gives
 * the measured difference at t = θ; so "at least D" means |t| >= 2·asinh(D / 2g).
 */
export function effectiveCuts(preset: PresetName, densities: Densities): Cuts {
  const cuts = cutPoints[preset].map((cut) => {
    const percentCut = cutOnLogScale(cut);
    if (densities === null) return percentCut;
    const geometricMean = Math.sqrt(densities.before) * Math.sqrt(densities.after);
    return Math.max(percentCut, 2 * Math.asinh(cut.atLeastPerCm2 / (2 * geometricMean)));
  });
  return [cuts[0], cuts[1], cuts[2]];
}

/** All probability on one score: what is left of the seven when nothing is uncertain. */
export function certainly(score: GlobalAssessmentScore): ScoreProbabilities {
  return { '-3': 0, '-2': 0, '-1': 0, '0': 0, '1': 0, '2': 0, '3': 0, [String(score)]: 1 };
}
