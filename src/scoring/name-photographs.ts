import type { TimepointResult } from '../domain/result.js';
import { sides } from './comparison-refusals.js';

type Named = Pick<TimepointResult, 'photo'>;

/**
 * What sentences about a pair call its photographs, baseline first: their names; where both have the same one, as `vertex.jpg` in a folder for each visit, with the visit
 * behind it, and where one has none, as in a batch, whose results do not depend on names, the visit alone.
 */
export function namePhotographs(baseline: Named, followUp: Named): [baseline: string, followUp: string] {
  const areAlike = baseline.photo.name === followUp.photo.name;
  const call = ({ photo: { name } }: Named, visit: string): string => (name === '' ? visit : areAlike ? `${name} (${visit})` : name);
  return [call(baseline, sides(true, false)), call(followUp, sides(false, true))];
}
