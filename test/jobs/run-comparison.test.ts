import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { performTask } from '../../src/jobs/perform-task.js';
import { runComparison } from '../../src/jobs/run-comparison.js';
import type { Tasks } from '../../src/jobs/tasks.js';
import type { Worker } from '../../src/jobs/worker-process.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore } from '../../src/study/study-store.js';
import { cropDemo } from '../support/crop-demo.js';
import { photographHead } from '../support/paint-head.js';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

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

it('heads are compared where a close-up stands among their follow-ups, which alone is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'run-comparison-')), opened = await openStudyStore(folder), files = new Map<string, string>();
  const store = { ...opened, originals: { ...opened.originals, locate: async (sha256: string) => files.get(sha256)! } };
  const closeup = await cropDemo('baseline', 500), pictures = [await photographHead(0.7), closeup, await photographHead(0.75)];
  // A painted head is not recognised as one, so each is measured as what it is.
  const asItIs = <Request extends object>(file: string, request: Request): Request => ({ ...request, kind: file === files.get(hashOf(closeup)) ? 'closeup' : 'global' });
  const worker = {
    run: (task: 'measure', input: Tasks['measure']['input'] & Tasks['compareHeads']['input']) => performTask(task, input === null ? input : {
      ...input, ...(input.request === undefined ? {} : { request: asItIs(input.file, input.request) }), ...(input.photographs === undefined ? {} : { photographs: input.photographs.map(({ file, request }) => ({ file, request: asItIs(file, request) })) }),
    }, () => undefined), close: async () => undefined,
  } as unknown as Worker;
  try {
    for (const [at, bytes] of pictures.entries()) {
      files.set(hashOf(bytes), join(folder, `${at}.jpg`));
      await writeFile(join(folder, `${at}.jpg`), bytes);
      await rememberPhotograph(store, 'dr', { sha256: hashOf(bytes), name: `${at}.jpg`, format: 'jpeg', bytes: bytes.length, width: 640, height: 480, captured_at: null });
    }
    const [baseline, mistaken, followUp] = pictures.map((bytes) => ({ photograph: hashOf(bytes), calibration: null }));
    const compare = (...followUps: { photograph: string; calibration: null }[]) => runComparison(store, worker, { baseline: baseline!, followUps, options: { kind: 'auto' } }, () => undefined);
    const [refused, head] = (await compare(mistaken!, followUp!)).followUps, [alone] = (await compare(followUp!)).followUps;
    expect([refused!.change, refused!.warnings[0]!.code]).toEqual([null, 'comparison.differentKinds']);
    expect(alone!.change).toMatchObject({ endpoint: 'coverage' });
    expect(head).toEqual(alone);
  } finally {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  }
});
