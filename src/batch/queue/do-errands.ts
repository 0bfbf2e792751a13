import { setTimeout as pause } from 'node:timers/promises';
import type { Errands, TakenErrand } from '../../study/errands.js';
import { cacheKey } from '../cache.js';
import { readFingerprint } from '../fingerprint.js';
import { openTaskPool } from '../task-pool.js';
import { doParcel, type Parcel } from './parcel.js';

const lookMs = 500, beatMs = 3_000;
/** How long is waited after a fault that is none of the photograph: the database, the disk, a missing network. */
const pauseMs = 5_000;
/** What no batch has waited for in so long is thrown away: its program was killed. */
const abandonedMs = 600_000;

/** Does tasks of batches, one at a time, until it is stopped; what is in hand then is put back. @param folder  For copies of photographs while they are worked on. */
export function doErrands(errands: Errands, folder: string): { stop(): Promise<void> } {
  let stopped = false, pool: { seconds: number; pool: ReturnType<typeof openTaskPool> } | null = null;
  const wanted = new Map<string, { count: number; since: number }>();

  async function work(): Promise<void> {
    const fingerprint = cacheKey([await readFingerprint()]);
    for (let lookedAt = -Infinity; !stopped;) {
      const taken = await errands.take(fingerprint).catch(() => null);
      if (taken !== null) await doOne(taken).catch(async () => { if (!stopped) await pause(pauseMs); });
      else await pause(lookMs);
      if (performance.now() - lookedAt < 60_000) continue;
      lookedAt = performance.now();
      await removeAbandoned().catch(() => undefined);
    }
  }

  async function doOne(taken: TakenErrand): Promise<void> {
    const beating = setInterval(() => { errands.beat(taken).catch(() => undefined); }, beatMs);
    try {
      const parcel = JSON.parse(taken.parcel) as Parcel, returned = await doParcel(parcel, poolFor(parcel.photoSeconds), folder);
      if (returned.answer.outcome === 'stop') throw new Error('nothing can be measured here');
      const text = JSON.stringify(returned);
      // The work is done: a database that is away for a moment is waited for.
      for (let tries = 1; ; tries++) {
        try {
          return await errands.answer(taken, text);
        } catch (error) {
          if (stopped || tries >= 20) throw error;
          await pause(1000);
        }
      }
    } catch (error) {
      await errands.putBack(taken).catch(() => undefined);
      throw error;
    } finally {
      clearInterval(beating);
    }
  }

  function poolFor(seconds: number): ReturnType<typeof openTaskPool> {
    if (pool?.seconds !== seconds) {
      pool?.pool.close();
      pool = { seconds, pool: openTaskPool(1, seconds) };
    }
    return pool.pool;
  }

  async function removeAbandoned(): Promise<void> {
    const all = await errands.listWanted(), now = performance.now();
    for (const id of wanted.keys()) if (!all.some((each) => each.id === id)) wanted.delete(id);
    for (const each of all) if (wanted.get(each.id)?.count !== each.wanted) wanted.set(each.id, { count: each.wanted, since: now });
    const abandoned = [...wanted].filter(([, { since }]) => now - since > abandonedMs).map(([id]) => id);
    if (abandoned.length > 0) await errands.remove(abandoned);
  }

  // Nothing can be done with a program whose files cannot be read; comparisons say so.
  const working = work().catch(() => undefined);
  return {
    stop: async () => {
      stopped = true;
      pool?.pool.close();
      await working;
    },
  };
}
