import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AnalysisError } from '../../src/errors.js';
import { readReadings } from '../../src/trial/read-ratings.js';
import { readTrialFolder } from '../../src/trial/read-trial-folder.js';
import { makeWorkbook } from '../batch/make-workbook.js';
import { scoreHeader } from './trial-folder.js';

const score = (subject: string, visit = 'week 12'): string => `${subject},drug,vertex,closeup,${visit},2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,`;
const sound = [scoreHeader, score('S1'), score('S2')].join('\n');

async function folderOf(tables: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trichoscore-faulty-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(tables)) await writeFile(join(folder, name), content);
  return folder;
}

/** What a folder of trial tables is refused with, a fault a line. */
async function faultsOf(tables: Record<string, string | Buffer>): Promise<string[]> {
  const error = await readTrialFolder(await folderOf(tables)).then(() => null, (caught: unknown) => caught);
  if (!(error instanceof AnalysisError)) throw new Error('The tables were read, or broke the program.');
  expect(error.code).toBe('trial.invalid');
  return error.message.split('\n');
}

describe('the tables of a trial, when several are wrong in several places', () => {
  it('are refused where a treatment ended before it began, and read where only its end is known', async () => {
    const header = 'subject,date,treatment,end_date\n';
    expect(await faultsOf({ 'scores.csv': sound, 'treatments.csv': `${header}S1,2026-02-10,minoxidil,2026-01-10\n` })).toEqual([expect.stringMatching(/row 2, column end_date: 2026-01-10 lies before the date 2026-02-10/)]);
    expect((await readTrialFolder(await folderOf({ 'scores.csv': sound, 'treatments.csv': `${header}S1,,minoxidil,2026-01-10\n` }))).treatments).toMatchObject([{ date: '', endDate: '2026-01-10' }]);
  });

  it('are refused where a visit lies before its own baseline, or as many days after it as the two do not lie apart', async () => {
    const dated = (subject: string, date: string, days: string): string => score(subject).replace('2026-03-30', date).replace(',84,', `,${days},`);
    const table = (...rows: string[]): Record<string, string> => ({ 'scores.csv': [scoreHeader, ...rows].join('\n') });
    const faults = await faultsOf(table(dated('S1', '2025-12-01', ''), dated('S2', '2026-03-30', '28'), dated('S3', '2026-03-30', '84')));
    expect(faults.join(' ')).toMatch(/row 2, column date: 2025-12-01 lies before the baseline on 2026-01-05.*row 3, column days: from 2026-01-05 to 2026-03-30 it is 84 days, and here stands 28/);
    expect(faults.join(' ')).not.toContain('row 4');
    // Nobody who rounds, or counts across a change of the clock, is refused.
    await expect(readTrialFolder(await folderOf(table(dated('S1', '2026-03-30', '83'), dated('S2', '2026-03-30', '84.5'), dated('S3', '', '500'))))).resolves.toBeDefined();
  });

  it('are refused with the faults of their other rows, too, where one row holds bytes that are no text', async () => {
    const ratings = Buffer.concat([Buffer.from('subject,visit,rater,score\nS1,week 12,anna,9\n'), Buffer.from([0xff, 0xfe, 0x81]), Buffer.from('S1,week 12,bela,1\n“S2”,week 12,anna,2\nS2,week 12,anna,2\n')]);
    expect((await faultsOf({ 'scores.csv': sound, 'ratings.csv': ratings })).slice(1)).toEqual([expect.stringMatching(/row 2, column score/), expect.stringMatching(/row 3: This line holds bytes that are no UTF-8 text/), expect.stringMatching(/row 5, column subject: the row is for the same/)]);
  });

  it('are refused once, with every fault of every table by row and column', async () => {
    const faults = await faultsOf({
      'scores.csv': sound.replace('2026-03-30', '03.04.2026').replace(',0.04,', ',-1,'),
      'ratings.csv': 'subject,visit,rater,score\nS1,week 12,,4\nS1,week 12,anna,"1,5"\nS2,week 12,anna,#N/A\n',
      'subjects.csv': 'subject,age_years\nS1,abc\nS1,40\n,200\n',
    });
    expect(faults[0]).toBe('There are 10 faults in 3 tables:');
    expect(faults.slice(1).map((line) => line.replace(/: .*/, ''))).toEqual([
      'subjects.csv, row 2, column age_years', 'subjects.csv, row 3, column subject', 'subjects.csv, row 4, column subject', 'subjects.csv, row 4, column age_years',
      'scores.csv, row 2, column date', 'scores.csv, row 2, column standard_error',
      'ratings.csv, row 2, column score', 'ratings.csv, row 2, column rater', 'ratings.csv, row 3, column score', 'ratings.csv, row 4, column score',
    ]);
    expect(faults.join()).toContain('Write 2026-04-03 if that is the day.');
    expect(faults.join()).toContain('the error of a formula');
  });

  it('list the first faults of each table and the number of the rest', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `S${at},week 12,anna,9`).join('\n');
    const faults = await faultsOf({ 'scores.csv': sound.replace('2026-03-30', 'soon'), 'ratings.csv': `subject,visit,rater,score,arm\n${many.replaceAll(',9', ',9,drug')}` });
    expect(faults[0]).toBe('There are 5001 faults in 2 tables:');
    expect(faults.at(-1)).toBe('ratings.csv: and 4950 more faults.');
    expect(faults).toHaveLength(53);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['an empty file', '', /^ratings\.csv: The table is empty\./],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0, 1, 1, 0, 0]), /^ratings\.csv: This is no table/],
    ['letters of no UTF-8 text', Buffer.from('subject,visit,rater,score\nS1,week 12,J\x81rgen,1\n', 'latin1'), /^ratings\.csv, row 2: This line holds bytes that are no UTF-8 text/],
    ['a quotation mark that is never closed', 'subject,visit,rater,score\nS1,"week 12,anna,1\n', /^ratings\.csv, row 2: A quotation mark is opened and never closed/],
    ['a column that is there twice', 'subject,visit,rater,score,Score\nS1,week 12,anna,1,1\n', /^ratings\.csv, row 1, column score: The column is there twice/],
    ['a missing column', 'subject,visit,score\nS1,week 12,1\n', /^ratings\.csv, row 1, column rater: The column is missing/],
    ['a column that is nearly one of ours', 'subject,visit,rater,score,ocasion\nS1,week 12,anna,1,1\n', /^ratings\.csv, row 1, column ocasion: .* was occasion meant/],
    ['a row with too many cells', 'subject,visit,rater,score\nS1,week 12,anna,1,5\n', /^ratings\.csv, row 2: The row has 5 cells and the header 4/],
    ['a row that was cut short', 'subject,visit,rater,score\nS1,week 12\n', /^ratings\.csv, row 2: The row has 2 cells and the header 4/],
    ['cells parted by bars', 'subject|visit|rater|score\nS1|week 12|anna|1\n', /^ratings\.csv, row 1: Its cells are parted by "\|", which is not read: save the table with commas/],
    ['a title above the header', 'Readings of the panel;;;\n;;;\nsubject;visit;rater;score\nS1;week 12;anna;1\n', /^ratings\.csv, row 3: The names of the columns stand in this row and belong into the first: remove the rows above it, which begin with "Readings of the panel"/],
    ['a title with a comma above a header with semicolons', 'Readings, May 2026\nsubject;visit;rater;score\nS1;week 12;anna;1\n', /^ratings\.csv, row 2: The names of the columns stand in this row/],
    ['a role that there is not', 'subject,visit,rater,role,score\nS1,week 12,anna,nurse,1\n', /^ratings\.csv, row 2, column role: expected patient or investigator or independent assessor or adjudicator, got "nurse"/],
    ['NaN', 'subject,visit,rater,score\nS1,week 12,anna,NaN\n', /^ratings\.csv, row 2, column score: expected a whole number from -3 to 3, got "NaN"/],
    ['Infinity', 'subject,visit,rater,score\nS1,week 12,anna,Infinity\n', /^ratings\.csv, row 2, column score: expected/],
    ['a day that there is not', 'subject,visit,rater,score,date\nS1,week 12,anna,1,2026-02-30\n', /^ratings\.csv, row 2, column date: "2026-02-30" is not a day/],
    ['one rating twice', 'subject,visit,rater,score\nS1,week 12,anna,1\nS1,week 12,anna,2\n', /^ratings\.csv, row 3, column subject: the row is for the same/],
  ])('are refused for %s', async (_, ratings, message) => {
    const [first, ...more] = await faultsOf({ 'scores.csv': sound, 'ratings.csv': ratings });
    expect(first).toMatch(message);
    expect(more).toEqual([]);
  });
});

describe('a row of scores that was edited by hand', () => {
  const edited = (from: string, to: string): Promise<string[]> => faultsOf({ 'scores.csv': `${scoreHeader}\n${score('S1')}\n${score('S2').replace(from, to)}` });
  it.each<[string, string, string, RegExp]>([
    ['a change that the densities contradict', ',100,130,30,', ',100,130,24,', /^scores\.csv, row 3, column change_percent: the change is given as 24 %, but from 100 before to 130 after it is 30\./],
    ['a density that the change contradicts', ',100,130,30,', ',100,135,30,', /^scores\.csv, row 3, column change_percent/],
    ['an interval that leaves the change out', ',20,40,%', ',33,40,%', /^scores\.csv, row 3, column change_lower: the interval begins at 33/],
    ['an increase with the score of a decrease', ',2,2,moderately', ',-2,-2,moderately', /^scores\.csv, row 3, column score_nominal: the score is -2, but 100 before and 130 after are an increase/],
    ['another score than the nominal one', ',2,2,moderately', ',3,2,moderately', /column score_supported: the supported score is 2, but the nominal score is 3/],
    ['a score that the interval does not support', ',20,40,%', ',-2,40,%', /column score_supported: .* holds 0/],
    ['a score taken away', ',2,2,moderately', ',2,0,moderately', /column score_supported: the supported score is 0, but the interval from 20 to 40 leaves 0 out/],
    ['points of coverage that are percent', '84,densityPerCm2,100,130,30,20,40,%', '84,coverage,0.5000,0.6000,20,5,35,percentage points', /column change_percent: the change is given as 20 percentage points, but from 0.5 before to 0.6 after it is 10\./],
  ])('is refused for %s, naming the row', async (_, from, to, message) => {
    const [first, ...more] = await edited(from, to);
    expect(first).toMatch(message);
    expect(more).toEqual([]);
  });

  it('is read where a spreadsheet only rounded it, where every binary digit was written, and where a program kept it in single precision', async () => {
    for (const rounded of [',96.2,117.4,22,14.1,30.3,%', ',96,117,22.0,14,30,%', ',96.2,117.4,22.03,14.1,30.3,%', ',197.47033911561178,241.1913,22.1405205,14.1,30.3,%', ',191.44766847415992,233.49534197462213,21.963011529773464,14.1,30.3,%', ',191.4476623535156,233.4953460693359,21.963010787963867,14.1,30.3,%']) {
      const { scores } = await readTrialFolder(await folderOf({ 'scores.csv': `${scoreHeader}\n${score('S1').replace(',100,130,30,20,40,%', rounded)}` }));
      expect(scores[0].changePercent).toBeCloseTo(22, 0);
    }
  });
});

describe('whether two photographs were laid over one another', () => {
  it('is true or false however it is written, and no other word is taken for false', async () => {
    const withWord = (word: string): string => [`${scoreHeader},registered`, `${score('S1')},${word}`].join('\n');
    for (const [word, meant] of [['TRUE', true], ['yes', true], ['WAHR', true], ['Vrai', true], ['0', false], ['False', false], ['FALSCH', false], ['', null]] as const) {
      expect((await readTrialFolder(await folderOf({ 'scores.csv': withWord(word) }))).scores[0].registered).toBe(meant);
    }
    expect(await faultsOf({ 'scores.csv': withWord('probably') })).toEqual(['scores.csv, row 2, column registered: expected true or false, got "probably".']);
  });
});

describe('the tables that a site puts beside a batch', () => {
  const rows = [['subject', 'Visit', 'rater', 'score', 'age'], ['S1', 'week 12', 'anna', '<v>1</v>', ''], ['', '', '', '', ''], ['S2', 'week 12', 'anna', '<v>-2</v>', '']];

  it('may be workbooks, and are the same as text in any encoding', async () => {
    const text = '\uFEFFsubject;visit;rater;score\r\nS1;week 12;anna;1\r\n;;;\r\nS2;week 12;anna;-2\r\n';
    const [fromText, fromUtf16, fromWorkbook] = await Promise.all([{ 'ratings.csv': text }, { 'ratings.csv': Buffer.from(text, 'utf16le') }, { 'ratings.xlsx': makeWorkbook([{ name: 'Ratings', rows }]) }].map(async (ratings) => readTrialFolder(await folderOf({ 'scores.csv': sound, ...ratings }))));
    expect(fromText.ratings!.map(({ subject, arm, score: given }) => [subject, arm, given])).toEqual([['S1', 'drug', 1], ['S2', 'drug', -2]]);
    expect(fromUtf16).toEqual(fromText);
    expect(fromWorkbook).toEqual(fromText);
  });

  it('are refused as workbooks with row and column, too, and when they are there in both forms', async () => {
    const wrong = [...rows.slice(0, 3), ['S2', 'week 12', 'anna', 'e<v>#REF!</v>', ''], ['S3', '', 'anna', '<v>7</v>', '']];
    const faults = await faultsOf({ 'scores.csv': sound, 'ratings.xlsx': makeWorkbook([{ name: 'Ratings', rows: wrong }]) });
    expect(faults.slice(1).map((line) => line.replace(/: .*/, ''))).toEqual(['ratings.xlsx, row 4, column score', 'ratings.xlsx, row 5, column score', 'ratings.xlsx, row 5, column visit', 'ratings.xlsx, row 5, column arm']);
    expect(await faultsOf({ 'scores.csv': sound, 'ratings.csv': 'subject,visit,rater,score\nS1,week 12,anna,1\n', 'ratings.xlsx': makeWorkbook([{ name: 'Ratings', rows }]) })).toEqual([expect.stringMatching(/ratings\.xlsx, too/)]);
    expect((await faultsOf({ 'scores.csv': sound, 'ratings.xlsx': Buffer.from('PK\x03\x04 cut short') }))[0]).toMatch(/^ratings\.xlsx: The workbook cannot be read/);
  });
});

describe('a table of readings', () => {
  it('is refused once, with all of its faults', async () => {
    const folder = await folderOf({ 'readings.csv': 'subject,visit,rater,score\nS1,week 12,anna,5\nS1,,anna,x\nS2,week 12,,1\n' });
    const error = await readReadings(join(folder, 'readings.csv')).then(() => null, (caught: unknown) => caught as AnalysisError);
    expect(error!.message.split('\n').slice(1).map((line) => line.replace(/: .*/, ''))).toEqual(['readings.csv, row 2, column score', 'readings.csv, row 3, column score', 'readings.csv, row 3, column visit', 'readings.csv, row 4, column rater']);
    expect(error!.message).toContain('Say --scale 1-7');
  });
});
