import { mean } from './describe.js';
import { type ArmDifference } from './ancova.js';
import { estimateByT } from './estimate.js';
import type { Refusal } from './refusal.js';

export interface MeansCompared {
  /** Each other arm minus the reference. */
  differences: ArmDifference[];
  residualStandardDeviation: number;
  n: number;
}

/**
 * Differences of the arms' means by Student's t with one scatter for all arms: analysis of variance, `value ~ arm`. Of two arms it is the two-sample t test.
 *
 * @param arms  The arms to compare, the reference first. Rows of other arms are left out.
 */
export function compareMeans(rows: readonly { arm: string; value: number }[], arms: readonly string[]): MeansCompared | Refusal {
  const groups = arms.map((arm) => rows.filter((row) => row.arm === arm).map(({ value }) => value));
  if (arms.length < 2) return { refused: 'There is only one arm, so there is nothing to compare it with.' };
  const thin = arms.find((_, at) => groups[at].length < 2);
  if (thin !== undefined) return { refused: `Fewer than 2 subjects of the arm ${thin} have a value.` };
  const means = groups.map((group) => mean(group)), used = groups.flat(), freedom = used.length - arms.length;
  const residual = groups.reduce((sum, group, at) => sum + group.reduce((own, value) => own + (value - means[at]) ** 2, 0), 0), variance = residual / freedom;
  // Rounding leaves traces where there is nothing.
  if (!(residual > 1e-24 * used.reduce((sum, value) => sum + value ** 2, 0))) return { refused: 'The values have no scatter within the arms, so no interval can be given.' };
  return {
    differences: arms.slice(1).map((arm, index) => ({
      arm, reference: arms[0], ...estimateByT(means[index + 1] - means[0], Math.sqrt(variance * (1 / groups[index + 1].length + 1 / groups[0].length)), freedom),
    })),
    residualStandardDeviation: Math.sqrt(variance), n: used.length,
  };
}
