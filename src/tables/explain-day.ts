import { quoteCell } from './quote-cell.js';
import { suggestDays } from './suggest-days.js';

/** Why a text that is not empty is no day (`isDay`), and the days that may be meant. */
export function explainDay(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) && !/^(19[5-9]|20|21)/.test(text)) return `${quoteCell(text)} lies outside the years 1950 to 2199. Spreadsheets show such a day where a cell holds 0 or nothing; write the day that is meant.`;
  const days = suggestDays(text);
  // Of a workbook that counts from 1904 the day would be another one, so nobody but its owner can tell.
  if (days.length === 1 && /^\d{5}(\.\d+)?$/.test(text)) return `${quoteCell(text)} is not a day of the calendar but the number by which a spreadsheet counts it, most of them from 1900 on. Write ${days[0]} if that is the day.`;
  return `${quoteCell(text)} is not a day of the calendar in the form 2026-01-31. ${days.length === 0 ? 'Write year, month and day in that order, with hyphens.'
    : days.length === 1 ? `Write ${days[0]} if that is the day.` : `Write ${days.join(' or ')}, whichever it was.`}`;
}
