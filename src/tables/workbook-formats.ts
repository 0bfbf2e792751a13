import { attributeOf, columnOf } from './workbook-sheets.js';

/** How a cell shows its value where that says less, or more, than the value itself. */
export type CellFormat =
  /** A day of which only this many characters of the ISO day are shown: 7 its month, 4 its year. */
  | { readonly shows: 'partOfDay'; readonly characters: 4 | 7 }
  /** A whole number with noughts before it up to so many digits, after text: 7 as P-007. */
  | { readonly shows: 'paddedNumber'; readonly digits: number; readonly before: string };

/** Formats that every workbook knows without naming them; 17 shows Feb-26. */
const builtInMonth = '17';

/**
 * Cells whose value is not what a person sees. Who types 2026-02 into a spreadsheet gets the first of February kept and "Feb-26" shown: that day was never said.
 * Who numbers subjects 0007 gets 7 kept, and would not find it among those of a table that was written by hand.
 *
 * @param xml     Of the sheet.
 * @param styles  Of the workbook (xl/styles.xml).
 * @returns By row and column from 0, `row:column`.
 */
export function findCellFormats(xml: string, styles: string): Map<string, CellFormat> {
  const known = new Map<string, CellFormat>([[builtInMonth, { shows: 'partOfDay', characters: 7 }]]), found = new Map<string, CellFormat>();
  for (const [tag] of styles.matchAll(/<(?:\w+:)?numFmt\s[^<>]*>/g)) {
    const format = readFormat(attributeOf(tag, 'formatCode'));
    if (format !== null) known.set(attributeOf(tag, 'numFmtId'), format);
  }
  // What belongs to the formats of cells begins and ends with their name, whatever stands before it; searched once each, in a hostile part, too.
  const begin = styles.indexOf('cellXfs'), end = styles.indexOf('cellXfs', begin + 1), cellFormats = begin < 0 || end < 0 ? '' : styles.slice(begin, end);
  const byStyle = [...cellFormats.matchAll(/<(?:\w+:)?xf\s[^<>]*>/g)].map(([tag]) => known.get(attributeOf(tag, 'numFmtId')) ?? null);
  if (byStyle.every((format) => format === null)) return found;
  for (const [tag] of xml.matchAll(/<(?:\w+:)?c\s[^<>]*>/g)) {
    const format = byStyle[Number(attributeOf(tag, 's') || 'NaN')] ?? null;
    if (format === null) continue;
    const place = /^([A-Z]{1,3})(\d{1,7})$/.exec(attributeOf(tag, 'r'));
    if (place !== null) found.set(`${Number(place[2]) - 1}:${columnOf(place[1])}`, format);
  }
  return found;
}

/** No spreadsheet has a longer one. */
const longestFormat = 255;

/** Before the digits, what stands for itself: in quotation marks, behind a backslash, or a sign that means nothing else. Text behind them is a unit more often than part of a name. */
const padded = /^((?:"[^"]*"|\\.|[-() ])*)(0{2,15})$/;

/** What a format shows of a value; null where it shows all of it. */
function readFormat(code: string): CellFormat | null {
  const short = code.slice(0, longestFormat), [, before, noughts] = padded.exec(short) ?? [];
  if (noughts !== undefined) return { shows: 'paddedNumber', digits: noughts.length, before: before.replace(/"([^"]*)"|\\(.)/g, '$1$2') };
  const signs = short.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').toLowerCase();
  if (!signs.includes('y') || /[dhs]/.test(signs)) return null;
  return { shows: 'partOfDay', characters: signs.includes('m') ? 7 : 4 };
}
