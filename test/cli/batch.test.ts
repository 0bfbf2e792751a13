import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { photographPhantomVisits } from '../../src/phantom/index.js';
import { commandEntry, expectNothingPrivate, expectRefusal, runCommand } from './run-command.js';

let root: string, study: string, manifest: string, reference: string;
const header = 'subject,arm,target_area,visit,date,photo,um_per_px';
const tables = ['results.jsonl', 'measurements.csv', 'scores.csv', 'arms.csv', 'results.xlsx', 'report.html'];

/** Three subjects of two visits each, small photographs, the follow-ups first; of the last the baseline is no photograph and one visit is missing. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'batch-cli-'));
  study = join(root, 'study');
  const lines = [header];
  for (const [subject, seed] of [[1, 1], [2, 3]]) {
    const { baseline, followUps } = photographPhantomVisits({ seed, densityPerCm2: 150, micrometresPerPixel: 6, widthMm: 2, heightMm: 2, changesPercent: [40] });
    await mkdir(join(study, `S${subject}`), { recursive: true });
    for (const [visit, date, phantom] of [['week 24', '2026-06-22', followUps[0].phantom], ['week 0', '2026-01-05', baseline]] as const) {
      const photo = `S${subject}/${visit}.jpg`;
      await writeFile(join(study, photo), await encodeJpeg(phantom.image, 90));
      lines.push(`S${subject},${subject === 1 ? 'active' : 'placebo'},vertex,${visit},${date},${photo},${phantom.micrometresPerPixel.toFixed(3)}`);
    }
  }
  await writeFile(join(study, 'letter.jpg'), 'Dear doctor, '.repeat(50));
  lines.push('S3,active,vertex,week 0,2026-01-05,letter.jpg,6', 'S3,active,vertex,week 24,2026-06-22,gone.jpg,6');
  manifest = join(study, 'manifest.csv');
  await writeFile(manifest, `${lines.join('\n')}\n`);
  reference = join(root, 'reference');
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

async function readTables(folder: string): Promise<Record<string, string>> {
  return Object.fromEntries(await Promise.all(tables.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')])));
}

/** run.json without what names one run. */
async function readRun(folder: string): Promise<object> {
  return { ...JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as object, runId: null, startedAt: null, finishedAt: null };
}

const readCsv = async (path: string): Promise<Record<string, string>[]> => parse(await readFile(path), { columns: true });

/** How many photographs were measured, by what is in the cache. */
async function countEntries(cache: string): Promise<number> {
  return (await readdir(cache, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.json')).length;
}

describe('trichoscore batch', () => {
  it('names the photographs that were measured and are not fit to give figures', async () => {
    const folder = join(root, 'dark');
    await mkdir(folder);
    const pixels = new Uint8Array(3 * 300 * 300).map((_, at) => (at * 7919) % 13);
    await writeFile(join(folder, 'dark.jpg'), await encodeJpeg({ width: 300, height: 300, data: pixels }, 90));
    await writeFile(join(folder, 'manifest.csv'), `${header}\nS1,,vertex,week 0,2026-01-05,dark.jpg,6\n`);
    const { stdout, code } = await runCommand(['batch', join(folder, 'manifest.csv'), '--kind', 'closeup', '--out', join(folder, 'out')]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 of 1 photograph measured; .*\n1 of them is not fit to give figures: row 2\. report\.html says what to change; photograph again\.\n/)]);
  });

  it('names a photograph that was copied under another name and counts for two people, in the summary, the page and the statistics', async () => {
    const folder = join(root, 'copied'), out = join(folder, 'out');
    await mkdir(folder);
    for (const name of ['one.jpg', 'two.jpg']) await cp(join(study, 'S1/week 0.jpg'), join(folder, name));
    await cp(join(study, 'S1/week 24.jpg'), join(folder, 'later.jpg'));
    await writeFile(join(folder, 'manifest.csv'), `${header}\nS1,a,vertex,week 0,2026-01-05,one.jpg,6\nS1,a,vertex,week 24,2026-06-22,later.jpg,6\nS2,b,vertex,week 0,2026-01-05,two.jpg,6\n`);
    const { stdout, code } = await runCommand(['batch', join(folder, 'manifest.csv'), '--out', out]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('One photograph stands in several rows, the same file byte for byte: rows 2, 4. Each row counts as a photograph of its own person and visit')]);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('byte for byte: rows 2, 4.');
    expect(await readRun(out)).toMatchObject({ counts: { repeatedFiles: 1 } });
    expect((await runCommand(['trial', out])).stdout.replaceAll(/\s+/g, ' ')).toContain('byte for byte: "S1" "vertex" "week 0" and "S2" "vertex" "week 0".');
  });

  it('measures every photograph of a manifest, compares visits, and gives each row its outcome', async () => {
    const result = await runCommand(['batch', manifest, '--out', reference]);
    expect(result.code, result.stderr).toBe(3);
    expect(result.stdout).toMatch(/^4 of 6 photographs measured; 2 compared with a baseline\./);
    expect(result.stdout).toMatch(/photo\.format: row 6\. Save the photograph/);
    expect(result.stderr).toMatch(/1 photograph is not there and will be reported as failed: row 7\./);
    expectNothingPrivate(result.stdout + result.stderr);

    const measurements = await readCsv(join(reference, 'measurements.csv'));
    expect(measurements.map(({ row, subject, outcome, error_code }) => `${row} ${subject} ${outcome} ${error_code}`)).toEqual([
      '2 S1 measured ', '3 S1 measured ', '4 S2 measured ', '5 S2 measured ', '6 S3 failed photo.format', '7 S3 failed photo.missing',
    ]);
    const scores = await readCsv(join(reference, 'scores.csv'));
    expect(scores.map(({ row, outcome, error_code, baseline_row, days }) => `${row} ${outcome} ${error_code} ${baseline_row} ${days}`)).toEqual([
      '2 compared  3 168', '4 compared  5 168', '7 notCompared photo.missing 6 168',
    ]);
    expect((await readCsv(join(reference, 'arms.csv'))).map(({ arm, visit, rows, measured }) => `${arm} ${visit} ${rows} ${measured}`)).toEqual([
      'active week 24 2 1', 'active week 0 2 1', 'placebo week 24 1 1', 'placebo week 0 1 1',
    ]);
    for (const name of tables) expectNothingPrivate((await readFile(join(reference, name))).toString('latin1'));
    expect(await readFile(join(reference, 'report.html'), 'utf8')).toMatch(/img loading="lazy" alt="Photograph of row 2" src="data:image\/jpeg;base64,\/9j/);
  });

  it('says before it begins that close-ups without a scale cannot be compared, and counts those that were not', async () => {
    const folder = join(root, 'unscaled');
    await cp(join(study, 'S1'), join(folder, 'S1'), { recursive: true });
    await writeFile(join(folder, 'manifest.csv'), `subject,arm,target_area,visit,date,photo\nS1,,vertex,week 0,2026-01-05,S1/week 0.jpg\nS1,,vertex,week 24,2026-06-22,S1/week 24.jpg\n`);
    const { stdout, stderr, code } = await runCommand(['batch', join(folder, 'manifest.csv'), '--out', join(folder, 'out')]);
    expect(code).toBe(0);
    expect(stderr).toContain('No scale is given, in the manifest or with the command');
    expect(stdout).toMatch(/^2 of 2 photographs measured; 0 compared with a baseline\..*\n1 follow-up cannot honestly be compared with the baseline: row 3\. report\.html and scores\.csv say why\.\n/);
    expect(await readRun(join(folder, 'out'))).toMatchObject({ counts: { rows: 2, measured: 2, failed: 0, compared: 0, refused: 1 } });
    const scaled = await runCommand(['batch', join(folder, 'manifest.csv'), '--dry-run', '--um-per-px', '6']);
    expect(scaled.stderr).not.toContain('No scale is given');
  });

  it('gives the numbers that measure and score give', async () => {
    const lines = (await readFile(join(reference, 'results.jsonl'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, any>);
    expect(lines).toHaveLength(6);
    const [followUp, baseline] = lines, scales = [baseline, followUp].map((line) => String(line['calibration'].micrometresPerPixel));
    const photos = ['S1/week 0.jpg', 'S1/week 24.jpg'].map((name) => join(study, name));
    const measured = JSON.parse((await runCommand(['measure', '--json', '--um-per-px', scales.join(','), ...photos])).stdout) as object[];
    const { comparison } = followUp;
    expect(followUp).toEqual({ ...measured[1], comparison, manifest: { row: 2, subject: 'S1', arm: 'active', target_area: 'vertex', view: '', visit: 'week 24', date: '2026-06-22', photo: 'S1/week 24.jpg' } });
    const scored = JSON.parse((await runCommand(['score', '--json', '--um-per-px', scales.join(','), '--dates', '2026-01-05,2026-06-22', ...photos])).stdout) as { followUps: Record<string, any>[] };
    const { change, globalAssessment, registration, warnings } = scored.followUps[0];
    expect(comparison).toMatchObject({ state: 'compared', change, globalAssessment, registration, warnings });
  });

  it('writes the same bytes again from the cache, without measuring anything', async () => {
    const entries = await countEntries(join(reference, '.cache')), before = await readTables(reference), run = await readRun(reference);
    const again = await runCommand(['batch', manifest, '--out', reference]);
    expect(again.stdout).toMatch(/5 rows were answered from the cache/);
    expect(await readTables(reference)).toEqual(before);
    expect(await readRun(reference)).toEqual(run);
    expect(await countEntries(join(reference, '.cache'))).toBe(entries);
  });

  it('measures again what was damaged in the cache, and says so', async () => {
    const cache = join(root, 'damaged-cache');
    await cp(join(reference, '.cache'), cache, { recursive: true });
    const names = (await readdir(cache, { recursive: true })).filter((name) => name.endsWith('.json'));
    for (const name of names) await writeFile(join(cache, name), (await readFile(join(cache, name))).subarray(0, 300));
    const out = join(root, 'healed'), result = await runCommand(['batch', manifest, '--out', out, '--cache', cache]);
    // Four photographs, the one that is none, two comparisons.
    expect(names).toHaveLength(7);
    expect(result.stdout).toMatch(/7 damaged entries of the cache were computed again/);
    expect(await readTables(out)).toEqual(await readTables(reference));
  });

  it('after being killed goes on with --resume to the results of an undisturbed run, and measures no photograph twice', async () => {
    const expected = await readTables(reference), run = await readRun(reference), out = join(root, 'killed');
    for (const killAt of [1, 2, 4]) {
      const child = spawn(process.execPath, [commandEntry, 'batch', manifest, '--out', out, '--resume', '--concurrency', '1'], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.on('exit', resolve));
      while ((await countEntries(join(out, '.cache'))) < killAt && child.exitCode === null) await pause(50);
      child.kill('SIGKILL');
      await ended;
    }
    const entries = await countEntries(join(out, '.cache')), last = await runCommand(['batch', manifest, '--out', out, '--resume']);
    expect(last.code, last.stderr).toBe(3);
    expect(await readTables(out)).toEqual(expected);
    expect(await readRun(out)).toEqual(run);
    const kept = await countEntries(join(reference, '.cache'));
    expect(await countEntries(join(out, '.cache'))).toBe(kept);
    expect(entries).toBeLessThanOrEqual(kept);
    expect((await readdir(join(out, '.batch'))).filter((name) => name !== 'lock')).toEqual([]);
  }, 120_000);

  it('leaves the results of a batch that took its folder over while it stood still, and says so where the folder is gone', async () => {
    for (const [lose, code] of [['takenOver', 'batch.busy'], ['moved', 'output.unwritable']] as const) {
      const out = join(root, lose), child = spawn(process.execPath, [commandEntry, 'batch', manifest, '--out', out, '--concurrency', '1'], { stdio: ['ignore', 'pipe', 'pipe'] });
      const said = { stdout: '', stderr: '' };
      for (const stream of ['stdout', 'stderr'] as const) child[stream].on('data', (piece: Buffer) => { said[stream] += piece.toString(); });
      const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
      while ((await countEntries(join(out, '.cache'))) === 0 && child.exitCode === null) await pause(50);
      if (lose === 'moved') await rename(out, `${out}-elsewhere`);
      else {
        // As the other one leaves it: its own lock and results, none of the files of this run.
        await writeFile(join(out, 'report.html'), 'the other report');
        for (const name of await readdir(join(out, '.batch'))) await rm(join(out, '.batch', name), { recursive: true });
        await writeFile(join(out, '.batch', 'lock'), JSON.stringify({ pid: process.pid, host: hostname() }));
      }
      expectRefusal({ code: await ended ?? -1, ...said }, code);
      if (lose === 'takenOver') expect(await readFile(join(out, 'report.html'), 'utf8')).toBe('the other report');
      expect((await readdir(out)).filter((name) => tables.includes(name))).toEqual(lose === 'takenOver' ? ['report.html'] : []);
    }
  }, 120_000);

  it('stops cleanly on SIGTERM, keeps the old report, and says how to go on', async () => {
    const out = join(root, 'stopped');
    await mkdir(out);
    await writeFile(join(out, 'report.html'), 'the old report');
    await writeFile(join(out, 'run.json'), '{}');
    const child = spawn(process.execPath, [commandEntry, 'batch', manifest, '--out', out, '--concurrency', '1'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (piece: Buffer) => { stderr += piece.toString(); });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    while ((await countEntries(join(out, '.cache'))) === 0 && child.exitCode === null) await pause(50);
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(stderr).toMatch(/error batch\.stopped: .*\n {2}Run the same command with --resume/);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toBe('the old report');
    const other = join(study, 'other.csv');
    await writeFile(other, (await readFile(manifest, 'utf8')).replaceAll('placebo', 'control'));
    expectRefusal(await runCommand(['batch', other, '--out', out, '--resume']), 'batch.changed');
    expect((await runCommand(['batch', manifest, '--out', out, '--resume'])).code).toBe(3);
    expect(await readTables(out)).toEqual(await readTables(reference));
  }, 120_000);

  it('names every fault of a manifest before a photograph is read, and writes nothing', async () => {
    const bad = join(study, 'bad.csv'), out = join(root, 'nothing');
    await writeFile(bad, `${header}\nS1,active,vertex,week 0,5.1.2026,S1/week 0.jpg,6\nS1,active,vertex,week 24,2026-06-22,../study/letter.jpg,-6\n`);
    const result = await runCommand(['batch', bad, '--out', out]);
    expect(result.code).toBe(2);
    expectRefusal(result, 'manifest.invalid');
    expect(result.stderr).toMatch(/^bad\.csv, row 2, column date: /m);
    expect(result.stderr).toMatch(/^bad\.csv, row 3, column um_per_px: /m);
    expect(result.stderr).toMatch(/^bad\.csv, row 3, column photo: /m);
    expect(await readdir(root)).not.toContain('nothing');
  });

  it('says with --dry-run what it would do, and does nothing', async () => {
    const result = await runCommand(['batch', manifest, '--dry-run']);
    expect(result.code).toBe(3);
    expect(result.stdout).toMatch(/5 photographs would be measured, 2 compared/);
  });

  it('refuses a folder that takes nothing, results that would replace the manifest or a photograph, and a missing --out', async () => {
    expectRefusal(await runCommand(['batch', manifest, '--out', '/proc/batch']), 'output.unwritable');
    expectRefusal(await runCommand(['batch', manifest]), 'usage.invalid');
    const own = join(study, 'scores.csv');
    await writeFile(own, await readFile(manifest));
    expectRefusal(await runCommand(['batch', own, '--out', study]), 'usage.invalid');
    await rm(own);
    const replacing = join(study, 'replacing.csv');
    await writeFile(replacing, `${header}\nS1,active,vertex,week 0,2026-01-05,report.html,6\n`);
    expectRefusal(await runCommand(['batch', replacing, '--out', study]), 'manifest.invalid');
  });
});

describe('trichoscore manifest', () => {
  it('turns folders SUBJECT/VISIT/AREA into a manifest that batch reads', async () => {
    const folder = join(root, 'folders');
    for (const visit of ['2026-01-05 week 0', '2026-06-22 week 24']) {
      await mkdir(join(folder, 'S1', visit), { recursive: true });
      await cp(join(study, 'S1', `${visit.slice(11)}.jpg`), join(folder, 'S1', visit, 'vertex.jpg'));
    }
    await writeFile(join(folder, 'notes.txt'), 'not a photograph');
    const { stdout, stderr, code } = await runCommand(['manifest', folder, '--um-per-px', '6']);
    expect(code).toBe(0);
    expect(stdout).toBe('subject,arm,target_area,visit,date,photo,um_per_px\nS1,,vertex,week 0,2026-01-05,S1/2026-01-05 week 0/vertex.jpg,6\nS1,,vertex,week 24,2026-06-22,S1/2026-06-22 week 24/vertex.jpg,6\n');
    expect(stderr).toMatch(/Left out: "notes\.txt"/);
    const file = join(root, 'study.csv');
    expect((await runCommand(['manifest', folder, '--out', file])).code).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('folders/S1/2026-01-05 week 0/vertex.jpg');
    expect((await runCommand(['batch', file, '--dry-run'])).stdout).toMatch(/2 photographs would be measured, 1 compared/);
    expectRefusal(await runCommand(['manifest', folder, '--out', file]), 'usage.invalid');
    expectRefusal(await runCommand(['manifest', join(folder, 'S1')]), 'usage.invalid');
  });

  // Other systems do not let such names be written.
  it.skipIf(process.platform !== 'linux')('says which names of photographs cannot be read, so that the files are renamed before a batch misses them', async () => {
    const folder = join(root, 'old disk');
    await mkdir(join(folder, 'S1', 'week 0'), { recursive: true });
    await writeFile(Buffer.from(join(folder, 'S1', 'week 0', 'M\u00FCller.jpg'), 'latin1'), '');
    const { stdout, stderr, code } = await runCommand(['manifest', folder]);
    expect(code).toBe(0);
    expect(stdout).toContain('S1,,M\uFFFDller,week 0,');
    expect(stderr).toMatch(/1 name with letters that are not written in UTF-8 .*"S1\/week 0\/M\uFFFDller\.jpg": rename/);
  });
});
