import { AnalysisError } from '../errors.js';
import { readTable } from '../tables/read-table.js';
import { readEscapedText } from '../tables/write-table.js';

const code = 'trial.invalid';

/** What the numbers of a table of readings mean. */
export const readingScales = ['score', '1-7', 'number'] as const;
export type ReadingScale = (typeof readingScales)[number];

/** One look of one reader at one photograph or visit. */
export interface Reading {
  /** What was looked at: subject, target area, visit and view together. */
  item: string;
  rater: string;
  occasion: number;
  value: number;
}

export interface Readings {
  scale: 'score' | 'number';
  readings: Reading[];
}

export function itemOf(subject: string, targetArea: string, visit: string, view = ''): string {
  return JSON.stringify([subject, targetArea, visit, view]);
}

/**
 * Reads subject, visit, rater and score (−3…+3, or 1…7 where `scale` says so) or value (any number), optionally target_area, view
 * and occasion (1 for the first look, 2 for the repeat).
 *
 * @throws AnalysisError `trial.invalid`, naming the line; also where scores beyond 3 leave open which scale is meant.
 */
export async function readReadings(path: string, scale?: ReadingScale): Promise<Readings> {
  const rows = await readTable(path, ['subject', 'visit', 'rater'], code);
  if (rows.length === 0) throw new AnalysisError(code, 'The table holds no reading.');
  const column = rows[0].text('score') !== '' || rows.some((row) => row.text('score') !== '') ? 'score' : 'value';
  const kind = scale ?? (column === 'score' ? 'score' : 'number');
  const seen = new Set<string>();
  const readings = rows.map((row): Reading => {
    const value = row.requiredNumber(column);
    if (kind === 'score' && (value > 3 || value < -3) && scale === undefined) {
      throw new AnalysisError(code, `Line ${row.line}: the score ${value} is not on the scale from -3 to 3.`, { hint: 'Say --scale 1-7 where the scale runs from 1 to 7, or --scale number for counts.' });
    }
    const [lowest, highest] = kind === '1-7' ? [1, 7] : [-3, 3];
    if (kind !== 'number' && !(Number.isInteger(value) && value >= lowest && value <= highest)) throw new AnalysisError(code, `Line ${row.line}: expected a whole number from ${lowest} to ${highest}, got ${value}.`);
    const text = (name: string): string => readEscapedText(row.text(name));
    const reading = {
      item: itemOf(text('subject'), text('target_area'), text('visit'), text('view')), rater: text('rater'),
      occasion: row.number('occasion', { least: 1, whole: true }) ?? 1, value: kind === '1-7' ? value - 4 : value,
    };
    if (reading.rater === '') throw new AnalysisError(code, `Line ${row.line} has no rater.`);
    const key = JSON.stringify([reading.item, reading.rater, reading.occasion]);
    if (seen.has(key)) throw new AnalysisError(code, `Line ${row.line}: the same rater, subject, visit and occasion stand in an earlier line.`, { hint: 'Number repeats in a column occasion.' });
    seen.add(key);
    return reading;
  });
  return { scale: kind === 'number' ? 'number' : 'score', readings };
}
