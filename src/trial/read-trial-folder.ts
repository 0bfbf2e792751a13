import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AnalysisError } from '../errors.js';
import { type Columns, readTable } from '../tables/read-table.js';
import { TableFaults } from '../tables/table-faults.js';
import type { TableRow } from '../tables/table-row.js';
import { fillArms } from './fill-arms.js';
import { nameVisitsByDay } from './name-visits-by-day.js';
import { readMeasurement, readPanel, readRating, readScore, readSubject, readTreatment } from './read-trial-rows.js';
import { takeRatedArms } from './take-rated-arms.js';
import { takeSubjectArms } from './take-subject-arms.js';
import { limitColumns, type LocatedRow, measureColumns, type TrialData } from './trial-data.js';

const keyColumns = ['subject', 'arm', 'target_area', 'view', 'visit', 'date'];
const errorColumns = ['error_code', 'error_message'];

/** The tables of a trial by name, without the ending of their files. */
export const trialTables = {
  scores: {
    required: [...keyColumns, 'days', 'endpoint', 'before', 'after', 'change_percent', 'score_nominal', 'score_supported', 'error_code'],
    optional: ['baseline_visit', 'baseline_date', 'change_lower', 'change_upper', 'change_unit', 'standard_error', 'smallest_detectable_change_percent', 'words', 'probability_improved', 'registered', 'error_message', 'warnings'],
  },
  measurements: { required: keyColumns, optional: ['photo', 'photo_sha256', 'um_per_px', ...measureColumns, ...limitColumns, ...errorColumns] },
  treatments: { required: ['subject', 'date', 'treatment'], optional: ['end_date', 'kind', 'dose', 'dose_unit', 'needle_length_mm'] },
  ratings: { required: ['subject', 'visit', 'rater', 'score'], optional: ['arm', 'target_area', 'view', 'date', 'role', 'occasion'] },
  panel: { required: ['subject', 'visit', 'final'], optional: ['arm', 'target_area', 'view', 'date', 'difference', 'adjudicated', 'adjudicator_reason'] },
  subjects: { required: ['subject'], optional: ['arm', 'site', 'sex', 'age_years', 'stratum'] },
} as const satisfies Record<string, Columns>;

/**
 * Reads what `trichoscore batch` or `trichoscore trial-simulate` wrote (scores.csv, measurements.csv) and what a site may put
 * beside it (treatments, ratings, panel, subjects, as CSV or XLSX). docs/trial.md lists the columns.
 *
 * @throws AnalysisError `trial.invalid`, naming everything that is wrong with the tables, by file, row and column.
 */
export async function readTrialFolder(folder: string): Promise<TrialData> {
  const names = new Set(await readdir(folder).catch((error: NodeJS.ErrnoException) => { throw new AnalysisError('trial.invalid', error.code === 'ENOTDIR' ? 'This is a file, not a folder.' : 'There is no such folder, or it cannot be read.', { hint: 'Name the folder that trichoscore batch or trial-simulate wrote.' }); })), faults = new TableFaults(), remarks: string[] = [];
  const isThere = (name: keyof typeof trialTables): boolean => names.has(`${name}.csv`) || names.has(`${name}.xlsx`);
  if (!isThere('scores') && !isThere('ratings') && !isThere('panel')) throw new AnalysisError('trial.invalid', 'The folder holds none of scores.csv, ratings.csv and panel.csv.', { hint: 'Name the folder that trichoscore batch or trial-simulate wrote, or put ratings.csv or panel.csv into it; docs/trial.md lists the columns.' });
  const read = async <T>(name: keyof typeof trialTables, readOne: (row: TableRow) => T): Promise<LocatedRow<T>[] | null> => {
    if (!isThere(name)) return null;
    const file = `${name}.${names.has(`${name}.csv`) ? 'csv' : 'xlsx'}`;
    if (file.endsWith('csv') && names.has(`${name}.xlsx`)) faults.report(file, { row: null, column: null, message: `There is ${name}.xlsx, too, and nobody can say which of the two holds. Remove one.` });
    return (await readTable(join(folder, file), trialTables[name], faults, (text) => remarks.push(text))).map((row) => ({ row, value: readOne(row) }));
  };
  const subjects = await read('subjects', readSubject), scores = await read('scores', readScore), measurements = await read('measurements', readMeasurement);
  const ratings = await read('ratings', readRating), panel = await read('panel', readPanel), treatments = await read('treatments', readTreatment);
  const photographs = [...valuesOf(scores) ?? [], ...valuesOf(measurements) ?? []];
  nameVisitsByDay([...valuesOf(ratings) ?? [], ...valuesOf(panel) ?? []], photographs);
  refuseTwice(subjects ?? [], ['subject'], ({ subject }) => [subject]);
  refuseTwice(ratings ?? [], ['subject', 'target_area', 'view', 'visit', 'rater', 'occasion'], ({ subject, targetArea, view, visit, rater, occasion }) => [subject, targetArea, view, visit, rater, occasion]);
  refuseTwice(panel ?? [], ['subject', 'target_area', 'view', 'visit'], ({ subject, targetArea, view, visit }) => [subject, targetArea, view, visit]);
  if (subjects !== null) takeSubjectArms(subjects, [measurements, scores, ratings, panel].filter((table) => table !== null));
  takeRatedArms(photographs, [...valuesOf(ratings) ?? [], ...valuesOf(panel) ?? []]);
  for (const table of [ratings, panel]) fillArms(table ?? [], photographs, valuesOf(subjects) ?? []);
  faults.refuseAny('trial.invalid');
  return { scores: valuesOf(scores) ?? [], measurements: valuesOf(measurements) ?? [], treatments: valuesOf(treatments), ratings: valuesOf(ratings), ...(panel === null ? {} : { panel: valuesOf(panel)! }), subjects: valuesOf(subjects), ...(remarks.length === 0 ? {} : { remarks }) };
}

function valuesOf<T>(table: readonly LocatedRow<T>[] | null): T[] | null {
  return table?.map(({ value }) => value) ?? null;
}

/** The later of two rows for the same is refused; rows of which that cannot be told say nothing. */
function refuseTwice<T>(table: readonly LocatedRow<T>[], columns: readonly string[], keyOf: (value: T) => readonly (string | number)[]): void {
  const seen = new Map<string, number>();
  for (const { row, value } of table) {
    if (!row.isSound(columns) || !row.has(columns[0])) continue;
    const key = JSON.stringify(keyOf(value)), earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, row.row);
    else row.refuse(columns[0], `the row is for the same ${columns.join(', ')} as row ${earlier}. Keep the one that holds.`);
  }
}
