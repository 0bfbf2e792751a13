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

/** Below this number of changes every pattern of signs is counted instead of using the normal curve. */
const exactBelow = 50;

/**
 * Wilcoxon's signed-rank test of changes against 0; changes of exactly 0 are left out, as Wilcoxon did.
 * Exact below 50 changes, ties included (of five that all rise by the same the normal curve says 0.037, and chance alone gives it in 2 of 32), else the normal approximation with ties and continuity correction.
 */
export function testSignedRank(changes: readonly number[]): SignedRank | Refusal {
  const moved = changes.filter((change) => change !== 0);
  const n = moved.length;
  if (n === 0) return { refused: 'No subject has a change other than 0.' };
  const ranks = midRanks(moved.map(Math.abs));
  const statistic = ranks.reduce((sum, rank, at) => (moved[at] > 0 ? sum + rank : sum), 0);
  if (n < exactBelow) return { statistic, n, pValue: exactSignedRank(statistic, ranks), exact: true };
  const centre = (n * (n + 1)) / 4;
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank ** 2, 0) / 4);
  const distance = Math.max(0, Math.abs(statistic - centre) - 0.5);
  return { statistic, n, pValue: normalTwoSided(distance / deviation), exact: false };
}

/** Counts how many of the 2ⁿ patterns of signs give each rank sum; twice the mid-ranks are whole numbers. */
function exactSignedRank(statistic: number, ranks: readonly number[]): number {
  const doubled = ranks.map((rank) => Math.round(2 * rank)), most = doubled.reduce((sum, rank) => sum + rank, 0);
  const ways = new Float64Array(most + 1);
  ways[0] = 1;
  for (const rank of doubled) {
    for (let sum = most; sum >= rank; sum--) ways[sum] += ways[sum - rank];
  }
  const seen = Math.round(2 * statistic), lower = Math.min(seen, most - seen);
  let count = 0;
  for (let sum = 0; sum <= lower; sum++) count += ways[sum];
  return Math.min(1, 2 * count * 2 ** -ranks.length);
}
