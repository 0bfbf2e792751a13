import { isDay } from './is-day.js';

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
/** What programs put behind a day that they keep as a moment. Where a zone stands there, too, the day may be another one at the site, and is not read. */
const timeBehind = /(?:T|,?\s)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s?[AP]M)?$/i;

/**
 * The day that a cell names, as ISO 8601 has it, where it can be read in one way only; null where it can be read in two, or names none. Years have four digits.
 *
 *     2026-01-05 00:00:00, 2026/01/05, 2026. 01. 05., 20260105, 5-Jan-2026, 05JAN2026, Jan 5, 2026 → 2026-01-05      23.11.2026, 11/23/2026 → 2026-11-23
 *     03.04.2026, 03/04/2026, 05.01.26, 46027 → nothing
 */
export function readWrittenDay(cell: string): string | null {
  if (isDay(cell)) return cell;
  // Some languages have a space behind each point, and a point behind the last number.
  const text = cell.trim().replace(timeBehind, '').replace(/(?<=\d\.) (?=\d)/g, '').replace(/(?<=\.\d{1,4})\.$/, '');
  const yearFirst = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (yearFirst !== null) return writeDay(yearFirst[1], yearFirst[3], yearFirst[4]);
  const named = /^(?<day>\d{1,2})(?:[-/ ]|\. ?)?(?<month>[a-z]{3,9})\.?[-/ ]?(?<year>\d{4})$/i.exec(text) ?? /^(?<month>[a-z]{3,9})\.? (?<day>\d{1,2}),? (?<year>\d{4})$/i.exec(text);
  if (named !== null) return writeDay(named.groups!['year'], monthNamed(named.groups!['month']), named.groups!['day']);
  const numbers = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4})$/.exec(text);
  if (numbers === null) return null;
  const [, first, , second, year] = numbers, both = [writeDay(year, second, first), writeDay(year, first, second)].filter((day) => day !== null);
  return both.length === 1 || both[0] === both[1] ? both[0] ?? null : null;
}

/** Number of an English month, written out or by its first letters, three or more; empty for another word. */
function monthNamed(word: string): string {
  const at = months.findIndex((month) => month.startsWith(word.toLowerCase()));
  return at < 0 ? '' : String(at + 1);
}

function writeDay(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}
