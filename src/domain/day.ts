import { z } from 'zod';

/** Whether text that begins as a day, `2026-01-31`, names one that there is: no 30th of February. */
export function isRealDay(text: string): boolean {
  const day = text.slice(0, 10), moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}

/** A day of the calendar, `2026-01-31`. */
export const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD').refine(isRealDay, 'there is no such day');
