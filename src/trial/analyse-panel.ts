import { needsAdjudication, panelRule } from '../domain/panel-score.js';
import type { MeanScores, PanelAtVisit, PanelPrimary, PanelResult } from '../domain/panel-result.js';
import type { AreaResult } from '../domain/trial-result.js';
import type { Missing, Refused } from '../domain/trial-statistics.js';
import { adjustHolm } from '../statistics/holm.js';
import { compareMeans } from '../statistics/compare-means.js';
import { isRefused } from '../statistics/refusal.js';
import { comparePair, computedRater } from './analyse-agreement.js';
import { compareArms, findAbsent } from './analyse-area.js';
import { analysePanelPaired } from './analyse-panel-paired.js';
import { analyseScores } from './analyse-scores.js';
import { assignStrata, type StrataChoice, strataWords } from './assign-strata.js';
import { joinViewsOfPanel } from './average-views.js';
import { baselineOfRating } from './baseline-of-rating.js';
import { orderVisits } from './export/order-visits.js';
import { groupRows } from './group-rows.js';
import { leaveOutThin } from './leave-out-thin.js';
import { describeSpread } from './spread.js';
import { noArm, type PanelRow, type ScoreRow, type TrialData } from './trial-data.js';
import { isUnscheduled } from './unscheduled-visits.js';

export interface PanelOptions {
  /** The control first. */
  arms: readonly string[];
  strata: StrataChoice;
  /** Whether the panel's score decides. */
  isPrimary: boolean;
  primaryVisit?: string;
  /** Whether photographs that only the view tells apart are repeats of one place; the rows of `data` but the panel's are then without views. */
  averageViews: boolean;
  /** Visits at which nobody was expected, beside those that are called so. */
  unscheduled: readonly string[];
}

/** Everything that is said of the scores of a blinded panel, each area and visit by itself; null where there was none. A case without a final score is missing. */
export function analysePanel(data: TrialData, areas: readonly AreaResult[], options: PanelOptions): PanelResult | null {
  const cases = data.panel ?? [], all = options.averageViews ? joinViewsOfPanel(cases) : cases;
  if (cases.length === 0) return null;
  const places = [...groupRows(all, ({ targetArea, view }) => JSON.stringify([targetArea, view])).values()], order = orderVisits(data).filter((visit) => !isUnscheduled(visit, options.unscheduled, options.primaryVisit)), measured = groupRows(data.scores, ({ subject }) => subject);
  let leftOut = 0;
  const byPlace = places.map((rows) => {
    const [{ targetArea, view }] = rows, { roster, inTwoArms } = findRoster(data, rows), own = rows.filter(({ subject }) => !inTwoArms.has(subject));
    leftOut += rows.length - own.length;
    const visits = order.filter((visit) => own.some((row) => row.visit === visit));
    return visits.map((visit) => analyseVisit(own.filter((row) => row.visit === visit), { targetArea, view, visit }, roster, measured, data, areas, options));
  });
  const primary = options.isPrimary ? byPlace.map((visits) => choosePrimary(visits, options.primaryVisit)).filter((one) => one !== null) : [];
  const tests = primary.flatMap((one) => one.tests);
  adjustHolm(tests.map(({ pValue }) => pValue)).forEach((adjusted, at) => { tests[at].pValueHolm = adjusted; });
  return { rule: all[0].readers.length === 0 ? null : panelRule, cases: countCases(cases), visits: byPlace.flat(), paired: analysePanelPaired(all, options.arms, order), primary, leftOut };
}

function countCases(rows: readonly PanelRow[]): PanelResult['cases'] {
  const cases = { agreed: 0, adjudicated: 0, notAdjudicated: 0, notJudged: 0 };
  for (const row of rows) cases[row.final !== null ? (row.adjudicated === null ? 'agreed' : 'adjudicated') : isOpen(row) ? 'notAdjudicated' : 'notJudged']++;
  return cases;
}

/** Whether nobody has adjudicated a case that needs it. */
function isOpen({ readers, adjudicatorReason, final }: PanelRow): boolean {
  return final === null && adjudicatorReason === '' && needsAdjudication(readers.map(({ score }) => score));
}

function whyMissing(row: PanelRow | undefined): string {
  if (row === undefined) return 'no pair was read';
  if (isOpen(row)) return 'not adjudicated';
  if (row.readers.length === 0) return 'no score of the panel';
  return row.adjudicatorReason === '' ? 'no reader could judge' : `the adjudicator could not judge: ${row.adjudicatorReason}`;
}

/** Who should have a score in a place, with the arm: whoever was photographed, read, or assigned to one of its arms and never seen. */
function findRoster(data: TrialData, rows: readonly PanelRow[]): { roster: Map<string, string>; inTwoArms: Set<string> } {
  const [{ targetArea, view }] = rows, arms = new Map<string, Set<string>>();
  const photographed = [...data.scores, ...data.measurements].filter((row) => (targetArea === '' || row.targetArea === targetArea) && (view === '' || row.view === view));
  for (const { subject, arm } of [...photographed, ...rows]) arms.set(subject, (arms.get(subject) ?? new Set()).add(arm));
  // Photographs may name no arm where the panel's table does.
  for (const own of arms.values()) if (own.size > 1) own.delete(noArm);
  const roster = new Map([...arms].filter(([, own]) => own.size === 1).map(([subject, [arm]]) => [subject, arm])), present = new Set(roster.values());
  // Where nobody was photographed here, whoever was assigned and not read is absent all the same.
  const absent = data.scores.length + data.measurements.length > 0 ? findAbsent(data) : new Map((data.subjects ?? []).map(({ subject, arm }) => [subject, arm]));
  for (const [subject, arm] of absent) if (present.has(arm) && !arms.has(subject)) roster.set(subject, arm);
  // An area that the panel leaves open may be any of several with different treatments; each row says which arm it is of.
  return { roster, inTwoArms: new Set([...arms].filter(([, own]) => own.size > 1).map(([subject]) => subject)) };
}

function analyseVisit(rows: readonly PanelRow[], place: Pick<PanelAtVisit, 'targetArea' | 'view' | 'visit'>, roster: ReadonlyMap<string, string>, measured: ReadonlyMap<string, ScoreRow[]>, data: TrialData, areas: readonly AreaResult[], options: PanelOptions): PanelAtVisit {
  const arms = options.arms.filter((arm) => [...roster.values()].includes(arm)), rowOf = new Map(rows.map((row) => [row.subject, row]));
  const given = rows.flatMap(({ subject, arm, final }) => (final === null ? [] : [{ subject, arm, score: final }]));
  const baselines = given.map(({ subject }) => baselineOfRating(measured.get(subject) ?? [], place, areas)), withoutBaseline = baselines.filter((baseline) => baseline === null).length;
  const subjects = given.map((one, at) => ({ ...one, baseline: withoutBaseline === 0 ? baselines[at]! : 0 }));
  const strata = options.strata === 'baseline' && withoutBaseline > 0 ? 'none' : options.strata, names = assignStrata(strata, subjects, data.subjects);
  const expected = new Map(arms.map((arm) => [arm, [...roster].filter(([, own]) => own === arm).map(([subject]) => subject)]));
  return {
    ...place,
    arms: arms.map((arm) => {
      const scores = subjects.filter((one) => one.arm === arm).map(({ score }) => score);
      return { arm, expected: expected.get(arm)!.length, scored: scores.length, missing: countMissing(expected.get(arm)!, rowOf), score: describeSpread(scores) };
    }),
    means: compareMeanScores(subjects, arms, withoutBaseline === 0),
    analysis: analyseScores(subjects.map(({ arm, score, baseline }, at) => ({ arm, score, baseline, stratum: names[at] })), arms, new Map([...expected].map(([arm, own]) => [arm, own.length]))),
    withoutBaseline, strata: strataWords[strata],
    agreement: compareWithComputed(given, place, areas),
  };
}

function countMissing(subjects: readonly string[], rowOf: ReadonlyMap<string, PanelRow>): Missing[] {
  const reasons = new Map<string, number>();
  for (const subject of subjects) {
    const row = rowOf.get(subject);
    if (row === undefined || row.final === null) reasons.set(whyMissing(row), (reasons.get(whyMissing(row)) ?? 0) + 1);
  }
  return [...reasons].map(([reason, count]) => ({ reason, subjects: count })).sort((a, b) => b.subjects - a.subjects || (a.reason < b.reason ? -1 : 1));
}

/** Adjusted for the baseline where it is known of all, else by arm alone. */
function compareMeanScores(rows: readonly { arm: string; score: number; baseline: number }[], arms: readonly string[], known: boolean): MeanScores | Refused {
  if (known) {
    const ancova = compareArms(rows.map(({ arm, score, baseline }) => ({ arm, baseline, change: score })), arms);
    return isRefused(ancova) ? ancova : { adjusted: true, differences: ancova.differences, n: ancova.n, armsLeftOut: ancova.armsLeftOut };
  }
  const { fit, armsLeftOut } = leaveOutThin(arms, (arm) => (rows.filter((row) => row.arm === arm).length < 2 ? `Fewer than 2 subjects of the arm ${arm} have a value.` : null));
  const means = compareMeans(rows.map(({ arm, score }) => ({ arm, value: score })), fit);
  return isRefused(means) ? means : { adjusted: false, differences: means.differences, n: means.n, armsLeftOut };
}

function compareWithComputed(given: readonly { subject: string; score: number }[], { targetArea, view, visit }: Pick<PanelAtVisit, 'targetArea' | 'view' | 'visit'>, areas: readonly AreaResult[]): PanelAtVisit['agreement'] {
  const meant = areas.filter((area) => (targetArea === '' || area.targetArea === targetArea) && (view === '' || area.view === '' || area.view === view));
  if (meant.length !== 1) return { refused: meant.length === 0 ? 'No photograph of this area was compared.' : 'Several areas or views were measured, and the panel’s table does not say which of them was read.' };
  const computed = new Map(meant[0].subjects.flatMap(({ subject, points }) => points.flatMap((point) => (point.visit !== visit || point.supported === null ? [] : [[subject, point.supported] as const]))));
  const { n, onlyFirst, onlySecond, kappa, shareIdentical, shareWithinOne, intraclassCorrelation, limits } = comparePair('computed', [computedRater, 'panel'], computed, new Map(given.map(({ subject, score }) => [subject, score])), 'score');
  return { n, onlyFirst, onlySecond, kappa, shareIdentical, shareWithinOne, intraclassCorrelation, limits };
}

/** The rank test at the visit that decides; null where the place has no visit at all. */
function choosePrimary(visits: readonly PanelAtVisit[], named: string | undefined): PanelPrimary | null {
  const at = named === undefined ? visits[visits.length - 1] : visits.find(({ visit }) => visit === named);
  if (visits.length === 0) return null;
  if (at === undefined) {
    const [{ targetArea, view, arms }] = visits;
    return { targetArea, view, visit: named!, visitNamed: true, tests: [], armsLeftOut: arms.slice(1).map(({ arm }) => ({ arm, refused: `The panel scored nobody at the visit ${named!}.` })), margin: null };
  }
  const { targetArea, view, visit, analysis } = at;
  return {
    targetArea, view, visit, visitNamed: named !== undefined, margin: null,
    tests: analysis.vanElteren.flatMap((test) => (isRefused(test) ? [] : [{ arm: test.arm, reference: test.reference, n: test.n, probabilityHigher: test.probabilityHigher, exact: test.exact, pValue: test.pValue, pValueHolm: test.pValue }])),
    armsLeftOut: analysis.vanElteren.flatMap((test) => (isRefused(test) ? [{ arm: test.arm, refused: test.refused }] : [])),
  };
}
