import { isDay } from '../tables/is-day.js';
import type { VisitKey } from './trial-data.js';

/**
 * Visits of the application are called by their days, those of a manifest `week 24`: a score by people whose visit is a day takes the name of the visit at which
 * the same subject (and target area, where it is named) was photographed on that day. Where there is no such visit, or more than one, it stays as it is, and so does
 * one that the photographs of that subject call by the day, too.
 */
export function nameVisitsByDay(rated: readonly VisitKey[], photographs: readonly VisitKey[]): void {
  const names = new Map<string, Set<string>>(), keyOf = (...parts: string[]): string => JSON.stringify(parts);
  const known = new Set(photographs.flatMap(({ subject, targetArea, visit }) => [keyOf(subject, targetArea, visit), keyOf(subject, '', visit)]));
  const add = (key: string, visit: string): void => { names.set(key, (names.get(key) ?? new Set()).add(visit)); };
  for (const { subject, targetArea, date, visit } of photographs) {
    if (date === '') continue;
    add(keyOf(subject, targetArea, date), visit);
    add(keyOf(subject, '', date), visit);
  }
  for (const row of rated) {
    if (!isDay(row.visit) || known.has(keyOf(row.subject, row.targetArea, row.visit))) continue;
    const found = names.get(keyOf(row.subject, row.targetArea, row.visit)) ?? new Set<string>();
    if (found.size !== 1) continue;
    if (row.date === '') row.date = row.visit;
    [row.visit] = [...found];
  }
}
