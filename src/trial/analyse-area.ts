import type { AreaResult, LeftOutRow, MeasureAtVisit } from '../domain/trial-result.js';
import type { AncovaResult, ArmAtVisit, PrimaryComparison, Refused, SubjectCourse, SubjectPoint, VisitResult } from '../domain/trial-statistics.js';
import { fitAncova, type GroupedChange } from '../statistics/ancova.js';
import { fitMixedModel } from '../statistics/mmrm.js';
import { isRefused } from '../statistics/refusal.js';
import { testPairedT, testSignedRank } from '../statistics/within-arm.js';
import { analyseScores } from './analyse-scores.js';
import { assignStrata, type StrataChoice } from './assign-strata.js';
import { buildCourses, changeUnitOf, type Courses } from './build-courses.js';
import { findOnset } from './find-onset.js';
import { leaveOutThin } from './leave-out-thin.js';
import { planNextTrial } from './plan-next-trial.js';
import { describeSpread } from './spread.js';
import { measureColumns, type MeasurementRow, type ScoreRow, type TrialData, type VisitKey } from './trial-data.js';
import { isUnscheduled } from './unscheduled-visits.js';

export interface AreaOptions {
  /** The control first. */
  arms: readonly string[];
  strata: StrataChoice;
  primaryVisit?: string;
  /** Visits at which nobody was expected, beside those that are called so. */
  unscheduled?: readonly string[];
  /** Difference of mean change to plan the next trial for. */
  detect?: number;
}

export const endpointUnits: Record<string, string> = {
  terminalDensityPerCm2: 'hairs per cm²', densityPerCm2: 'hairs per cm²', hairCount: 'hairs', coverage: 'share of the region',
};

/**
 * Everything that is said of one target area seen in one view.
 * @param aside  Rows that were measured and whose change is from another visit than that of the others: listed, and in no figure.
 */
export function analyseArea(data: TrialData, aside: readonly ScoreRow[], targetArea: string, view: string, options: AreaOptions): AreaResult {
  const all = data.scores.filter((row) => row.targetArea === targetArea && row.view === view);
  const photographed = data.measurements.filter((row) => row.targetArea === targetArea && row.view === view);
  const { rows, roster, inTwoArms } = leaveOutTwoArms(all, photographed);
  const endpoint = chooseEndpoint(rows);
  const unit = endpointUnits[endpoint] ?? endpoint;
  // An arm that nobody has in this area, as where halves of a head are compared, is not expected here.
  const present = new Set(roster.values()), absent = new Map([...findAbsent(data)].filter(([, arm]) => present.has(arm)));
  const courses = buildCourses(rows, endpoint, new Map([...roster, ...absent]), { absent: new Set(absent.keys()), photographed });
  const arms = options.arms.filter((arm) => courses.subjects.some((subject) => subject.arm === arm));
  const isMeasured = ({ visit }: { visit: string }): boolean => courses.subjects.some(({ points }) => points.some((point) => point.visit === visit));
  const isPlanned = ({ visit }: { visit: string }): boolean => !isUnscheduled(visit, options.unscheduled ?? [], options.primaryVisit), planned = courses.visits.filter(isPlanned);
  const visits = planned.filter(isMeasured).map(({ visit }) => analyseVisit(visit, courses, arms, options.strata, data));
  const mixedModel = modelVisits(courses.subjects, visits, arms);
  const primary = comparePrimary(visits, mixedModel, options.primaryVisit);
  const at = visits.find(({ visit }) => visit === ('refused' in primary ? visits[visits.length - 1]?.visit : primary.visit));
  const inSeveral = new Set(inTwoArms.map(({ subject }) => subject)), others = rows.filter((row) => row.errorCode === '' && row.before !== null && row.after !== null && row.endpoint !== endpoint);
  const dates = new Map(rows.map((row) => [JSON.stringify([row.subject, row.visit]), row.date]));
  return {
    targetArea, view, endpoint, unit, changeUnit: changeUnitOf(endpoint),
    leftOut: [...inTwoArms.map((row) => describeLeftOut(row, 'subjectInTwoArms')), ...others.map((row) => describeLeftOut(row, 'anotherEndpoint')),
      ...aside.filter((row) => row.targetArea === targetArea && row.view === view && !inSeveral.has(row.subject)).map((row) => ({ ...describeLeftOut(row, 'anotherBaseline'), baselineVisit: row.baselineVisit }))],
    measures: describeMeasures(photographed.filter(isPlanned), arms),
    visits, mixedModel, primary, margin: null,
    unmeasuredVisits: planned.filter((visit) => !isMeasured(visit)).map(({ visit }) => ({
      visit, arms: arms.map((arm) => ({ arm, expected: courses.subjects.filter((subject) => subject.arm === arm).length, missing: courses.missing(arm, visit) })),
    })),
    unscheduledVisits: courses.visits.filter((visit) => !isPlanned(visit)).map(({ visit }) => ({
      visit, arms: arms.map((arm) => ({ arm, measured: courses.subjects.filter((subject) => subject.arm === arm && subject.points.some((point) => point.visit === visit)).length })),
    })),
    onset: findOnset(courses.subjects, arms, new Map(planned.map(({ visit, medianDays }) => [visit, medianDays])), (subject, visit) => dates.get(JSON.stringify([subject, visit])) ?? '', data.treatments),
    samplePlan: at === undefined ? { refused: 'Nothing was measured after the baseline.' } : planNextTrial(at.arms, at.ancova, unit, options.detect),
    subjects: courses.subjects,
  };
}

function describeLeftOut({ subject, arm, visit, endpoint, before, after }: ScoreRow, reason: LeftOutRow['reason']): LeftOutRow {
  return { subject, arm, visit, endpoint, before, after, reason };
}

/** Subjects with two treatments on one area cannot be told apart by arm; a subject treated on two areas is no such case. */
function leaveOutTwoArms(rows: readonly ScoreRow[], photographed: readonly VisitKey[]): { rows: ScoreRow[]; roster: Map<string, string>; inTwoArms: ScoreRow[] } {
  const arms = new Map<string, Set<string>>();
  for (const { subject, arm } of [...rows, ...photographed]) arms.set(subject, (arms.get(subject) ?? new Set()).add(arm));
  const kept = rows.filter(({ subject }) => arms.get(subject)!.size === 1);
  const roster = new Map([...arms].filter(([, own]) => own.size === 1).map(([subject, [arm]]) => [subject, arm]));
  return { rows: kept, roster, inTwoArms: rows.filter(({ subject }) => arms.get(subject)!.size > 1) };
}

/** Who was assigned to an arm and never photographed, with that arm: missing at every visit of every area. Nobody where the trial has no photographs at all. */
export function findAbsent(data: TrialData): Map<string, string> {
  const seen = new Set([...data.scores, ...data.measurements].map(({ subject }) => subject));
  return new Map((seen.size === 0 ? [] : data.subjects ?? []).filter(({ subject, arm }) => arm !== '' && !seen.has(subject)).map(({ subject, arm }) => [subject, arm]));
}

/** The endpoint that most rows carry; by name where two are alike. */
export function chooseEndpoint(rows: readonly ScoreRow[]): string {
  const counts = new Map<string, number>();
  for (const { endpoint, before, after, errorCode } of rows) {
    if (errorCode === '' && before !== null && after !== null) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? '';
}

function pointsAt(subjects: readonly SubjectCourse[], visit: string): (SubjectPoint & { subject: string; arm: string })[] {
  return subjects.flatMap(({ subject, arm, points }) => points.filter((point) => point.visit === visit).map((point) => ({ ...point, subject, arm })));
}

function analyseVisit(visit: string, courses: Courses, arms: readonly string[], strata: StrataChoice, data: TrialData): VisitResult {
  const points = pointsAt(courses.subjects, visit);
  const scored = points.filter(({ supported }) => supported !== null);
  const names = assignStrata(strata, scored.map(({ subject, before }) => ({ subject, baseline: before })), data.subjects);
  const days = describeSpread(points.map((point) => point.days));
  const expected = new Map(arms.map((arm) => [arm, courses.subjects.filter((subject) => subject.arm === arm).length]));
  return {
    visit, medianDays: days.median!, daysRange: days.range!,
    arms: arms.map((arm): ArmAtVisit => {
      const own = points.filter((point) => point.arm === arm);
      const changes = own.map(({ change }) => change);
      return {
        arm, expected: expected.get(arm)!, measured: own.length, missing: courses.missing(arm, visit),
        before: describeSpread(own.map(({ before }) => before)), after: describeSpread(own.map(({ after }) => after)),
        change: describeSpread(changes),
        changePercent: describeSpread(own.flatMap(({ changePercent }) => (changePercent === null ? [] : [changePercent]))),
        changeAgainstZero: { pairedT: testPairedT(changes), signedRank: testSignedRank(changes) },
      };
    }),
    ancova: compareArms(points.map(({ arm, before, change }) => ({ arm, baseline: before, change })), arms),
    computedScore: analyseScores(scored.map(({ arm, before, supported }, at) => ({ arm, baseline: before, score: supported!, stratum: names[at] })), arms, expected),
  };
}

/** Analysis of covariance of the arms that have enough subjects. One arm too small for it keeps nobody from comparing the others. */
export function compareArms(rows: readonly GroupedChange[], arms: readonly string[]): AncovaResult | Refused {
  const { fit, armsLeftOut } = leaveOutThin(arms, (arm) => (rows.filter((row) => row.arm === arm).length < 2 ? `Fewer than 2 subjects of the arm ${arm} have a value.` : null));
  const model = fitAncova(rows, fit);
  return isRefused(model) ? model : { ...model, armsLeftOut };
}

function modelVisits(subjects: readonly SubjectCourse[], visits: readonly VisitResult[], arms: readonly string[]): AreaResult['mixedModel'] {
  const rows = visits.flatMap(({ visit }, at) => pointsAt(subjects, visit).map(({ subject, arm, before, change }) => ({ subject, arm, visit: at, baseline: before, change })));
  const { fit, armsLeftOut } = leaveOutThin(arms, (arm) => {
    const thin = visits.find((_, at) => rows.filter((row) => row.arm === arm && row.visit === at).length < 2);
    return thin === undefined ? null : `Fewer than 2 subjects of the arm ${arm} have a value at ${thin.visit}.`;
  });
  const model = fitMixedModel(rows, fit, visits.length, visits.map(({ visit }) => visit));
  if (isRefused(model)) return model;
  return { visits: model.visits.map((means, at) => ({ visit: visits[at].visit, ...means })), subjects: model.subjects, observations: model.observations, armsLeftOut };
}

/** The comparison that decides: of the mixed model where it can be fitted and compares as many arms, else of the analysis of covariance. */
function comparePrimary(visits: readonly VisitResult[], mixedModel: AreaResult['mixedModel'], named?: string): PrimaryComparison | Refused {
  if (visits.length === 0) return { refused: 'Nothing was measured after the baseline.' };
  const place = named === undefined ? visits.length - 1 : visits.findIndex(({ visit }) => visit === named);
  if (place < 0) return { refused: `No subject was measured at the visit ${named}.` };
  const { visit, ancova } = visits[place];
  const modelled = 'refused' in mixedModel ? mixedModel : { ...mixedModel.visits[place], armsLeftOut: mixedModel.armsLeftOut };
  // Who dropped out of an arm after an early visit does not keep the arm from being compared at this one.
  const method = 'refused' in modelled || (!('refused' in ancova) && ancova.armsLeftOut.length < modelled.armsLeftOut.length) ? 'ancova' : 'mixedModel';
  const source = method === 'ancova' ? ancova : modelled;
  if ('refused' in source) return source;
  // Adjusted over all target areas by the caller, who knows them.
  return { visit, visitNamed: named !== undefined, method, differences: source.differences.map((difference) => ({ ...difference, pValueHolm: difference.pValue })), armsLeftOut: source.armsLeftOut };
}

function describeMeasures(photographed: readonly MeasurementRow[], arms: readonly string[]): MeasureAtVisit[] {
  const rows = photographed.filter(({ errorCode }) => errorCode === '');
  return [...new Set(rows.map(({ visit }) => visit))].map((visit) => ({
    visit,
    arms: arms.map((arm) => {
      const own = rows.filter((row) => row.visit === visit && row.arm === arm);
      return { arm, measures: Object.fromEntries(measureColumns.map((column) => [column, describeSpread(own.flatMap(({ measures }) => measures[column] ?? []))])) };
    }),
  }));
}
