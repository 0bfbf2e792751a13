import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlobalAssessmentScore } from '../domain/global-assessment.js';
import { AnalysisError } from '../errors.js';
import { readTable, type TableRow } from '../tables/read-table.js';
import { readEscapedText } from '../tables/write-table.js';
import { fillArms } from './fill-arms.js';
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
  if (!hasScores && !hasRatings) throw new AnalysisError(code, 'The folder holds neither scores.csv nor ratings.csv.');
  const scores = hasScores ? (await readTable(join(folder, 'scores.csv'), scoreColumns, code)).map(readScore) : [];
  const data: TrialData = {
    scores,
    measurements: await there('measurements.csv')
      ? (await readTable(join(folder, 'measurements.csv'), keyColumns, code)).map(readMeasurement) : [],
    treatments: await there('treatments.csv')
      ? (await readTable(join(folder, 'treatments.csv'), ['subject', 'date', 'treatment'], code)).map(readTreatment) : null,
    ratings: hasRatings ? (await readTable(join(folder, 'ratings.csv'), ['subject', 'visit', 'rater', 'score'], code)).map(readRating) : null,
    subjects: await there('subjects.csv') ? (await readTable(join(folder, 'subjects.csv'), ['subject'], code)).map(readSubject) : null,
  };
  refuseTwice(data.subjects ?? [], 'subjects.csv', ({ subject }) => subject);
  refuseTwice(data.ratings ?? [], 'ratings.csv', ({ subject, targetArea, view, visit, rater, occasion }) => JSON.stringify([subject, targetArea, view, visit, rater, occasion]));
  fillArms(data.ratings ?? [], [...data.scores, ...data.measurements]);
  return data;
}

const scoreColumns = [...keyColumns, 'days', 'endpoint', 'before', 'after', 'change_percent', 'score_nominal', 'score_supported', 'error_code'];

function textOf(row: TableRow, column: string): string {
  return readEscapedText(row.text(column));
}

function requiredText(row: TableRow, column: string, file = ''): string {
  const text = textOf(row, column);
  if (text === '') throw new AnalysisError(code, `${file === '' ? 'Line' : `${file}, line`} ${row.line} has no ${column}.`);
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
    throw new AnalysisError(code, `Line ${row.line}, column ${column}: expected a day as YYYY-MM-DD, got ${JSON.stringify(text.slice(0, 40))}.`);
  }
  return text;
}

function readScale(row: TableRow, column: string): GlobalAssessmentScore | null {
  const value = row.number(column, { least: -3, most: 3 });
  if (value !== null && !Number.isInteger(value)) throw new AnalysisError(code, `Line ${row.line}, column ${column}: expected a whole number from -3 to 3, got ${value}.`);
  // + 0 makes −0 into 0.
  return value === null ? null : (value + 0) as GlobalAssessmentScore;
}

function readScore(row: TableRow): ScoreRow {
  const registered = row.text('registered').toLowerCase(), changeUnit = row.text('change_unit') || '%';
  if (changeUnit !== '%' && changeUnit !== 'percentage points') throw new AnalysisError(code, `Line ${row.line}, column change_unit: expected % or percentage points, got ${JSON.stringify(changeUnit.slice(0, 40))}.`);
  return {
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
  if (kind !== '' && kind !== 'drug' && kind !== 'procedure') throw new AnalysisError(code, `treatments.csv, line ${row.line}: kind is drug or procedure, got ${JSON.stringify(kind.slice(0, 40))}.`);
  return {
    subject: requiredText(row, 'subject', 'treatments.csv'), date: readDate(row, 'date'), endDate: readDate(row, 'end_date'), treatment: textOf(row, 'treatment'),
    kind: kind === '' ? (needleLengthMm === null ? 'drug' : 'procedure') : kind,
    dose: row.number('dose', { least: 0 }), doseUnit: textOf(row, 'dose_unit'), needleLengthMm,
  };
}

function readRating(row: TableRow): RatingRow {
  const score = readScale(row, 'score');
  if (score === null) throw new AnalysisError(code, `ratings.csv, line ${row.line}, has no score; leave the line out where there is no rating.`);
  return {
    subject: requiredText(row, 'subject', 'ratings.csv'), arm: textOf(row, 'arm'), targetArea: textOf(row, 'target_area'), view: textOf(row, 'view'),
    visit: requiredText(row, 'visit', 'ratings.csv'), date: readDate(row, 'date'), rater: requiredText(row, 'rater', 'ratings.csv'),
    occasion: row.number('occasion', { least: 1, whole: true }) ?? 1, score,
  };
}

function readSubject(row: TableRow): SubjectRow {
  return { subject: requiredText(row, 'subject', 'subjects.csv'), site: textOf(row, 'site'), sex: textOf(row, 'sex'), ageYears: row.number('age_years', { least: 0, most: 120 }), stratum: textOf(row, 'stratum') };
}

function refuseTwice<T>(rows: readonly T[], file: string, keyOf: (row: T) => string): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const key = keyOf(row);
    if (seen.has(key)) throw new AnalysisError(code, `${file} has the same line twice: ${key}.`);
    seen.add(key);
  }
}
