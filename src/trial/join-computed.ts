import { AnalysisError } from '../errors.js';
import { itemOf, type Reading } from './read-ratings.js';
import type { ScoreRow } from './trial-data.js';

/**
 * The supported score of each item that readers looked at. Readings that name no target area or view mean the one that was measured;
 * visits that readings call by their days, as the application does, are those on these days.
 * @throws AnalysisError `usage.invalid` where they leave open which of several areas they mean.
 */
export function joinComputed(scores: readonly ScoreRow[], readings: readonly Reading[]): Map<string, number> {
  const named = (place: number): boolean => readings.some(({ item }) => (JSON.parse(item) as string[])[place] !== ''), areasNamed = named(1), viewsNamed = named(3);
  const computed = new Map<string, number>();
  const looked = new Set(readings.map(({ item }) => item));
  for (const { subject, targetArea, view, visit, date, supported } of scores) {
    if (supported === null) continue;
    const [named, byDay] = [visit, date].map((called) => itemOf(subject, areasNamed ? targetArea : '', called, viewsNamed ? view : ''));
    const item = !looked.has(named) && looked.has(byDay) ? byDay : named;
    if (computed.has(item) && computed.get(item) !== supported) {
      throw new AnalysisError('usage.invalid', `The subject ${subject} has several computed scores at ${visit}.`, { hint: 'Name the target area in a column target_area, and the view in a column view.' });
    }
    computed.set(item, supported);
  }
  return computed;
}
