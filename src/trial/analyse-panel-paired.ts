import type { PanelPaired } from '../domain/panel-result.js';
import { mean } from '../statistics/describe.js';
import { subtract } from '../statistics/round.js';
import { testPairedT, testSignedRank } from '../statistics/within-arm.js';
import { groupRows } from './group-rows.js';
import { describeSpread } from './spread.js';
import type { PanelRow } from './trial-data.js';

/**
 * Of persons who had different treatments on different areas, the panel's score under one less that under the other, one value a person, by view and visit. Several
 * areas of a person under one treatment are averaged.
 *
 * @param arms    The control first.
 * @param visits  In their order.
 */
export function analysePanelPaired(panel: readonly PanelRow[], arms: readonly string[], visits: readonly string[]): PanelPaired[] {
  const views = [...new Set(panel.map(({ view }) => view))].sort();
  return views.flatMap((view) => arms.slice(1).flatMap((arm) => compareWithin(panel.filter((row) => row.view === view), view, arm, arms[0], visits)));
}

function compareWithin(all: readonly PanelRow[], view: string, arm: string, reference: string, visits: readonly string[]): PanelPaired[] {
  const persons = [...groupRows(all.filter((row) => row.arm === arm || row.arm === reference), ({ subject }) => subject).values()].filter((own) => {
    const [one, other] = [arm, reference].map((of) => new Set(own.filter((row) => row.arm === of).map(({ targetArea }) => targetArea)));
    return one.size > 0 && other.size > 0 && [...one].every((area) => !other.has(area));
  });
  return visits.flatMap((visit) => {
    const here = persons.map((own) => own.filter((row) => row.visit === visit)).filter((own) => own.length > 0);
    if (here.length === 0) return [];
    const differences = here.flatMap((own) => {
      const [treated, control] = [arm, reference].map((of) => own.flatMap(({ arm: given, final }) => (given === of && final !== null ? [final] : [])));
      return treated.length === 0 || control.length === 0 ? [] : [subtract(mean(treated), mean(control))];
    });
    return [{ view, visit, arm, reference, difference: describeSpread(differences), pairedT: testPairedT(differences), signedRank: testSignedRank(differences), incomplete: persons.length - differences.length }];
  });
}
