import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runComparison } from '../../src/jobs/run-comparison.js';
import type { Worker } from '../../src/jobs/worker-process.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore } from '../../src/study/study-store.js';

it('hairs that a replaced program counted are not kept as those of the one that was asked before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'run-comparison-')), opened = await openStudyStore(folder), photograph = 'a'.repeat(64);
  const store = { ...opened, originals: { ...opened.originals, locate: async () => 'a.jpg' } };
  const outputs: Record<string, unknown> = { identify: { methodVersion: '1.0.0', modelSha256: 'closeup head-1 head' }, measure: { photo: { sha256: photograph }, method: { version: '1.1.0', model: { sha256: 'closeup' } } } };
  const worker = { run: async (task: string) => outputs[task], close: async () => undefined } as unknown as Worker;
  try {
    await rememberPhotograph(store, 'dr', { sha256: photograph, name: 'a.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
    await expect(runComparison(store, worker, { baseline: { photograph, calibration: null }, followUps: [{ photograph, calibration: null }] }, () => undefined)).rejects.toMatchObject({ code: 'photo.stopped', message: expect.stringContaining('replaced') });
    expect(await store.database.selectFrom('measurements').selectAll().execute()).toEqual([]);
  } finally {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  }
});
