import { resolutionGates } from '../../domain/calibration.js';
import type { Measurements } from '../../domain/measurements.js';
import type { Issue, TimepointResult } from '../../domain/result.js';
import { showTypedText } from './typed-text.js';

/** What a measurement needs before it can be given. */
export type Need = 'scale' | 'diameter' | 'nothing';

/** Whether an issue speaks of this measurement by name: `measurements.densityPerCm2` or `densityPerCm2`. */
export function concernsMeasurement(issue: Issue, field: string): boolean {
  return issue.field === field || issue.field === `measurements.${field}` || issue.field === `intervals.${field}`;
}

/**
 * Why a measurement of a photograph is not given, in a sentence: that it is not fit to be measured, else the result's own issue for the field (one of its interval
 * last: that is said of figures that are given), else its issue for all measurements, else what follows from the scale. Says so when the result holds no reason at all.
 */
export function explainMissing(result: TimepointResult, field: keyof Measurements, need: Need): string {
  const concerned = result.issues.filter((issue) => concernsMeasurement(issue, field));
  const own = concerned.find(({ code }) => code === 'photo.unusable') ?? concerned.find((issue) => issue.field !== `intervals.${field}`) ?? concerned[0]
    ?? result.issues.find((issue) => issue.field === 'measurements');
  if (own !== undefined) return showTypedText(own.message);
  const needsScale = need !== 'nothing';
  if (needsScale && result.calibration === null) {
    const scale = result.issues.find((issue) => issue.field.startsWith('calibration'));
    return scale === undefined ? 'The scale of the photograph is not known, so there is nothing per square centimetre and nothing in micrometres.' : showTypedText(scale.message);
  }
  const micrometresPerPixel = result.calibration?.micrometresPerPixel ?? 0;
  if (micrometresPerPixel > resolutionGates.countingUmPerPixel) {
    return `The photograph is too coarse to count hairs: a pixel covers more than ${resolutionGates.countingUmPerPixel}\u00a0µm.`;
  }
  if (need === 'diameter' && micrometresPerPixel > resolutionGates.diameterUmPerPixel) {
    return `The photograph is too coarse to measure thickness: a pixel covers more than ${resolutionGates.diameterUmPerPixel}\u00a0µm.`;
  }
  return 'The measurement gave no value and recorded no reason.';
}
