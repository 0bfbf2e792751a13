import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AnalysisError } from '../../errors.js';
import type { Errands, ErrandState } from '../../study/errands.js';
import { writeEntry } from '../cache.js';
import { isPassing } from '../passing-refusals.js';
import { openTaskPool } from '../task-pool.js';
import type { Answer, StoredMeasurement, Task } from '../work.js';
import type { WorkerPool } from '../worker-pool.js';
import { pack, type Packed, type Returned } from './parcel.js';

/** How often is looked after what was submitted, milliseconds. */
const lookMs = 300;
/** A worker of which nothing was heard for so long has lost its task. */
const silenceMs = 15_000;
/** A task that so many workers lost is given up. */
const mostTakings = 20;
/** Larger ones are measured here: they would not be through the database within the time that it is given. */
const largestPhotograph = 24 * 1024 * 1024;

interface Waiting { readonly parcel: string; readonly resolve: (returned: Returned | null) => void; seen: string; since: number }

export interface SubmitOptions {
  /** Of the method here; only workers with the same do the tasks. */
  readonly fingerprint: string;
  readonly photoSeconds: number;
  /** Told when the database stops answering. */
  readonly tell: (message: string) => void;
}

/** Has tasks done by the workers of a queue, and follows them. What comes back is kept in the cache here, as if it had been done here. */
export function submitTasks(errands: Errands, { fingerprint, photoSeconds, tell }: SubmitOptions): WorkerPool<Task, Answer> & { finish(): Promise<void> } {
  const batch = randomUUID(), waiting = new Map<string, Waiting>(), here = openTaskPool(1, photoSeconds);
  const stopped = (): AnalysisError => new AnalysisError('batch.stopped', 'The run was stopped.');
  let count = 0, closed = false, following: Promise<void> | null = null;

  /** Tries until the database answers. */
  async function insist<Value>(ask: () => Promise<Value>): Promise<Value> {
    for (let tries = 1; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (closed || !(error instanceof AnalysisError && error.code === 'storage.unavailable')) throw error;
        if (tries === 3) tell('The database does not answer; waiting for it.');
        await pause(1000);
      }
    }
  }

  async function follow(): Promise<void> {
    while (waiting.size > 0 && !closed) {
      await pause(lookMs);
      const found = new Map((await insist(() => errands.look([...waiting.keys()]))).map((each) => [each.id, each]));
      for (const [id, entry] of waiting) await lookAfter(id, entry, found.get(id));
    }
  }

  function beginToFollow(): void {
    if (waiting.size === 0 || closed) return;
    following ??= follow().catch(() => { for (const each of waiting.values()) each.resolve(null); waiting.clear(); }).finally(() => {
      following = null;
      beginToFollow();
    });
  }

  async function lookAfter(id: string, entry: Waiting, state: ErrandState | undefined): Promise<void> {
    if (closed) return;
    if (state === undefined) return insist(() => errands.put(id, fingerprint, entry.parcel));
    if (state.state === 'done') {
      const answer = await insist(() => errands.readAnswer(id));
      waiting.delete(id);
      await insist(() => errands.remove([id]));
      return entry.resolve(answer === null ? null : JSON.parse(answer) as Returned);
    }
    const seen = `${state.lease} ${state.beat}`, now = performance.now();
    if (seen !== entry.seen || state.state === 'waiting') { entry.seen = seen; entry.since = now; return; }
    if (now - entry.since < silenceMs) return;
    if (state.lease < mostTakings) return insist(() => errands.putBack(state));
    waiting.delete(id);
    await insist(() => errands.remove([id]));
    entry.resolve(null);
  }

  function send(parcel: string): Promise<Returned | null> {
    return new Promise((resolve, reject) => {
      const id = `${batch}-${String(++count).padStart(9, '0')}`;
      insist(() => errands.put(id, fingerprint, parcel)).then(() => {
        waiting.set(id, { parcel, resolve, seen: '', since: performance.now() });
        beginToFollow();
      }, reject);
    });
  }

  return {
    async run(task) {
      if (closed) throw stopped();
      let packed: Packed;
      try {
        packed = await pack(task, photoSeconds);
      } catch (caught) {
        if (!(caught instanceof AnalysisError)) throw caught;
        return { outcome: 'failed', fresh: true, damaged: false, refusal: { code: caught.code, message: caught.message, hint: caught.hint } };
      }
      if ('answer' in packed) return packed.answer;
      const { parcel, key, damaged } = packed;
      if (parcel.photographs.some(({ length }) => length > largestPhotograph * 4 / 3)) return here.run(task);
      const returned = await send(JSON.stringify(parcel));
      if (closed) throw stopped();
      if (returned === null) throw new AnalysisError('photo.crashed', 'The workers that measured this photograph all ended over it.');
      const { answer, entry } = returned;
      if (answer.outcome === 'done') await writeEntry(task.cache, key, entry);
      else if (answer.outcome === 'failed' && task.task === 'measure' && !isPassing(answer.refusal.code) && !['photo.crashed', 'photo.timedOut'].includes(answer.refusal.code)) await writeEntry(task.cache, key, { refusal: answer.refusal } satisfies StoredMeasurement);
      return answer.outcome === 'stop' ? answer : { ...answer, damaged, ...(answer.outcome === 'done' ? { key } : {}) };
    },
    close() {
      closed = true;
      here.close();
      for (const each of waiting.values()) each.resolve(null);
    },
    /** Takes back what nobody waits for any more. */
    async finish() {
      this.close();
      await following;
      if (waiting.size > 0) await errands.remove([...waiting.keys()]).catch(() => undefined);
    },
  };
}
