import type { Change, FollowUpResult } from '../domain/result.js';
import { globalAssessmentScores } from '../domain/assessment-scores.js';
import type { GlobalAssessment, ScoreProbabilities } from '../domain/global-assessment.js';
import { round, roundKnown } from '../statistics/round.js';
import { probabilityImproved } from './probabilities.js';

/**
 * The figures of a comparison without the tail of binary arithmetic (53.93045806394431, 4.299999999999997), far below what any photograph tells, so that every table,
 * page and program has the same number: percent, percentage points and densities to 4 decimals, logarithms, probabilities and shares (also coverage) to 6, micrometres to 2.
 *
 * Rounding is symmetric: swapped photographs keep exactly the negative log ratio. The seven probabilities sum to 1. Scores were decided before it.
 */
export function roundFollowUp(followUp: FollowUpResult): FollowUpResult {
  const { registration, hairs, change, globalAssessment } = followUp;
  const withProbability = <T extends { probability: number }>(all: readonly T[]): T[] => all.map((hair) => ({ ...hair, probability: round(hair.probability, 6) }));
  return {
    ...followUp,
    registration: { ...registration, overlapShare: roundKnown(registration.overlapShare, 6), residualUm: roundKnown(registration.residualUm, 2) },
    hairs: hairs === null ? null : {
      ...hairs, kept: withProbability(hairs.kept), lost: withProbability(hairs.lost), gained: withProbability(hairs.gained),
      ...(hairs.unclear === undefined ? {} : { unclear: { baseline: withProbability(hairs.unclear.baseline), followUp: withProbability(hairs.unclear.followUp) } }),
    },
    change: change === null ? null : roundChange(change),
    globalAssessment: globalAssessment === null ? null : roundAssessment(globalAssessment),
  };
}

/** See `roundFollowUp`. */
export function roundChange<T extends Change>(change: T): T {
  const value = change.endpoint === 'coverage' ? 6 : 4, error = change.endpoint === 'coverage' ? 4 : 6;
  return {
    ...change,
    before: round(change.before, value), after: round(change.after, value), logRatio: roundKnown(change.logRatio, 6), percent: round(change.percent, 4),
    interval95: [round(change.interval95[0], 4), round(change.interval95[1], 4)], standardError: round(change.standardError, error),
    smallestDetectableChangePercent: round(change.smallestDetectableChangePercent, 4),
  };
}

function roundAssessment<T extends GlobalAssessment>(assessment: T): T {
  const probabilities = roundProbabilities(assessment.probabilities);
  return { ...assessment, probabilities, probabilityImproved: round(probabilityImproved(probabilities), 6) };
}

/** Seven rounded shares may miss 1 by three millionths; the largest takes them. Of two that are as large, +k and −k, neither may be preferred: then 0 takes them. */
export function roundProbabilities(probabilities: ScoreProbabilities): ScoreProbabilities {
  const scores = globalAssessmentScores.map(String) as (keyof ScoreProbabilities)[], millionths = scores.map((score) => Math.round(1e6 * probabilities[score]));
  const missing = 1e6 - millionths.reduce((sum, count) => sum + count, 0), most = Math.max(...millionths);
  const largest = millionths.filter((count) => count === most).length === 1 ? millionths.indexOf(most) : scores.indexOf('0');
  millionths[largest] += missing;
  return Object.fromEntries(scores.map((score, at) => [score, millionths[at] / 1e6])) as unknown as ScoreProbabilities;
}
