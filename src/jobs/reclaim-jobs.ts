import { listRunningJobs, requeueSilentJob } from '../study/leases.js';
import type { StudyStore } from '../study/study-store.js';

/** Whoever works on a job says so this often; milliseconds. */
export const beatMs = 3_000;
/** A job of which nothing was heard for so long is given to somebody else. */
const silenceMs = 15_000;

/**
 * Looks for jobs whose worker has fallen silent, and lets others take them. Only this machine's own clock is asked, for how long nothing has
 * changed: clocks of two machines are never compared.
 * @returns Looks once; to be called every few seconds.
 */
export function createReclaimer(store: StudyStore, now: () => number = () => performance.now()): () => Promise<void> {
  let heard = new Map<string, { beat: string; since: number }>();
  return async () => {
    const present = new Map<string, { beat: string; since: number }>();
    for (const job of await listRunningJobs(store)) {
      const beat = `${job.lease} ${job.beat}`, before = heard.get(job.id);
      const since = before?.beat === beat ? before.since : now();
      present.set(job.id, { beat, since });
      if (now() - since > silenceMs) await requeueSilentJob(store, job);
    }
    heard = present;
  };
}
