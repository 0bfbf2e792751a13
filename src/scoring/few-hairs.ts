import type { Issue } from '../domain/result.js';

/** Fewer hairs than this at either visit: the normal interval of a log ratio is rough. Convention. */
const fewHairs = 10;

/** Counts behind a terminal density are expected ones, with a fraction; never rounded up to a count that would be enough. */
const writeCount = (count: number): string => String(Math.floor(count * 10 + 1e-9) / 10);

/** Says that the interval of a change is rough where it rests on few hairs; nothing where there are enough at both visits. */
export function findFewHairs(countBefore: number, countAfter: number): Issue[] {
  if (Math.min(countBefore, countAfter) >= fewHairs) return [];
  return [{
    code: 'comparison.fewHairs', field: 'change.interval95',
    message: `Only ${writeCount(countBefore)} and ${writeCount(countAfter)} hairs are compared; with fewer than ${fewHairs} the interval is rough.`,
  }];
}
