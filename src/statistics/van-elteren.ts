import { midRanks } from './describe.js';
import { permuteRankSums, type RankedStratum } from './permuted-rank-sums.js';
import type { Refusal } from './refusal.js';
import { normalTwoSided } from './student-t.js';

/** One subject with an ordered outcome. */
export interface StratifiedOutcome {
  arm: string;
  stratum: string;
  value: number;
}

export interface VanElteren {
  arm: string;
  reference: string;
  n: [arm: number, reference: number];
  /** Standard normal when the arms do not differ; positive when the arm has the higher values. */
  z: number;
  pValue: number;
  /** Whether the p-value is exact, by permutation within strata, or from the normal curve. */
  exact: boolean;
  /** Chance that a subject of the arm has the higher value than one of the reference in the same stratum, ties halved; 0.5 is no difference. */
  probabilityHigher: number;
  /** Strata with subjects of both arms; others say nothing and are left out. */
  strata: number;
}

/**
 * Van Elteren's test: rank sums within strata, weighted by 1 / (n + 1) (Bulletin of the International Statistical
 * Institute 1960). With one stratum it is Wilcoxon's rank-sum test with ties, without continuity correction.
 * The p-value is exact, by permutation within strata, where every way to deal the subjects to the arms can be counted; else, in large trials, from the normal curve,
 * which is wrong where subjects are few or most scores alike: it says 0.019 of 4 of 6 increased against 0 of 6, which chance alone gives in 6 of 100.
 */
export function testVanElteren(rows: readonly StratifiedOutcome[], arm: string, reference: string): VanElteren | Refusal {
  const used = rows.filter((row) => row.arm === arm || row.arm === reference);
  const names = [...new Set(used.map(({ stratum }) => stratum))].sort();
  let [statistic, variance, higher, weights, strata] = [0, 0, 0, 0, 0];
  const n: [number, number] = [0, 0], dealt: RankedStratum[] = [];
  for (const name of names) {
    const members = used.filter(({ stratum }) => stratum === name);
    const size = members.length;
    const inArm = members.filter((member) => member.arm === arm).length;
    const inReference = size - inArm;
    if (inArm === 0 || inReference === 0) continue;
    const ranks = midRanks(members.map(({ value }) => value));
    const middle = (size + 1) / 2;
    const excess = ranks.reduce((sum, rank, at) => (members[at].arm === arm ? sum + rank - middle : sum), 0);
    const scatter = ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0);
    const weight = 1 / (size + 1);
    statistic += weight * excess;
    variance += (weight ** 2 * inArm * inReference * scatter) / (size * (size - 1));
    // The rank sum beyond its mean is (pairs won − pairs lost) / 2.
    higher += weight * (excess + (inArm * inReference) / 2);
    weights += weight * inArm * inReference;
    dealt.push({ inArm: ranks.filter((_, at) => members[at].arm === arm), inReference: ranks.filter((_, at) => members[at].arm === reference) });
    n[0] += inArm;
    n[1] += inReference;
    strata++;
  }
  if (strata === 0) return { refused: 'No stratum has subjects of both arms.' };
  if (!(variance > 0)) return { refused: `All subjects ${names.length > 1 ? 'of each stratum ' : ''}have the same value, so nothing can be ranked.` };
  const z = statistic / Math.sqrt(variance);
  const exact = permuteRankSums(dealt);
  return { arm, reference, n, z, pValue: exact ?? normalTwoSided(z), exact: exact !== null, probabilityHigher: higher / weights, strata };
}
