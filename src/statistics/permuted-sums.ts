/** More sums than this of either half are not made. */
const mostSums = 40_000;

/**
 * Exact two-sided p-value of a sum: the share of all ways to choose as many of the numbers in which their sum lies as far from its mean as the one that was seen, or farther.
 * The numbers are cut in two halves, and each sum of one is looked up among those of the other.
 *
 *     chosen 5 of 1 2 3 4 5   →  2 of 5 ways lie as far from 3 (1 and 5): 0.4
 *
 * @returns Null where there are too many ways: never of 30 numbers or fewer.
 */
export function permuteSums(chosen: readonly number[], others: readonly number[]): number | null {
  // As many of the fewer are chosen: the sum of the rest says the same.
  const [few, many] = chosen.length <= others.length ? [chosen, others] : [others, chosen], all = [...few, ...many], centre = all.reduce((sum, value) => sum + value, 0) / all.length;
  const centred = all.map((value) => value - centre), half = centred.length >> 1;
  if (Math.max(countSubsets(half, few.length), countSubsets(centred.length - half, few.length)) > mostSums) return null;
  const [left, right] = [centred.slice(0, half), centred.slice(half)].map((values) => sumsBySize(values, few.length));
  // What binary arithmetic leaves does not part sums that are alike.
  const seen = Math.abs(few.reduce((sum, value) => sum + value - centre, 0)), far = seen - 1e-9 * (seen + centred.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  let [count, ways] = [0, 0];
  left.forEach((sums, size) => {
    const rest = right[few.length - size];
    if (rest === undefined) return;
    ways += sums.length * rest.length;
    for (const sum of sums) count += far <= 0 ? rest.length : countBelow(rest, -far - sum, true) + rest.length - countBelow(rest, far - sum, false);
  });
  return count / ways;
}

function countSubsets(of: number, most: number): number {
  let [sum, ways] = [0, 1];
  for (let size = 0; size <= Math.min(of, most); size++) {
    sum += ways;
    ways *= (of - size) / (size + 1);
  }
  return sum;
}

/** Of each number of values: all sums of so many, ascending. */
function sumsBySize(values: readonly number[], most: number): Float64Array[] {
  const bySize: number[][] = Array.from({ length: Math.min(most, values.length) + 1 }, () => []);
  bySize[0].push(0);
  values.forEach((value) => {
    for (let size = bySize.length - 1; size >= 1; size--) for (const sum of bySize[size - 1]) bySize[size].push(sum + value);
  });
  return bySize.map((sums) => Float64Array.from(sums).sort());
}

/** How many of the ascending values are smaller than the limit, or at most the limit. */
function countBelow(values: Float64Array, limit: number, orAlike: boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < limit || (orAlike && values[middle] === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
