import type { FollowUpResult, Issue, ProgressResult, TimepointResult } from '../domain/result.js';
import { schemaVersion } from '../domain/schema-version.js';
import { registerTimepoints, type RegisteredPair } from '../registration/register-timepoints.js';
import { assessChange } from '../scoring/assess-change.js';
import { compareTimepoints, type Comparison, type ComparisonOptions } from '../scoring/compare-timepoints.js';
import { countingErrorsOf } from '../scoring/detection-doubt.js';
import { describeVisits } from '../scoring/describe-visits.js';
import { daysBetween } from '../scoring/early-visit.js';
import { findFewHairs } from '../scoring/few-hairs.js';
import { measureKeptHairs } from '../scoring/kept-hairs.js';
import { describeKindShift, measureKindShift } from '../scoring/kind-shift.js';
import { countMatchedHairs } from '../scoring/matched-hairs.js';
import { measureRegisteredChange } from '../scoring/registered-change.js';
import { findRepeatedExposure } from '../scoring/repeated-exposure.js';
import { roundFollowUp } from '../scoring/round-figures.js';
import { findScaleDisagreement } from '../scoring/scales-disagree.js';
import { findWidthDifference } from '../scoring/shaft-widths.js';
import type { GlobalSegmenter } from '../segmentation/global-segmenter.js';
import { openShippedHeadSegmenter, type PhotographAnalysis } from './analyse-photograph.js';
import { layAndCompareHeads } from './head/compare-heads.js';

export interface ProgressOptions extends Omit<ComparisonOptions, 'baselineDate' | 'followUpDate'> {
  /** ISO dates of the timepoints, such as 2026-01-31, baseline first; where null, the camera's date counts. */
  readonly dates?: readonly (string | null)[];
  /** Of photographs of heads: standard deviation of one visit's coverage, percentage points, from the site's own repeat study. */
  readonly repeatabilityPoints?: number;
}

/** What is compared: a result, and for a photograph of a head what it takes to lay another over it. */
export type Timepoint = Pick<PhotographAnalysis, 'result' | 'head'>;

/**
 * Compares every later timepoint with the baseline: laid over it hair by hair where that can be trusted, then the change
 * with its interval and the 7-point score. Heads are laid over one another by `analysePhotographProgress`, which has the network.
 * @param timepoints  Baseline first, at least two.
 * @throws RangeError for fewer than two timepoints, for dates that do not fit their number, text that is no date, and repeatabilityPoints that are none.
 */
export function analyseProgress(timepoints: readonly Timepoint[], options: ProgressOptions = {}): ProgressResult {
  const { baseline, later } = splitTimepoints(timepoints, options);
  return { schemaVersion, baseline: baseline.result, followUps: later.map(({ result }, i) => roundFollowUp(compareFollowUp(baseline.result, result, optionsOf(options, i)))) };
}

/**
 * The same for photographs of either kind; heads are laid over the baseline's and looked at again in its frame.
 * @param segmenter  Default: the network for heads that ships with the package, opened when heads are compared.
 */
export async function analysePhotographProgress(timepoints: readonly Timepoint[], options: ProgressOptions = {}, segmenter?: GlobalSegmenter): Promise<ProgressResult> {
  const { baseline, later } = splitTimepoints(timepoints, options), { head: first, result: before } = baseline, followUps: FollowUpResult[] = [];
  for (const [i, { result, head }] of later.entries()) {
    followUps.push(first === undefined || head === undefined ? compareFollowUp(before, result, optionsOf(options, i))
      : {
        ...await layAndCompareHeads({ result: before, head: first }, { result, head }, segmenter ?? await openShippedHeadSegmenter(), {
          ...optionsOf(options, i), ...(options.repeatabilityPoints === undefined ? {} : { repeatabilityPoints: options.repeatabilityPoints }),
        }),
        visits: describeVisits(before, result, optionsOf(options, i)),
      });
  }
  return { schemaVersion, baseline: before, followUps: followUps.map(roundFollowUp) };
}

function splitTimepoints(timepoints: readonly Timepoint[], { dates, repeatabilityPoints = 0 }: ProgressOptions): { baseline: Timepoint; later: readonly Timepoint[] } {
  const [baseline, ...later] = timepoints;
  if (baseline === undefined || later.length === 0) throw new RangeError(`Expected a baseline and at least one follow-up, got ${timepoints.length} photographs.`);
  if (dates !== undefined && dates.length !== timepoints.length) throw new RangeError(`Expected ${timepoints.length} dates, got ${dates.length}.`);
  const wrong = dates?.find((date) => date !== null && daysBetween(date, date) === null);
  if (wrong !== undefined) throw new RangeError(`Expected dates such as 2026-01-31, got ${JSON.stringify(wrong)}.`);
  if (!(repeatabilityPoints >= 0 && repeatabilityPoints <= 100)) throw new RangeError(`Expected repeatabilityPoints from 0 to 100, got ${repeatabilityPoints}.`);
  return { baseline, later };
}

/** Options of one comparison. @param i  Place of the follow-up among the follow-ups. */
function optionsOf({ dates, repeatabilityPoints: _ofHeads, ...comparison }: ProgressOptions, i: number): ComparisonOptions {
  return { ...comparison, ...(dates === undefined ? {} : { baselineDate: dates[0] ?? null, followUpDate: dates[i + 1] ?? null }) };
}

function compareFollowUp(baseline: TimepointResult, followUp: TimepointResult, options: ComparisonOptions): FollowUpResult {
  const pair = registerTimepoints(baseline, followUp), compared = compareTimepoints(baseline, followUp, options);
  const widths = compared.change === null ? null : findWidthDifference(baseline, followUp, pair.hairs !== null);
  const contradiction = pair.reason?.code === 'registration.scalesContradict' ? pair.reason : widths?.refused === true ? widths.issue : null;
  const unregistered = contradiction === null ? compared : refuseChange(compared, contradiction);
  const registered = pair.hairs === null ? null : compareRegistered(baseline, followUp, pair, unregistered, options);
  const notAligned = registered === null && pair.reason !== null && unregistered.change !== null ? [pair.reason] : [];
  const { change, globalAssessment, warnings } = registered ?? unregistered;
  const visits = describeVisits(baseline, followUp, options), repeated = pair.hairs === null || change === null ? null : findRepeatedExposure(baseline, followUp, pair.hairs);
  const scales = [...findScaleDisagreement(baseline, followUp, pair.sizeRatio, change !== null), ...(widths === null || widths.refused ? [] : [widths.issue])];
  return {
    measurement: followUp, visits, registration: pair.registration, hairs: pair.hairs,
    ...(pair.hairs === null || pair.sizeRatio === null ? {} : { keptHairs: measureKeptHairs(pair.hairs, baseline, followUp, visits.days, pair.sizeRatio) }),
    // Where there is no change, the first is why: tables, pages and exports name it.
    change, globalAssessment, warnings: change === null ? [...warnings, ...scales] : [...(repeated === null ? [] : [repeated]), ...notAligned, ...scales, ...warnings],
  };
}

/** Densities of two scales that cannot both be true differ whatever the hair did. */
function refuseChange({ warnings }: Comparison, reason: Issue): Comparison {
  return { change: null, globalAssessment: null, warnings: [{ ...reason, field: 'change' }, ...warnings.filter(({ code }) => !onlyUnregistered.includes(code))] };
}

/** Warnings of a change that was not measured hair by hair; matched hairs have a number of their own. */
const onlyUnregistered: readonly string[] = ['comparison.notRegistered', 'comparison.fewHairs'];

/** The change of the skin that both photographs show, from its matched hairs; null where the pair cannot be compared at all. */
function compareRegistered(
  baseline: TimepointResult, followUp: TimepointResult, pair: RegisteredPair, unregistered: Comparison, options: ComparisonOptions,
): Comparison | null {
  const endpoint = unregistered.change?.endpoint;
  if (endpoint === undefined || endpoint === 'hairCount' || pair.hairs === null || pair.commonAreaCm2 === null) return null;
  const counts = countMatchedHairs(pair.hairs, baseline.hairs, followUp.hairs, endpoint, baseline.method.options.terminalThresholdUm);
  const kindShift = endpoint === 'terminalDensityPerCm2' ? measureKindShift(pair.hairs, baseline, followUp, pair.sizeRatio ?? 1) : null, kindsMoved = kindShift === null ? null : describeKindShift(kindShift);
  const { change, refusal } = measureRegisteredChange({
    endpoint, counts, kindShift, commonAreaCm2: pair.commonAreaCm2 * Math.sqrt(countingShareOf(baseline) * countingShareOf(followUp)),
    countingErrors: countingErrorsOf(baseline, followUp), repeatabilityCv: options.repeatabilityCv ?? null,
  });
  const warnings = unregistered.warnings.filter((warning) => !onlyUnregistered.includes(warning.code));
  if (change === null) return { change: null, globalAssessment: null, warnings: [refusal, ...warnings] };
  const densitiesPerCm2 = { before: change.before, after: change.after };
  return { change, globalAssessment: assessChange(change, { preset: options.preset ?? 'standard', densitiesPerCm2 }), warnings: [...findFewHairs(counts.countedBefore + counts.lost, counts.countedAfter + counts.gained), ...(kindsMoved === null ? [] : [kindsMoved]), ...warnings] };
}

/** Share of the skin shown in which a hair would have been counted: densities of common skin are given over that, as those of one photograph are. */
function countingShareOf({ targetArea: { areaCm2, countingAreaCm2 } }: TimepointResult): number {
  return areaCm2 === null || countingAreaCm2 === null || countingAreaCm2 === undefined ? 1 : countingAreaCm2 / areaCm2;
}
