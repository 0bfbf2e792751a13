import type { AreaResult } from '../domain/trial-result.js';
import { mean } from '../statistics/describe.js';
import type { ScoreRow } from './trial-data.js';

/**
 * A subject's baseline of the area that people scored, of several photographs their mean; without an area named, where exactly one was measured. Null where nobody knows.
 * @param areas  What was measured of each: a row with another endpoint (all hairs where the others have terminal ones) has no baseline that could be compared with theirs.
 */
export function baselineOfRating(ofSubject: readonly ScoreRow[], rated: { targetArea: string; view: string }, areas: readonly AreaResult[]): number | null {
  const isComparable = (row: ScoreRow): boolean => areas.some(({ targetArea, view, endpoint }) => row.targetArea === targetArea && row.view === view && row.endpoint === endpoint);
  const values = ofSubject.filter((row) => row.before !== null && isComparable(row) && (rated.targetArea === '' || row.targetArea === rated.targetArea) && (rated.view === '' || row.view === rated.view));
  const places = new Set(values.map(({ targetArea, view }) => `${targetArea}\n${view}`));
  return places.size === 1 ? mean(values.filter(({ visit }) => visit === values[0].visit).map(({ before }) => before!)) : null;
}
