import { AnalysisError } from '../../errors.js';
import { isDay } from '../../tables/is-day.js';

/**
 * The days on which the photographs were taken, in their order; null where none are given, so that the camera's are used.
 * @throws AnalysisError `usage.invalid` for text that is no day of the calendar and for another number of days than photographs.
 */
export function readDates(text: string | undefined, photoCount: number): string[] | null {
  if (text === undefined) return null;
  const dates = text.split(',').map((part) => part.trim());
  const wrong = dates.find((date) => !isDay(date));
  if (wrong !== undefined) {
    throw new AnalysisError('usage.invalid', `--dates holds ${JSON.stringify(wrong.slice(0, 40))}; expected days such as 2026-01-31, from 1950 to 2199.`, { hint: 'Write year, month and day with dashes between them.' });
  }
  if (dates.length !== photoCount) {
    throw new AnalysisError('usage.invalid', `--dates has ${dates.length} day${dates.length === 1 ? '' : 's'} for ${photoCount} photographs; give one for each, the baseline first.`);
  }
  return dates;
}
