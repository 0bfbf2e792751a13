import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { AnalysisError } from '../../src/errors.js';
import { createJobRunner, type JobNews } from '../../src/jobs/job-runner.js';
import type { Worker } from '../../src/jobs/worker-process.js';
import { comparisonId, findComparison, queueComparison } from '../../src/study/comparisons.js';
import { quarantinePath } from '../../src/study/originals.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';

const photograph = 'a'.repeat(64);

/** A runner on a store of its own with one comparison in the queue, and a worker that does as it is told; the comparison is measured while `look` looks on. */
async function runOneComparison(measure: (store: StudyStore) => Promise<never>, look: (store: StudyStore) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trichoscore-runner-')), store = await openStudyStore(folder);
  const runner = createJobRunner(store, { run: () => measure(store), close: () => undefined } as unknown as Worker);
  try {
    await rememberPhotograph(store, 'dr', { sha256: photograph, name: 'a.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
    await queueComparison(store, 'dr', 'one', { baseline: { photograph, calibration: null }, followUps: [{ photograph, calibration: null }] }, 10);
    await runner.start();
    await look(store);
  } finally {
    await runner.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function expectEnded(store: StudyStore): Promise<void> {
  while ((await findComparison(store, 'one'))!.state !== 'failed') await pause(50);
  expect(await findComparison(store, 'one')).toMatchObject({ error: { code: 'photo.damaged' } });
}

it('a comparison waits until a full disk has room again, and only then does what is wrong with its photographs end it', async () => {
  const faults = ['storage.full', 'output.unwritable', 'photo.damaged'] as const;
  let tries = 0;
  // As if the disk were full when the measurement is kept, then could not be written to, and then were sound.
  await runOneComparison(async () => { throw new AnalysisError(faults[tries++]!, 'made to fail'); }, async (store) => {
    while (tries < 2) await pause(50);
    expect(await findComparison(store, 'one')).toMatchObject({ error: null });
    await expectEnded(store);
    expect(tries).toBe(3);
  });
}, 30_000);

it('a comparison is begun again when the disk has room, also where it could not even be put back into the queue before, and no such try counts', async () => {
  const takeWrites = (store: StudyStore, taken: boolean): Promise<unknown> => sql`pragma query_only = ${sql.lit(taken ? 0 : 1)}`.execute(store.database);
  let tries = 0;
  await runOneComparison(async (store) => {
    if (tries++ > 0) throw new AnalysisError('photo.damaged', 'made to fail');
    await takeWrites(store, false);
    throw new AnalysisError('storage.full', 'made to fail');
  }, async (store) => {
    while (tries < 1) await pause(50);
    await pause(4_500);
    await takeWrites(store, true);
    await expectEnded(store);
    expect(await store.database.selectFrom('jobs').select('attempts').execute()).toEqual([{ attempts: 1 }]);
  });
}, 30_000);

it('a comparison whose photographs one of two workers cannot fetch is done by the other before the first tries again, and the first says why it gave it back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trichoscore-runner-')), store = await openStudyStore(folder), shared: StudyStore = { ...store, isShared: true }, told: JobNews[][] = [[], []];
  const [cutOff, well] = (['storage.unavailable', 'photo.damaged'] as const).map((code, at) => createJobRunner(shared, { run: async () => { throw new AnalysisError(code, 'made to fail'); }, close: () => undefined } as unknown as Worker, (news) => told[at].push(news)));
  try {
    await rememberPhotograph(store, 'dr', { sha256: photograph, name: 'a.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
    await queueComparison(store, 'dr', 'one', { baseline: { photograph, calibration: null }, followUps: [{ photograph, calibration: null }] }, 10);
    await cutOff.start();
    while (told[0].length === 0) await pause(20);
    await well.start();
    await expectEnded(store);
    expect(told.map((news) => news.map(({ id, outcome }) => [id, outcome]))).toEqual([[['one', 'storage.unavailable']], [['one', 'photo.damaged']]]);
  } finally {
    await Promise.all([cutOff.stop(), well.stop()]);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);

it('a comparison is measured by no worker of another version than the server that asked for it: one of an earlier version leaves it, of a later one it fails, says so, and is there to be asked for again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trichoscore-runner-')), store = await openStudyStore(folder), asked = { baseline: { photograph, calibration: null }, followUps: [{ photograph, calibration: null }] };
  const present = { methodVersion: '2', modelSha256: 'b' }, id = comparisonId(asked, present), measured: string[] = [], told: string[] = [];
  const runnerOf = (method: typeof present): ReturnType<typeof createJobRunner> => createJobRunner({ ...store, isShared: true }, {
    run: async (task: string) => {
      if (task === 'identify') return method;
      measured.push(method.methodVersion);
      throw new AnalysisError('photo.damaged', 'made to fail');
    }, close: () => undefined,
  } as unknown as Worker, ({ outcome }) => told.push(outcome));
  const expectError = async (runner: ReturnType<typeof createJobRunner>, code: string): Promise<void> => {
    expect(await queueComparison(store, 'dr', id, asked, 10, '', undefined, '2')).toBe('queued');
    await runner.start();
    while ((await findComparison(store, id))!.state !== 'failed') await pause(20);
    await runner.stop();
    expect(await findComparison(store, id)).toMatchObject({ error: { code } });
  };
  try {
    await rememberPhotograph(store, 'dr', { sha256: photograph, name: 'a.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
    const upload = quarantinePath(store.folders);
    writeFileSync(upload, 'a');
    await store.originals.keep(upload, photograph);
    await expectError(runnerOf({ ...present, methodVersion: '10' }), 'request.conflict');
    const earlier = runnerOf({ ...present, methodVersion: '1' });
    await earlier.start();
    expect(await queueComparison(store, 'dr', id, asked, 10, '', undefined, '2')).toBe('queued');
    while (!told.includes('leftToLater')) await pause(20);
    // It looks again every second, and says so once.
    await pause(1_500);
    expect(await findComparison(store, id)).toMatchObject({ state: 'queued' });
    await expectError(runnerOf(present), 'photo.damaged');
    await earlier.stop();
    expect([measured, told]).toEqual([['2'], ['request.conflict', 'leftToLater', 'photo.damaged']]);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);
