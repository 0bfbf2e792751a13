import type { PairedResult } from '../domain/trial-result.js';
import { mean, median } from '../statistics/describe.js';
import { subtract } from '../statistics/round.js';
import { testPairedT, testSignedRank } from '../statistics/within-arm.js';
import { chooseEndpoint, endpointUnits } from './analyse-area.js';
import { describeSpread } from './spread.js';
import type { ScoreRow, TrialData } from './trial-data.js';

/**
 * Split-head and left–right designs: of persons who had different treatments on different areas, the difference of the changes within the person,
 * by view and visit, each arm against the control. Several areas of a person under one treatment are averaged.
 * What one treatment does to the other's area (by blood, by rubbing off) is not seen by any such comparison.
 *
 * @param arms  The control first.
 */
export function analysePaired(data: TrialData, arms: readonly string[]): PairedResult[] {
  const views = [...new Set(data.scores.map(({ view }) => view))].sort();
  return views.flatMap((view) => arms.slice(1).flatMap((arm) => compareWithin(data.scores.filter((row) => row.view === view), view, arm, arms[0])));
}

function compareWithin(all: readonly ScoreRow[], view: string, arm: string, reference: string): PairedResult[] {
  const areasOf = (subject: string, of: string): Set<string> => new Set(all.filter((row) => row.subject === subject && row.arm === of).map(({ targetArea }) => targetArea));
  // Persons with both treatments, on areas that had one treatment only.
  const persons = [...new Set(all.map(({ subject }) => subject))].sort().filter((subject) => {
    const [one, other] = [areasOf(subject, arm), areasOf(subject, reference)];
    return one.size > 0 && other.size > 0 && [...one].every((area) => !other.has(area));
  });
  if (persons.length === 0) return [];
  const own = all.filter((row) => persons.includes(row.subject)), endpoint = chooseEndpoint(own), rows = own.filter((row) => row.endpoint === endpoint && row.errorCode === '' && row.before !== null && row.after !== null);
  const days = (visit: string): number => median(own.filter((row) => row.visit === visit).flatMap((row) => (row.days === null ? [] : [row.days]))) ?? Infinity;
  const visits = [...new Set(rows.map(({ visit }) => visit))].sort((a, b) => days(a) - days(b) || (a < b ? -1 : 1));
  const named = (of: string): string[] => [...new Set(rows.filter((row) => row.arm === of).map(({ targetArea }) => targetArea))].sort();
  return visits.map((visit) => {
    const here = rows.filter((row) => row.visit === visit);
    const differenceOf = (valueOf: (row: ScoreRow) => number | null): number[] => persons.flatMap((subject) => {
      const [treated, control] = [arm, reference].map((of) => here.filter((row) => row.subject === subject && row.arm === of).flatMap((row) => valueOf(row) ?? []));
      return treated.length === 0 || control.length === 0 ? [] : [subtract(mean(treated), mean(control))];
    });
    const changes = differenceOf((row) => row.after! - row.before!), scores = differenceOf(({ supported }) => supported);
    return {
      view, endpoint, unit: endpointUnits[endpoint] ?? endpoint, visit, arm, reference, areas: [named(arm), named(reference)], difference: describeSpread(changes),
      pairedT: testPairedT(changes), signedRank: testSignedRank(changes), scoreSignedRank: testSignedRank(scores), incomplete: persons.length - changes.length,
    };
  });
}
