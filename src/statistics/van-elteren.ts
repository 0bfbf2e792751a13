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
  /** Whether the p-value is exact, by permutation, where an arm is too small for the normal curve. */
  exact: boolean;
  /** Chance that a subject of the arm has the higher value than one of the reference in the same stratum, ties halved; 0.5 is no difference. */
  probabilityHigher: number;
  /** Strata with subjects of both arms; others say nothing and are left out. */
  strata: number;
}

/** Where an arm has fewer than these, and both together no more than that, every way to deal subjects to the arms is counted. */
const [fewInArm, mostInBoth] = [6, 50];

/**
 * Van Elteren's test: rank sums within strata, weighted by 1 / (n + 1) (Bulletin of the International Statistical
 * Institute 1960). With one stratum it is Wilcoxon's rank-sum test with ties, without continuity correction.
 * With fewer than 6 subjects in an arm the p-value is exact, by permutation within strata: the normal curve says 0.0495 of 3 against 3 that do not overlap, which chance alone gives in one of ten.
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
    dealt.push({ ranks, inArm, weight });
    n[0] += inArm;
    n[1] += inReference;
    strata++;
  }
  if (strata === 0) return { refused: 'No stratum has subjects of both arms.' };
  if (!(variance > 0)) return { refused: `All subjects ${names.length > 1 ? 'of each stratum ' : ''}have the same value, so nothing can be ranked.` };
  const z = statistic / Math.sqrt(variance);
  const exact = Math.min(...n) < fewInArm && n[0] + n[1] <= mostInBoth ? permuteRankSums(dealt, statistic) : null;
  return { arm, reference, n, z, pValue: exact ?? normalTwoSided(z), exact: exact !== null, probabilityHigher: higher / weights, strata };
}
