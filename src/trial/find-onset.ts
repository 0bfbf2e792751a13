import type { OnsetResult, SubjectCourse } from '../domain/trial-statistics.js';
import { estimateSurvival, medianTime } from '../statistics/kaplan-meier.js';
import { estimateProportion } from '../statistics/proportions.js';
import { describeSpread } from './spread.js';
import { isDay } from '../tables/is-day.js';
import type { TreatmentRow } from './trial-data.js';

interface Course {
  /** Days of the visits with a score, ascending, and whether the increase was supported there. */
  visits: { days: number; counted: number; date: string; increased: boolean }[];
  subject: string;
}

/**
 * Onset: the first visit at which an increase exceeds what chance explains, in days and in treatment sessions.
 * Durability: whether the increase was still there later, and after the last treatment. Visits without a score say nothing
 * and are passed over; a subject without onset counts until the last scored visit. Sessions whose day is not known cannot be counted as before or after
 * anything, so subjects with one are left out of whatever depends on sessions.
 *
 * For the median everybody counts at a planned visit on its usual day: somebody photographed on the last day of its window is not the only one left then, of whom others
 * who came some days before could no longer have an onset. On their own days a third of an arm with an onset had a median, that of whoever came last. For the same reason an
 * onset that was first seen after the last planned visit, when hardly anybody was looked at, is none that the median knows.
 *
 * @param planned     Days of the planned visits; others count on each subject's own day.
 * @param dateOf      Day of a subject's visit, YYYY-MM-DD or empty.
 * @param treatments  Null where none were recorded.
 */
export function findOnset(subjects: readonly SubjectCourse[], arms: readonly string[], planned: ReadonlyMap<string, number>, dateOf: (subject: string, visit: string) => string, treatments: readonly TreatmentRow[] | null): OnsetResult[] {
  const undated = new Set((treatments ?? []).filter(({ kind, date, endDate }) => kind === 'procedure' && !(isDay(date) && (endDate === '' || isDay(endDate)))).map(({ subject }) => subject));
  const last = planned.size === 0 ? Infinity : Math.max(...planned.values());
  return arms.map((arm) => {
    const courses: Course[] = subjects.filter((subject) => subject.arm === arm).map(({ subject, points }) => ({
      subject,
      visits: points.filter(({ supported }) => supported !== null)
        .map(({ days, visit, supported }) => ({ days, counted: planned.get(visit) ?? days, date: dateOf(subject, visit), increased: supported! >= 1 }))
        // A subject's own days: somebody may have come to a late visit before an early one.
        .sort((a, b) => a.days - b.days),
    })).filter(({ visits }) => visits.length > 0);
    const onsets = courses.map(({ visits }) => visits.findIndex(({ increased }) => increased));
    const times = courses.map(({ visits }, at) => {
      const { counted } = visits[onsets[at] < 0 ? visits.length - 1 : onsets[at]];
      return { time: Math.min(counted, last), happened: onsets[at] >= 0 && counted <= last };
    });
    const later = courses.flatMap(({ visits }, at) => (onsets[at] < 0 || onsets[at] === visits.length - 1 ? [] : [visits.slice(onsets[at] + 1)]));
    return {
      arm, subjects: courses.length, withOnset: onsets.filter((at) => at >= 0).length,
      medianDays: medianTime(estimateSurvival(times)),
      sessions: treatments === null ? null : describeSpread(courses.flatMap(({ subject, visits }, at) =>
        (undated.has(subject) || onsets[at] < 0 || visits[onsets[at]].date === '' ? [] : [countSessions(treatments, subject, visits[onsets[at]].date)]))),
      subjectsWithUndatedSessions: courses.filter(({ subject }) => undated.has(subject)).length,
      keptAtEveryLaterVisit: shareOf(later.map((visits) => visits.every(({ increased }) => increased))),
      keptAtLastVisit: shareOf(later.map((visits) => visits[visits.length - 1].increased)),
      keptAfterTreatment: treatments === null ? null : shareOf(courses.filter(({ subject }) => !undated.has(subject)).flatMap((course) => keptAfterTreatment(course, treatments))),
    };
  });
}

function shareOf(answers: readonly boolean[]) {
  return answers.length === 0 ? null : estimateProportion(answers.filter(Boolean).length, answers.length);
}

/** Sessions of procedures before a day, all dated; the day itself does not count, because photographs come before the session. */
export function countSessions(treatments: readonly TreatmentRow[], subject: string, before: string): number {
  return treatments.filter((row) => row.subject === subject && row.kind === 'procedure' && row.date < before).length;
}

function keptAfterTreatment({ subject, visits }: Course, treatments: readonly TreatmentRow[]): boolean[] {
  const ends = treatments.filter((row) => row.subject === subject && row.kind === 'procedure').map(({ date, endDate }) => endDate || date).sort();
  const last = ends[ends.length - 1];
  if (last === undefined || visits.some(({ date }) => date === '')) return [];
  // The first visit after the last session still shows what the treatment reached; durability is what comes after it.
  const reached = visits.findIndex(({ date }) => date >= last);
  if (reached < 0 || reached === visits.length - 1 || !visits[reached].increased) return [];
  return [visits[visits.length - 1].increased];
}
