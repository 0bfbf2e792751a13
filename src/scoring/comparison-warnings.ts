import type { Issue, TimepointResult } from '../domain/result.js';
import { describeVisits, type VisitDates } from './describe-visits.js';
import { isEarlyVisit } from './early-visit.js';
import { namePhotographs } from './name-photographs.js';
import { strayCodes } from './stray-shafts.js';
import { findPhotographDifferences } from './photograph-differences.js';

/** Magnification alone moved counts by 27 % in one study; beyond this ratio of µm per pixel the reader is warned. */
export const largestScaleRatio = 1.05;

/** What a reader of the comparison has to know about the pair of photographs; none of it prevents a score. */
export function findComparisonWarnings(baseline: TimepointResult, followUp: TimepointResult, dates: VisitDates): Issue[] {
  const warnings: Issue[] = [];
  const warn = (code: string, field: string, message: string) => { warnings.push({ code, field, message }); };

  if (baseline.photo.sha256 === followUp.photo.sha256) {
    warn('comparison.samePhotograph', 'followUps.measurement.photo', 'Baseline and follow-up are the same file, byte for byte.');
  }
  const [scale, scaleAfter] = [baseline.calibration?.micrometresPerPixel, followUp.calibration?.micrometresPerPixel];
  if (scale !== undefined && scaleAfter !== undefined && Math.max(scale, scaleAfter) > largestScaleRatio * Math.min(scale, scaleAfter)) {
    const percent = 100 * (Math.max(scale, scaleAfter) / Math.min(scale, scaleAfter) - 1);
    warn('comparison.scalesDiffer', 'followUps.measurement.calibration',
      `The scales of the photographs differ by ${percent.toFixed(percent < 10 ? 1 : 0)} % (${[scale, scaleAfter].sort((a, b) => a - b).map((value) => Number(value.toPrecision(4))).join(' and ')} µm per pixel; at most 5 %). Another magnification alone can change what is counted.`);
  }
  const names = namePhotographs(baseline, followUp);
  for (const [at, { issues }] of [baseline, followUp].entries()) {
    for (const { message } of issues.filter(({ code }) => code === 'scale.doubtful')) {
      warn('comparison.scaleDoubtful', 'followUps.measurement.calibration', `The scale of ${names[at]} is doubtful, and with it every density. ${message}`);
    }
  }
  for (const [at, { issues }] of [baseline, followUp].entries()) {
    for (const { message } of issues.filter(({ code }) => strayCodes.includes(code))) {
      warn('comparison.strayShafts', 'change', `Not all that was counted in ${names[at]} may be hair, and not all that changed. ${message}`);
    }
  }
  const [device, deviceAfter] = [baseline.calibration?.device, followUp.calibration?.device];
  if (device !== undefined && deviceAfter !== undefined && device !== deviceAfter) {
    warn('comparison.devicesDiffer', 'followUps.measurement.calibration',
      `The photographs come from different devices (${[device, deviceAfter].sort().map((name) => `“${name}”`).join(' and ')}). Light, sharpness and magnification differ between devices, and with them what is counted.`);
  }
  warnings.push(...findPhotographDifferences(baseline, followUp));
  const { baselineDate, followUpDate, days } = describeVisits(baseline, followUp, dates);
  if (days !== null && days < 0) {
    warn('comparison.datesReversed', 'followUps.measurement.photo.capturedAt', 'The follow-up is dated before the baseline. If these days are right, the hair changed the other way: swap the photographs.');
  }
  if (days !== null && isEarlyVisit(baselineDate, followUpDate)) {
    warn('comparison.early', 'followUps.measurement.photo.capturedAt',
      `The visits are ${Math.abs(days)} days apart. Visible results take three to six months; before twelve weeks a score says little.`);
  }
  return warnings;
}
