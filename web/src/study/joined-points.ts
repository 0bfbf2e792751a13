import type { SubjectTimepoint } from '../answers.js';

/** The visits that the line over time leads through, as in reports: the first one and those that could be compared with it. A value of other skin, or at a scale that cannot be true, is no step of a course. */
export function joinedPoints(timepoints: readonly SubjectTimepoint[]): SubjectTimepoint[] {
  return timepoints.filter(({ value, words }, at) => value !== null && (at === 0 || words !== cannotBeCompared));
}

/** How the service says that a visit has no change. */
export const cannotBeCompared = 'Cannot be compared';
