import { fQuantile, studentTQuantile } from './quantiles.js';
import type { Refusal } from './refusal.js';

export type Interval = [lower: number, upper: number];

/**
 * Bias and 95 % limits of agreement between a measurement and the truth, each with its 95 % interval; null where all differences are alike, which leaves
 * nothing to tell from how far others may lie.
 */
export interface LimitsOfAgreement {
  /** Mean of measured minus true. */
  bias: number;
  biasInterval95: Interval | null;
  /** Standard deviation of the differences. */
  standardDeviation: number;
  lower: number;
  lowerInterval95: Interval | null;
  upper: number;
  upperInterval95: Interval | null;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function sumOfSquares(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}

function requireEqualLength(measured: readonly number[], truth: readonly number[]): void {
  if (measured.length !== truth.length) {
    throw new RangeError(`Expected as many measured values as true ones; got ${measured.length} and ${truth.length}.`);
  }
}

/**
 * Agreement of two methods after Bland and Altman (1986); the intervals of the limits after Bland and Altman (1999),
 * standard error s·√(1/n + 1.96² / 2(n − 1)), with Student's t. That interval is a little too narrow below 30 pairs.
 *
 * @returns In the unit of the values; null for fewer than 3 pairs.
 * @throws RangeError when the two lists differ in length.
 */
export function limitsOfAgreement(measured: readonly number[], truth: readonly number[]): LimitsOfAgreement | null {
  requireEqualLength(measured, truth);
  const n = measured.length;
  if (n < 3) return null;
  const differences = measured.map((value, at) => value - truth[at]);
  const bias = mean(differences);
  const standardDeviation = Math.sqrt(sumOfSquares(differences) / (n - 1));
  const t = studentTQuantile(0.975, n - 1);
  const biasReach = (t * standardDeviation) / Math.sqrt(n);
  const limitReach = t * standardDeviation * Math.sqrt(1 / n + 1.96 ** 2 / (2 * (n - 1)));
  const largest = differences.reduce((size, difference, at) => Math.max(size, Math.abs(difference), Math.abs(measured[at])), 0);
  const alike = standardDeviation <= 1e-12 * largest;
  const around = (value: number, reach: number): Interval | null => (alike ? null : [value - reach, value + reach]);
  const lower = bias - 1.96 * standardDeviation;
  const upper = bias + 1.96 * standardDeviation;
  return {
    bias, biasInterval95: around(bias, biasReach), standardDeviation,
    lower, lowerInterval95: around(lower, limitReach),
    upper, upperInterval95: around(upper, limitReach),
  };
}

/**
 * Pearson's correlation of two lists, −1…1.
 * Null for fewer than 3 pairs or when one list does not vary. High correlation is not agreement: a method that
 * doubles every count correlates perfectly.
 * @throws RangeError when the two lists differ in length.
 */
export function correlation(measured: readonly number[], truth: readonly number[]): number | null {
  requireEqualLength(measured, truth);
  if (measured.length < 3) return null;
  const spread = Math.sqrt(sumOfSquares(measured) * sumOfSquares(truth));
  if (spread === 0) return null;
  const [centreMeasured, centreTruth] = [mean(measured), mean(truth)];
  const product = measured.reduce((sum, value, at) => sum + (value - centreMeasured) * (truth[at] - centreTruth), 0);
  return Math.max(-1, Math.min(1, product / spread));
}

/** ICC(2,1) with its 95 % interval. */
export interface IntraclassCorrelation {
  value: number;
  /** Null where the ratings leave nothing to make it from: perfect agreement of a few does not make that of others certain. */
  interval95: Interval | null;
}

/**
 * ICC(2,1): absolute agreement of single ratings, subjects and raters both taken as random.
 * Shrout and Fleiss (1979); interval after McGraw and Wong (1996).
 *
 * @param ratings  One row a subject, one column a rater, all rows of one length, at least 2 raters.
 * @returns A refusal for fewer than 3 subjects and where subjects do not differ beyond the error of the raters and neither varies.
 * @throws RangeError when rows differ in length or there is only one rater.
 */
export function intraclassCorrelation(ratings: readonly (readonly number[])[]): IntraclassCorrelation | Refusal {
  const n = ratings.length;
  if (n < 3) return { refused: `Only ${n} rated by all; at least 3 are needed.` };
  const k = ratings[0].length;
  if (k < 2 || ratings.some((row) => row.length !== k)) {
    throw new RangeError('Expected at least two raters and a rating of each for every subject.');
  }
  const raters = Array.from({ length: k }, (_, rater) => mean(ratings.map((row) => row[rater])));
  const betweenSubjects = k * sumOfSquares(ratings.map(mean));
  const betweenRaters = n * sumOfSquares(raters);
  const total = sumOfSquares(ratings.flat());
  const subjectSquare = betweenSubjects / (n - 1);
  const raterSquare = betweenRaters / (k - 1);
  const errorSquare = Math.max(0, total - betweenSubjects - betweenRaters) / ((n - 1) * (k - 1));
  // Rounding leaves traces where there is nothing.
  if (Math.max(betweenSubjects, errorSquare) <= 1e-12 * total) return { refused: 'Each rater rated all alike, so nothing shows whether they would tell differences the same way.' };
  const value = (subjectSquare - errorSquare)
    / (subjectSquare + (k - 1) * errorSquare + (k * (raterSquare - errorSquare)) / n);
  if (value >= 1 - 1e-12) return { value: 1, interval95: null };

  const a = (k * value) / (n * (1 - value));
  const b = 1 + (k * value * (n - 1)) / (n * (1 - value));
  const freedom = (a * raterSquare + b * errorSquare) ** 2
    / ((a * raterSquare) ** 2 / (k - 1) + (b * errorSquare) ** 2 / ((n - 1) * (k - 1)));
  const fUp = fQuantile(0.975, n - 1, freedom);
  const fDown = fQuantile(0.975, freedom, n - 1);
  const rest = k * raterSquare + (k * n - k - n) * errorSquare;
  const interval95: Interval = [
    (n * (subjectSquare - fUp * errorSquare)) / (fUp * rest + n * subjectSquare),
    (n * (fDown * subjectSquare - errorSquare)) / (rest + n * fDown * subjectSquare),
  ];
  // The approximation breaks down where all subjects have one mean (no degrees of freedom) and where raters contradict each other: it misses its own estimate.
  return { value, interval95: interval95[0] <= value && value <= interval95[1] ? interval95 : null };
}
