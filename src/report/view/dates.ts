const isoStart = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/;
const dayMs = 86_400_000;

/**
 * The calendar day of an ISO date or date-time as written, at midnight UTC in milliseconds.
 * The day is taken from the text: a camera's clock has no time zone to convert from.
 * Null for anything else, also for days that do not exist.
 */
export function calendarDay(text: string | null): number | null {
  const match = text === null ? null : isoStart.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const time = Date.UTC(year, month - 1, day);
  const back = new Date(time);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? time : null;
}

/** A day at midnight UTC in words of the locale, e.g. "5 November 2026". */
export function writeDay(dayUtcMs: number, locale: string): string {
  return new Intl.DateTimeFormat([locale, 'en'], { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }).format(dayUtcMs);
}

/** The same, short, for axes: "5 Nov 2026". */
export function writeShortDay(dayUtcMs: number, locale: string): string {
  return new Intl.DateTimeFormat([locale, 'en'], { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(dayUtcMs);
}

/** A moment in UTC: "5 November 2026 at 14:30 UTC". @throws RangeError when the text is no ISO date-time. */
export function writeMoment(text: string, locale: string): string {
  const time = Date.parse(text);
  if (calendarDay(text) === null || Number.isNaN(time)) throw new RangeError(`Expected an ISO date-time for generatedAt, got "${text}".`);
  return new Intl.DateTimeFormat([locale, 'en'], {
    year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC', timeZoneName: 'short',
  }).format(time);
}

/** Time from one day to another in words: "6 days", "24 weeks"; null when it does not go forward. */
export function writeSpan(fromUtcMs: number, toUtcMs: number): string | null {
  const days = Math.round((toUtcMs - fromUtcMs) / dayMs);
  if (days <= 0) return null;
  if (days < 14) return days === 1 ? '1 day' : `${days} days`;
  return `${Math.round(days / 7)} weeks`;
}
