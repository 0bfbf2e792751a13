import { detectionErrorOf, faintErrorOf, unexplainedErrorOf } from '../domain/detection-error.js';
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

/** Relative error of the counts of a photograph from what looks like hair and belongs to none that was found; 0 where a result of an earlier version does not tell. */
export function unexplainedErrorIn({ quality }: TimepointResult): number {
  return unexplainedErrorOf(quality.appearance?.explainedShare ?? 1);
}

/**
 * Variance of θ of two fields from hair that is hard to see or was not all found: two photographs that are alike in it miss much the same share, so half of what exceeds
 * the usual error cancels (convention); where they differ, the difference of the errors does not. Pairs laid over one another read off their kept hairs how much was missed.
 */
export function detectionVariance(baseline: TimepointResult, followUp: TimepointResult): number {
  const [a, b] = [baseline, followUp].map((result) => Math.hypot(detectionErrorIn(result), unexplainedErrorIn(result))) as [number, number];
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
