import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openWorkerPool, type WorkerPool } from '../../src/batch/worker-pool.js';
import { newFolder } from './manifests.js';

interface Task { name: string; trace?: string }
interface Answer { name: string; pid: number }

let pool: WorkerPool<Task, Answer>;
afterEach(() => pool.close());

function open(options: { size?: number; startSeconds?: number; taskSeconds?: number | ((task: Task) => number); program?: string; tuning?: readonly string[] } = {}): void {
  pool = openWorkerPool<Task, Answer>({ program: fileURLToPath(new URL('./shaky-worker.mjs', import.meta.url)), size: 2, taskSeconds: 30, ...options });
}

describe('photographs measured in processes of their own', () => {
  it('each get their answer, from no more processes than were asked for', async () => {
    open();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => pool.run({ name: `p${at}` })));
    expect(answers.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, (_, at) => `p${at}`));
    expect(new Set(answers.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
  });

  it('fail alone when one crashes its process three times; the others go on', async () => {
    open();
    const names = ['a', 'aborts', 'b', 'leaves', 'c'];
    const outcomes = await Promise.allSettled(names.map((name) => pool.run({ name })));
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.name : (outcome.reason as { code: string }).code))).toEqual(['a', 'photo.crashed', 'b', 'photo.crashed', 'c']);
  });

  it('are tried again after a crash that was not theirs', async () => {
    open({ size: 1 });
    expect(await pool.run({ name: 'aborts once', trace: join(await newFolder(), 'trace') })).toMatchObject({ name: 'aborts once' });
  });

  it('are given up when one hangs, without holding up the others', async () => {
    open({ taskSeconds: 0.5 });
    const hung = pool.run({ name: 'hangs' }).catch((error: unknown) => error);
    expect(await pool.run({ name: 'a' })).toMatchObject({ name: 'a' });
    expect(await hung).toMatchObject({ code: 'photo.timedOut' });
    expect(await pool.run({ name: 'b' })).toMatchObject({ name: 'b' });
  });

  it('may be given more time where several are compared', async () => {
    open({ taskSeconds: ({ name }) => (name === 'hangs' ? 0.3 : 30) });
    await expect(pool.run({ name: 'hangs' })).rejects.toMatchObject({ code: 'photo.timedOut', message: expect.stringContaining('0.3 seconds') });
    expect(await pool.run({ name: 'a' })).toMatchObject({ name: 'a' });
  });

  it('are measured all the same, four at a time, where the engine does not know how it was to be tuned', async () => {
    open({ size: 4, tuning: ['--single-threaded-gc', '--no-such-flag-of-any-engine'] });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => pool.run({ name: `p${at}` })));
    expect(answers.map(({ name }) => name)).toEqual(Array.from({ length: 12 }, (_, at) => `p${at}`));
  });

  it('are measured all the same when the machine could start no further process for a moment, and refused when it never can', async () => {
    const node = process.execPath;
    try {
      process.execPath = join(await newFolder(), 'no-node');
      open();
      const answers = Promise.all(['a', 'b', 'c'].map((name) => pool.run({ name })));
      setTimeout(() => { process.execPath = node; }, 150);
      expect((await answers).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
      pool.close();
      process.execPath = join(await newFolder(), 'no-node');
      open();
      await expect(pool.run({ name: 'a' })).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('do not start') });
    } finally {
      process.execPath = node;
    }
  });

  it('are measured by the next process when one hangs before it is ready', async () => {
    const trace = join(await newFolder(), 'trace'), program = join(await newFolder(), 'slow-start.mjs');
    await writeFile(program, `import { existsSync, writeFileSync } from 'node:fs';
      process.on('disconnect', () => process.exit());
      process.on('message', ({ name }) => process.send({ name, pid: process.pid }));
      if (existsSync(${JSON.stringify(trace)})) process.send('ready');
      else writeFileSync(${JSON.stringify(trace)}, '');`);
    open({ size: 1, program, startSeconds: 3 });
    expect(await pool.run({ name: 'a' })).toMatchObject({ name: 'a' });
  });

  it('are refused when processes do not start, and when the run is stopped', async () => {
    open({ program: join(await newFolder(), 'none.mjs') });
    await expect(pool.run({ name: 'a' })).rejects.toMatchObject({ code: 'internal' });
    open();
    const hung = pool.run({ name: 'hangs' });
    setTimeout(() => pool.close(), 300);
    await expect(hung).rejects.toMatchObject({ code: 'batch.stopped' });
    await expect(pool.run({ name: 'a' })).rejects.toMatchObject({ code: 'batch.stopped' });
  });
});
