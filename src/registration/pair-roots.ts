import { firstFrom } from './first-from.js';
import type { RootField } from './root-field.js';

/** Where the first field's roots are expected in the second field. */
export interface ExpectedPlaces {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Variance of a matching root around it, in each direction, mm². */
  readonly variance: Float64Array;
  /** No match is farther away than this, mm; 0 where the place is too uncertain to match at all. */
  readonly reach: Float64Array;
}

/**
 * Pairs roots one to one: closest first (in squared standard deviations, what else speaks against the pair added), then single
 * exchanges that let a left-over pair join.
 *
 * @param against  What besides distance speaks against a pair, in the same unit; may be negative. Default: nothing.
 * @returns For each root of the first field the index of its partner in the second, −1 for none.
 */
export function pairRoots(expected: ExpectedPlaces, second: RootField, against: (i: number, j: number) => number = () => 0): Int32Array {
  const candidates = listCandidates(expected, second, against);
  const partner = new Int32Array(expected.x.length).fill(-1), taken = new Int32Array(second.x.length).fill(-1);
  for (const { i, j } of candidates) {
    if (partner[i] >= 0 || taken[j] >= 0) continue;
    partner[i] = j;
    taken[j] = i;
  }
  const choices = new Map<number, number[]>();
  for (const { i, j } of candidates) choices.set(i, [...(choices.get(i) ?? []), j]);
  for (const { i, j } of candidates) {
    // i is left over because another root took j; that one may have a second choice that is free.
    if (partner[i] >= 0 || taken[j] < 0) continue;
    const other = taken[j], free = choices.get(other)!.find((choice) => taken[choice] < 0);
    if (free === undefined) continue;
    partner[other] = free;
    taken[free] = other;
    partner[i] = j;
    taken[j] = i;
  }
  return partner;
}

function listCandidates({ x, y, variance, reach }: ExpectedPlaces, second: RootField, against: (i: number, j: number) => number): { i: number; j: number; cost: number }[] {
  const candidates: { i: number; j: number; cost: number }[] = [];
  for (let i = 0; i < x.length; i++) {
    const limit = reach[i];
    if (limit === 0) continue;
    for (let j = firstFrom(second.x, x[i] - limit); j < second.x.length && second.x[j] <= x[i] + limit; j++) {
      const d2 = (second.x[j] - x[i]) ** 2 + (second.y[j] - y[i]) ** 2;
      if (d2 <= limit * limit) candidates.push({ i, j, cost: d2 / variance[i] + against(i, j) });
    }
  }
  return candidates.sort((a, b) => a.cost - b.cost || a.i - b.i || a.j - b.j);
}
