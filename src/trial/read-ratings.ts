import { basename } from 'node:path';
import { AnalysisError } from '../errors.js';
import { readTable } from '../tables/read-table.js';
import { TableFaults } from '../tables/table-faults.js';
import type { TableRow } from '../tables/table-row.js';
import { type RaterRole, raterRoles } from './trial-data.js';

/** What the numbers of a table of readings mean. */
export const readingScales = ['score', '1-7', 'number'] as const;
export type ReadingScale = (typeof readingScales)[number];

/** One look of one reader at one photograph or visit. */
export interface Reading {
  /** What was looked at: subject, target area, visit and view together. */
  item: string;
  rater: string;
  /** As who; empty where nobody says. */
  role?: RaterRole | '';
  occasion: number;
  value: number;
}

export interface Readings {
  scale: 'score' | 'number';
  readings: Reading[];
  /** Persons whom they are of; absent where that is not known. */
  subjects?: number;
}

export function itemOf(subject: string, targetArea: string, visit: string, view = ''): string {
  return JSON.stringify([subject, targetArea, visit, view]);
}

/**
 * Reads subject, visit, rater and score (−3…+3, or 1…7 where `scale` says so) or value (any number), optionally target_area, view,
 * role and occasion (1 for the first look, 2 for the repeat).
 *
 * @param remark  Told how a table was read that may be Windows-1252 (`readTable`).
 * @throws AnalysisError `trial.invalid`, naming everything that is wrong by row and column; also where scores beyond 3 leave open which scale is meant.
 */
export async function readReadings(path: string, scale?: ReadingScale, remark?: (text: string) => void): Promise<Readings> {
  const faults = new TableFaults(), rows = await readTable(path, { required: ['subject', 'visit', 'rater'], optional: ['score', 'value', 'target_area', 'view', 'role', 'occasion'] }, faults, remark);
  const column = rows.length === 0 || rows.some((row) => row.text('score') !== '') || !rows[0].has('value') ? 'score' : 'value';
  const kind = scale ?? (column === 'score' ? 'score' : 'number');
  if (rows.length > 0 && !rows[0].has(column)) faults.report(basename(path), { row: null, column, message: 'The column is missing. Name it score for scores, or value for counts.' });
  const seen = new Map<string, number>();
  const readings = rows.map((row): Reading => {
    const value = readValue(row, column, kind, scale === undefined);
    const reading = {
      item: itemOf(row.requiredText('subject'), row.text('target_area'), row.requiredText('visit'), row.text('view')), rater: row.requiredText('rater'), role: row.word('role', raterRoles, { anyCase: true }),
      occasion: row.number('occasion', { least: 1, whole: true }) ?? 1, value: kind === '1-7' ? value - 4 : value,
    };
    const key = JSON.stringify([reading.item, reading.rater, reading.occasion]), earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, row.row);
    else if (row.isSound(['subject', 'visit', 'rater', 'occasion'])) row.refuse('occasion', `the same rater, subject, visit and occasion stand in row ${earlier}. Number repeats in a column occasion, or remove one.`);
    return reading;
  });
  faults.refuseAny('trial.invalid');
  if (rows.length === 0) throw new AnalysisError('trial.invalid', 'The table holds no reading.');
  return { scale: kind === 'number' ? 'number' : 'score', readings, subjects: new Set(rows.map((row) => row.text('subject'))).size };
}

/** @param open  Whether nobody said which scale the scores are on. */
function readValue(row: TableRow, column: string, kind: ReadingScale, open: boolean): number {
  const value = row.requiredNumber(column), [lowest, highest] = kind === '1-7' ? [1, 7] : [-3, 3];
  if (Number.isNaN(value) || kind === 'number' || (Number.isInteger(value) && value >= lowest && value <= highest)) return value;
  row.refuse(column, open && (value > 3 || value < -3) ? `the score ${value} is not on the scale from -3 to 3. Say --scale 1-7 where the scale runs from 1 to 7, or --scale number for counts.`
    : `expected a whole number from ${lowest} to ${highest}, got ${value}.`);
  return value;
}
