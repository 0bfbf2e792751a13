/** Visible results take three to six months; a score before twelve weeks is flagged. */
export const earlyBeforeDays = 84;

const millisecondsPerDay = 86_400_000;

/**
 * Whole days from one calendar date to another, negative when the second is earlier.
 *
 * Only the date counts, as the camera or the person wrote it: time of day and time zone never move a visit.
 *
 * @param from ISO date or date-time, e.g. `2026-01-31` or `2026-01-31T09:15:00+01:00`.
 * @returns null when either is missing or no date.
 */
export function daysBetween(from: string | null, to: string | null): number | null {
  const start = calendarDay(from);
  const end = calendarDay(to);
  return start === null || end === null ? null : Math.round((end - start) / millisecondsPerDay);
}

/**
 * Whether two visits are less than twelve weeks apart, in either order; null when a date is not known.
 *
 * @example isEarlyVisit('2026-01-01', '2026-03-26') // false: exactly twelve weeks
 */
export function isEarlyVisit(from: string | null, to: string | null): boolean | null {
  const days = daysBetween(from, to);
  return days === null ? null : Math.abs(days) < earlyBeforeDays;
}

function calendarDay(text: string | null): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]|$)/.exec(text ?? '');
  if (parts === null) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const time = Date.UTC(year, month - 1, day);
  const read = new Date(time);
  // 31 February would roll over into March.
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? time : null;
}
