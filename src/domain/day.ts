import { z } from 'zod';

/** Whether text that begins as a day, `2026-01-31`, names one that there is: no 30th of February. */
export function isRealDay(text: string): boolean {
  const day = text.slice(0, 10), moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}

/** A day of the calendar, `2026-01-31`. */
export const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD').refine(isRealDay, 'there is no such day');

/**
 * Day on which a photograph was taken, in the years that tables and the command line take, too: a year typed as 26 or 202 is one of antiquity,
 * and the earliest photograph of an area is the baseline, so that a loss of hair would become a gain.
 */
export const photographDaySchema = daySchema.refine((day) => day >= '1950' && day < '2200', 'expected a day from 1950 to 2199, with all four digits of the year');
