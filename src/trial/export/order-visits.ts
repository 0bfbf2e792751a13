import { median } from '../../statistics/describe.js';
import { plainName } from '../../tables/plain-name.js';
import { daysSinceBaseline } from '../build-courses.js';
import type { TrialData } from '../trial-data.js';

/**
 * Visits in the order of their median day, as the statistics order them. Days are those of the comparisons; of visits without one, the days since the first
 * photograph of each subject, or, in a trial without photographs, since the first rating of each who was rated on several days. Photographs without a day that
 * nothing was compared at are taken for baselines; undated follow-ups and ratings stand last.
 */
export function orderVisits(data: TrialData): string[] {
  const ratings = [...data.ratings ?? [], ...data.panel ?? []], hasPhotographs = data.scores.length + data.measurements.length > 0;
  const first = hasPhotographs ? findFirstDays(data) : findFirstOfSeveralDays(ratings);
  const since = ({ subject, date }: { subject: string; date: string }): number | null =>
    (date === '' || !first.has(subject) ? null : Math.round((Date.parse(date) - Date.parse(first.get(subject)!)) / dayMs));
  const usable = data.scores.filter(({ errorCode, before, after }) => errorCode === '' && before !== null && after !== null);
  const sources = [
    collectDays(usable, daysSinceBaseline), collectDays(data.scores, daysSinceBaseline), collectDays(data.measurements, since), collectDays(ratings, since),
  ];
  const followUps = new Set(data.scores.map(({ visit }) => visit)), photographed = new Set(data.measurements.map(({ visit }) => visit));
  const dayOf = (visit: string): number => sources.map((days) => median(days.get(visit) ?? [])).find((day) => day !== null)
    ?? (photographed.has(visit) && !followUps.has(visit) ? 0 : Infinity);
  const visits = new Set([...data.scores, ...data.measurements, ...ratings].map(({ visit }) => visit));
  return [...visits].map((visit) => ({ visit, day: dayOf(visit) }))
    .sort((a, b) => (a.day === b.day ? dayInName(a.visit) - dayInName(b.visit) || 0 : a.day - b.day) || byNumbers.compare(a.visit, b.visit) || (a.visit < b.visit ? -1 : 1)).map(({ visit }) => visit);
}

const dayMs = 86_400_000;
const daysOf: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30.4375, year: 365.25 };

/** Days that a name counts, where no day of a photograph or rating tells visits apart: month 6 is after week 12. Names that count none stand first, as `baseline` does. */
function dayInName(visit: string): number {
  const [, unit, count] = /^(day|week|month|year) (-?\d+)$/.exec(plainName(visit, { isVisit: true })) ?? [];
  return unit === undefined ? -Infinity : daysOf[unit] * Number(count);
}

/** "week 4" before "week 12". */
const byNumbers = new Intl.Collator('en', { numeric: true });

function collectDays<Row extends { visit: string }>(rows: readonly Row[], dayOf: (row: Row) => number | null): Map<string, number[]> {
  const days = new Map<string, number[]>();
  for (const row of rows) {
    const day = dayOf(row);
    if (day === null) continue;
    const own = days.get(row.visit);
    if (own === undefined) days.set(row.visit, [day]);
    else own.push(day);
  }
  return days;
}

/** First day of each subject: the baseline of the comparisons, else the earliest photograph. */
export function findFirstDays(data: TrialData): Map<string, string> {
  const first = new Map<string, string>();
  for (const { subject, date } of [...data.scores.map(({ subject: one, baselineDate }) => ({ subject: one, date: baselineDate })), ...data.measurements]) {
    if (date !== '' && (first.get(subject) ?? '9999') > date) first.set(subject, date);
  }
  return first;
}

/** First of the days on which each subject was rated; of nobody who was rated on one only, because that may have been any visit. */
function findFirstOfSeveralDays(ratings: readonly { subject: string; date: string }[]): Map<string, string> {
  const days = new Map<string, Set<string>>();
  for (const { subject, date } of ratings) if (date !== '') days.set(subject, (days.get(subject) ?? new Set<string>()).add(date));
  return new Map([...days].filter(([, own]) => own.size > 1).map(([subject, own]) => [subject, [...own].sort()[0]]));
}
