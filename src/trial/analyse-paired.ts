import type { PairedResult } from '../domain/trial-statistics.js';
import { mean, median } from '../statistics/describe.js';
import { subtract } from '../statistics/round.js';
import { testPairedT, testSignedRank } from '../statistics/within-arm.js';
import { chooseEndpoint, endpointUnits } from './analyse-area.js';
import { daysSinceBaseline } from './build-courses.js';
import { groupRows } from './group-rows.js';
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
  const perPerson = groupRows(all.filter((row) => row.arm === arm || row.arm === reference), ({ subject }) => subject);
  // Persons with both treatments, on areas that had one treatment only.
  const persons = [...perPerson].filter(([, own]) => {
    const [one, other] = [arm, reference].map((of) => new Set(own.filter((row) => row.arm === of).map(({ targetArea }) => targetArea)));
    return one.size > 0 && other.size > 0 && [...one].every((area) => !other.has(area));
  }).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
  if (persons.length === 0) return [];
  const own = persons.flat(), endpoint = chooseEndpoint(own);
  const isUsed = (row: ScoreRow): boolean => row.endpoint === endpoint && row.errorCode === '' && row.before !== null && row.after !== null;
  const rows = own.filter(isUsed);
  const perVisit = groupRows(own, ({ visit }) => visit);
  const days = new Map([...perVisit].map(([visit, there]) => [visit, median(there.map(daysSinceBaseline).filter((day) => day !== null)) ?? Infinity]));
  const visits = [...new Set(rows.map(({ visit }) => visit))].sort((a, b) => days.get(a)! - days.get(b)! || (a < b ? -1 : 1));
  const named = (of: string): string[] => [...new Set(rows.filter((row) => row.arm === of).map(({ targetArea }) => targetArea))].sort();
  return visits.map((visit) => {
    const here = persons.map((rowsOfPerson) => rowsOfPerson.filter((row) => row.visit === visit && isUsed(row)));
    const differenceOf = (valueOf: (row: ScoreRow) => number | null): number[] => here.flatMap((rowsOfPerson) => {
      const [treated, control] = [arm, reference].map((of) => rowsOfPerson.filter((row) => row.arm === of).flatMap((row) => valueOf(row) ?? []));
      return treated.length === 0 || control.length === 0 ? [] : [subtract(mean(treated), mean(control))];
    });
    const changes = differenceOf((row) => row.after! - row.before!), scores = differenceOf(({ supported }) => supported);
    return {
      view, endpoint, unit: endpointUnits[endpoint] ?? endpoint, visit, arm, reference, areas: [named(arm), named(reference)], difference: describeSpread(changes),
      pairedT: testPairedT(changes), signedRank: testSignedRank(changes), scoreSignedRank: testSignedRank(scores), incomplete: persons.length - changes.length,
    };
  });
}
