import { AnalysisError } from '../errors.js';
import { itemOf, type Reading } from './read-ratings.js';
import type { ScoreRow } from './trial-data.js';

/**
 * The supported score of each item that readers looked at. Readings that name no target area mean the one that was measured.
 * @throws AnalysisError `usage.invalid` where they leave open which of several areas they mean.
 */
export function joinComputed(scores: readonly ScoreRow[], readings: readonly Reading[]): Map<string, number> {
  const areasNamed = readings.some(({ item }) => (JSON.parse(item) as string[])[1] !== '');
  const computed = new Map<string, number>();
  for (const { subject, targetArea, visit, supported } of scores) {
    if (supported === null) continue;
    const item = itemOf(subject, areasNamed ? targetArea : '', visit);
    if (computed.has(item) && computed.get(item) !== supported) {
      throw new AnalysisError('usage.invalid', `The subject ${subject} has several computed scores at ${visit}.`, { hint: 'Name the target area in a column target_area.' });
    }
    computed.set(item, supported);
  }
  return computed;
}
