import { noFollowUps } from '../domain/no-follow-up.js';
import { plausibleDensityPerCm2 } from '../domain/plausible-density.js';
import { plausibleMicrometresPerPixel } from '../domain/plausible-scale.js';
import type { GlobalAssessmentScore } from '../domain/global-assessment.js';
import { differenceOfReaders, findPanelScore, panelRule } from '../domain/panel-score.js';
import { quoteCell } from '../tables/quote-cell.js';
import type { NumberRange, TableRow } from '../tables/table-row.js';
import { refuseContradictions } from './check-score-row.js';
import { type LimitColumn, limitColumns, measureColumns, type MeasureColumn, type MeasurementRow, noArm, type PanelRow, raterRoles, type RatingRow, type ScoreRow, type SubjectRow, type TreatmentRow, type VisitKey } from './trial-data.js';

function readKey(row: TableRow): VisitKey {
  return {
    subject: row.requiredText('subject'), arm: row.text('arm') || noArm, targetArea: row.text('target_area'), view: row.text('view'),
    visit: row.requiredText('visit'), date: row.day('date'),
  };
}

/** Up to what there is, or a share can be. */
const positive: NumberRange = { least: 0 }, density: NumberRange = { ...positive, ...plausibleDensityPerCm2 }, share: NumberRange = { ...positive, most: 1, beyond: 'Write the share: 0.5 for 50 %.' };
const rangeOfMeasure: Partial<Record<MeasureColumn, NumberRange>> = { density_per_cm2: density, terminal_density_per_cm2: density, mean_diameter_um: { ...positive, most: 1_000 }, coverage: share };
const rangeOfEndpoint: Readonly<Record<string, NumberRange>> = { densityPerCm2: density, terminalDensityPerCm2: density, coverage: share };

function readScale(row: TableRow, column: string): GlobalAssessmentScore | null {
  const value = row.number(column, { least: -3, most: 3, whole: true });
  // + 0 makes −0 into 0.
  return value === null ? null : (value + 0) as GlobalAssessmentScore;
}

/** A row of scores.csv. */
export function readScore(row: TableRow): ScoreRow {
  const changeUnit = row.word('change_unit', ['%', 'percentage points']) || '%';
  const endpoint = row.text('endpoint'), range = rangeOfEndpoint[endpoint] ?? positive;
  const score: ScoreRow = {
    ...readKey(row),
    baselineVisit: row.text('baseline_visit'), baselineDate: row.day('baseline_date'),
    days: row.number('days', { least: 0 }), endpoint,
    before: row.number('before', range), after: row.number('after', range),
    changePercent: row.number('change_percent'), changeLower: row.number('change_lower'), changeUpper: row.number('change_upper'), changeUnit,
    standardError: row.number('standard_error', { least: 0 }),
    smallestDetectableChangePercent: row.number('smallest_detectable_change_percent', { least: 0 }),
    nominal: readScale(row, 'score_nominal'), supported: readScale(row, 'score_supported'), words: row.text('words'),
    probabilityImproved: row.number('probability_improved', { least: 0, most: 1 }),
    registered: readYesOrNo(row, 'registered'),
    errorCode: row.text('error_code'), errorMessage: row.text('error_message'),
  };
  refuseContradictions(row, score);
  return leaveSamePhotograph(row, score);
}

/** A spreadsheet writes true and false in the language of its user: English, German, French, Spanish, Italian, Portuguese, Dutch. */
const yes = /^(true|yes|1|wahr|vrai|verdadero|vero|verdadeiro|waar)$/, no = /^(false|no|0|falsch|faux|falso|onwaar)$/;

/** Null where the cell is empty. */
function readYesOrNo(row: TableRow, column: string): boolean | null {
  const word = row.text(column).toLowerCase();
  if (word !== '' && !yes.test(word) && !no.test(word)) row.refuse(column, `expected true or false, got ${quoteCell(word)}.`);
  return word === '' ? null : yes.test(word);
}

/** Nothing is kept of a photograph against itself, or of one exposure saved twice. */
function leaveSamePhotograph(row: TableRow, score: ScoreRow): ScoreRow {
  const warnings = row.text('warnings').split(' '), errorCode = noFollowUps.find((code) => warnings.includes(code));
  if (score.errorCode !== '' || errorCode === undefined) return score;
  return {
    ...score, before: null, after: null, changePercent: null, changeLower: null, changeUpper: null, standardError: null, smallestDetectableChangePercent: null,
    nominal: null, supported: null, words: '', probabilityImproved: null, registered: null, errorCode, errorMessage: errorCode === noFollowUps[0] ? 'Baseline and follow-up are the same file.' : 'Baseline and follow-up are most likely one exposure.',
  };
}

/** A row of measurements.csv. */
export function readMeasurement(row: TableRow): MeasurementRow {
  return {
    ...readKey(row),
    photo: row.text('photo'), photoSha256: row.text('photo_sha256'), umPerPx: row.number('um_per_px', { least: 0, most: plausibleMicrometresPerPixel.largest }),
    measures: Object.fromEntries(measureColumns.map((column) => [column, row.number(column, rangeOfMeasure[column] ?? positive)])) as Record<MeasureColumn, number | null>,
    limits: Object.fromEntries(limitColumns.map((column) => [column, row.number(column)])) as Record<LimitColumn, number | null>,
    errorCode: row.text('error_code'), errorMessage: row.text('error_message'),
  };
}

/** A row of treatments.csv. */
export function readTreatment(row: TableRow): TreatmentRow {
  const needleLengthMm = row.number('needle_length_mm', { least: 0, most: 10 });
  const kind = row.word('kind', ['drug', 'procedure']), date = row.day('date', { mayBePartial: true }), endDate = row.day('end_date', { mayBePartial: true });
  const known = Math.min(date.length, endDate.length);
  if (endDate.slice(0, known) < date.slice(0, known)) row.refuse('end_date', `${endDate} lies before the date ${date}, on which it began. Correct one of them.`);
  // A dose of 0,5 that its comma tore in two leaves the half behind it here.
  const doseUnit = row.text('dose_unit');
  if (/^\d+$/.test(doseUnit)) row.refuse('dose_unit', `expected a unit such as mg, got ${quoteCell(doseUnit)}. If it belongs to the dose, write that with a point, or in quotation marks.`);
  return {
    subject: row.requiredText('subject'), date, endDate, treatment: row.text('treatment') || 'not recorded',
    kind: kind === '' ? (needleLengthMm === null ? 'drug' : 'procedure') : kind,
    dose: row.number('dose', { least: 0 }), doseUnit, needleLengthMm,
  };
}

/** A row of ratings.csv. */
export function readRating(row: TableRow): RatingRow {
  const score = readScale(row, 'score');
  if (score === null && row.has('score')) row.refuse('score', 'The cell is empty. Leave the row out where there is no rating.');
  return {
    subject: row.requiredText('subject'), arm: row.text('arm'), targetArea: row.text('target_area'), view: row.text('view'),
    visit: row.requiredText('visit'), date: row.day('date'), rater: row.requiredText('rater'), role: row.word('role', raterRoles, { anyCase: true }),
    occasion: row.number('occasion', { least: 1, whole: true }) ?? 1, score: score ?? 0,
  };
}

const readerColumn = 'score_';

/** A row of panel.csv. Where it has the readers' scores, the final one has to be what the rule makes of them: another was edited, or came about otherwise. */
export function readPanel(row: TableRow): PanelRow {
  const panel: PanelRow = {
    subject: row.requiredText('subject'), arm: row.text('arm'), targetArea: row.text('target_area'), view: row.text('view'), visit: row.requiredText('visit'), date: row.day('date'),
    readers: row.columnsBeginning(readerColumn).map((column) => ({ rater: column.slice(readerColumn.length), score: readScale(row, column) })),
    adjudicated: readScale(row, 'adjudicated'), adjudicatorReason: row.text('adjudicator_reason'), final: readScale(row, 'final'),
  };
  const { readers, adjudicated, final } = panel, scores = readers.map(({ score }) => score), difference = row.number('difference', { least: 0, most: 6, whole: true });
  if (readers.length === 0 || !row.isSound([...row.columnsBeginning(readerColumn), 'adjudicated', 'final', 'difference'])) return panel;
  const expected = findPanelScore(scores, adjudicated), say = (score: number | null): string => (score === null ? 'none' : String(score));
  if (final !== expected) {
    row.refuse('final', `the readers' scores (${scores.map(say).join(', ')})${adjudicated === null ? '' : ` and the adjudicator's (${adjudicated})`} give ${say(expected)} as the panel's, by the rule: ${panelRule}. Here stands ${say(final)}. `
      + 'Take the table as the application exported it, or, where the panel decided otherwise, leave the readers\' columns out.');
  }
  if (row.has('difference') && difference !== differenceOfReaders(scores)) row.refuse('difference', `the readers' scores (${scores.map(say).join(', ')}) differ by ${say(differenceOfReaders(scores))}, and here stands ${say(difference)}. One of them was edited.`);
  return panel;
}

/** A row of subjects.csv. */
export function readSubject(row: TableRow): SubjectRow {
  return { subject: row.requiredText('subject'), arm: row.text('arm'), site: row.text('site'), sex: readSex(row), ageYears: row.number('age_years', { least: 0, most: 120 }), stratum: row.text('stratum') };
}

/** F, female, M or male, in any case; an empty cell, U or unknown is not recorded. Other languages are refused: M is a woman (mujer) in one, and a man in the next. */
function readSex(row: TableRow): SubjectRow['sex'] {
  const sex = row.text('sex').trim();
  if (/^f(emale)?$/i.test(sex)) return 'F';
  if (/^m(ale)?$/i.test(sex)) return 'M';
  if (sex !== '' && !/^(u|unknown|not recorded)$/i.test(sex)) row.refuse('sex', `expected F, female, M, male, U, unknown or an empty cell, got ${quoteCell(sex)}. Write F and M in the whole column.`);
  return '';
}
