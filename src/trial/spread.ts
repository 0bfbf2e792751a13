import type { Spread } from '../domain/trial-statistics.js';
import { areAlike, mean, quantile, standardDeviation } from '../statistics/describe.js';
import { studentTQuantile } from '../statistics/quantiles.js';

/** Describes a list of figures; everything but n is null where it cannot be said. */
export function describeSpread(values: readonly number[]): Spread {
  const n = values.length;
  if (n === 0) return { n, mean: null, standardDeviation: null, interval95: null, median: null, quartiles: null, range: null };
  const centre = mean(values);
  // Percentages that are written alike may differ in their last binary digit.
  const deviation = n > 1 && areAlike(values) ? 0 : standardDeviation(values);
  // Values all alike tell nothing of their scatter: an interval without width would promise what nobody knows.
  const reach = deviation === null || deviation === 0 ? null : (studentTQuantile(0.975, n - 1) * deviation) / Math.sqrt(n);
  return {
    n, mean: centre, standardDeviation: deviation,
    interval95: reach === null ? null : [centre - reach, centre + reach],
    median: quantile(values, 0.5), quartiles: [quantile(values, 0.25)!, quantile(values, 0.75)!],
    range: [quantile(values, 0)!, quantile(values, 1)!],
  };
}
