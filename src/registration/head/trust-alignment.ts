import type { HeadAlignment } from './align-heads.js';

/**
 * Evidence below which an alignment may be chance. Photographs of two people, or of one head from two sides, reached at most
 * 3 agreeing spots and a detail agreement of 0.33, painted heads of one outline 4 and 0.59; the same photograph changed on
 * purpose stays above 50 and 0.9 (docs/global.md).
 */
export const leastEvidence = { spots: 8, detail: 0.62, outline: 0.72 } as const;

/**
 * Whether details alone show how the head is held, so that a difference of the outlines is one of what was found: skin bared
 * at one visit may no longer be taken for scalp there.
 */
export function isProven({ agreement, agreeingSpots }: Pick<HeadAlignment, 'agreement' | 'agreeingSpots'>): boolean {
  return agreement.detail >= 0.65 || (agreeingSpots >= 25 && agreement.detail >= 0.45);
}

/** Why one head cannot be taken to lie on the other, in a sentence; null when it can. */
export function trustAlignment({ agreement, agreeingSpots }: Pick<HeadAlignment, 'agreement' | 'agreeingSpots'>): string | null {
  if (agreement.outline < leastEvidence.outline && !isProven({ agreement, agreeingSpots })) return `The outlines of the scalp agree by ${Math.round(100 * agreement.outline)} % only.`;
  if (agreement.detail < leastEvidence.detail && agreeingSpots < leastEvidence.spots) return 'The outlines fit, but too few details are found again to tell how the head is turned.';
  return null;
}
