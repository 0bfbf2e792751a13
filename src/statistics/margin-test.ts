import { studentTTwoSided } from './student-t.js';

/** What is to be shown of a difference: not worse than the reference by the margin or more, or neither worse nor better by it. */
export type MarginAim = 'nonInferiority' | 'equivalence';

/** Chance of claiming it wrongly on each side: half of the usual 5 %, so that the limits are those of the 95 % interval (ICH E9). */
export const oneSidedLevel = 0.025;

/**
 * One-sided p-value of a difference against a margin, by Student's t: that it is −margin or less and, of equivalence, that it is +margin or more, of which
 * the larger p counts (two one-sided tests; Schuirmann 1987). It is below 2.5 % exactly where the 95 % interval ends within the margin.
 *
 *     −margin ····[────•────]····0···· margin     lower limit above −margin: not inferior
 *
 * @param difference  Higher is better. Its standard error is above 0.
 * @param margin  Above 0, in the unit of the difference.
 */
export function testMargin({ estimate, standardError, freedom }: { estimate: number; standardError: number; freedom: number }, margin: number, aim: MarginAim): number {
  if (!(margin > 0 && Number.isFinite(margin))) throw new RangeError(`A margin is above 0 and finite, got ${margin}.`);
  const above = chanceOfMore((estimate + margin) / standardError, freedom);
  return aim === 'nonInferiority' ? above : Math.max(above, chanceOfMore((margin - estimate) / standardError, freedom));
}

/** Probability that Student's t is this large or larger. */
function chanceOfMore(t: number, freedom: number): number {
  const half = studentTTwoSided(t, freedom) / 2;
  return t >= 0 ? half : 1 - half;
}
