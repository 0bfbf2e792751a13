import { isDay } from './is-day.js';

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
/** What programs put behind a day that they keep as a moment. Where a zone stands there, too, the day may be another one at the site, and is not read. */
const timeBehind = /[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?$/i;

/**
 * The day that a cell names, as ISO 8601 has it, where it can be read in one way only; null where it can be read in two, or names none. Years have four digits.
 *
 *     2026-01-05 00:00:00, 2026/01/05, 20260105, 5-Jan-2026, 05JAN2026 → 2026-01-05      23.11.2026, 11/23/2026 → 2026-11-23
 *     03.04.2026, 03/04/2026, 05.01.26, 46027 → nothing
 */
export function readWrittenDay(cell: string): string | null {
  if (isDay(cell)) return cell;
  const text = cell.trim().replace(timeBehind, '');
  const yearFirst = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (yearFirst !== null) return writeDay(yearFirst[1], yearFirst[3], yearFirst[4]);
  const named = /^(\d{1,2})[- ]?([a-z]{3,9})\.?[- ]?(\d{4})$/i.exec(text);
  if (named !== null) return writeDay(named[3], monthNamed(named[2]), named[1]);
  const numbers = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4})$/.exec(text);
  if (numbers === null) return null;
  const [, first, , second, year] = numbers, both = [writeDay(year, second, first), writeDay(year, first, second)].filter((day) => day !== null);
  return both.length === 1 || both[0] === both[1] ? both[0] ?? null : null;
}

/** Number of an English month, written out or by its first three letters; empty for another word. */
function monthNamed(word: string): string {
  const text = word.toLowerCase(), at = months.findIndex((month) => month === text || month.slice(0, 3) === text);
  return at < 0 ? '' : String(at + 1);
}

function writeDay(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}
