import type { AreaResult, PrimaryOutcome, RatingResult, TrialResult } from '../domain/trial-result.js';
import { AnalysisError } from '../errors.js';
import { adjustHolm } from '../statistics/holm.js';
import { analyseArea, findAbsent } from './analyse-area.js';
import { analysePaired } from './analyse-paired.js';
import { analysePanel } from './analyse-panel.js';
import { analyseScores } from './analyse-scores.js';
import { assignStrata, type StrataChoice, strataWords } from './assign-strata.js';
import { describeAveragedViews, dropViews, refuseUnlikeViews } from './average-views.js';
import { baselineOfRating } from './baseline-of-rating.js';
import { chooseArms } from './choose-arms.js';
import { collectRemarks } from './collect-remarks.js';
import { comparePanelWithMargin, compareWithMargin, type MarginPlan } from './compare-with-margin.js';
import { describeSubjects } from './describe-subjects.js';
import { groupRows } from './group-rows.js';
import { setAsideOtherBaselines } from './set-aside-other-baselines.js';
import { stateMultiplicity } from './state-multiplicity.js';
import type { TrialData } from './trial-data.js';
import { isUnscheduled } from './unscheduled-visits.js';

export interface TrialOptions {
  /** The arm that others are compared with; default: the one whose name says so, else the first by name. */
  control?: string;
  /** The visit that decides; default: the last. Name it before the data are seen. */
  primaryVisit?: string;
  /** What decides: the measured change, or the score of the blinded panel (panel.csv). Default the change. */
  primaryOutcome?: PrimaryOutcome;
  /** Visits at which nobody was expected, beside those that are called unscheduled or unplanned: in no model and no table by visit. */
  unscheduled?: readonly string[];
  /** Whether photographs of one target area and visit that only the column view tells apart are repeats of one place: their mean is then analysed. */
  averageViews?: boolean;
  /** Groups of the rank test; default thirds of the baseline. */
  strata?: StrataChoice;
  /** Difference of mean change to plan the next trial for. */
  detect?: number;
  /** Margin of non-inferiority or equivalence for the primary comparison. */
  margin?: MarginPlan;
}

/**
 * The whole statistics of a trial, arms × visits, one target area and view after the other. Same data, same result.
 * What cannot be given is refused with a sentence; missing visits are counted and never filled in.
 *
 * @throws AnalysisError `trial.invalid` where there is no row, and where an arm or visit named in the options is not there.
 */
export function analyseTrial(data: TrialData, options: TrialOptions = {}): TrialResult {
  const people = [...data.scores, ...data.measurements, ...data.ratings ?? [], ...data.panel ?? []], absent = findAbsent(data);
  const { arms, controlChosen } = chooseArms(people.map(({ arm }) => arm), options.control);
  if (people.length === 0) throw new AnalysisError('trial.invalid', 'The tables have no row below their header, so there is nothing to analyse.');
  const followUps = [...new Set([...data.scores, ...data.ratings ?? [], ...data.panel ?? []].map(({ visit }) => visit))];
  if (options.primaryVisit !== undefined && !followUps.includes(options.primaryVisit)) {
    throw new AnalysisError('trial.invalid', `No follow-up has the visit ${options.primaryVisit}.`, { hint: `The visits after the baseline are ${followUps.slice(0, 20).join(', ')}.` });
  }
  const unknown = (options.unscheduled ?? []).find((visit) => !followUps.includes(visit));
  if (unknown !== undefined) throw new AnalysisError('trial.invalid', `No follow-up has the visit ${unknown}, which is said to be unscheduled.`, { hint: `The visits after the baseline are ${followUps.slice(0, 20).join(', ')}.` });
  const { unscheduled = [] } = options;
  if (options.primaryVisit !== undefined && unscheduled.includes(options.primaryVisit)) throw new AnalysisError('trial.invalid', `The visit ${options.primaryVisit} cannot both decide and be unscheduled.`, { hint: 'Name it with one of the two options.' });
  const { primaryVisit, detect, strata = 'baseline', primaryOutcome = 'change' } = options;
  if (primaryOutcome === 'panel' && (data.panel ?? []).length === 0) throw new AnalysisError('trial.invalid', 'The score of the panel is to decide, and there is no panel.csv with a row.', { hint: 'Put the panel.csv that trichoscore reading export wrote into the folder.' });
  if (options.averageViews === true) refuseUnlikeViews(data.scores);
  // A repeat has a baseline of its own, so what is set aside is told view by view.
  const found = setAsideOtherBaselines(data.scores), { scores, aside } = options.averageViews === true ? { scores: dropViews(found.scores), aside: dropViews(found.aside) } : found;
  const fromBaseline: TrialData = { ...data, scores, measurements: options.averageViews === true ? dropViews(data.measurements) : data.measurements };
  const areaKeys = [...new Set([...scores, ...aside].map(({ targetArea, view }) => JSON.stringify([targetArea, view])))].sort();
  const areas = areaKeys.map((key) => {
    const [targetArea, view] = JSON.parse(key) as [string, string];
    return analyseArea(fromBaseline, aside, targetArea, view, {
      arms, strata, unscheduled, ...(primaryVisit === undefined ? {} : { primaryVisit }), ...(detect === undefined ? {} : { detect }),
    });
  });
  const panel = analysePanel(fromBaseline, areas, { arms, strata, unscheduled, averageViews: options.averageViews === true, isPrimary: primaryOutcome === 'panel', ...(primaryVisit === undefined ? {} : { primaryVisit }) });
  if (primaryOutcome === 'change') adjustPrimaries(areas);
  if (options.margin !== undefined && primaryOutcome === 'panel') comparePanelWithMargin(panel!, options.margin, data, controlChosen);
  else if (options.margin !== undefined) compareWithMargin(areas, options.margin, data, controlChosen);
  const members = new Map(arms.map((arm) => [arm, new Set([...people.filter((row) => row.arm === arm).map(({ subject }) => subject), ...[...absent].filter(([, own]) => own === arm).map(([subject]) => subject)])]));
  const isPlanned = ({ visit }: { visit: string }): boolean => !isUnscheduled(visit, unscheduled, primaryVisit), planned: TrialData = { ...fromBaseline, ratings: data.ratings?.filter(isPlanned) ?? null };
  const result: TrialResult = {
    schemaVersion: 1,
    arms: arms.map((arm, at) => ({ arm, subjects: members.get(arm)!.size, neverPhotographed: [...absent.values()].filter((own) => own === arm).length, control: at === 0 && arms.length > 1 })),
    controlChosen, strata: strataWords[strata], people: describeSubjects(data, arms, (arm) => members.get(arm)!), areas, paired: analysePaired(scores.filter(isPlanned), fromBaseline.measurements, arms),
    ratings: analyseRatings(planned, areas, arms, strata, options.averageViews === true), panel, primaryOutcome,
    multiplicity: [], remarks: [],
  };
  result.multiplicity = stateMultiplicity(result, primaryVisit !== undefined);
  result.remarks = [...(options.averageViews === true ? [describeAveragedViews(data)] : []), ...collectRemarks(result, data, followUps.filter((visit) => !isPlanned({ visit })))];
  return result;
}

/** Holm over every primary comparison of the trial: all arms, all target areas. */
function adjustPrimaries(areas: readonly AreaResult[]): void {
  const all = areas.flatMap(({ primary }) => ('refused' in primary ? [] : primary.differences));
  adjustHolm(all.map(({ pValue }) => pValue)).forEach((adjusted, at) => { all[at].pValueHolm = adjusted; });
}

/** First looks of each rater at each area and visit; repeats belong to `trichoscore agreement`. */
function analyseRatings(data: TrialData, areas: readonly AreaResult[], arms: readonly string[], strata: StrataChoice, averageViews: boolean): RatingResult[] {
  const first = (data.ratings ?? []).filter(({ occasion }) => occasion === 1);
  const measured = groupRows(data.scores, ({ subject }) => subject);
  // Whoever was photographed or rated there belongs there; an arm that nobody has in this area is not expected of its readers.
  const present = [...data.scores, ...data.measurements, ...first];
  const armsAt = (targetArea: string, view: string): string[] => arms.filter((arm) => present.some((row) => row.arm === arm
    && (targetArea === '' || row.targetArea === targetArea) && (view === '' || row.view === '' || row.view === view)));
  const keys = [...new Set(first.map(({ rater, targetArea, view, visit }) => JSON.stringify([rater, targetArea, view, visit])))];
  return keys.map((key) => {
    const [rater, targetArea, view, visit] = JSON.parse(key) as [string, string, string, string];
    const own = first.filter((row) => row.rater === rater && row.targetArea === targetArea && row.view === view && row.visit === visit);
    const baselines = own.map((row) => baselineOfRating(measured.get(row.subject) ?? [], averageViews ? { ...row, view: '' } : row, areas));
    const withoutBaseline = baselines.filter((baseline) => baseline === null).length, groups = strata === 'baseline' && withoutBaseline > 0 ? 'none' : strata;
    const subjects = own.map(({ subject }, at) => ({ subject, baseline: withoutBaseline === 0 ? baselines[at]! : 0 }));
    const names = assignStrata(groups, subjects, data.subjects);
    return { rater, targetArea, view, visit, subjects: own.length, withoutBaseline, strata: strataWords[groups], analysis: analyseScores(own.map(({ arm, score }, at) => ({ arm, score, baseline: subjects[at].baseline, stratum: names[at] })), armsAt(targetArea, view), null) };
  });
}
