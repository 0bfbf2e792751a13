import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlobalAssessmentScore } from '../domain/global-assessment.js';
import { AnalysisError } from '../errors.js';
import { readTable, type TableRow } from '../tables/read-table.js';
import { readEscapedText } from '../tables/write-table.js';
import { fillArms } from './fill-arms.js';
import { type LocatedTable, takeSubjectArms } from './take-subject-arms.js';
import {
  type LimitColumn, limitColumns, measureColumns, type MeasureColumn, type MeasurementRow, noArm, type RatingRow, type ScoreRow, type SubjectRow, type TreatmentRow, type TrialData, type VisitKey,
} from './trial-data.js';

const code = 'trial.invalid';
const keyColumns = ['subject', 'arm', 'target_area', 'view', 'visit', 'date'];

/**
 * Reads what `trichoscore batch` or `trichoscore trial-simulate` wrote (scores.csv, measurements.csv) and what a site may put
 * beside it (treatments.csv, ratings.csv, subjects.csv). docs/trial.md lists the columns.
 *
 * @throws AnalysisError `trial.invalid`, naming the file, the line and the column.
 */
export async function readTrialFolder(folder: string): Promise<TrialData> {
  const there = async (name: string): Promise<boolean> => access(join(folder, name)).then(() => true, () => false);
  const hasScores = await there('scores.csv');
  const hasRatings = await there('ratings.csv');
  if (!hasScores && !hasRatings) throw new AnalysisError(code, 'The folder holds neither scores.csv nor ratings.csv.', { hint: 'Name the folder that trichoscore batch or trial-simulate wrote, or put ratings.csv into it; docs/trial.md lists the columns.' });
  const read = async <T>(file: string, columns: readonly string[], readOne: (row: TableRow) => T): Promise<LocatedTable<T> | null> => {
    if (!await there(file)) return null;
    const rows = await readTable(join(folder, file), columns, code);
    return { file, rows: rows.map(readOne), lines: rows.map(({ line }) => line) };
  };
  const scores = await read('scores.csv', scoreColumns, readScore), measurements = await read('measurements.csv', keyColumns, readMeasurement);
  const treatments = await read('treatments.csv', ['subject', 'date', 'treatment'], readTreatment);
  const ratings = await read('ratings.csv', ['subject', 'visit', 'rater', 'score'], readRating), subjects = await read('subjects.csv', ['subject'], readSubject);
  refuseTwice(subjects, ['subject'], ({ subject }) => [subject]);
  refuseTwice(ratings, ['subject', 'target_area', 'view', 'visit', 'rater', 'occasion'], ({ subject, targetArea, view, visit, rater, occasion }) => [subject, targetArea, view, visit, rater, occasion]);
  if (subjects !== null) takeSubjectArms(subjects, [measurements, scores, ratings].filter((table) => table !== null));
  const rowsOf = <T>(table: LocatedTable<T> | null): T[] | null => (table === null ? null : [...table.rows]);
  const data: TrialData = { scores: rowsOf(scores) ?? [], measurements: rowsOf(measurements) ?? [], treatments: rowsOf(treatments), ratings: rowsOf(ratings), subjects: rowsOf(subjects) };
  fillArms(data.ratings ?? [], [...data.scores, ...data.measurements], data.subjects ?? []);
  return data;
}

const scoreColumns = [...keyColumns, 'days', 'endpoint', 'before', 'after', 'change_percent', 'score_nominal', 'score_supported', 'error_code'];

function textOf(row: TableRow, column: string): string {
  return readEscapedText(row.text(column));
}

function requiredText(row: TableRow, column: string): string {
  const text = textOf(row, column);
  if (text === '') throw new AnalysisError(code, `${row.place(column)} is empty.`);
  return text;
}

function readKey(row: TableRow): VisitKey {
  return {
    subject: requiredText(row, 'subject'), arm: textOf(row, 'arm') || noArm, targetArea: textOf(row, 'target_area'), view: textOf(row, 'view'),
    visit: requiredText(row, 'visit'), date: readDate(row, 'date'),
  };
}

function readDate(row: TableRow, column: string): string {
  const text = row.text(column);
  if (text === '') return '';
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) {
    throw new AnalysisError(code, `${row.place(column)}: expected a day as YYYY-MM-DD, got ${JSON.stringify(text.slice(0, 40))}.`);
  }
  return text;
}

function readScale(row: TableRow, column: string): GlobalAssessmentScore | null {
  const value = row.number(column, { least: -3, most: 3 });
  if (value !== null && !Number.isInteger(value)) throw new AnalysisError(code, `${row.place(column)}: expected a whole number from -3 to 3, got ${value}.`);
  // + 0 makes −0 into 0.
  return value === null ? null : (value + 0) as GlobalAssessmentScore;
}

function readScore(row: TableRow): ScoreRow {
  const registered = row.text('registered').toLowerCase(), changeUnit = row.text('change_unit') || '%';
  if (changeUnit !== '%' && changeUnit !== 'percentage points') throw new AnalysisError(code, `${row.place('change_unit')}: expected % or percentage points, got ${JSON.stringify(changeUnit.slice(0, 40))}.`);
  return leaveSamePhotograph(row, {
    ...readKey(row),
    baselineVisit: textOf(row, 'baseline_visit'), baselineDate: readDate(row, 'baseline_date'),
    days: row.number('days', { least: 0 }), endpoint: textOf(row, 'endpoint'),
    before: row.number('before', { least: 0 }), after: row.number('after', { least: 0 }),
    changePercent: row.number('change_percent'), changeLower: row.number('change_lower'), changeUpper: row.number('change_upper'), changeUnit,
    standardError: row.number('standard_error', { least: 0 }),
    smallestDetectableChangePercent: row.number('smallest_detectable_change_percent', { least: 0 }),
    nominal: readScale(row, 'score_nominal'), supported: readScale(row, 'score_supported'), words: textOf(row, 'words'),
    probabilityImproved: row.number('probability_improved', { least: 0, most: 1 }),
    registered: registered === '' ? null : registered === 'true' || registered === 'yes' || registered === '1',
    errorCode: textOf(row, 'error_code'), errorMessage: textOf(row, 'error_message'),
  });
}

/** A photograph against itself is a slip of the manifest: its change of 0 says nothing of the subject, and nothing of it is kept. */
function leaveSamePhotograph(row: TableRow, score: ScoreRow): ScoreRow {
  const errorCode = 'comparison.samePhotograph';
  if (score.errorCode !== '' || !row.text('warnings').split(' ').includes(errorCode)) return score;
  return {
    ...score, before: null, after: null, changePercent: null, changeLower: null, changeUpper: null, standardError: null, smallestDetectableChangePercent: null,
    nominal: null, supported: null, words: '', probabilityImproved: null, registered: null, errorCode, errorMessage: 'Baseline and follow-up are the same file.',
  };
}

function readMeasurement(row: TableRow): MeasurementRow {
  return {
    ...readKey(row),
    photo: textOf(row, 'photo'), umPerPx: row.number('um_per_px', { least: 0 }),
    measures: Object.fromEntries(measureColumns.map((column) => [column, row.number(column, { least: 0 })])) as Record<MeasureColumn, number | null>,
    limits: Object.fromEntries(limitColumns.map((column) => [column, row.number(column)])) as Record<LimitColumn, number | null>,
    errorCode: textOf(row, 'error_code'), errorMessage: textOf(row, 'error_message'),
  };
}

function readTreatment(row: TableRow): TreatmentRow {
  const needleLengthMm = row.number('needle_length_mm', { least: 0, most: 10 });
  const kind = row.text('kind');
  if (kind !== '' && kind !== 'drug' && kind !== 'procedure') throw new AnalysisError(code, `${row.place('kind')}: expected drug or procedure, got ${JSON.stringify(kind.slice(0, 40))}.`);
  return {
    subject: requiredText(row, 'subject'), date: readDate(row, 'date'), endDate: readDate(row, 'end_date'), treatment: textOf(row, 'treatment'),
    kind: kind === '' ? (needleLengthMm === null ? 'drug' : 'procedure') : kind,
    dose: row.number('dose', { least: 0 }), doseUnit: textOf(row, 'dose_unit'), needleLengthMm,
  };
}

function readRating(row: TableRow): RatingRow {
  const score = readScale(row, 'score');
  if (score === null) throw new AnalysisError(code, `${row.place('score')} is empty; leave the line out where there is no rating.`);
  return {
    subject: requiredText(row, 'subject'), arm: textOf(row, 'arm'), targetArea: textOf(row, 'target_area'), view: textOf(row, 'view'),
    visit: requiredText(row, 'visit'), date: readDate(row, 'date'), rater: requiredText(row, 'rater'),
    occasion: row.number('occasion', { least: 1, whole: true }) ?? 1, score,
  };
}

function readSubject(row: TableRow): SubjectRow {
  return { subject: requiredText(row, 'subject'), arm: textOf(row, 'arm'), site: textOf(row, 'site'), sex: readSex(row), ageYears: row.number('age_years', { least: 0, most: 120 }), stratum: textOf(row, 'stratum') };
}

/** F, female, M or male, in any case; everything else is not recorded. */
function readSex(row: TableRow): SubjectRow['sex'] {
  const sex = textOf(row, 'sex').trim();
  if (/^f(emale)?$/i.test(sex)) return 'F';
  return /^m(ale)?$/i.test(sex) ? 'M' : '';
}

function refuseTwice<T>(table: LocatedTable<T> | null, columns: readonly string[], keyOf: (row: T) => readonly (string | number)[]): void {
  if (table === null) return;
  const seen = new Map<string, number>();
  for (const [at, row] of table.rows.entries()) {
    const key = JSON.stringify(keyOf(row)), earlier = seen.get(key);
    if (earlier !== undefined) throw new AnalysisError(code, `${table.file}: line ${table.lines[at]} is for the same ${columns.join(', ')} as line ${earlier}.`, { hint: 'Keep the one that holds.' });
    seen.set(key, table.lines[at]);
  }
}
