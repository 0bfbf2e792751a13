import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AnalysisError } from '../../errors.js';
import type { Errands, ErrandState } from '../../study/errands.js';
import type { Returned } from './parcel.js';

/** A worker of which nothing was heard for so long has lost its task. */
const silenceMs = 15_000;
/** A task that so many workers lost is given up. */
const mostLosses = 20;
/** What workers gave back so often, they cannot do: a disk is full there, say. */
const mostReturns = 5;
/** A parcel that a database which answers otherwise did not take so often is too large for the way there. */
const mostPuts = 3;

interface Waiting {
  readonly parcel: string;
  readonly resolve: (returned: Returned | null) => void;
  readonly reject: (cause: unknown) => void;
  seen: string;
  since: number;
  /** Workers that were silent for too long. */
  losses: number;
}

export interface FollowOptions {
  /** Of the method here; only workers with the same do the tasks. */
  readonly fingerprint: string;
  /** Told what somebody should know who waits. */
  readonly tell: (message: string) => void;
  /** Milliseconds between two looks; shorter in tests. */
  readonly lookMs?: number;
  /** It is said when nobody takes anything for so long, milliseconds. */
  readonly quietMs?: number;
}

export interface FollowedErrands {
  /**
   * Has a parcel done by a worker. Null when it has to be done here: no worker can, or the database does not take it.
   * @throws AnalysisError `photo.crashed`, `batch.stopped` after `close`, and what the database says beside `storage.unavailable`, which is waited out.
   */
  send(parcel: string): Promise<Returned | null>;
  /** Refuses what is waited for. */
  close(): void;
  /** Closes, and takes everything back out of the database. */
  finish(): Promise<void>;
}

/** Sends parcels into a queue, and looks after them until they come back. */
export function followErrands(errands: Errands, { fingerprint, tell, lookMs = 300, quietMs = 60_000 }: FollowOptions): FollowedErrands {
  const batch = randomUUID(), waiting = new Map<string, Waiting>(), putting = new Set<Promise<boolean>>();
  /** What may be in the database, also when its putting failed on the way. */
  const submitted = new Set<string>(), told = new Set<string>();
  let count = 0, closed = false, following: Promise<void> | null = null, takenAt = 0;
  const stopped = (): AnalysisError => new AnalysisError('batch.stopped', 'The run was stopped.');
  const isAway = (error: unknown): boolean => !closed && error instanceof AnalysisError && error.code === 'storage.unavailable';
  /** Once, not for every photograph. */
  const tellOnce = (message: string): void => {
    if (!told.has(message)) tell(message);
    told.add(message);
  };

  /** Tries until the database answers. */
  async function insist<Value>(ask: () => Promise<Value>): Promise<Value> {
    const message = 'The database does not answer; waiting for it.';
    for (let tries = 1; ; tries++) {
      try {
        const value = await ask();
        told.delete(message);
        return value;
      } catch (error) {
        if (!isAway(error)) throw error;
        if (tries === 3) tellOnce(message);
        await pause(1000);
      }
    }
  }

  /** @returns False for a parcel that does not get through. */
  async function put(id: string, parcel: string): Promise<boolean> {
    submitted.add(id);
    for (let tries = 1; tries <= mostPuts; tries++) {
      try {
        await errands.put(id, fingerprint, parcel);
        return true;
      } catch (error) {
        if (!isAway(error)) throw error;
        // Only what fails while the database answers is the parcel's own fault.
        await insist(() => errands.look([]));
      }
    }
    await remove(id);
    return false;
  }

  async function remove(id: string): Promise<void> {
    await insist(() => errands.remove([id]));
    submitted.delete(id);
    waiting.delete(id);
  }

  async function follow(): Promise<void> {
    takenAt = performance.now();
    while (waiting.size > 0 && !closed) {
      await pause(lookMs);
      const found = new Map((await insist(() => errands.look([...waiting.keys()]))).map((each) => [each.id, each]));
      for (const [id, entry] of waiting) await lookAfter(id, entry, found.get(id));
      if (performance.now() - takenAt > quietMs) tellOnce('No worker has taken a photograph for a minute: `trichoscore worker` has to run on this database, in the version of this program; those that run may be busy with other batches.');
    }
  }

  function beginToFollow(): void {
    if (waiting.size === 0 || closed) return;
    following ??= follow().catch((cause: unknown) => {
      for (const { reject } of waiting.values()) reject(cause);
      waiting.clear();
    }).finally(() => {
      following = null;
      beginToFollow();
    });
  }

  async function lookAfter(id: string, entry: Waiting, state: ErrandState | undefined): Promise<void> {
    if (closed) return;
    if (state === undefined) {
      if (!await put(id, entry.parcel)) entry.resolve(null);
      return;
    }
    const now = performance.now(), isWaiting = state.state === 'waiting', seen = `${state.lease} ${state.beat}`, isNews = seen !== entry.seen;
    if (!isWaiting || (isNews && entry.seen !== '')) takenAt = now;
    if (state.state === 'done') {
      const answer = await insist(() => errands.readAnswer(id));
      // Somebody removed it since it was looked at: it is put again.
      if (answer === null) return;
      await remove(id);
      return entry.resolve(JSON.parse(answer) as Returned);
    }
    const losses = Math.min(entry.losses, state.lease);
    if (isWaiting && state.lease - losses >= mostReturns) {
      tellOnce('Workers give photographs back, and print why; what they cannot do is measured here.');
      await remove(id);
      return entry.resolve(null);
    }
    if (isNews || isWaiting) { entry.seen = seen; entry.since = now; }
    if (isWaiting || now - entry.since < silenceMs) return;
    entry.losses++;
    if (losses + 1 < mostLosses) return insist(() => errands.putBack(state));
    await remove(id);
    entry.reject(new AnalysisError('photo.crashed', 'The workers that measured this photograph all ended over it.'));
  }

  return {
    async send(parcel) {
      if (closed) throw stopped();
      const id = `${batch}-${String(++count).padStart(9, '0')}`, arriving = put(id, parcel);
      putting.add(arriving);
      const isThere = await arriving.finally(() => putting.delete(arriving));
      // What has just arrived is removed by `finish`.
      if (closed) throw stopped();
      if (!isThere) return null;
      return new Promise((resolve, reject) => {
        waiting.set(id, { parcel, resolve, reject, seen: '', since: performance.now(), losses: 0 });
        beginToFollow();
      });
    },
    close() {
      closed = true;
      for (const { reject } of waiting.values()) reject(stopped());
    },
    async finish() {
      this.close();
      await Promise.allSettled([following, ...putting]);
      if (submitted.size > 0) await errands.remove([...submitted]).catch(() => tell('Photographs of this run may still be in the database; a server or a worker on it removes them within a quarter of an hour.'));
    },
  };
}
