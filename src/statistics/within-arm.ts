import { areAlike, mean, midRanks, standardDeviation } from './describe.js';
import { estimateByT, type Estimate } from './estimate.js';
import type { Refusal } from './refusal.js';
import { normalTwoSided } from './student-t.js';

/** Paired t test: mean change against 0. */
export function testPairedT(changes: readonly number[]): Estimate | Refusal {
  const deviation = standardDeviation(changes);
  if (deviation === null) return { refused: 'Fewer than 2 subjects have a value.' };
  if (areAlike(changes)) return { refused: 'All changes are alike, so no interval can be given.' };
  return estimateByT(mean(changes), deviation / Math.sqrt(changes.length), changes.length - 1);
}

export interface SignedRank {
  /** Sum of the ranks of the increases. */
  statistic: number;
  /** Changes that are not 0. */
  n: number;
  pValue: number;
  exact: boolean;
}

/** Below this number of changes, and without ties, every pattern of signs is counted instead of using the normal curve. */
const exactBelow = 50;

/**
 * Wilcoxon's signed-rank test of changes against 0; changes of exactly 0 are left out, as Wilcoxon did.
 * Exact without ties below 50 changes, else the normal approximation with ties and continuity correction.
 */
export function testSignedRank(changes: readonly number[]): SignedRank | Refusal {
  const moved = changes.filter((change) => change !== 0);
  const n = moved.length;
  if (n === 0) return { refused: 'No subject has a change other than 0.' };
  const ranks = midRanks(moved.map(Math.abs));
  const statistic = ranks.reduce((sum, rank, at) => (moved[at] > 0 ? sum + rank : sum), 0);
  const tied = new Set(ranks).size < n;
  if (!tied && n < exactBelow && n === changes.length) return { statistic, n, pValue: exactSignedRank(statistic, n), exact: true };
  const centre = (n * (n + 1)) / 4;
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank ** 2, 0) / 4);
  const distance = Math.max(0, Math.abs(statistic - centre) - 0.5);
  return { statistic, n, pValue: normalTwoSided(distance / deviation), exact: false };
}

/** Counts how many of the 2ⁿ patterns of signs give each rank sum. */
function exactSignedRank(statistic: number, n: number): number {
  const most = (n * (n + 1)) / 2;
  const ways = new Float64Array(most + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = most; sum >= rank; sum--) ways[sum] += ways[sum - rank];
  }
  const lower = Math.min(statistic, most - statistic);
  let count = 0;
  for (let sum = 0; sum <= lower; sum++) count += ways[sum];
  return Math.min(1, 2 * count * 2 ** -n);
}
