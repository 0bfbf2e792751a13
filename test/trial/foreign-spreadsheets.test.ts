import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRandom } from '../../src/phantom/random.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { readReadings } from '../../src/trial/read-ratings.js';
import { readTrialFolder } from '../../src/trial/read-trial-folder.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';
import type { TrialData } from '../../src/trial/trial-data.js';
import { writeTrialTables } from '../../src/trial/write-trial-tables.js';
import { makeWorkbook } from '../batch/make-workbook.js';
import { runCommand } from '../cli/run-command.js';
import { measurementHeader, readTables, scoreHeader } from './trial-folder.js';

const simulated = simulateTrial({ ...defaultPlan, arms: [{ arm: 'placebo', subjects: 12, effect: 0 }, { arm: '10 mg', subjects: 12, effect: 20 }], readers: 2, sessionEveryDays: 28 }, createRandom(4)).data;

/** The tables of the simulated trial, each cell as `write` puts it; none of their cells holds a comma or a quotation mark. */
async function read(write: (cell: string) => string, delimiter: string, encode: (text: string) => string | Buffer = String): Promise<TrialData> {
  const folder = await mkdtemp(join(tmpdir(), 'trichoscore-foreign-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of writeTrialTables(simulated)) {
    const rows = text.trimEnd().split('\n').map((line, at) => line.split(',').map((cell) => (at === 0 ? cell : write(cell))).join(delimiter));
    await writeFile(join(folder, name), encode(`${rows.join('\r\n')}\r\n`));
  }
  return readTrialFolder(folder);
}

const isNumber = (cell: string): boolean => /^-?\d+(\.\d+)?(e-?\d+)?$/.test(cell);

describe('a trial whose tables went through a spreadsheet in another country', () => {
  it('has the same figures with decimal commas, parted by semicolons, tabs or quoted commas, in any encoding', async () => {
    const ours = analyseTrial(await read((cell) => cell, ',')), comma = (cell: string): string => (isNumber(cell) ? cell.replace('.', ',') : cell);
    expect(analyseTrial(await read(comma, ';', (text) => `\uFEFF${text}`))).toEqual(ours);
    expect(analyseTrial(await read(comma, '\t', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')))).toEqual(ours);
    expect(analyseTrial(await read((cell) => (isNumber(cell) ? `"${cell.replace('.', ',')}"` : cell), ','))).toEqual(ours);
    expect(analyseTrial(await read((cell) => (isNumber(cell) ? cell.replace('-', '\u2212') : cell), ';'))).toEqual(ours);
  });

  it('has the same names in the encoding of Excel on Windows, and a remark that says so', async () => {
    const named = (encode: (text: string) => string | Buffer) => read((cell) => cell.replace('10 mg', '10 µg für Männer'), ';', encode), ours = analyseTrial(await named(String)), windows = analyseTrial(await named((text) => Buffer.from(text, 'latin1')));
    expect(windows.remarks.filter((remark) => !ours.remarks.includes(remark))).toEqual(['subjects.csv', 'scores.csv', 'measurements.csv', 'ratings.csv', 'panel.csv'].map((file) => expect.stringContaining(`${file} is no UTF-8 text and was read as Windows-1252, in which Excel on Windows saves "CSV": "µg", "für", "Männer"`)));
    expect({ ...windows, remarks: [] }).toEqual({ ...ours, remarks: [] });
    expect(ours.arms.map(({ arm }) => arm)).toContain('10 µg für Männer');
  });

  it('has the agreement of readers whose names have umlauts, and the command says how both tables were read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trichoscore-readers-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'scores.csv'), `${scoreHeader}\nS1,für Männer,vertex,closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,\n`, 'latin1');
    await writeFile(join(folder, 'readers.csv'), 'subject,target_area,visit,rater,score\nS1,vertex,week 12,Jörg,2\nS1,vertex,week 12,Zoë,1\n', 'latin1');
    const { code, stdout, stderr } = await runCommand(['agreement', join(folder, 'readers.csv'), '--computed', folder]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Jörg.*Zoë/s)]);
    for (const [file, word] of [['readers.csv', 'Jörg'], ['scores.csv', 'Männer']]) expect(stderr).toMatch(new RegExp(`${file} is no UTF-8 text and was read as Windows-1252.*"${word}"`));
  });

  it('is refused by row and column where a number or a day can be read in two ways', async () => {
    const row = (before: string, date = '2026-03-30', subject = 'S1'): string => `${subject};drug;vertex;closeup;week 12;${date};baseline;2026-01-05;84;densityPerCm2;${before};130;30;20;40;%;0,04;2;2;;`;
    const table = (...rows: string[]): Promise<TrialData> => readTables({ 'scores.csv': [scoreHeader.replaceAll(',', ';'), ...rows] });
    // A density of 100,000 hairs per cm² is none, so that one meaning is left; of a count there is no telling.
    expect((await table(row('100,000'))).scores[0].before).toBe(100);
    await expect(readTables({ 'measurements.csv': [`${measurementHeader.replaceAll(',', ';')}`, 'S1;drug;vertex;closeup;w0;2026-01-05;1,234;100,25;'], 'scores.csv': [scoreHeader.replaceAll(',', ';'), row('100')] }))
      .rejects.toThrow('measurements.csv, row 2, column hair_count: "1,234" may be 1.234 or 1234. Write 1.234 if it has decimals, 1234 if it has none.');
    await expect(table(row('100', '03.04.2026'))).rejects.toThrow(/^scores\.csv, row 2, column date: "03\.04\.2026" is not a day/);
    // What a spreadsheet makes of 184.325 where points part thousands.
    await expect(table(row('184325'))).rejects.toThrow(/^scores\.csv, row 2, column before: expected a number from 0 to 5000, got "184325"\. No skin has so many hairs per cm²: the number lost its decimal sign, or the photograph has a wrong scale\./);
    await expect(table(row('-1'))).rejects.toThrow(/got "-1"\.$/);
    await expect(table(row('47').replace('densityPerCm2', 'coverage'))).rejects.toThrow(/column before: expected a number from 0 to 1, got "47"\. Write the share: 0\.5 for 50 %\./);
    expect((await table(row('100', '30-Mar-2026'))).scores[0].date).toBe('2026-03-30');
  });

  it('takes no half of a dose for its unit', async () => {
    const tables = (row: string): Promise<TrialData> => readTables({ 'scores.csv': [scoreHeader, 'S1,drug,vertex,closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,'], 'treatments.csv': ['subject,date,treatment,dose,dose_unit,needle_length_mm', row] });
    await expect(tables('S1,2026-02-01,minoxidil,0,5,')).rejects.toThrow(/column dose_unit: expected a unit such as mg, got "5"/);
    expect((await tables('S1,2026-02-01,minoxidil,"0,5",mg,')).treatments).toMatchObject([{ dose: 0.5, doseUnit: 'mg' }]);
  });

  it('keeps treatments of which the month or the year is known, and counts their sessions as those of no known day', async () => {
    const scores = [scoreHeader, ...['S1', 'S2'].map((subject) => `${subject},drug,vertex,closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,`)];
    const treatments = (...rows: string[]): Promise<TrialData> => readTables({ 'scores.csv': scores, 'treatments.csv': ['subject,date,end_date,treatment,kind', ...rows] });
    const data = await treatments('S1,2026-02,,needling,procedure', 'S2,2026-02-01,,needling,procedure', 'S2,2026,2026-03,minoxidil,drug', 'S2,2026-03-10,2026-03,minoxidil,drug');
    expect(data.treatments!.map(({ date, endDate }) => [date, endDate])).toEqual([['2026-02', ''], ['2026-02-01', ''], ['2026', '2026-03'], ['2026-03-10', '2026-03']]);
    expect(analyseTrial(data).areas[0].onset[0]).toMatchObject({ subjectsWithUndatedSessions: 1, sessions: { n: 1, mean: 1 } });
    await expect(treatments('S1,2026-03,2026-02-27,minoxidil,drug')).rejects.toThrow(/column end_date: 2026-02-27 lies before the date 2026-03/);
    await expect(treatments('S1,2026-13,,minoxidil,drug')).rejects.toThrow(/column date: "2026-13" is not a day/);
    // A visit needs its day.
    await expect(readTables({ 'scores.csv': [scores[0], scores[1].replace('2026-03-30', '2026-03')] })).rejects.toThrow(/column date: "2026-03" is not a day/);
  });

  it('keeps the readers of a panel whose columns a person wrote with a capital letter', async () => {
    const panel = ['Subject,Visit,Score Reader-1,Score Reader-2,Difference,Final', 'S1,week 12,1,2,1,1'], scores = [scoreHeader, 'S1,drug,vertex,closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,'];
    expect((await readTables({ 'scores.csv': scores, 'panel.csv': panel })).panel![0].readers).toEqual([{ rater: 'Reader-1', score: 1 }, { rater: 'Reader-2', score: 2 }]);
    await expect(readTables({ 'scores.csv': scores, 'panel.csv': [panel[0], panel[1].replace(/1$/, '3')] })).rejects.toThrow(/column final: the readers' scores \(1, 2\) give 1/);
  });

  it('keeps the numbers of a workbook as they are beside one that was typed as text with a comma', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trichoscore-sheets-')), path = join(folder, 'ratings.xlsx');
    onTestFinished(() => rm(folder, { recursive: true }));
    const valuesOf = async (...values: string[]): Promise<number[]> => {
      await writeFile(path, makeWorkbook([{ name: 'Data', rows: [['subject', 'visit', 'rater', 'value'], ...values.map((value, at) => [`S${at}`, 'w4', 'anna', value])] }]));
      return (await readReadings(path)).readings.map(({ value }) => value);
    };
    expect(await valuesOf('<v>1.234</v>', '2,76', '3,125')).toEqual([1.234, 2.76, 3.125]);
    await expect(valuesOf('1.234', '2,76')).rejects.toThrow('ratings.xlsx, row 2, column value: "1.234" may be 1.234 or 1234.');
  });

  it('says which sheet was read where the table stands on another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trichoscore-sheets-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'ratings.xlsx'), makeWorkbook([{ name: 'Read me', rows: [['made by us']] }, { name: 'Data', rows: [['subject', 'visit', 'rater', 'score', 'arm'], ['S1', 'w4', 'anna', '1', 'drug']] }]));
    await expect(readTrialFolder(folder)).rejects.toThrow(/Only the sheet "Read me" is read/);
  });
});
