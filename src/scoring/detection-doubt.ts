import { detectionErrorOf, faintErrorOf } from '../domain/detection-error.js';
import { countFaintTraces } from '../domain/taken-for-hair.js';
import type { TimepointResult } from '../domain/result.js';
import { shippedCountingErrors } from './registered-change.js';
import type { CountingErrors } from './registered-change.js';

/** Relative error of counts of hair that stands out well; repeatability and the rates of registered pairs were measured on such hair. */
const usualError = detectionErrorOf(Infinity);

/** Relative error of the counts of a photograph by the contrast of its hair and the share of faint traces; results of earlier versions do not tell it and are taken for usual. */
export function detectionErrorIn({ quality, hairs }: TimepointResult): number {
  const contrast = quality.appearance?.hairContrast;
  if (contrast === null || contrast === undefined) return usualError;
  return Math.hypot(detectionErrorOf(contrast), faintErrorOf(contrast, hairs.filter(({ counted }) => counted).length, countFaintTraces(hairs)));
}

/**
 * Variance of θ of two fields from hair that is hard to see: two photographs of one contrast miss much the same share, so half of what exceeds
 * the usual error cancels (convention); where the contrasts differ, the difference of the errors does not.
 */
export function detectionVariance(baseline: TimepointResult, followUp: TimepointResult): number {
  const [a, b] = [detectionErrorIn(baseline), detectionErrorIn(followUp)];
  return Math.abs(a * a - b * b) + (Math.min(a, b) ** 2 - usualError ** 2) / 2;
}

/** Beyond this many times the usual errors nearly nothing would be found. */
const mostErrors = 5;

/** Counting errors of a registered pair: missed and one-sided hairs are as many times more as the error of the counts is larger (convention). */
export function countingErrorsOf(baseline: TimepointResult, followUp: TimepointResult): CountingErrors {
  const factor = Math.min(mostErrors, (detectionErrorIn(baseline) + detectionErrorIn(followUp)) / (2 * usualError));
  const { foundShare, oneSidedShare, changedFoundCv } = shippedCountingErrors;
  return { foundShare: 1 - (1 - foundShare) * factor, oneSidedShare: oneSidedShare * factor, changedFoundCv };
}
