import { isDay } from './is-day.js';
import { monthNamed } from './month-names.js';

/** What programs put behind a day that they keep as a moment. Where a zone stands there, too, the day may be another one at the site, and is not read. */
const timeBehind = /(?:T|,?\s)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s?[AP]M)?$/i;
/** Dashes, and the sign for minus, that word processors put where a hyphen was typed. */
const dashes = /[\u2010-\u2015\u2212]/g;

/** A day with hyphens where other dashes stand, and without the apostrophe that keeps a spreadsheet from reading it. */
export function withHyphens(cell: string): string {
  return cell.trim().replace(dashes, '-').replace(/^['\u2019]/, '');
}

/**
 * The day that a cell names, as ISO 8601 has it, where it can be read in one way only; null where it can be read in two, or names none. Years have four digits.
 * Months may be named in English and in nine other languages (month-names.ts).
 *
 *     2026-01-05 00:00:00, 2026/01/05, 2026. 01. 05., 20260105, 5-Jan-2026, 05JAN2026, Jan 5, 2026, 5 de enero de 2026 → 2026-01-05      23.11.2026, 11/23/2026 → 2026-11-23
 *     03.04.2026, 03/04/2026, 05.01.26, 46027 → nothing
 */
export function readWrittenDay(cell: string): string | null {
  if (isDay(cell)) return cell;
  // Some languages have a space behind each point, and a point behind the last number.
  const text = withHyphens(cell).replace(timeBehind, '').replace(/(?<=\d\.) (?=\d)/g, '').replace(/(?<=\.\d{1,4})\.$/, '');
  const yearFirst = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (yearFirst !== null) return writeDay(yearFirst[1], yearFirst[3], yearFirst[4]);
  const named = splitNamedDay(text);
  if (named !== null) return named.year.length === 4 ? writeDay(named.year, named.month, named.day) : null;
  const numbers = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4})$/.exec(text);
  if (numbers === null) return null;
  const [, first, , second, year] = numbers, both = [writeDay(year, second, first), writeDay(year, first, second)].filter((day) => day !== null);
  return both.length === 1 || both[0] === both[1] ? both[0] ?? null : null;
}

/** The parts of a day whose month is named, its year with two digits or four; null for another text. */
export function splitNamedDay(cell: string): { year: string; month: string; day: string } | null {
  const text = cell.normalize('NFC');
  const found = /^(?<day>\d{1,2})(?:er)?(?:[-/ ]|\. ?)?(?:de )?(?<month>\p{L}{3,10})\.?[-/ ]?(?:de )?(?<year>\d{4}|\d{2})$/iu.exec(text) ?? /^(?<month>\p{L}{3,10})\.? (?<day>\d{1,2}),? (?<year>\d{4}|\d{2})$/iu.exec(text);
  const { day, month: word, year } = found?.groups ?? {}, month = word === undefined ? null : monthNamed(word);
  return month === null ? null : { year, month: String(month), day };
}

function writeDay(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}
