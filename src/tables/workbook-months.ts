import { attributeOf, columnOf } from './workbook-sheets.js';

/** Formats that every workbook knows without naming them; 17 shows Feb-26. */
const builtInMonth = '17';

/**
 * Cells that a workbook shows as a month or a year. Who types 2026-02 into a spreadsheet gets the first of February kept and "Feb-26" shown: that day was never said.
 *
 * @param xml     Of the sheet.
 * @param styles  Of the workbook (xl/styles.xml).
 * @returns By row and column from 0, `row:column`, how many characters of the ISO day are shown: 7 or 4.
 */
export function findMonthCells(xml: string, styles: string): Map<string, 4 | 7> {
  const shownBy = new Map<string, 4 | 7>([[builtInMonth, 7]]), found = new Map<string, 4 | 7>();
  for (const [tag] of styles.matchAll(/<(?:\w+:)?numFmt\s[^<>]*>/g)) {
    const shown = measureFormat(attributeOf(tag, 'formatCode'));
    if (shown !== null) shownBy.set(attributeOf(tag, 'numFmtId'), shown);
  }
  // What belongs to the formats of cells begins and ends with their name, whatever stands before it; searched once each, in a hostile part, too.
  const begin = styles.indexOf('cellXfs'), end = styles.indexOf('cellXfs', begin + 1), cellFormats = begin < 0 || end < 0 ? '' : styles.slice(begin, end);
  const byStyle = [...cellFormats.matchAll(/<(?:\w+:)?xf\s[^<>]*>/g)].map(([tag]) => shownBy.get(attributeOf(tag, 'numFmtId')) ?? null);
  if (byStyle.every((shown) => shown === null)) return found;
  for (const [tag] of xml.matchAll(/<(?:\w+:)?c\s[^<>]*>/g)) {
    const shown = byStyle[Number(attributeOf(tag, 's') || 'NaN')] ?? null;
    if (shown === null) continue;
    const place = /^([A-Z]{1,3})(\d{1,7})$/.exec(attributeOf(tag, 'r'));
    if (place !== null) found.set(`${Number(place[2]) - 1}:${columnOf(place[1])}`, shown);
  }
  return found;
}

/** No spreadsheet has a longer one. */
const longestFormat = 255;

/** How much of a day a format shows; null where it shows the day, or none. What stands in quotation marks, brackets and behind a backslash is text. */
function measureFormat(code: string): 4 | 7 | null {
  const signs = code.slice(0, longestFormat).replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').toLowerCase();
  if (!signs.includes('y') || /[dhs]/.test(signs)) return null;
  return signs.includes('m') ? 7 : 4;
}
