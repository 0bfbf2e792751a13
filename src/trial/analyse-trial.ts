import type { AreaResult, RatingResult, TrialResult } from '../domain/trial-result.js';
import { AnalysisError } from '../errors.js';
import { adjustHolm } from '../statistics/holm.js';
import { analyseArea, findAbsent } from './analyse-area.js';
import { analysePaired } from './analyse-paired.js';
import { analyseScores } from './analyse-scores.js';
import { assignStrata, type StrataChoice, strataWords } from './assign-strata.js';
import { plainName } from '../tables/plain-name.js';
import { chooseArms } from './choose-arms.js';
import { describeSubjects } from './describe-subjects.js';
import type { RatingRow, TrialData } from './trial-data.js';

export interface TrialOptions {
  /** The arm that others are compared with; default: the one whose name says so, else the first by name. */
  control?: string;
  /** The visit that decides; default: the last. Name it before the data are seen. */
  primaryVisit?: string;
  /** Groups of the rank test; default thirds of the baseline. */
  strata?: StrataChoice;
  /** Difference of mean change to plan the next trial for. */
  detect?: number;
}

/**
 * The whole statistics of a trial, arms × visits, one target area and view after the other. Same data, same result.
 * What cannot be given is refused with a sentence; missing visits are counted and never filled in.
 *
 * @throws AnalysisError `trial.invalid` where an arm or visit named in the options is not there.
 */
export function analyseTrial(data: TrialData, options: TrialOptions = {}): TrialResult {
  const people = [...data.scores, ...data.measurements, ...data.ratings ?? []], absent = findAbsent(data);
  const { arms, controlChosen } = chooseArms(people.map(({ arm }) => arm), options.control);
  if (options.primaryVisit !== undefined && !people.some(({ visit }) => visit === options.primaryVisit)) {
    throw new AnalysisError('trial.invalid', `No row belongs to the visit ${options.primaryVisit}.`);
  }
  const strata = options.strata ?? 'baseline';
  const { primaryVisit, detect } = options;
  const areaKeys = [...new Set(data.scores.map(({ targetArea, view }) => JSON.stringify([targetArea, view])))].sort();
  const areas = areaKeys.map((key) => {
    const [targetArea, view] = JSON.parse(key) as [string, string];
    return analyseArea(data, targetArea, view, {
      arms, strata, ...(primaryVisit === undefined ? {} : { primaryVisit }), ...(detect === undefined ? {} : { detect }),
    });
  });
  adjustPrimaries(areas);
  const members = new Map(arms.map((arm) => [arm, new Set([...people.filter((row) => row.arm === arm).map(({ subject }) => subject), ...[...absent].filter(([, own]) => own === arm).map(([subject]) => subject)])]));
  const result: TrialResult = {
    schemaVersion: 1,
    arms: arms.map((arm, at) => ({ arm, subjects: members.get(arm)!.size, neverPhotographed: [...absent.values()].filter((own) => own === arm).length, control: at === 0 && arms.length > 1 })),
    controlChosen, strata: strataWords[strata], people: describeSubjects(data, arms, (arm) => members.get(arm)!), areas, paired: analysePaired(data, arms),
    ratings: analyseRatings(data, arms, strata),
    multiplicity: [], remarks: [],
  };
  result.multiplicity = stateMultiplicity(result);
  result.remarks = collectRemarks(result, data);
  return result;
}

/** Holm over every primary comparison of the trial: all arms, all target areas. */
function adjustPrimaries(areas: readonly AreaResult[]): void {
  const all = areas.flatMap(({ primary }) => ('refused' in primary ? [] : primary.differences));
  adjustHolm(all.map(({ pValue }) => pValue)).forEach((adjusted, at) => { all[at].pValueHolm = adjusted; });
}

/** First looks of each rater at each area and visit; repeats belong to `trichoscore agreement`. */
function analyseRatings(data: TrialData, arms: readonly string[], strata: StrataChoice): RatingResult[] {
  const first = (data.ratings ?? []).filter(({ occasion }) => occasion === 1);
  const keys = [...new Set(first.map(({ rater, targetArea, view, visit }) => JSON.stringify([rater, targetArea, view, visit])))];
  return keys.map((key) => {
    const [rater, targetArea, view, visit] = JSON.parse(key) as [string, string, string, string];
    const own = first.filter((row) => row.rater === rater && row.targetArea === targetArea && row.view === view && row.visit === visit);
    const baselines = own.map((row) => baselineOf(data, row));
    const known = baselines.every((baseline) => baseline !== null);
    const subjects = own.map(({ subject }, at) => ({ subject, baseline: known ? baselines[at]! : 0 }));
    const names = assignStrata(strata === 'baseline' && !known ? 'none' : strata, subjects, data.subjects);
    return { rater, targetArea, view, visit, subjects: own.length, analysis: analyseScores(own.map(({ arm, score }, at) => ({ arm, score, baseline: subjects[at].baseline, stratum: names[at] })), arms, null) };
  });
}

/** A subject's baseline of the area that was rated; without one named, where exactly one was measured. */
function baselineOf(data: TrialData, rating: RatingRow): number | null {
  const values = data.scores.filter((row) => row.subject === rating.subject && row.before !== null
    && (rating.targetArea === '' || row.targetArea === rating.targetArea) && (rating.view === '' || row.view === rating.view));
  const areas = new Set(values.map(({ targetArea, view }) => `${targetArea}\n${view}`));
  return areas.size === 1 ? values[0].before : null;
}

function stateMultiplicity(result: TrialResult): string[] {
  const primaries = result.areas.flatMap(({ primary }) => ('refused' in primary ? [] : primary.differences)).length;
  const tests = countTests(result) - primaries;
  const named = result.areas.every(({ primary }) => 'refused' in primary || primary.visitNamed);
  return [
    ...(primaries === 0 ? ['There is no primary comparison between arms.']
      : primaries === 1 ? ['There is one primary comparison; its p-value needs no adjustment.']
        : [`There are ${primaries} primary comparisons (arms × target areas); their p-values are adjusted after Holm, so that the chance of any false alarm among them stays at 5 %.`]),
    `The other ${tests} tests and all other intervals are not adjusted: they describe, and about one in twenty of them is expected to stand out by chance.`,
    ...(named || primaries === 0 ? [] : ['The primary visit was not named beforehand; the last one was taken. Name it with --primary-visit, as the protocol does, before looking.']),
  ];
}

/** Names that differ only in how they are written, and are most likely one. */
function findTwins(what: string, names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  return names.flatMap((name) => {
    const plain = plainName(name, { isVisit: what === 'visits' }), other = seen.get(plain);
    if (other === undefined) seen.set(plain, name);
    return other === undefined ? [] : [`The ${what} ${JSON.stringify(other)} and ${JSON.stringify(name)} are taken for two, though they differ only in how they are written. Write them alike in every table if they are one.`];
  });
}

/** Every p-value in a result. */
function countTests(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countTests(item), 0);
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce((sum, [key, item]) => sum + (key === 'pValue' ? 1 : countTests(item)), 0);
}

function collectRemarks(result: TrialResult, data: TrialData): string[] {
  const missing = result.areas.flatMap(({ visits }) => visits.flatMap(({ arms }) => arms)).reduce((sum, { expected, measured }) => sum + expected - measured, 0);
  const perSubject = new Map<string, Set<string>>();
  for (const { subject, arm } of data.scores) perSubject.set(subject, (perSubject.get(subject) ?? new Set()).add(arm));
  const inSeveral = [...perSubject.values()].filter((own) => own.size > 1).length;
  const repeats = (data.ratings ?? []).filter(({ occasion }) => occasion > 1).length;
  const unknown = [...new Set(findAbsent(data).values())].filter((name) => result.arms.every(({ arm }) => arm !== name)).sort();
  const absent = result.arms.reduce((sum, { neverPhotographed }) => sum + neverPhotographed, 0);
  return [
    ...findTwins('arms', [...result.arms.map(({ arm }) => arm), ...unknown]), ...findTwins('visits', [...new Set([...data.scores, ...data.measurements, ...data.ratings ?? []].map(({ visit }) => visit))]),
    ...(absent === 0 ? [] : [`${absent === 1 ? 'One subject was assigned to an arm (subjects.csv) and never photographed, and counts' : `${absent} subjects were assigned to an arm (subjects.csv) and never photographed, and count`} as expected and missing at every visit.`]),
    ...(unknown.length === 0 ? [] : [`Nobody of the arm ${unknown.map((name) => JSON.stringify(name)).join(', ')} of subjects.csv was photographed: it is in no table here.`]),
    ...(result.controlChosen === 'firstByName' ? [`No control arm was named; differences are taken from ${result.arms[0].arm}, the first by name. Use --control.`] : []),
    ...(result.controlChosen === 'oneArm' ? ['There is one arm only: what changed can be described, but not what caused it.'] : []),
    ...(missing === 0 ? [] : [`${missing} expected measurements are missing. Nothing was filled in for them; the mixed model uses the visits that are there and assumes that who is missing depends on what was measured before.`]),
    ...(inSeveral === 0 ? [] : [`${inSeveral === 1 ? 'One subject is' : `${inSeveral} subjects are`} in more than one arm. Where different areas of a person had different treatments, the comparison within persons is the one to use (see "Within the same persons"): comparisons between arms of one area take the areas of a person for different people, which they are not.`]),
    ...(repeats === 0 ? [] : [`${repeats === 1 ? 'One rating is a second or later look' : `${repeats} ratings are second or later looks`} (occasion above 1) and not used here; trichoscore agreement compares looks.`]),
    ...(data.treatments === null ? ['No treatment sessions were recorded (treatments.csv), so onset is given in days only.'] : []),
    ...(data.scores.length === 0 ? ['There are ratings but no measurements: a change in percent cannot be given without a baseline count.'] : []),
  ];
}
