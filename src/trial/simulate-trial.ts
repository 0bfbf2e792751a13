import type { GlobalAssessmentScore } from '../domain/global-assessment.js';
import { findPanelScore, needsAdjudication } from '../domain/panel-score.js';
import { assessChange } from '../scoring/assess-change.js';
import { measureChange } from '../scoring/change.js';
import type { PresetName } from '../scoring/cut-points.js';
import { standardErrorOfLogRatio } from '../scoring/uncertainty.js';
import { simulatedError, trueChangeSd } from './simulated-error.js';
import { type LimitColumn, limitColumns, type MeasurementRow, measureColumns, type MeasureColumn, type PanelRow, type RatingRow, type ScoreRow, type TreatmentRow, type TrialData, type VisitKey } from './trial-data.js';

/** Where chance comes from; a seeded generator makes the trial repeatable. */
export interface Chance {
  normal(mean: number, standardDeviation: number): number;
  uniform(low: number, high: number): number;
  chance(probability: number): boolean;
}

/** A trial that has not happened yet. */
export interface SimulationPlan {
  arms: { arm: string; subjects: number; /** Mean change beyond the drift once fully grown, terminal hairs per cm². */ effect: number }[];
  /** Days of the visits after the baseline, ascending. */
  visitDays: readonly number[];
  baselineMean: number;
  baselineSd: number;
  /** Of the measured change within an arm once fully grown, hairs per cm², measurement error included. */
  changeSd: number;
  /** Mean change of every arm once fully grown. */
  drift: number;
  /** Share of the subjects who are gone by the last visit, 0…1 exclusive of 1. */
  dropOut: number;
  /** How many times as likely those drop out who lost hair at their last visit; 1 is chance alone. */
  dropOutOfLosers: number;
  /** Share of photographs that turn out unusable. */
  unusable: number;
  /** Coefficient of variation of one measurement: its error grows with what is measured, as the interval of each change takes it to. */
  repeatabilityCv: number;
  preset: PresetName;
  /** Days between treatment sessions of every arm but the first; null for none. */
  sessionEveryDays: number | null;
  sessions: number;
  /** People who rate each visit twice; 0 for none. Two or more are a panel, whose adjudicator sees the truth. */
  readers: number;
  firstDay: string;
}

/** Growth is complete after 24 weeks, as in published trials; before that a straight rise. */
const fullyGrownDays = 168;

export const defaultPlan: Omit<SimulationPlan, 'arms'> = {
  visitDays: [56, 112, 168], baselineMean: 150, baselineSd: 35, changeSd: 22, drift: 5, dropOut: 0.15, dropOutOfLosers: 1, unusable: 0.02,
  repeatabilityCv: 0.05, preset: 'standard', sessionEveryDays: null, sessions: 12, readers: 0, firstDay: '2026-01-05',
};

/** A subject of a simulated trial with the truth behind the measurements, for drawing photographs of it. */
export interface SimulatedSubject {
  subject: string;
  arm: string;
  trueBaseline: number;
  /** By visit; the subject may have dropped out of the later ones. */
  visits: { visit: string; date: string; days: number; trueDensity: number; present: boolean }[];
  baselineDate: string;
}

/** @throws RangeError where the scatter of the change is smaller than the error of measurement alone. */
export function simulateTrial(plan: SimulationPlan, random: Chance): { data: TrialData; subjects: SimulatedSubject[] } {
  const changeSds = plan.arms.map(({ effect }) => trueChangeSd(plan, effect));
  const { logStandardDeviation } = simulatedError(plan.repeatabilityCv);
  const measure = (density: number): number => density * Math.exp(random.normal(-(logStandardDeviation ** 2) / 2, logStandardDeviation));
  const standardError = standardErrorOfLogRatio({ repeatabilityCv: plan.repeatabilityCv, scaleUncertaintyBefore: 0, scaleUncertaintyAfter: 0, countingVariance: 0 });
  const hazard = 1 - (1 - plan.dropOut) ** (1 / plan.visitDays.length);
  const data: TrialData = { scores: [], measurements: [], treatments: plan.sessionEveryDays === null ? null : [], ratings: plan.readers > 0 ? [] : null, ...(plan.readers > 1 ? { panel: [] } : {}), subjects: [] };
  const subjects: SimulatedSubject[] = [];
  let number = 0;
  // Subjects enter arm by arm in turn, so that the days of the visits do not tell the arm.
  for (let round = 0; round < Math.max(...plan.arms.map((arm) => arm.subjects)); round++) {
    for (const [armPlace, { arm, subjects: size, effect }] of plan.arms.entries()) {
      if (round >= size) continue;
      const subject = `S${String(++number).padStart(4, '0')}`;
      const baselineDate = addDays(plan.firstDay, Math.floor(random.uniform(0, 60)));
      const trueBaseline = Math.max(20, random.normal(plan.baselineMean, plan.baselineSd));
      const response = random.normal(plan.drift + effect, changeSds[armPlace]);
      const before = measure(trueBaseline);
      const key = (visit: string, date: string): VisitKey => ({ subject, arm, targetArea: 'vertex', view: 'closeup', visit, date });
      data.measurements.push(measured(key('baseline', baselineDate), before));
      data.subjects!.push({ subject, arm, site: `site-${1 + Math.floor(random.uniform(0, 3))}`, sex: 'M', ageYears: Math.floor(random.uniform(20, 55)), stratum: '' });
      const simulated: SimulatedSubject = { subject, arm, trueBaseline, visits: [], baselineDate };
      subjects.push(simulated);
      let present = true;
      let lost = false;
      for (const [place, planned] of plan.visitDays.entries()) {
        const visit = `week ${Math.round(planned / 7)}`;
        present &&= !random.chance(Math.min(1, hazard * (lost ? plan.dropOutOfLosers : 1)));
        const days = planned + Math.floor(random.uniform(-3, 4));
        const date = addDays(baselineDate, days);
        const trueDensity = Math.max(1, trueBaseline + response * Math.min(1, planned / fullyGrownDays));
        const after = measure(trueDensity);
        simulated.visits.push({ visit, date, days, trueDensity, present });
        if (!present) continue;
        const unusable = random.chance(plan.unusable);
        data.measurements.push(unusable ? failed(key(visit, date)) : measured(key(visit, date), after));
        data.scores.push(scored(key(visit, date), days, baselineDate, unusable ? null : { before, after }, standardError, plan.preset));
        if (!unusable) lost = after < before;
        if (place === plan.visitDays.length - 1 || place % 2 === 1) {
          const percent = 100 * (trueDensity / trueBaseline - 1), ratings = rate(subject, arm, visit, date, percent, plan.readers, random);
          data.ratings?.push(...ratings);
          data.panel?.push(decide(ratings, percent));
        }
      }
      if (plan.sessionEveryDays !== null && armPlace > 0) data.treatments!.push(...sessionsOf(subject, baselineDate, plan.sessionEveryDays, plan.sessions));
    }
  }
  return { data, subjects };
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const noLimits = Object.fromEntries(limitColumns.map((column) => [column, null])) as Record<LimitColumn, number | null>;
const noMeasures = Object.fromEntries(measureColumns.map((column) => [column, null])) as Record<MeasureColumn, number | null>;

function measured(key: VisitKey, terminalDensity: number): MeasurementRow {
  return {
    ...key, photo: `${key.subject} ${key.visit}.jpg`, photoSha256: '', umPerPx: 5, measures: { ...noMeasures, terminal_density_per_cm2: terminalDensity },
    limits: noLimits, errorCode: '', errorMessage: '',
  };
}

function failed(key: VisitKey): MeasurementRow {
  return { ...measured(key, 0), measures: noMeasures, errorCode: 'photo.unusable', errorMessage: 'Simulated: the photograph is out of focus.' };
}

function scored(key: VisitKey, days: number, baselineDate: string, values: { before: number; after: number } | null, standardError: number, preset: PresetName): ScoreRow {
  const row: ScoreRow = {
    ...key, days, baselineVisit: 'baseline', baselineDate, endpoint: '', before: null, after: null, changeUnit: '%', changePercent: null, changeLower: null, changeUpper: null,
    standardError: null, smallestDetectableChangePercent: null, nominal: null, supported: null, words: '', probabilityImproved: null, registered: null,
    errorCode: 'photo.unusable', errorMessage: 'Simulated: the photograph is out of focus.',
  };
  if (values === null) return row;
  const change = measureChange({ endpoint: 'terminalDensityPerCm2', ...values, standardError });
  const assessment = assessChange(change, { preset, densitiesPerCm2: values });
  return {
    ...row, ...values, endpoint: change.endpoint, changePercent: change.percent, changeLower: change.interval95[0], changeUpper: change.interval95[1],
    standardError, smallestDetectableChangePercent: change.smallestDetectableChangePercent, nominal: assessment.nominal, supported: assessment.supported,
    words: assessment.words, probabilityImproved: assessment.probabilityImproved, registered: true, errorCode: '', errorMessage: '',
  };
}

/** What the panel makes of its readers' first looks; where they leave it to the adjudicator, that is the true change. */
function decide(ratings: readonly RatingRow[], percent: number): PanelRow {
  const [{ subject, arm, targetArea, view, visit, date }] = ratings, readers = ratings.filter(({ occasion }) => occasion === 1).map(({ rater, score }) => ({ rater, score })), scores = readers.map(({ score }) => score);
  const adjudicated = needsAdjudication(scores) ? toScore(stepsOf(percent)) : null;
  return { subject, arm, targetArea, view, visit, date, readers, adjudicated, adjudicatorReason: '', final: findPanelScore(scores, adjudicated) };
}

const stepsOf = (percent: number): number => (Math.log1p(percent / 100) / Math.log(1.25)) * 1.5;
const toScore = (steps: number): GlobalAssessmentScore => (Math.max(-3, Math.min(3, Math.round(steps))) + 0) as GlobalAssessmentScore;

/** Readers see the true change with a scatter of a quarter of a step, which repeats about seven scores in ten, and look twice. */
function rate(subject: string, arm: string, visit: string, date: string, percent: number, readers: number, random: Chance): RatingRow[] {
  return Array.from({ length: readers }, (_, reader) => [1, 2].map((occasion) => {
    const seen = stepsOf(percent) + random.normal(0, 0.28);
    return { subject, arm, targetArea: 'vertex', view: '', visit, date, rater: `reader-${reader + 1}`, role: 'independent assessor' as const, occasion, score: toScore(seen) };
  })).flat();
}

function sessionsOf(subject: string, baselineDate: string, every: number, count: number): TreatmentRow[] {
  return Array.from({ length: count }, (_, at) => ({
    subject, date: addDays(baselineDate, 1 + at * every), endDate: '', treatment: 'microneedling', kind: 'procedure' as const, dose: null, doseUnit: '', needleLengthMm: 1.5,
  }));
}

