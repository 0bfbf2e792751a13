/** One stratum of a rank test: the mid-ranks of its subjects by arm. Each stratum weighs 1 / (subjects + 1). */
export interface RankedStratum {
  /** Multiples of a half. */
  inArm: readonly number[];
  inReference: readonly number[];
}

/** How often each value comes, as a share of all ways; ascending whole numbers. */
interface Distribution {
  values: readonly number[];
  shares: readonly number[];
}

/** More additions than this are not made for the ways of one stratum, nor for the sums of two: some hundredths of a second. */
const mostAdditions = 10_000_000;
/** The widest range of whole numbers over which sums of several strata are gathered. */
const widestRange = 4_000_000;

/**
 * Exact two-sided p-value of rank sums weighted 1 / (subjects + 1): the share of all ways to deal each stratum's subjects to the arms in which the sum lies as far
 * from its mean as the one that was seen, or farther. Everything is counted in whole numbers, so equal sums are equal.
 *
 *     3 against 3, all of one arm above all of the other   2 of 20 ways    0.1,    where the normal curve says 0.0495
 *     4 of 6 increased against 0 of 6, no one else         30 of 495 ways  0.061,  where the normal curve says 0.019
 *
 * @returns Null where there are too many values to go through: never of 70 subjects or fewer in up to three strata; of more where many are alike.
 */
export function permuteRankSums(strata: readonly RankedStratum[]): number | null {
  const parts: Distribution[] = [];
  let seen = 0;
  const divisor = leastCommonMultiple(strata.map(sizeOf).map((size) => size + 1));
  if (divisor === null) return null;
  for (const stratum of strata) {
    const own = countRankSums(stratum), factor = divisor / (sizeOf(stratum) + 1);
    if (own === null) return null;
    seen += factor * beyondMean(stratum);
    // A stratum whose subjects are all alike adds nothing, however they are dealt.
    if (own.values.length > 1) parts.push({ values: own.values.map((value) => factor * value), shares: own.shares });
  }
  // Two halves are gathered, and the sums of both together looked up, which goes through far fewer than all of them.
  const halves: [Distribution, Distribution] = [{ values: [0], shares: [1] }, { values: [0], shares: [1] }];
  for (const part of parts.sort((a, b) => b.values.length - a.values.length)) {
    const smaller = halves[0].values.length < halves[1].values.length ? 0 : 1, together = addDistributions(halves[smaller], part);
    if (together === null) return null;
    halves[smaller] = together;
  }
  return Math.min(1, shareAsFar(...halves, Math.abs(seen)));
}

function sizeOf({ inArm, inReference }: RankedStratum): number {
  return inArm.length + inReference.length;
}

/** Twice the rank sum of the arm less its mean: a whole number. */
function beyondMean(stratum: RankedStratum): number {
  return Math.round(2 * stratum.inArm.reduce((sum, rank) => sum + rank, 0)) - stratum.inArm.length * (sizeOf(stratum) + 1);
}

/** Of all ways to deal one stratum: twice the rank sum less its mean. Null where that takes too many additions. */
function countRankSums(stratum: RankedStratum): Distribution | null {
  const doubled = [...stratum.inArm, ...stratum.inReference].map((rank) => Math.round(2 * rank)), size = doubled.length;
  // What one arm is above its mean the other is below: the fewer are dealt, so that arms that change places are counted alike.
  const chosen = Math.min(stratum.inArm.length, stratum.inReference.length), sign = stratum.inArm.length === chosen ? 1 : -1;
  const least = doubled.reduce((smallest, value) => Math.min(smallest, value)), step = doubled.reduce((common, value) => greatestCommonDivisor(common, value - least), 0) || 1;
  const levels = new Map<number, number>();
  for (const value of doubled) levels.set((value - least) / step, (levels.get((value - least) / step) ?? 0) + 1);
  // Of the commonest rank only the number of subjects matters: with many alike little is left to go through.
  const [common, alike] = [...levels].reduce((most, level) => (level[1] > most[1] ? level : most));
  const rest = [...levels].filter(([value]) => value !== common).flatMap(([value, count]) => Array.from({ length: count }, () => value)).sort((a, b) => a - b);
  const most = Math.min(chosen, rest.length), widest = rest.slice(rest.length - most).reduce((sum, value) => sum + value, 0);
  if (rest.length * most * (widest + 1) > mostAdditions) return null;
  // ways[taken · width + sum]: in how many ways so many of the rest have that sum.
  const width = widest + 1, ways = new Float64Array((most + 1) * width), shares = new Map<number, number>();
  ways[0] = 1;
  rest.forEach((value, at) => {
    for (let taken = Math.min(most, at + 1); taken >= 1; taken--) {
      const [to, from] = [taken * width, (taken - 1) * width];
      for (let sum = widest; sum >= value; sum--) ways[to + sum] += ways[from + sum - value];
    }
  });
  const all = logChoose(size, chosen);
  for (let taken = Math.max(0, chosen - alike); taken <= most; taken++) {
    const further = logChoose(alike, chosen - taken) - all;
    for (let sum = 0; sum <= widest; sum++) {
      const count = ways[taken * width + sum];
      if (count === 0) continue;
      const value = sign * (step * (sum + (chosen - taken) * common) + chosen * least - chosen * (size + 1));
      shares.set(value, (shares.get(value) ?? 0) + Math.exp(Math.log(count) + further));
    }
  }
  const sorted = [...shares].sort(([a], [b]) => a - b);
  return { values: sorted.map(([value]) => value), shares: sorted.map(([, share]) => share) };
}

function addDistributions(a: Distribution, b: Distribution): Distribution | null {
  if (a.values.length * b.values.length > mostAdditions) return null;
  const step = [a, b].reduce((common, { values }) => values.reduce((own, value) => greatestCommonDivisor(own, value - values[0]), common), 0) || 1;
  const least = a.values[0] + b.values[0], range = (a.values[a.values.length - 1] + b.values[b.values.length - 1] - least) / step + 1;
  if (range > widestRange) return null;
  const together = new Float64Array(range), values: number[] = [], shares: number[] = [];
  for (const [i, value] of a.values.entries()) {
    for (let j = 0; j < b.values.length; j++) together[(value + b.values[j] - least) / step] += a.shares[i] * b.shares[j];
  }
  together.forEach((share, at) => {
    if (share === 0) return;
    values.push(least + step * at);
    shares.push(share);
  });
  return { values, shares };
}

/** Share of the sums of two distributions that lie at least so far from 0; the second is looked up in its running totals, not gone through. */
function shareAsFar(a: Distribution, b: Distribution, far: number): number {
  if (far === 0) return 1;
  const upTo: number[] = [0], from: number[] = Array.from({ length: b.shares.length + 1 }, () => 0);
  // From each end by itself, so that a small tail keeps its digits.
  for (const share of b.shares) upTo.push(upTo[upTo.length - 1] + share);
  for (let at = b.shares.length - 1; at >= 0; at--) from[at] = from[at + 1] + b.shares[at];
  return a.values.reduce((sum, value, at) => sum + a.shares[at] * (upTo[countBelow(b.values, -far - value + 1)] + from[countBelow(b.values, far - value)]), 0);
}

/** How many of the ascending values are smaller than the limit. */
function countBelow(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function logChoose(all: number, chosen: number): number {
  let sum = 0;
  for (let at = 1; at <= Math.min(chosen, all - chosen); at++) sum += Math.log((all - at + 1) / at);
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Null beyond the whole numbers that are safe to multiply with. */
function leastCommonMultiple(numbers: readonly number[]): number | null {
  let common = 1;
  for (const number of numbers) {
    common *= number / greatestCommonDivisor(common, number);
    if (common > 1e9) return null;
  }
  return common;
}
