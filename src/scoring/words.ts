import type { GlobalAssessmentScore } from '../domain/global-assessment.js';

/** Said instead of "no change" when the change is not larger than what chance explains. */
export const noDetectableChange = 'no detectable change';

const steps = ['slightly', 'moderately', 'greatly'] as const;

/** The clinician's words of the 7-point scale, from "greatly decreased" to "greatly increased". */
export function clinicianWords(score: GlobalAssessmentScore): string {
  return score === 0 ? 'no change' : stepWords(score);
}

/** What a patient answers to "Since the start of the study, the amount of my hair has …". */
export function patientWords(score: GlobalAssessmentScore): string {
  return score === 0 ? 'remained the same' : stepWords(score);
}

function stepWords(score: GlobalAssessmentScore): string {
  return `${steps[Math.abs(score) - 1]} ${score > 0 ? 'increased' : 'decreased'}`;
}
