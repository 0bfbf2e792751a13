import { isDay } from './is-day.js';
import { readWrittenDay, splitNamedDay, withHyphens } from './read-written-day.js';

/** Day 0 of a spreadsheet's day numbers. */
const spreadsheetEpoch = Date.UTC(1899, 11, 30), dayMs = 86_400_000;

/** A moment, also one whose zone leaves open whether the site had the same day. */
const momentBehind = /(?:T|,?\s)\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[AP]M)?$/i;

/**
 * The days that a text which is no ISO day may mean, as ISO days: several where nobody can tell day from month, none where it is no day at all.
 *
 *     05.01.2026 → 2026-01-05      1/5/2026 → 2026-01-05, 2026-05-01      26-06-22 → 2022-06-26, 2026-06-22      22-Jun-26 → 2026-06-22
 *     46027 → 2026-01-05      2026-01-05T00:00:00Z, Monday, January 5, 2026 → 2026-01-05      soon → nothing
 */
export function suggestDays(typed: string): string[] {
  const text = withHyphens(typed).replace(momentBehind, '');
  // As it stands first: of "June 22, 2026" the month would be taken for the name of a day of the week.
  for (const part of [text, text.replace(/^\p{L}{2,12}\.?,?\s+/u, '')]) {
    const read = readWrittenDay(part), named = splitNamedDay(part);
    if (read !== null) return [read];
    if (named !== null) return [writeDay([named.year, named.month, named.day])].filter(isDay);
  }
  const parts = /^(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})$/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (parts !== null) {
    const [, first, sign, middle, last] = parts;
    const all = first.length === 4 ? [[first, middle, last]] : last.length === 4 || last.length === 2
      ? [[last, middle, first], ...(sign === '.' ? [] : [[last, first, middle]]), ...(sign === '-' && first.length === 2 && last.length === 2 ? [[first, middle, last]] : [])] : [];
    return [...new Set(all.map(writeDay).filter(isDay))];
  }
  // From 1954 to 2119: smaller numbers are years and counts.
  const number = /^\d{5}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : 0;
  return number < 20_000 || number > 80_000 ? [] : [new Date(spreadsheetEpoch + number * dayMs).toISOString().slice(0, 10)];
}

/** Two digits of a year are one of this century: there are no photographs of earlier trials with such a table. */
function writeDay([year, month, day]: readonly string[]): string {
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
