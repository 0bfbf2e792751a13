import { setTimeout as pause } from 'node:timers/promises';
import { AnalysisError } from '../../errors.js';
import type { Errands, TakenErrand } from '../../study/errands.js';
import { cacheKey } from '../cache.js';
import { readFingerprint } from '../fingerprint.js';
import { openTaskPool } from '../task-pool.js';
import type { Refusal } from '../work.js';
import { doParcel, type Parcel } from './parcel.js';

const lookMs = 500, beatMs = 3_000;
/** How long is waited after a fault that is none of the photograph: the database, the disk, a missing network. */
const pauseMs = 5_000;
/** The same fault is said once in so long. */
const sayAgainMs = 60_000;

/** Does tasks of batches, one at a time, until it is stopped; what is in hand then is put back. @param folder  For copies of photographs while they are worked on. @param report  Told why nothing was taken, or why something was put back. */
export function doErrands(errands: Errands, folder: string, report: (cause: unknown) => void): { stop(): Promise<void> } {
  let stopped = false, pool: { seconds: number; pool: ReturnType<typeof openTaskPool> } | null = null;
  let said = '', saidAt = -Infinity;

  async function work(): Promise<void> {
    const fingerprint = cacheKey([await readFingerprint()]);
    while (!stopped) {
      try {
        const taken = await errands.take(fingerprint);
        if (taken === null) await pause(lookMs);
        else await doOne(taken);
      } catch (cause) {
        if (stopped) return;
        say(cause);
        // Of no batch could anything more be done by this process.
        if (cause instanceof AnalysisError && cause.code === 'batch.changed') return;
        await pause(pauseMs);
      }
    }
  }

  function say(cause: unknown): void {
    const text = String(cause), now = performance.now();
    if (text === said && now - saidAt < sayAgainMs) return;
    [said, saidAt] = [text, now];
    report(cause);
  }

  async function doOne(taken: TakenErrand): Promise<void> {
    const beating = setInterval(() => { errands.beat(taken).catch(() => undefined); }, beatMs);
    try {
      const parcel = JSON.parse(taken.parcel) as Parcel, returned = await doParcel(parcel, poolFor(parcel.photoSeconds), folder);
      if (returned.answer.outcome === 'stop') throw asFault(returned.answer.refusal);
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

  // Nothing can be done with a program whose files cannot be read.
  const working = work().catch(report);
  return {
    stop: async () => {
      stopped = true;
      pool?.pool.close();
      await working;
    },
  };
}

/** A batch goes on with other workers, or by itself, where its own program is the one that it began with. */
function asFault({ code, message, hint }: Refusal): AnalysisError {
  if (code !== 'batch.changed') return new AnalysisError(code, message, { hint });
  return new AnalysisError(code, 'The program of this worker was replaced by another version; it takes no further photographs of batches.', { hint: 'End this worker and start it again.' });
}
