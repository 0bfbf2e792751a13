/** One stratum of a rank test: the ranks of all its subjects, how many of them are in the arm, and how its rank sum is weighed. */
export interface RankedStratum {
  /** Mid-ranks: multiples of a half. */
  ranks: readonly number[];
  inArm: number;
  weight: number;
}

/** More values of the statistic than this are not enumerated. */
const mostValues = 1_000_000;

/**
 * Exact two-sided p-value of weighted rank sums: the share of all ways to deal each stratum's subjects to the arms in which the sum lies as far from its
 * mean as the one that was seen, or farther.
 *
 *     3 against 3, all of one arm above all of the other: 2 of 20 ways, 0.1, where the normal curve says 0.0495
 *
 * @param seen  Weighted rank sums of the arm, less their means.
 * @returns Null where there are too many values to go through.
 */
export function permuteRankSums(strata: readonly RankedStratum[], seen: number): number | null {
  let values = new Map<number, number>([[0, 1]]);
  for (const { ranks, inArm, weight } of strata) {
    const ways = countSums(ranks.map((rank) => Math.round(2 * rank)), inArm), all = ways.reduce((sum, count) => sum + count, 0), middle = (inArm * (ranks.length + 1)) / 2;
    const steps = ways.flatMap((count, sum) => (count === 0 ? [] : [[weight * (sum / 2 - middle), count / all] as const]));
    if (values.size * steps.length > mostValues) return null;
    const next = new Map<number, number>();
    // Sums of fractions that are alike may differ in their last digits.
    for (const [value, chance] of values) for (const [step, share] of steps) {
      const key = Math.round((value + step) * 1e9) / 1e9;
      next.set(key, (next.get(key) ?? 0) + chance * share);
    }
    values = next;
  }
  const limit = Math.abs(seen) - 1e-8;
  return Math.min(1, [...values].reduce((sum, [value, chance]) => (Math.abs(value) >= limit ? sum + chance : sum), 0));
}

/** By sum: in how many ways so many of the numbers have it. */
function countSums(numbers: readonly number[], chosen: number): number[] {
  const most = numbers.toSorted((a, b) => b - a).slice(0, chosen).reduce((sum, one) => sum + one, 0);
  const ways = Array.from({ length: chosen + 1 }, () => Array.from({ length: most + 1 }, () => 0));
  ways[0][0] = 1;
  for (const [at, number] of numbers.entries()) {
    for (let taken = Math.min(chosen, at + 1); taken >= 1; taken--) {
      for (let sum = most; sum >= number; sum--) ways[taken][sum] += ways[taken - 1][sum - number];
    }
  }
  return ways[chosen];
}
