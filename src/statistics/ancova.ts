import { mean } from './describe.js';
import { estimateByT, type Estimate } from './estimate.js';
import type { Refusal } from './refusal.js';

/** One subject of a parallel-group comparison. */
export interface GroupedChange {
  arm: string;
  baseline: number;
  change: number;
}

export interface AdjustedMean extends Omit<Estimate, 'pValue'> {
  arm: string;
  n: number;
}

export interface ArmDifference extends Estimate {
  arm: string;
  reference: string;
}

export interface Ancova {
  /** Mean change of each arm at the mean baseline of all. */
  adjustedMeans: AdjustedMean[];
  /** Each other arm minus the reference. */
  differences: ArmDifference[];
  /** Change per unit of baseline, common to all arms. */
  slope: Estimate;
  /** What is left of the scatter of the change once arm and baseline are known: for planning the next trial. */
  residualStandardDeviation: number;
  n: number;
}

/**
 * Analysis of covariance: change ~ arm + baseline, by least squares with one slope for all arms.
 *
 *     adjusted mean of an arm = mean change − slope · (mean baseline of the arm − mean baseline of all)
 *
 * Assumes that subjects are independent and that the scatter is alike in all arms.
 *
 * @param arms  The arms to compare, the reference first. Rows of other arms are left out.
 */
export function fitAncova(rows: readonly GroupedChange[], arms: readonly string[]): Ancova | Refusal {
  const groups = arms.map((arm) => rows.filter((row) => row.arm === arm));
  if (arms.length < 2) return { refused: 'There is only one arm, so there is nothing to compare it with.' };
  const thin = arms.find((_, at) => groups[at].length < 2);
  if (thin !== undefined) return { refused: `Fewer than 2 subjects of the arm ${thin} have a value.` };
  const used = groups.flat();
  const freedom = used.length - arms.length - 1;
  if (freedom < 1) return { refused: `${used.length} subjects are too few for ${arms.length} arms and a baseline.` };

  const centre = mean(used.map(({ baseline }) => baseline));
  const baselines = groups.map((group) => mean(group.map(({ baseline }) => baseline)));
  const changes = groups.map((group) => mean(group.map(({ change }) => change)));
  let [squares, products] = [0, 0];
  groups.forEach((group, at) => {
    for (const { baseline, change } of group) {
      squares += (baseline - baselines[at]) ** 2;
      products += (baseline - baselines[at]) * (change - changes[at]);
    }
  });
  if (!(squares > 1e-12 * used.length * Math.max(centre ** 2, 1e-300))) return { refused: 'All baselines are alike, so nothing can be adjusted for them.' };
  const slope = products / squares;
  let residual = 0;
  groups.forEach((group, at) => {
    for (const { baseline, change } of group) residual += (change - changes[at] - slope * (baseline - baselines[at])) ** 2;
  });
  const variance = residual / freedom;
  // Rounding leaves traces where there is nothing.
  const size = used.reduce((sum, { change }) => sum + change ** 2, 0);
  if (!(residual > 1e-24 * size)) return { refused: 'The changes have no scatter beyond arm and baseline, so no interval can be given.' };

  return {
    adjustedMeans: arms.map((arm, at) => {
      const distance = baselines[at] - centre;
      const { pValue: _, ...estimate } = estimateByT(
        changes[at] - slope * distance, Math.sqrt(variance * (1 / groups[at].length + distance ** 2 / squares)), freedom);
      return { arm, n: groups[at].length, ...estimate };
    }),
    differences: arms.slice(1).map((arm, index) => {
      const at = index + 1;
      const distance = baselines[at] - baselines[0];
      const standardError = Math.sqrt(variance * (1 / groups[at].length + 1 / groups[0].length + distance ** 2 / squares));
      return { arm, reference: arms[0], ...estimateByT(changes[at] - changes[0] - slope * distance, standardError, freedom) };
    }),
    slope: estimateByT(slope, Math.sqrt(variance / squares), freedom),
    residualStandardDeviation: Math.sqrt(variance),
    n: used.length,
  };
}
