import type { TimepointResult, VisitDays } from '../domain/result.js';
import { daysBetween } from './early-visit.js';

export interface VisitDates {
  /** ISO dates; where one is missing the date that the camera wrote is taken. */
  baselineDate?: string | null;
  followUpDate?: string | null;
}

/** When the two photographs were taken and how many days lie between them, as the warnings of the comparison take it. */
export function describeVisits(baseline: TimepointResult, followUp: TimepointResult, dates: VisitDates): VisitDays {
  const baselineDate = dates.baselineDate ?? baseline.photo.capturedAt, followUpDate = dates.followUpDate ?? followUp.photo.capturedAt;
  return { baselineDate, followUpDate, days: daysBetween(baselineDate, followUpDate) };
}
