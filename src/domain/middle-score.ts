import type { GlobalAssessmentScore } from './global-assessment.js';

/** The middle of the scores that there are, halves towards 0: of −1, 0 and 1 it is 0, of 0 and 1 it is 0, of 1 and 2 it is 1. Null where there are none. */
export function middleScore(scores: readonly (number | null)[]): GlobalAssessmentScore | null {
  const given = scores.filter((score) => score !== null).sort((a, b) => a - b);
  // The sum keeps a zero from becoming −0.
  return given.length === 0 ? null : (Math.trunc((given[(given.length - 1) >> 1]! + given[given.length >> 1]!) / 2) + 0) as GlobalAssessmentScore;
}
