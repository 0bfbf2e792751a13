import { AnalysisError } from '../errors.js';
import { midRanks } from '../statistics/describe.js';
import type { SubjectRow } from './trial-data.js';

/** What subjects are grouped by for the rank test: thirds of the baseline, nothing, or a column of subjects.csv. */
export const strataChoices = ['baseline', 'none', 'site', 'stratum'] as const;
export type StrataChoice = (typeof strataChoices)[number];

/**
 * A stratum for each subject, in the order given.
 * @throws AnalysisError `trial.invalid` where the column is not known of every subject.
 */
export function assignStrata(choice: StrataChoice, subjects: readonly { subject: string; baseline: number }[], table: readonly SubjectRow[] | null): string[] {
  if (choice === 'none') return subjects.map(() => 'all');
  if (choice === 'baseline') {
    const ranks = midRanks(subjects.map(({ baseline }) => baseline));
    return ranks.map((rank) => `third ${Math.min(3, 1 + Math.floor((3 * (rank - 0.5)) / subjects.length))}`);
  }
  const known = new Map((table ?? []).map((row) => [row.subject, row[choice]]));
  return subjects.map(({ subject }) => {
    const stratum = known.get(subject) ?? '';
    if (stratum === '') throw new AnalysisError('trial.invalid', `The ${choice} of the subject ${subject} is not in subjects.csv.`, { hint: `Give every subject with a score a ${choice} there, or choose other groups for the rank test.` });
    return stratum;
  });
}

export const strataWords: Record<StrataChoice, string> = {
  baseline: 'thirds of the baseline', none: 'none', site: 'site', stratum: 'stratum named in subjects.csv',
};
