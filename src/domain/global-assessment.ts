import { z } from 'zod';

export { globalAssessmentScores } from './assessment-scores.js';

export const globalAssessmentScoreSchema = z.union([
  z.literal(-3), z.literal(-2), z.literal(-1), z.literal(0), z.literal(1), z.literal(2), z.literal(3),
]);
export type GlobalAssessmentScore = z.infer<typeof globalAssessmentScoreSchema>;

const probability = z.number().min(0).max(1);

/** Keys are the scores written as text. The seven values sum to 1. */
export const scoreProbabilitiesSchema = z.object({
  '-3': probability, '-2': probability, '-1': probability, '0': probability, '1': probability, '2': probability, '3': probability,
});
export type ScoreProbabilities = z.infer<typeof scoreProbabilitiesSchema>;

export const globalAssessmentSchema = z.object({
  /** The headline: 0 unless the change is larger than what chance explains. */
  supported: globalAssessmentScoreSchema,
  /** The band the change falls into, whatever its uncertainty. */
  nominal: globalAssessmentScoreSchema,
  words: z.string(),
  probabilities: scoreProbabilitiesSchema,
  /** Probability that the true change lies in +1, +2 or +3. */
  probabilityImproved: probability,
  preset: z.enum(['standard', 'strict']),
  /** Said of scores from coverage, whose cut points rest on little. */
  provisional: z.literal(true).optional(),
});
export type GlobalAssessment = z.infer<typeof globalAssessmentSchema>;
