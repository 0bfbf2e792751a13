import type { PairedResult } from '../domain/trial-statistics.js';
import { mean, median } from '../statistics/describe.js';
import { subtract } from '../statistics/round.js';
import { testPairedT, testSignedRank } from '../statistics/within-arm.js';
import { chooseEndpoint, endpointUnits } from './analyse-area.js';
import { daysSinceBaseline } from './build-courses.js';
import { groupRows } from './group-rows.js';
import { describeSpread } from './spread.js';
import type { ScoreRow, VisitKey } from './trial-data.js';

/**
 * Split-head and left–right designs: of persons who had different treatments on different areas, the difference of the changes within the person,
 * by view and visit, each arm against the control. Several areas of a person under one treatment are averaged.
 * What one treatment does to the other's area (by blood, by rubbing off) is not seen by any such comparison.
 *
 * @param scores        Of planned visits.
 * @param photographed  All photographs: an area that never came back has no score, and its treatment all the same.
 * @param arms          The control first.
 */
export function analysePaired(scores: readonly ScoreRow[], photographed: readonly VisitKey[], arms: readonly string[]): PairedResult[] {
  const views = [...new Set(scores.map(({ view }) => view))].sort(), isOf = (view: string) => (row: VisitKey): boolean => row.view === view;
  return views.flatMap((view) => arms.slice(1).flatMap((arm) => compareWithin(scores.filter(isOf(view)), photographed.filter(isOf(view)), view, arm, arms[0])));
}

function compareWithin(all: readonly ScoreRow[], photographed: readonly VisitKey[], view: string, arm: string, reference: string): PairedResult[] {
  const isCompared = (row: VisitKey): boolean => row.arm === arm || row.arm === reference, ofPerson = groupRows(all.filter(isCompared), ({ subject }) => subject);
  // Persons with both treatments, on areas that had one treatment only.
  const persons = [...groupRows([...all, ...photographed].filter(isCompared), ({ subject }) => subject)].filter(([, own]) => {
    const [one, other] = [arm, reference].map((of) => new Set(own.filter((row) => row.arm === of).map(({ targetArea }) => targetArea)));
    return one.size > 0 && other.size > 0 && [...one].every((area) => !other.has(area));
  }).sort(([a], [b]) => (a < b ? -1 : 1)).map(([subject]) => ofPerson.get(subject) ?? []);
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
      pairedT: testPairedT(changes), signedRank: testSignedRank(changes), scoreSignedRank: testSignedRank(scores), incomplete: here.filter((rowsOfPerson) => new Set(rowsOfPerson.map((row) => row.arm)).size === 1).length,
    };
  });
}
