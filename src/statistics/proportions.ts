import type { Interval } from './agreement.js';

const z = 1.959963984540054;

/** A share of subjects with Wilson's 95 % score interval. */
export interface Proportion {
  count: number;
  n: number;
  share: number;
  interval95: Interval;
}

/** @param n 1 or more. */
export function estimateProportion(count: number, n: number): Proportion {
  if (!(Number.isInteger(count) && Number.isInteger(n) && n > 0 && count >= 0 && count <= n)) {
    throw new RangeError(`Expected a count from 0 to n and n above 0, got ${count} of ${n}.`);
  }
  const share = count / n;
  const middle = share + z ** 2 / (2 * n);
  const reach = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  const whole = 1 + z ** 2 / n;
  return {
    count, n, share,
    interval95: [count === 0 ? 0 : (middle - reach) / whole, count === n ? 1 : (middle + reach) / whole],
  };
}

/**
 * Difference of two shares with Newcombe's hybrid score interval (Statistics in Medicine 1998, method 10):
 * as good with 0 or all responders as in between, where the usual formula would claim certainty.
 *
 * @returns `share` minus `reference`, −1…1.
 */
export function differenceOfProportions(share: Proportion, reference: Proportion): { difference: number; interval95: Interval } {
  const difference = share.share - reference.share;
  const [lowShare, highShare] = share.interval95;
  const [lowReference, highReference] = reference.interval95;
  return {
    difference,
    interval95: [
      difference - Math.hypot(share.share - lowShare, highReference - reference.share),
      difference + Math.hypot(highShare - share.share, reference.share - lowReference),
    ],
  };
}
