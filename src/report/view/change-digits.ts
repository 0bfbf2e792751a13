import type { GlobalAssessment } from '../../domain/global-assessment.js';
import type { Change } from '../../domain/result.js';
import { bandStartsOf, coverageBandStarts } from './band-starts.js';
import { percentDigits } from './number-formats.js';

/** Results keep changes and intervals to so many: with them nothing is printed as something else. */
const mostDigits = 4;

/** The ratio of a decrease that undoes an increase, both in percent: 25 → −20. */
export function mirroredPercent(increase: number): number {
  return (1 / (1 + increase / 100) - 1) * 100;
}

/**
 * Digits after the point for a change and the ends of its interval: as few as its precision deserves, but enough that no printed figure contradicts
 * the score beside it. An interval that leaves out 0 must not end at "0%" (+0.4 % to +68 %), a change just below a step of the scale must not print
 * as that step (9.73 % and 10 %), nor one just above or below the smallest detectable change as that.
 *
 * @param print  Writes percent, or points of coverage, as the reader will see them.
 */
export function digitsOfChange(change: Change, preset: GlobalAssessment['preset'], print: (value: number, digits: number) => string): number {
  const { percent, interval95, smallestDetectableChangePercent: smallest, endpoint } = change, isCoverage = endpoint === 'coverage';
  const mirror = (increase: number): number => (percent >= 0 ? increase : isCoverage ? -increase : mirroredPercent(increase));
  const starts = (isCoverage ? coverageBandStarts : bandStartsOf(change, preset).map((start) => 100 * (start - 1))).map(mirror);
  const ahead = starts.filter((start) => Math.abs(start) - Math.abs(percent) > 10 ** -mostDigits / 2);
  const pairs: (readonly [number, number])[] = [[interval95[0], 0], [interval95[1], 0], ...[mirror(smallest), ...ahead].map((limit) => [percent, limit] as const)];
  let digits = isCoverage ? 1 : percentDigits(interval95);
  while (digits < mostDigits && pairs.some(([one, other]) => one !== other && print(one, digits) === print(other, digits))) digits++;
  return digits;
}
