import type { Interval } from './agreement.js';
import { studentTQuantile } from './quantiles.js';
import { studentTTwoSided } from './student-t.js';

/** An estimate with what is needed to judge it. */
export interface Estimate {
  estimate: number;
  standardError: number;
  interval95: Interval;
  /** Degrees of freedom of t, not necessarily whole. */
  freedom: number;
  /** Two-sided, of no difference. */
  pValue: number;
}

/** Interval and p-value by Student's t. @param standardError Above 0. */
export function estimateByT(estimate: number, standardError: number, freedom: number): Estimate {
  const reach = studentTQuantile(0.975, freedom) * standardError;
  return {
    estimate, standardError, freedom,
    interval95: [estimate - reach, estimate + reach],
    pValue: studentTTwoSided(estimate / standardError, freedom),
  };
}
