import { AnalysisError } from '../../errors.js';

/** Other years are slips of the finger. */
const years = { first: 1900, last: 2199 } as const;

/**
 * The days on which the photographs were taken, in their order; null where none are given, so that the camera's are used.
 * @throws AnalysisError `usage.invalid` for text that is no day of the calendar and for another number of days than photographs.
 */
export function readDates(text: string | undefined, photoCount: number): string[] | null {
  if (text === undefined) return null;
  const dates = text.split(',').map((part) => part.trim());
  const wrong = dates.find((date) => !isCalendarDay(date));
  if (wrong !== undefined) {
    throw new AnalysisError('usage.invalid', `--dates holds ${JSON.stringify(wrong.slice(0, 40))}; expected days such as 2026-01-31, from ${years.first} to ${years.last}.`, { hint: 'Write year, month and day with dashes between them.' });
  }
  if (dates.length !== photoCount) {
    throw new AnalysisError('usage.invalid', `--dates has ${dates.length} day${dates.length === 1 ? '' : 's'} for ${photoCount} photographs; give one for each, the baseline first.`);
  }
  return dates;
}

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && day.getUTCFullYear() >= years.first && day.getUTCFullYear() <= years.last;
}
