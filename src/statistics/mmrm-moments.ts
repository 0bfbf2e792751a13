import { zeros } from './matrix.js';

/** One measured visit of one subject. */
export interface RepeatedChange {
  subject: string;
  arm: string;
  /** Place of the visit in the order of visits, from 0. */
  visit: number;
  baseline: number;
  change: number;
}

/**
 * Subjects of one arm who were measured at the same visits, summed up: all that the likelihood needs of them.
 * At each of their visits a subject has z = (1, baseline, change); `moments[v][w]` is Σ zᵥ zᵥᵥᵀ, 3 × 3, over the subjects.
 */
export interface Pattern {
  arm: number;
  /** Which visits, ascending. */
  visits: number[];
  n: number;
  moments: number[][][][];
}

/** Subjects grouped by arm and by the visits that they have. @throws RangeError when a subject has a visit twice. */
export function groupByPattern(rows: readonly RepeatedChange[], arms: readonly string[]): Pattern[] {
  const subjects = new Map<string, RepeatedChange[]>();
  for (const row of rows) subjects.set(row.subject, [...(subjects.get(row.subject) ?? []), row]);
  const patterns = new Map<string, Pattern>();
  for (const [subject, own] of subjects) {
    own.sort((a, b) => a.visit - b.visit);
    const visits = own.map(({ visit }) => visit);
    if (new Set(visits).size < visits.length) throw new RangeError(`The subject ${subject} has a visit twice.`);
    const arm = arms.indexOf(own[0].arm);
    const key = `${arm}:${visits.join(',')}`;
    const size = visits.length;
    const pattern = patterns.get(key) ?? { arm, visits, n: 0, moments: visits.map(() => visits.map(() => zeros(3, 3))) };
    patterns.set(key, pattern);
    pattern.n++;
    const z = own.map(({ baseline, change }) => [1, baseline, change]);
    for (let v = 0; v < size; v++) {
      for (let w = 0; w < size; w++) {
        for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) pattern.moments[v][w][a][b] += z[v][a] * z[w][b];
      }
    }
  }
  return [...patterns.values()];
}
