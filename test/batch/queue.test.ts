import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { writeEntry } from '../../src/batch/cache.js';
import { doErrands } from '../../src/batch/queue/do-errands.js';
import { followErrands } from '../../src/batch/queue/follow-errands.js';
import { submitTasks } from '../../src/batch/queue/submit-tasks.js';
import { AnalysisError } from '../../src/errors.js';
import { watchAbandonedErrands } from '../../src/study/abandoned-errands.js';
import { type Errands, errandsIn } from '../../src/study/errands.js';
import { openStudyStore } from '../../src/study/study-store.js';
import { errandsInMemory } from './errands-in-memory.js';

const follow = (errands: Errands, told: string[] = []) => followErrands(errands, { fingerprint: 'x', tell: (message) => told.push(message), lookMs: 5, quietMs: 100 });
const away = new AnalysisError('storage.unavailable', 'The database does not answer.');

describe('photographs on their way to other machines', () => {
  it('come back with their measurement, and nothing of them stays', async () => {
    const errands = errandsInMemory(), sent = follow(errands), returned = sent.send('photograph');
    await vi.waitFor(async () => { await errands.answer((await errands.take('x'))!, '{"entry":7}'); }, 20_000);
    expect(await returned).toEqual({ entry: 7 });
    expect(errands.rows.size).toBe(0);
  });

  it('are not called damaged when the database refuses: the run ends with what it says, and takes them back', async () => {
    let isFull = false;
    const errands = errandsInMemory(), { look } = errands;
    errands.look = async (ids) => {
      if (isFull) throw new AnalysisError('storage.full', 'The disk of the database is full.');
      return look(ids);
    };
    const sent = follow(errands), both = Promise.allSettled([sent.send('one'), sent.send('two')]);
    await vi.waitFor(() => { expect(errands.rows.size).toBe(2); }, 20_000);
    isFull = true;
    for (const outcome of await both) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'storage.full' } });
    await sent.finish();
    expect(errands.rows.size).toBe(0);
  });

  it('are measured here when workers give them back again and again, and that is said once', async () => {
    const told: string[] = [], errands = errandsInMemory(), sent = follow(errands, told), all = Promise.all([sent.send('one'), sent.send('two')]);
    const worker = setInterval(() => void errands.take('x').then((taken) => taken && errands.putBack(taken)), 5);
    expect(await all).toEqual([null, null]);
    clearInterval(worker);
    expect(told).toEqual([expect.stringContaining('give photographs back')]);
  });

  it('are said to wait when no worker takes them', async () => {
    const told: string[] = [], sent = follow(errandsInMemory(), told), stopped = expect(sent.send('one')).rejects.toMatchObject({ code: 'batch.stopped' });
    await vi.waitFor(() => { expect(told).toEqual([expect.stringContaining('No worker has taken')]); }, 20_000);
    await sent.finish();
    await stopped;
  });

  it('are refused and taken back when the run is stopped while they are put there', async () => {
    const errands = errandsInMemory(), { put } = errands;
    errands.put = async (...row) => { await pause(50); await put(...row); };
    const sent = follow(errands), stopped = expect(sent.send('one')).rejects.toMatchObject({ code: 'batch.stopped' });
    await sent.finish();
    await stopped;
    expect(errands.rows.size).toBe(0);
  });

  it('are measured here when they are too large for a database that answers otherwise', async () => {
    const put = vi.fn(() => Promise.reject(away)), sent = follow(errandsInMemory({ put }));
    expect(await sent.send('two heads')).toBeNull();
    expect(put).toHaveBeenCalledTimes(3);
  });

  it('wait for a database that is away for a moment', async () => {
    let fails = 2;
    const errands = errandsInMemory(), { look } = errands, sent = follow(errands), returned = sent.send('one');
    errands.look = (ids) => (fails-- > 0 ? Promise.reject(away) : look(ids));
    await errands.answer((await errands.take('x'))!, '{"entry":7}');
    expect(await returned).toEqual({ entry: 7 });
  });

  it('are removed when their run was killed, and no others', async () => {
    let now = 0;
    const errands = errandsInMemory(), look = watchAbandonedErrands(errands, () => now);
    for (const id of ['killed', 'alive']) await errands.put(id, 'x', '');
    for (; now <= 600_000; now += 60_000) {
      await errands.look(['alive']);
      await look();
    }
    expect([...errands.rows.keys()]).toEqual(['alive']);
  });

  it('of two batches are taken in turn, by however few workers, and those of a killed batch come last', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'queue-')), store = await openStudyStore(folder), errands = errandsIn(store.database), underWay: Record<string, string[]> = { early: [], late: [] };
    let count = 0;
    /** What `followErrands` does: as soon as one is done, another is put in its place. */
    const put = async (batch: 'early' | 'late'): Promise<void> => {
      const id = `${batch === 'early' ? '3' : '9'}-${String(++count).padStart(9, '0')}`;
      underWay[batch].push(id);
      await errands.put(id, 'x', '');
    };
    try {
      for (let at = 0; at < 24; at++) await put('early');
      await errands.put('0-killed', 'x', '');
      for (let at = 0; at < 6; at++) await put('late');
      const taken: string[] = [];
      for (let at = 0; at < 60; at++) {
        await errands.look([...underWay.early, ...underWay.late]);
        const { id } = (await errands.take('x'))!, batch = id.startsWith('3') ? 'early' : 'late';
        taken.push(id);
        await errands.remove([id]);
        underWay[batch] = underWay[batch].filter((one) => one !== id);
        if (batch === 'early') await put('early');
      }
      expect(taken.slice(0, 30).filter((id) => id.startsWith('9'))).toHaveLength(6);
      expect(taken).not.toContain('0-killed');
    } finally {
      await store.close();
      await rm(folder, { recursive: true });
    }
  });

  it('fail alone where a head is gone when it is to be compared, as they do without other machines', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'queue-')), work = submitTasks(errandsInMemory(), { fingerprint: 'x', tell: () => undefined, photoSeconds: 10 });
    try {
      for (const key of ['a'.repeat(64), 'b'.repeat(64)]) await writeEntry(cache, key, { result: { kind: 'global' }, thumbnail: '' });
      const compared = work.run({ task: 'compare', cache, key: 'c'.repeat(64), fingerprint: 'x', baselineKey: 'a'.repeat(64), followUpKey: 'b'.repeat(64), options: {}, dates: ['2026-01-05', '2026-06-05'], paths: [join(cache, 'gone.jpg'), join(cache, 'gone.jpg')] });
      expect(await compared).toMatchObject({ outcome: 'failed', refusal: { code: 'photo.missing' } });
    } finally {
      await work.finish();
      await rm(cache, { recursive: true });
    }
  });

  it('are put back by a worker whose disk takes nothing, and it says why', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'queue-')), errands = errandsInMemory(), said: unknown[] = [];
    await errands.put('one', 'x', JSON.stringify({ task: { task: 'measure' }, photoSeconds: 10, photographs: [], entries: {} }));
    const worker = doErrands(errands, join(folder, 'gone'), (cause) => said.push(cause));
    await vi.waitFor(() => { expect(said).toMatchObject([{ code: 'output.unwritable', message: 'gone could not be written (ENOENT).' }]); }, 20_000);
    expect(errands.rows.get('one')).toMatchObject({ state: 'waiting', lease: 1 });
    await worker.stop();
    await rm(folder, { recursive: true });
  });
});
