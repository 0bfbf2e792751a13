import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openErrands } from '../../src/study/errands.js';
import { type ObjectStore, startObjectStore } from '../support/object-store.js';
import { postgresPrograms, type PostgresServer, startPostgres } from '../support/postgres.js';
import { phantomJpeg } from './pictures.js';
import { commandEntry, expectNothingPrivate, expectRefusal, runCommand } from './run-command.js';

describe.skipIf(postgresPrograms === null)('a study whose photographs other machines measure', () => {
  let root: string, database: PostgresServer, objects: ObjectStore, databaseUrl: string;
  const workers: ChildProcess[] = [];
  beforeAll(async () => {
    [root, database, objects] = [await mkdtemp(join(tmpdir(), 'batch-queue-')), await startPostgres(), await startObjectStore()];
    databaseUrl = await database.create();
    const lines = ['subject,arm,target_area,visit,date,photo,um_per_px'];
    await mkdir(join(root, 'study'));
    for (const subject of [1, 2]) {
      for (const [visit, date] of [['week 0', '2026-01-05'], ['week 24', '2026-06-22']]) {
        const photo = `S${subject} ${visit}.jpg`;
        await writeFile(join(root, 'study', photo), await phantomJpeg({ seed: 10 + subject, widthMm: 1.5, heightMm: 1.5, densityPerCm2: visit === 'week 0' ? 120 : 170 }));
        lines.push(`S${subject},active,vertex,${visit},${date},${photo},5`);
      }
    }
    await writeFile(join(root, 'study', 'letter.jpg'), 'Dear doctor, '.repeat(50));
    lines.push('S3,active,vertex,week 0,2026-01-05,letter.jpg,5', 'S3,active,vertex,week 24,2026-06-22,gone.jpg,5');
    await writeFile(join(root, 'study', 'manifest.csv'), `${lines.join('\n')}\n`);
  }, 60_000);
  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await database.stop();
    await objects.stop();
    await rm(root, { recursive: true, force: true });
  });

  const startWorker = async (): Promise<ChildProcess> => {
    const worker = spawn(process.execPath, [commandEntry, 'worker', '--database-url', databaseUrl, '--object-store', objects.url, '--data', join(root, 'workers')], { stdio: ['ignore', 'ignore', 'pipe'] });
    workers.push(worker);
    for await (const text of worker.stderr!) if (String(text).includes('Waiting for')) return worker;
    throw new Error('the worker did not start');
  };
  const batch = (name: string, ...more: string[]): ReturnType<typeof runCommand> => runCommand(['batch', join(root, 'study', 'manifest.csv'), '--out', join(root, name), ...more]);
  const read = async (name: string): Promise<Record<string, string>> => {
    const files = Object.fromEntries(await Promise.all(['results.jsonl', 'measurements.csv', 'scores.csv', 'arms.csv', 'results.xlsx', 'report.html'].map(async (file) => [file, (await readFile(join(root, name, file))).toString('base64')])));
    return { ...files, run: JSON.stringify({ ...JSON.parse(await readFile(join(root, name, 'run.json'), 'utf8')) as object, runId: null, startedAt: null, finishedAt: null }) };
  };

  it('has the same results, to the last byte, also when a worker is killed, and nothing of it stays in the queue', async () => {
    const here = await batch('here'), doomed = await startWorker(), elsewhere = batch('elsewhere', '--database-url', databaseUrl);
    const errands = await openErrands(databaseUrl), ofBatch = async (): Promise<string[]> => (await errands.listWanted()).map(({ id }) => id);
    while ((await ofBatch()).length === 0) await new Promise((resolve) => { setTimeout(resolve, 50); });
    doomed.kill('SIGKILL');
    const worker = await startWorker(), submitted = await elsewhere;
    expect([submitted.code, here.code]).toEqual([3, 3]);
    expect(submitted.stdout.split('\n')[0]!.replace(/\.[^.]*\.$/, '')).toBe(here.stdout.split('\n')[0]!.replace(/\.[^.]*\.$/, ''));
    expectNothingPrivate(submitted.stdout + submitted.stderr);
    expect(await read('elsewhere')).toEqual(await read('here'));
    expect(await ofBatch()).toEqual([]);
    worker.kill('SIGTERM');
    expect(await once(worker, 'exit')).toEqual([0, null]);
    // Copies of photographs that a killed worker left are removed when the next one starts in its place.
    const left = await readdir(join(root, 'workers'), { recursive: true });
    expect(left.length).toBeGreaterThan(0);
    for (const name of left) expect(name).not.toContain('errand-');
    await errands.close();
  }, 240_000);

  it('is refused when the database is none', async () => {
    expectRefusal(await batch('none', '--database-url', 'mysql://elsewhere/trial'), 'usage.invalid');
  });
});
