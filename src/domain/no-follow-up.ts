/** Warnings of a comparison after which a pair is no follow-up: one file at two visits, or one exposure saved twice, is a slip, and its change of 0 says nothing of the subject. */
export const noFollowUps = ['comparison.samePhotograph', 'comparison.sameExposure'] as const;
