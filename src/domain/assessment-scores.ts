/** The standardised 7-point scale. */
export const globalAssessmentScores = [-3, -2, -1, 0, 1, 2, 3] as const;
