import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { AnalysisError } from '../../src/errors.js';
import { createJobRunner } from '../../src/jobs/job-runner.js';
import type { Worker } from '../../src/jobs/worker-process.js';
import { findComparison, queueComparison } from '../../src/study/comparisons.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore } from '../../src/study/study-store.js';

it('a comparison waits until a full disk has room again, and only then does what is wrong with its photographs end it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trichoscore-runner-')), store = await openStudyStore(folder), photograph = 'a'.repeat(64);
  const faults = ['storage.full', 'output.unwritable', 'photo.damaged'] as const;
  let tries = 0;
  // As if the disk were full when the measurement is kept, then could not be written to, and then were sound.
  const worker = { run: async () => { throw new AnalysisError(faults[tries++]!, 'made to fail'); }, close: () => undefined } as unknown as Worker;
  const runner = createJobRunner(store, worker);
  try {
    await rememberPhotograph(store, 'dr', { sha256: photograph, name: 'a.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
    await queueComparison(store, 'dr', 'one', { baseline: { photograph, calibration: null }, followUps: [{ photograph, calibration: null }] }, 10);
    await runner.start();
    while (tries < 2) await pause(50);
    expect(await findComparison(store, 'one')).toMatchObject({ error: null });
    while ((await findComparison(store, 'one'))!.state !== 'failed') await pause(50);
    expect(await findComparison(store, 'one')).toMatchObject({ error: { code: 'photo.damaged' } });
    expect(tries).toBe(3);
  } finally {
    await runner.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);

it('a comparison is begun again when the disk has room, also where it could not even be put back into the queue before, and no such try counts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trichoscore-runner-')), store = await openStudyStore(folder), photograph = 'a'.repeat(64);
  const takeWrites = (taken: boolean): Promise<unknown> => sql`pragma query_only = ${sql.lit(taken ? 0 : 1)}`.execute(store.database);
  let tries = 0;
  const worker = { run: async () => {
    if (tries++ > 0) throw new AnalysisError('photo.damaged', 'made to fail');
    await takeWrites(false);
    throw new AnalysisError('storage.full', 'made to fail');
  }, close: () => undefined } as unknown as Worker;
  const runner = createJobRunner(store, worker);
  try {
    await rememberPhotograph(store, 'dr', { sha256: photograph, name: 'a.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
    await queueComparison(store, 'dr', 'one', { baseline: { photograph, calibration: null }, followUps: [{ photograph, calibration: null }] }, 10);
    await runner.start();
    while (tries < 1) await pause(50);
    await pause(4_500);
    await takeWrites(true);
    while ((await findComparison(store, 'one'))!.state !== 'failed') await pause(50);
    expect(await findComparison(store, 'one')).toMatchObject({ error: { code: 'photo.damaged' } });
    expect(await store.database.selectFrom('jobs').select('attempts').execute()).toEqual([{ attempts: 1 }]);
  } finally {
    await runner.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);
