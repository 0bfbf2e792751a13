import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderTrialReport } from '../../src/report/trial/render-trial-report.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { readTrialFolder } from '../../src/trial/read-trial-folder.js';
import { explainSimulation, findSimulated, markSimulation } from '../../src/trial/simulation-mark.js';
import { readTraced, traceTables } from '../../src/trial/trace-tables.js';
import { scoreHeader } from './trial-folder.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const row = (subject: string, arm: string, before: number, after: number): string => `${subject},${arm},vertex,closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,${before},${after},${(100 * (after / before - 1)).toFixed(2)},,,%,,,,,`;
const scores = `${[scoreHeader, row('S1', 'drug', 100, 120), row('S2', 'drug', 130, 150), row('S3', 'placebo', 110, 112), row('S4', 'placebo', 90, 89)].join('\n')}\n`;

describe('the tables that a statistician signs', () => {
  it('are named by their contents, and one that was changed after the batch is called so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trichoscore-trial-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const files = { 'scores.csv': scores, 'measurements.csv': 'subject,arm,target_area,view,visit,date\n', 'subjects.csv': 'subject,sex,age_years,site\nS1,F,31,Pune\nS2,male,45,Pune\nS3,,28,\nS9,F,60,Goa\n' };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'run.json'), JSON.stringify({ files: { 'scores.csv': hash(scores), 'measurements.csv': hash('as it was') } }));

    const provenance = { version: '1.2.3', ...await traceTables(folder), options: { control: null, primaryVisit: 'week 12', strata: 'none' } };
    expect(provenance.tables).toEqual([
      { file: 'scores.csv', sha256: hash(scores), asBatchWroteIt: true },
      { file: 'measurements.csv', sha256: hash(files['measurements.csv']), asBatchWroteIt: false },
      { file: 'subjects.csv', sha256: hash(files['subjects.csv']), asBatchWroteIt: null },
    ]);
    const result = analyseTrial(await readTrialFolder(folder), { primaryVisit: 'week 12', strata: 'none' }), page = renderTrialReport({ ...result, provenance });
    expect(page).toContain('Changed after the batch had written it (run.json says otherwise): measurements.csv.');
    expect(page).toContain(hash(scores));
    expect(page).toContain('By trichoscore 1.2.3');
    // Who is in no arm is in neither.
    expect(result.people!.map(({ arm, subjects, inTable, ageYears, sexes, sites }) => [arm, subjects, inTable, ageYears.mean, sexes, sites])).toEqual([
      ['placebo', 2, 1, 28, { female: 0, male: 0, notRecorded: 1 }, [{ site: '', subjects: 1 }]],
      ['drug', 2, 2, 38, { female: 1, male: 1, notRecorded: 0 }, [{ site: 'Pune', subjects: 2 }]],
    ]);
    expect(page).toContain('in which one subject is missing');
  });
  it.each(['measurements.csv', 'run.json', 'simulated.json'])('are not signed for where %s of the trial is there and cannot be read', async (file) => {
    const folder = await mkdtemp(join(tmpdir(), 'trichoscore-trial-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'scores.csv'), scores);
    // A folder in its place gives an error of reading on every system.
    await mkdir(join(folder, file));
    await expect(traceTables(folder)).rejects.toMatchObject({ code: 'trial.invalid', message: `${file} is there and cannot be read (EISDIR).` });
  });

  it('are those that were analysed, and none that somebody saved while they were read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trichoscore-trial-')), file = join(folder, 'scores.csv');
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(file, scores);
    const { data, traced } = await readTraced(folder, readTrialFolder);
    expect([data.scores.length, traced.tables]).toEqual([4, [{ file: 'scores.csv', sha256: hash(scores), asBatchWroteIt: null }]]);
    const edited = readTraced(folder, async () => {
      const read = await readTrialFolder(folder);
      await writeFile(file, scores.replace('120', '121'));
      return read;
    });
    await expect(edited).rejects.toMatchObject({ code: 'trial.invalid', message: 'The tables were changed while they were read.' });
    await expect(readTraced(file, readTrialFolder)).rejects.toMatchObject({ code: 'trial.invalid', message: 'This is a file, not a folder.' });
  });

  it('of a simulated trial are never taken for measured ones: not where the mark is cut short, nor where one was changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trichoscore-trial-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const mark = markSimulation(new Map([['scores.csv', scores]]), 7, '1.2.3');
    await writeFile(join(folder, 'scores.csv'), scores);
    expect(explainSimulation(await traceTables(folder))).toBeNull();
    await writeFile(join(folder, 'simulated.json'), mark);
    expect(explainSimulation(await traceTables(folder))).toContain('nobody was photographed');
    for (const cut of ['', mark.slice(0, 40), 'null']) {
      await writeFile(join(folder, 'simulated.json'), cut);
      await expect(traceTables(folder)).rejects.toMatchObject({ code: 'trial.invalid', message: expect.stringMatching(/^simulated\.json is damaged or cut short/) });
      await expect(findSimulated(folder)).rejects.toMatchObject({ code: 'trial.invalid' });
    }
    await writeFile(join(folder, 'simulated.json'), mark);
    await writeFile(join(folder, 'scores.csv'), scores.replace('120', '121'));
    const changed = await traceTables(folder);
    expect(changed).toMatchObject({ simulated: false, besideMark: true });
    expect(explainSimulation(changed)).toContain('they may be simulated ones that somebody changed');
    // What a batch wrote is measured, whatever lies beside it.
    await writeFile(join(folder, 'run.json'), JSON.stringify({ files: { 'scores.csv': changed.tables[0].sha256 } }));
    expect(explainSimulation(await traceTables(folder))).toBeNull();
  });
});
