import type { GlobalAssessmentScore } from '../domain/global-assessment.js';
import { middleScore } from '../domain/middle-score.js';
import type { AreaResult } from '../domain/trial-result.js';
import type { Missing, SubjectCourse, SubjectPoint } from '../domain/trial-statistics.js';
import { clinicianWords, noDetectableChange } from '../scoring/words.js';
import { mean, median } from '../statistics/describe.js';
import { subtract } from '../statistics/round.js';
import type { ScoreRow, VisitKey } from './trial-data.js';

/** The subjects of one target area with what was measured of them, and why the rest is missing. */
export interface Courses {
  /** Visits after the baseline, in the order of their median day; those whose day no row tells (Infinity) come last. */
  visits: { visit: string; medianDays: number }[];
  subjects: SubjectCourse[];
  /** By arm and visit. */
  missing(arm: string, visit: string): Missing[];
}

const dayMs = 86_400_000;

/** Days since the baseline: as given, or from the two dates; null where neither is known. */
export function daysSinceBaseline(row: ScoreRow): number | null {
  if (row.days !== null) return row.days;
  if (row.date === '' || row.baselineDate === '') return null;
  return Math.round((Date.parse(row.date) - Date.parse(row.baselineDate)) / dayMs);
}

/** Why a row carries no change, or null where it does. */
function whyMissing(row: ScoreRow, endpoint: string): string | null {
  if (row.errorCode !== '') return row.errorCode;
  if (row.before === null || row.after === null) return 'not comparable';
  if (row.endpoint !== endpoint) return `measured as ${row.endpoint}`;
  if (daysSinceBaseline(row) === null) return 'no date';
  return null;
}

/**
 * Puts the rows of one target area together by subject and visit. Several photographs of one visit are averaged; their
 * score is the middle one, towards 0 where there are two. A visit without a usable row is missing and stays so.
 *
 * @param rows    All of one target area and view, each subject in one arm.
 * @param roster  Whoever belongs there, with the arm: who never came back after the baseline is missing at every visit.
 * @param more.absent        Those of them who were never photographed anywhere.
 * @param more.photographed  Photographs of that area and view: one at a visit without a row is the first of its series, and there is none before it.
 */
export function buildCourses(rows: readonly ScoreRow[], endpoint: string, roster: ReadonlyMap<string, string>, { absent, photographed }: { absent: ReadonlySet<string>; photographed: readonly VisitKey[] }): Courses {
  const names = [...new Set(rows.map(({ visit }) => visit))];
  const visits = names.map((visit) => {
    const own = rows.filter((row) => row.visit === visit);
    const usable = own.filter((row) => whyMissing(row, endpoint) === null);
    const days = (usable.length > 0 ? usable : own).map(daysSinceBaseline).filter((day) => day !== null);
    return { visit, medianDays: median(days) ?? Infinity };
  }).sort((a, b) => a.medianDays - b.medianDays || (a.visit < b.visit ? -1 : 1));

  const byVisit = new Map<string, ScoreRow[]>();
  const placeOf = (subject: string, visit: string): string => JSON.stringify([subject, visit]);
  for (const row of rows) byVisit.set(placeOf(row.subject, row.visit), [...byVisit.get(placeOf(row.subject, row.visit)) ?? [], row]);
  const seen = new Set(photographed.map(({ subject, visit }) => placeOf(subject, visit)));
  const rowsOf = (subject: string, visit: string): readonly ScoreRow[] => byVisit.get(placeOf(subject, visit)) ?? [];
  const subjects = [...roster].sort(([a], [b]) => (a < b ? -1 : 1)).map(([subject, arm]) => ({
    subject, arm,
    points: visits.flatMap(({ visit }) => {
      const own = rowsOf(subject, visit).filter((row) => whyMissing(row, endpoint) === null);
      return own.length === 0 ? [] : [toPoint(own, changeUnitOf(endpoint))];
    }),
  }));
  return {
    visits,
    subjects,
    missing(arm, visit) {
      const reasons = new Map<string, number>();
      for (const { subject, points } of subjects.filter((course) => course.arm === arm)) {
        if (points.some((point) => point.visit === visit)) continue;
        const [row] = rowsOf(subject, visit);
        const reason = row === undefined ? (absent.has(subject) ? 'never photographed' : seen.has(placeOf(subject, visit)) ? 'no baseline photograph' : 'no photograph') : whyMissing(row, endpoint)!;
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
      return [...reasons].map(([reason, count]) => ({ reason, subjects: count })).sort((a, b) => b.subjects - a.subjects || (a.reason < b.reason ? -1 : 1));
    },
  };
}

/** Coverage is judged by the difference in points: from a sparse baseline a small one would be a huge percent. */
export function changeUnitOf(endpoint: string): AreaResult['changeUnit'] {
  return endpoint === 'coverage' ? 'percentage points' : '%';
}

function toPoint(rows: readonly ScoreRow[], unit: AreaResult['changeUnit']): SubjectPoint {
  const average = (values: readonly (number | null)[]): number | null => (values.some((value) => value === null) ? null : mean(values as number[]));
  const before = mean(rows.map((row) => row.before!));
  const after = mean(rows.map((row) => row.after!)), change = subtract(after, before);
  const [lower, upper] = [average(rows.map((row) => convertLimit(row, row.changeLower, unit))), average(rows.map((row) => convertLimit(row, row.changeUpper, unit)))];
  const supported = middleScore(rows.map((row) => row.supported));
  return {
    visit: rows[0].visit, days: mean(rows.map((row) => daysSinceBaseline(row)!)), before, after, change,
    changePercent: unit === 'percentage points' ? 100 * change : before > 0 ? 100 * (after / before - 1) : null,
    changePercentInterval95: lower === null || upper === null ? null : [lower, upper],
    supported, nominal: middleScore(rows.map(({ nominal }) => nominal)), words: supported === null ? null : describeScore(supported, rows),
  };
}

/** A limit in the wanted unit, whichever its row has: percent of a share of the region is so many points of the region. */
function convertLimit({ changeUnit, before }: ScoreRow, limit: number | null, unit: AreaResult['changeUnit']): number | null {
  if (limit === null || changeUnit === unit) return limit;
  if (unit === 'percentage points') return limit * before!;
  return before! > 0 ? limit / before! : null;
}

/** A 0 means "no change" only where each photograph's own change exceeds what chance explains. */
function describeScore(score: GlobalAssessmentScore, rows: readonly ScoreRow[]): string {
  const certainlyNone = rows.every(({ supported, words, changeLower, changeUpper }) => supported === 0
    && (words === '' ? changeLower !== null && changeUpper !== null && (changeLower > 0 || changeUpper < 0) : words === clinicianWords(0)));
  return score !== 0 || certainlyNone ? clinicianWords(score) : noDetectableChange;
}
