import { mean } from '../statistics/describe.js';
import type { ScoreRow } from './trial-data.js';

/** A subject's baseline of the area that people scored, of several photographs their mean; without an area named, where exactly one was measured. Null where nobody knows. */
export function baselineOfRating(ofSubject: readonly ScoreRow[], rated: { targetArea: string; view: string }): number | null {
  const values = ofSubject.filter((row) => row.before !== null && (rated.targetArea === '' || row.targetArea === rated.targetArea) && (rated.view === '' || row.view === rated.view));
  const areas = new Set(values.map(({ targetArea, view }) => `${targetArea}\n${view}`));
  return areas.size === 1 ? mean(values.filter(({ visit }) => visit === values[0].visit).map(({ before }) => before!)) : null;
}
