import type { SubjectsOfArm } from '../domain/trial-result.js';
import { describeSpread } from './spread.js';
import type { TrialData } from './trial-data.js';

/**
 * Who is in each arm, after the table of subjects: age, sex, site. No arm is tested against another: where chance assigned them, any difference is chance.
 *
 * @param subjectsOf  The subjects of an arm, photographed or not.
 * @returns Null without a table of subjects.
 */
export function describeSubjects(data: TrialData, arms: readonly string[], subjectsOf: (arm: string) => ReadonlySet<string>): SubjectsOfArm[] | null {
  const known = new Map((data.subjects ?? []).map((row) => [row.subject, row]));
  if (data.subjects === null || known.size === 0) return null;
  return arms.map((arm) => {
    const rows = [...subjectsOf(arm)].flatMap((subject) => known.get(subject) ?? []);
    const sexes = { female: 0, male: 0, notRecorded: 0 };
    for (const { sex } of rows) sexes[sex === 'F' ? 'female' : sex === 'M' ? 'male' : 'notRecorded']++;
    const sites = new Map<string, number>();
    for (const { site } of rows) sites.set(site, (sites.get(site) ?? 0) + 1);
    return {
      arm, subjects: subjectsOf(arm).size, inTable: rows.length, ageYears: describeSpread(rows.flatMap(({ ageYears }) => ageYears ?? [])), sexes,
      sites: [...sites].map(([site, subjects]) => ({ site, subjects })).sort((a, b) => (a.site < b.site ? -1 : 1)),
    };
  });
}
