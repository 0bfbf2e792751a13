import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrapText } from '../../src/cli/text/table.js';
import { expectRefusal, runCommand } from './run-command.js';

let root: string;
beforeAll(async () => { root = await mkdtemp(join(tmpdir(), 'foreign-files-')); });
afterAll(() => rm(root, { recursive: true, force: true }));

const plan = ['--arm', 'placebo:4:0', '--arm', 'active:4:20', '--weeks', '12'];
async function folderWith(name: string, files: Record<string, string>): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
}

describe('a folder that holds the tables of a trial', { timeout: 120_000 }, () => {
  it('is not filled with an invented trial, and the sites\' own table is no part of one', async () => {
    const real = await folderWith('real', { 'scores.csv': 'measured\n', 'run.json': '{}' });
    const refused = await runCommand(['trial-simulate', '--out', real, ...plan]);
    expectRefusal(refused, 'usage.invalid');
    expect(refused.stderr).toContain('holds scores.csv, which this command did not write');
    expect([await readFile(join(real, 'scores.csv'), 'utf8'), (await readdir(real)).sort()]).toEqual(['measured\n', ['run.json', 'scores.csv']]);
    expectRefusal(await runCommand(['trial-simulate', '--out', await folderWith('site', { 'subjects.csv': 'subject\nS1\n' }), ...plan]), 'usage.invalid');
  });

  it('is called simulated by the statistics, is simulated anew without leaving old tables, and is not simulated anew once somebody changed a table', async () => {
    const folder = join(root, 'simulated');
    expect((await runCommand(['trial-simulate', '--out', folder, ...plan, '--readers', '1', '--sessions-every', '14'])).code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['measurements.csv', 'ratings.csv', 'scores.csv', 'simulated.json', 'subjects.csv', 'treatments.csv']);
    expect((await runCommand(['trial-simulate', '--out', folder, ...plan, '--seed', '2'])).code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['measurements.csv', 'scores.csv', 'simulated.json', 'subjects.csv']);
    expect((await runCommand(['trial', folder])).stdout.replaceAll('\n', ' ')).toContain('These tables were made by trial-simulate: nobody was photographed');
    await writeFile(join(folder, 'subjects.csv'), `${await readFile(join(folder, 'subjects.csv'), 'utf8')}S9,active,site-1,F,40,\n`);
    expectRefusal(await runCommand(['trial-simulate', '--out', folder, ...plan]), 'usage.invalid');
  });

  it('keeps tables and a report that no batch wrote', async () => {
    const folder = await folderWith('own', { 'report.html': 'ours\n' });
    await writeFile(join(root, 'manifest.csv'), 'subject,arm,target_area,visit,date,photo\nS1,a,vertex,week 0,2026-01-05,gone.jpg\n');
    expectRefusal(await runCommand(['batch', join(root, 'manifest.csv'), '--out', folder]), 'usage.invalid');
    expect(await readdir(folder)).toEqual(['report.html']);
    const first = await runCommand(['batch', join(root, 'manifest.csv'), '--out', join(root, 'results'), '--resume']);
    expect(first.stderr).toContain('There is no unfinished run');
    expect((await runCommand(['batch', join(root, 'manifest.csv'), '--out', join(root, 'results')])).code).toBe(1);
    expectRefusal(await runCommand(['trial', join(root, 'results'), '--report', join(root, 'results', 'report.html')]), 'usage.invalid');
  });
});

describe('the exports of a trial', { timeout: 120_000 }, () => {
  it('do not stand beside a domain of an earlier export, and go to folders that are made for them', async () => {
    const folder = join(root, 'exported'), out = join(root, 'exports');
    await runCommand(['trial-simulate', '--out', folder, ...plan, '--readers', '1']);
    const first = await runCommand(['trial-export', folder, '--out', out, '--country', 'IND']);
    expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('nobody was photographed')]);
    for (const computed of [[], ['--computed', folder]]) {
      const { stderr } = await runCommand(['agreement', join(folder, 'ratings.csv'), ...computed]);
      expect(stderr.match(/nobody was photographed/g)).toHaveLength(1);
    }
    expect((await runCommand(['trial-export', folder, '--out', out, '--country', 'IND'])).code).toBe(0);
    await rm(join(folder, 'ratings.csv'));
    const stale = await runCommand(['trial-export', folder, '--out', out, '--country', 'IND']);
    expectRefusal(stale, 'usage.invalid');
    expect(stale.stderr).toContain('holds sdtm/rs.csv, which these tables do not give');
    expect((await runCommand(['trial', folder, '--report', join(root, 'pages', 'trial.html')])).code).toBe(0);
  });
});

describe('the photographs of a trial', { timeout: 60_000 }, () => {
  it('are not named for an export of tables alone, as if they were written', async () => {
    const folder = join(root, 'exported'), out = join(root, 'without-photographs');
    for (const option of [['--photos', root], ['--show-faces']]) {
      const refused = await runCommand(['trial-export', folder, '--out', out, ...option]);
      expectRefusal(refused, 'usage.invalid');
      expect(refused.stderr).toContain('--format sdtm,fhir,redcap,dicom');
    }
    expect(await readdir(root)).not.toContain('without-photographs');
  });
});

describe('slips on the command line', { timeout: 60_000 }, () => {
  it('are told before anything is done: an arm or a reader twice, the baseline as the visit that decides, a table for a folder', async () => {
    expectRefusal(await runCommand(['trial-simulate', '--out', join(root, 'twice'), '--arm', 'placebo:4:0', '--arm', 'placebo:4:9']), 'usage.invalid');
    expectRefusal(await runCommand(['reading', 'begin', join(root, 'manifest.csv'), '--name', 'P', '--readers', 'A, A', '--data', join(root, 'data')]), 'usage.invalid');
    const folder = join(root, 'exported'), visit = await runCommand(['trial', folder, '--primary-visit', 'baseline']);
    expectRefusal(visit, 'trial.invalid');
    expect(visit.stderr).toContain('The visits after the baseline are week 12.');
    expect((await runCommand(['trial', join(folder, 'scores.csv')])).stderr).toContain('This is a file, not a folder.');
  });

  it.runIf(process.platform === 'linux')('are refused, not waited for, where a folder for photographs can never be made', async () => {
    const { openStudyStore } = await import('../../src/study/study-store.js');
    await expect(openStudyStore('/proc/trichoscore')).rejects.toMatchObject({ code: 'output.unwritable' });
  });

  it('are answered in lines that a narrow terminal has room for', () => {
    const { isTTY, columns } = process.stdout;
    Object.assign(process.stdout, { isTTY: true, columns: 50 });
    try {
      expect(Math.max(...wrapText('one word and another '.repeat(12)).split('\n').map((line) => line.length))).toBeLessThan(50);
    } finally {
      Object.assign(process.stdout, { isTTY, columns });
    }
  });
});
