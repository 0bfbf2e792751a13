import type { AreaResult } from '../../domain/trial-result.js';
import type { MarginResult, Pair, Refused, VisitResult } from '../../domain/trial-statistics.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import type { TrialTable } from './trial-part.js';

export const notGiven = 'not given';
export const weeks = (days: number, formats: NumberFormats): string => formats.number(days / 7, days % 7 === 0 ? 0 : 1);

/** The p-value as papers print it; never 0, and never rounded onto the level (5 %) that it lies above or below. */
export function writePValue(value: number, formats: NumberFormats, level = 0.05): string {
  if (value < 0.0001) return `< ${formats.number(0.0001, 4)}`;
  let digits = value < 0.01 ? 4 : 3;
  while (digits < 6 && value !== level && Number(value.toFixed(digits)) === level) digits++;
  return formats.number(value, digits);
}

/** The p-value of a test, marked where the test could have been exact and is not; `exactWords` says what the sign means. */
export function writeTestValue({ pValue, exact = true }: { pValue: number; exact?: boolean }, formats: NumberFormats): string {
  return `${exact ? '' : '≈ '}${writePValue(pValue, formats)}`;
}

/** What the sign before some p-values means. @param tests  In a sentence: 'the signed rank'. */
export function exactWords(tests: string): string {
  return `The p of ${tests} are exact, by permutation; where ≈ stands before one it is the normal curve’s.`;
}

export const isRefused = (value: object): value is Refused => 'refused' in value;

export function countSubjects(count: number): string {
  return count === 1 ? '1 subject' : `${count} subjects`;
}

/** Digits for the unit: none are lost for shares of a region, one for hairs. */
export function digitsOf(area: AreaResult): number {
  return area.endpoint === 'coverage' ? 3 : 1;
}

/** The visit with its week, unless its name already says it. */
export function nameVisit({ visit, medianDays }: VisitResult, formats: NumberFormats): string {
  const week = `week ${weeks(medianDays, formats)}`;
  return visit.toLowerCase() === week ? showTypedText(visit) : `${showTypedText(visit)} (${week})`;
}

/** For the heads of columns. */
export function changeUnitWords({ changeUnit }: Pick<AreaResult, 'changeUnit'>): string {
  return changeUnit === '%' ? '%' : 'points';
}

export function endpointWords(area: AreaResult): string {
  const words: Record<string, string> = { terminalDensityPerCm2: 'terminal hair density', densityPerCm2: 'hair density', hairCount: 'the number of hairs', coverage: 'hair coverage' };
  return words[area.endpoint] ?? area.endpoint;
}

/** With more digits nothing is told that anybody reads; what is as near as that is printed as if it were there. */
const mostDigits = 4;

/** So many digits, or more where an end would print as a limit that it does not reach: an interval that leaves out 0 does not end at 0, and one that keeps clear of a margin not there. */
function digitsBeside(limits: readonly number[], ends: readonly number[], digits: number, formats: NumberFormats): number {
  const isBlurred = (places: number): boolean => ends.some((end) => limits.some((limit) => end !== limit && formats.signed(end, places) === formats.signed(limit, places)));
  for (let places = digits; places <= mostDigits; places++) if (!isBlurred(places)) return places;
  return digits;
}

/** @param digits  At least; more where an end that is not 0 would print as 0. */
export function writeInterval(interval: Pair | null, digits: number, formats: NumberFormats): string {
  if (interval === null) return notGiven;
  const places = digitsBeside([0], interval, digits, formats);
  return interval.map((end) => formats.signed(end, places)).join(' to ');
}

/** Differences against a margin. @param digits  Of differences; never fewer than the margin has, and more where a limit would print as the margin that it is beside. */
export function writeMarginTable({ aim, margin, comparisons }: MarginResult, caption: string, digits: number, formats: NumberFormats): TrialTable {
  const isEquivalence = aim === 'equivalence', places = Math.max(digits, String(margin).split('.')[1]?.length ?? 0);
  return {
    caption,
    columns: ['Arm', 'Difference', isEquivalence ? 'Limits, 97.5% each' : 'Lower limit, 97.5%', 'p (one-sided)', 'p after Holm', isEquivalence ? 'Equivalent' : 'Not inferior'],
    rows: comparisons.map(({ arm, reference, estimate, limits, pOneSided, pOneSidedHolm, shown }) => {
      const ends = isEquivalence ? limits : limits.slice(0, 1), beside = digitsBeside([-margin, 0, ...(isEquivalence ? [margin] : [])], ends, places, formats);
      return [
        `${showTypedText(arm)} − ${showTypedText(reference)}`, formats.signed(estimate, places), ends.map((limit) => formats.signed(limit, beside)).join(' to '),
        writePValue(pOneSided, formats, 0.025), writePValue(pOneSidedHolm, formats, 0.025), shown ? 'shown' : 'not shown',
      ];
    }),
  };
}
