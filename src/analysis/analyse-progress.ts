import { schemaVersion, type FollowUpResult, type ProgressResult, type TimepointResult } from '../domain/result.js';
import { registerTimepoints, type RegisteredPair } from '../registration/register-timepoints.js';
import { assessChange } from '../scoring/assess-change.js';
import { compareTimepoints, type Comparison, type ComparisonOptions } from '../scoring/compare-timepoints.js';
import { daysBetween } from '../scoring/early-visit.js';
import { measureKeptHairs } from '../scoring/kept-hairs.js';
import { countMatchedHairs } from '../scoring/matched-hairs.js';
import { measureRegisteredChange } from '../scoring/registered-change.js';
import type { TimepointAnalysis } from './analyse-timepoint.js';

export interface ProgressOptions extends Omit<ComparisonOptions, 'baselineDate' | 'followUpDate'> {
  /** ISO dates of the timepoints, baseline first; where missing, the camera's dates count. */
  readonly dates?: readonly (string | null)[];
}

/**
 * Compares every later timepoint with the baseline: laid over it hair by hair where that can be trusted, then the change
 * with its interval and the 7-point score.
 * @param timepoints  Baseline first, at least two.
 * @throws RangeError for fewer than two timepoints, or dates that do not fit their number.
 */
export function analyseProgress(timepoints: readonly Pick<TimepointAnalysis, 'result'>[], options: ProgressOptions = {}): ProgressResult {
  const [baseline, ...later] = timepoints;
  if (baseline === undefined || later.length === 0) throw new RangeError(`Expected a baseline and at least one follow-up, got ${timepoints.length} photographs.`);
  const { dates, ...comparison } = options;
  if (dates !== undefined && dates.length !== timepoints.length) throw new RangeError(`Expected ${timepoints.length} dates, got ${dates.length}.`);
  return {
    schemaVersion,
    baseline: baseline.result,
    followUps: later.map(({ result }, i) => {
      const visitDates = dates === undefined ? {} : { baselineDate: dates[0] ?? null, followUpDate: dates[i + 1] ?? null };
      return compareFollowUp(baseline.result, result, { ...comparison, ...visitDates });
    }),
  };
}

function compareFollowUp(baseline: TimepointResult, followUp: TimepointResult, options: ComparisonOptions): FollowUpResult {
  const unregistered = compareTimepoints(baseline, followUp, options), pair = registerTimepoints(baseline, followUp);
  const registered = pair.hairs === null ? null : compareRegistered(baseline, followUp, pair, unregistered, options);
  const notAligned = registered === null && pair.reason !== null && unregistered.change !== null ? [pair.reason] : [];
  const { change, globalAssessment, warnings } = registered ?? unregistered;
  const days = daysBetween(options.baselineDate ?? baseline.photo.capturedAt, options.followUpDate ?? followUp.photo.capturedAt);
  return {
    measurement: followUp, registration: pair.registration, hairs: pair.hairs,
    ...(pair.hairs === null ? {} : { keptHairs: measureKeptHairs(pair.hairs, baseline, followUp, days) }),
    change, globalAssessment, warnings: [...notAligned, ...warnings],
  };
}

/** Warnings that hold only for photographs that were not matched hair by hair. */
const onlyUnregistered: readonly string[] = ['comparison.notRegistered', 'comparison.fewHairs'];

/** The change of the skin that both photographs show, from its matched hairs; null where the pair cannot be compared at all. */
function compareRegistered(
  baseline: TimepointResult, followUp: TimepointResult, pair: RegisteredPair, unregistered: Comparison, options: ComparisonOptions,
): Comparison | null {
  const endpoint = unregistered.change?.endpoint;
  if (endpoint === undefined || endpoint === 'hairCount' || pair.hairs === null || pair.commonAreaCm2 === null) return null;
  const { change, refusal } = measureRegisteredChange({
    endpoint, commonAreaCm2: pair.commonAreaCm2 * Math.sqrt(countingShareOf(baseline) * countingShareOf(followUp)),
    counts: countMatchedHairs(pair.hairs, baseline.hairs, followUp.hairs, endpoint),
    repeatabilityCv: options.repeatabilityCv ?? null,
  });
  const warnings = unregistered.warnings.filter((warning) => !onlyUnregistered.includes(warning.code));
  if (change === null) return { change: null, globalAssessment: null, warnings: [refusal, ...warnings] };
  const densitiesPerCm2 = { before: change.before, after: change.after };
  return { change, globalAssessment: assessChange(change, { preset: options.preset ?? 'standard', densitiesPerCm2 }), warnings };
}

/** Share of the skin shown in which a hair would have been counted: densities of common skin are given over that, as those of one photograph are. */
function countingShareOf({ targetArea: { areaCm2, countingAreaCm2 } }: TimepointResult): number {
  return areaCm2 === null || countingAreaCm2 === null || countingAreaCm2 === undefined ? 1 : countingAreaCm2 / areaCm2;
}
