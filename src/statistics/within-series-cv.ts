import { chiSquaredUpperQuantile } from './chi-squared.js';

/** Scatter of repeated measurements of things that did not change. */
export interface WithinSeriesCv {
  /** Coefficient of variation of a single measurement, 0.05 is 5 %. */
  cv: number;
  interval95: [number, number];
  /** Series with two values or more, their values, and degrees of freedom: values less series. */
  series: number;
  values: number;
  freedom: number;
}

/**
 * Coefficient of variation within series, pooled over them: standard deviation of the logarithms, so that series of different level weigh
 * alike and a value twice too high counts as much as one half as high. Interval by chi-squared.
 *
 * @param series  Values above 0; series of fewer than two are passed over.
 * @returns null where no series repeats anything.
 * @throws RangeError for a value that is not above 0.
 * @example withinSeriesCv([[100, 104], [200, 196]])?.cv // 0.024…
 */
export function withinSeriesCv(series: readonly (readonly number[])[]): WithinSeriesCv | null {
  const repeated = series.filter((values) => values.length >= 2);
  const values = repeated.flat();
  for (const value of values) if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`Expected values above 0, got ${value}.`);
  const freedom = values.length - repeated.length;
  if (freedom === 0) return null;
  let squares = 0;
  for (const list of repeated) {
    const logs = list.map(Math.log), mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    squares += logs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  }
  const cvAt = (divisor: number): number => Math.expm1(Math.sqrt(squares / divisor));
  return {
    cv: cvAt(freedom), interval95: [cvAt(chiSquaredUpperQuantile(0.025, freedom)), cvAt(chiSquaredUpperQuantile(0.975, freedom))],
    series: repeated.length, values: values.length, freedom,
  };
}
