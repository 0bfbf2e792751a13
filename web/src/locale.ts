import { createNumberFormats } from '../../src/report/view/number-formats.js';

/** How whoever sits at this browser writes numbers and days: the first language of the browser. The words stay English. */
const locale = readLocale();

function readLocale(): string {
  try {
    return new Intl.Locale(navigator.language).baseName;
  } catch {
    return 'en';
  }
}

/** Asks the service for words and charts in which numbers and days are written so. */
export const inOwnFormat = `locale=${encodeURIComponent(locale)}`;

/** In the digits and the calendar of charts, reports and tables: in Thailand a browser would else write the year 2568 beside a report that says 2025. */
const writing = new Intl.Locale(locale, { numberingSystem: 'latn', calendar: 'gregory' }).toString();

export const numberFormats = createNumberFormats(writing);

const days = new Intl.DateTimeFormat([writing, 'en'], { dateStyle: 'medium', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat([writing, 'en'], { timeStyle: 'short', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat([writing, 'en'], { dateStyle: 'medium', timeStyle: 'short' });

/** A number as it is put into a field for somebody to change: without groups of digits. @param digits  After the decimal sign; as many as it has when left out. */
export function writeForField(value: number, digits?: number): string {
  const shown = digits === undefined ? { maximumFractionDigits: 12 } : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat([writing, 'en'], { useGrouping: false, ...shown }).format(value);
}

/** A day as people entered it, `2026-01-06`, or with its time, `2026-01-06T14:30`: the day and clock of the clinic, whatever the time zone of this browser. */
export function writeDay(day: string): string {
  const moment = Date.parse(day.includes('T') ? `${day}Z` : `${day}T00:00Z`);
  return Number.isNaN(moment) ? day : day.includes('T') ? `${days.format(moment)}, ${times.format(moment)}` : days.format(moment);
}

/** A moment that the program noted, in the time zone of this browser. */
export function writeMoment(moment: string): string {
  return moments.format(Date.parse(moment));
}

/** Regions where paper is Letter. */
const letterRegions = ['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE', 'GT', 'CR', 'PA', 'DO', 'NI', 'SV', 'PR'];

/** The paper that is usual where this browser's language is spoken. */
export const paper = letterRegions.includes(new Intl.Locale(locale).maximize().region ?? '') ? 'letter' : 'a4';
