import { schemaVersion, type FollowUpResult, type ProgressResult } from '../domain/result.js';
import { compareTimepoints, type ComparisonOptions } from '../scoring/compare-timepoints.js';
import type { TimepointAnalysis } from './analyse-timepoint.js';

export interface ProgressOptions extends Omit<ComparisonOptions, 'baselineDate' | 'followUpDate'> {
  /** ISO dates of the timepoints, baseline first; where missing, the camera's dates count. */
  readonly dates?: readonly (string | null)[];
}

/**
 * Compares every later timepoint with the baseline: registration, change with its interval, 7-point score.
 * @param timepoints  Baseline first, at least two.
 * @throws RangeError for fewer than two timepoints, or dates that do not fit their number.
 */
export function analyseProgress(timepoints: readonly TimepointAnalysis[], options: ProgressOptions = {}): ProgressResult {
  const [baseline, ...later] = timepoints;
  if (baseline === undefined || later.length === 0) throw new RangeError(`Expected a baseline and at least one follow-up, got ${timepoints.length} photographs.`);
  const { dates, ...comparison } = options;
  if (dates !== undefined && dates.length !== timepoints.length) throw new RangeError(`Expected ${timepoints.length} dates, got ${dates.length}.`);
  return {
    schemaVersion,
    baseline: baseline.result,
    followUps: later.map(({ result }, i): FollowUpResult => {
      const visitDates = dates === undefined ? {} : { baselineDate: dates[0] ?? null, followUpDate: dates[i + 1] ?? null };
      const { change, globalAssessment, warnings } = compareTimepoints(baseline.result, result, { ...comparison, ...visitDates });
      return {
        measurement: result,
        registration: { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null },
        hairs: null, change, globalAssessment, warnings,
      };
    }),
  };
}
