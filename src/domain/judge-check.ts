import type { QualityCheck } from './result.js';

/** What a check asks: its name, its limit, on which side of it a value fails, and what to do then. */
export interface CheckRule {
  readonly check: string;
  readonly limit: number;
  readonly failsWhen: 'below' | 'above';
  readonly advice: string;
}

/**
 * A check with its value to three digits. A value that could not be measured passes: nothing speaks against the photograph.
 * @param finding  What was found, in a sentence; the advice follows it where the check fails.
 */
export function judgeCheck({ check, limit, failsWhen, advice }: CheckRule, measured: number | null, finding: string): QualityCheck {
  const value = measured === null ? null : Number(measured.toPrecision(3));
  const passed = value === null || (failsWhen === 'below' ? value >= limit : value <= limit);
  return { check, value, limit, failsWhen, passed, message: passed ? finding : `${finding} ${advice}` };
}
