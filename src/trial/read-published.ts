import { basename } from 'node:path';
import { quoteCell } from '../tables/quote-cell.js';
import { readTable, readWholeTable } from '../tables/read-table.js';
import { TableFaults } from '../tables/table-faults.js';
import type { TableRow } from '../tables/table-row.js';
import type { PublishedArm } from './derive-published.js';
import type { Case } from './describe-case-series.js';

const inchCircleCm2 = Math.PI * 1.27 ** 2;

/** The skin on which papers count, cm². */
const countAreasCm2 = new Map([
  ['1-inch circle', inchCircleCm2], ['1 square inch', 2.54 ** 2], ['1 cm2', 1], ['2.85 cm2', 2.85], ['0.903 cm2', 0.903], ['0.65 cm2', 0.65],
]);

/** Names of columns, each with another that tables of such arms have. */
const columns = { baseline: ['baseline_count', 'baseline_count_in_area'], change: ['mean_change_count', 'mean_change_in_area'], deviation: ['sd_change_count', 'sd_change_in_area'], plus2: ['share_at_least_plus2', 'share_ge_plus2'] } as const;

/**
 * Arms of published trials; fixtures/trials.csv shows the columns. Instead of `count_area` a table may have `area_cm2`, a number; 5.1 is what papers
 * write for the circle of one inch and is taken for it.
 * @throws AnalysisError `trial.invalid`.
 */
export async function readPublishedArms(path: string): Promise<PublishedArm[]> {
  const faults = new TableFaults(), rows = await readTable(path, { required: ['id', 'trial', 'arm', 'n', 'weeks'], optional: ['share_improved', 'area_cm2'] }, faults);
  const has = (name: string): boolean => rows[0]?.has(name) ?? true;
  const nameOf = ([name, other]: readonly [string, string]): string => (has(other) && !has(name) ? other : name);
  const baseline = nameOf(columns.baseline), change = nameOf(columns.change), deviation = nameOf(columns.deviation), plus2 = nameOf(columns.plus2), area = nameOf(['count_area', 'area_cm2']);
  for (const column of [area, baseline, change]) if (!has(column)) faults.report(basename(path), { row: null, column, message: 'The column is missing. Add it; fixtures/trials.csv shows the columns.' });
  const arms = rows.map((row) => ({
    id: row.text('id'), trial: row.text('trial'), arm: row.text('arm'), n: row.number('n', { least: 1, whole: true }),
    areaCm2: area === 'area_cm2' ? readArea(row) : readAreaByName(row),
    baselineCount: row.number(baseline, { least: 0 }), meanChangeCount: row.number(change), sdChangeCount: row.number(deviation, { least: 0 }),
    weeks: row.number('weeks', { least: 0 }), shareImproved: row.number('share_improved', { least: 0, most: 1 }), shareAtLeastPlus2: row.number(plus2, { least: 0, most: 1 }),
  }));
  faults.refuseAny('trial.invalid', { hint: 'fixtures/trials.csv shows the columns.' });
  return arms;
}

function readAreaByName(row: TableRow): number | null {
  const name = row.text('count_area'), areaCm2 = name === '' ? null : countAreasCm2.get(name);
  if (areaCm2 === undefined) row.refuse('count_area', `expected one of ${[...countAreasCm2.keys()].join(', ')}, got ${quoteCell(name)}. Give another area as a number in a column area_cm2 instead.`);
  return areaCm2 ?? null;
}

function readArea(row: TableRow): number | null {
  const areaCm2 = row.number('area_cm2', { least: 0.01, most: 1000 });
  return areaCm2 === 5.1 ? inchCircleCm2 : areaCm2;
}

/** Subjects of a published case series; fixtures/case-series.csv shows the columns. @throws AnalysisError `trial.invalid`. */
export async function readCaseSeries(path: string): Promise<Case[]> {
  return readWholeTable(path, { required: ['subject', 'score_lowest', 'score_highest'] }, 'trial.invalid', (row) => ({
    subject: row.text('subject'), scoreLowest: row.requiredNumber('score_lowest', { least: -3, most: 3 }), scoreHighest: row.requiredNumber('score_highest', { least: -3, most: 3 }),
    onsetSessionsFrom: row.number('onset_sessions_from', { least: 0 }), onsetSessionsTo: row.number('onset_sessions_to', { least: 0 }),
    satisfactionPercentAbove: row.number('satisfaction_percent_above', { least: 0, most: 100 }), sustainedMonths: row.number('sustained_months', { least: 0 }),
  }));
}
