import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorker } from '../../src/jobs/worker-process.js';

/** A worker that does with a photograph what its name says; the real one cannot be made to crash on purpose. */
const script = `
process.on('message', ({ id, input }) => {
  const name = input.name;
  if (name === 'crashes') process.kill(process.pid, 'SIGSEGV');
  else if (name === 'hangs') for (;;);
  else if (name === 'asks how the engine was tuned') process.send({ id, output: process.execArgv });
  else if (name === 'refused') process.send({ id, error: { code: 'photo.damaged', message: 'cut short', hint: 'copy it again' } });
  else { process.send({ id, stage: 'reading' }); process.send({ id, output: name }); }
});
process.on('disconnect', () => process.exit(0));
`;

describe('measuring in a process of its own', () => {
  let folder: string;
  let entry: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'trichoscore-worker-'));
    entry = join(folder, 'worker.mjs');
    writeFileSync(entry, script);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Longer than a process takes to start on this machine at this moment, milliseconds. */
  async function longEnough(): Promise<number> {
    const worker = createWorker({ entry }), began = performance.now();
    await worker.run('measure', { file: '', name: 'good', request: { calibration: null } });
    worker.close();
    return 1_500 + 4 * (performance.now() - began);
  }

  it('outlives a photograph that crashes or hangs the decoder, and measures the next one', async () => {
    const worker = createWorker({ entry, timeLimitMs: await longEnough() });
    const measure = (name: string): Promise<unknown> => worker.run('measure', { file: '', name, request: { calibration: null } });
    const outcomes = await Promise.allSettled(['good', 'crashes', 'also good', 'hangs', 'refused', 'good again'].map(measure));
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as { code: string }).code)))
      .toEqual(['good', 'photo.stopped', 'also good', 'photo.stopped', 'photo.damaged', 'good again']);
    worker.close();
  });

  it('lets a photograph that hangs the decoder hold up none of the others where two are read side by side', async () => {
    const worker = createWorker({ entry, timeLimitMs: await longEnough(), processes: 2 }), ended: string[] = [];
    const measure = (name: string): Promise<unknown> => worker.run('measure', { file: '', name, request: { calibration: null } }).catch(() => undefined).then(() => ended.push(name));
    await Promise.all(['hangs', 'good', 'crashes', 'also good', 'refused'].map(measure));
    expect(ended).toEqual(['good', 'crashes', 'also good', 'refused', 'hangs']);
    worker.close();
  });

  it('leaves the other processors to other photographs while the engine tidies up', async () => {
    const worker = createWorker({ entry });
    expect(await worker.run('measure', { file: '', name: 'asks how the engine was tuned', request: { calibration: null } })).toContain('--single-threaded-gc');
    worker.close();
  });

  it('tells the stages of a measurement as they come', async () => {
    const worker = createWorker({ entry });
    const stages: string[] = [];
    await worker.run('measure', { file: '', name: 'good', request: { calibration: null } }, (stage) => stages.push(stage));
    expect(stages).toEqual(['reading']);
    worker.close();
  });
});
