import { writeDay } from '../locale.js';
import { dayOf } from './use-camera.js';

/** Photographs and treatments that are older are slips of the year: two digits of it typed into a date field make the year 26. */
const earliest = '1950-01-01';

/** What is most likely a slip in a day; null where nothing is. */
export function dayDoubt(day: string): string | null {
  if (day === '') return null;
  if (day < earliest) return `${writeDay(day)} is far back. Type all four digits of the year.`;
  return day > dayOf(new Date()) ? `${writeDay(day)} is still to come. Correct the day if that is not meant.` : null;
}
