import type { GlobalAssessmentScore } from './global-assessment.js';
import { middleScore } from './middle-score.js';

/** Readers whose scores of a case are this far apart leave it to the adjudicator. */
export const adjudicatedDifference = 2;

/** How a blinded panel comes to one score, as tables and pages say it. */
export const panelRule = `the adjudicator’s score where two readers differ by ${adjudicatedDifference} or more, or one could judge and another could not; else the middle of the readers’, halves towards 0`;

/** Largest less smallest score of a case; null below two. */
export function differenceOfReaders(scores: readonly (number | null)[]): number | null {
  const given = scores.filter((score) => score !== null);
  return given.length < 2 ? null : Math.max(...given) - Math.min(...given);
}

/** Whether a case goes to the adjudicator: scores far apart, or one could judge it and another could not. */
export function needsAdjudication(scores: readonly (number | null)[]): boolean {
  return (differenceOfReaders(scores) ?? 0) >= adjudicatedDifference || scores.some((score) => score === null) && scores.some((score) => score !== null);
}

/**
 * The panel's score of a case: `needsAdjudication([0, 2])`, so the adjudicator's; of −1, 0 and 1 it is 0, of 0 and 1 it is 0.
 * @param scores       Of the readers at their first look; null for one who could not judge.
 * @param adjudicated  Null while open, and where the adjudicator could not judge either.
 * @returns Null where there is none; nothing is filled in.
 */
export function findPanelScore(scores: readonly (number | null)[], adjudicated: number | null): GlobalAssessmentScore | null {
  return needsAdjudication(scores) ? adjudicated as GlobalAssessmentScore | null : middleScore(scores);
}
