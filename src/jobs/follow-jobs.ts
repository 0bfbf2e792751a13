import { findJobs } from '../study/leases.js';
import type { StudyStore } from '../study/study-store.js';
import type { JobRunner } from './job-runner.js';
import type { ComparisonProgress } from './run-comparison.js';

/** How often is looked after jobs that somebody watches, milliseconds. */
const lookMs = 700;

/** Follows jobs that workers on other machines do. */
export function followJobs(store: StudyStore): JobRunner {
  const watched = new Map<string, { seen: string; readonly moved: Set<() => void> }>();
  let timer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    for (const { id, state, progress } of await findJobs(store, [...watched.keys()])) {
      const entry = watched.get(id), seen = `${state} ${progress ?? ''}`;
      if (entry === undefined || entry.seen === seen) continue;
      entry.seen = seen;
      for (const moved of entry.moved) moved();
    }
  }
  /** One look after the other, as long as somebody watches; a database that does not answer is asked again. */
  function lookSoon(): void {
    timer ??= setTimeout(() => {
      look().catch(() => undefined).finally(() => {
        timer = null;
        if (watched.size > 0) lookSoon();
      });
    }, lookMs).unref();
  }

  return {
    start: async () => undefined,
    wake: () => undefined,
    progressOf: async (id) => {
      const [job] = await findJobs(store, [id]);
      return job?.progress == null ? null : JSON.parse(job.progress) as ComparisonProgress;
    },
    watch: (id, moved) => {
      const entry = watched.get(id) ?? { seen: '', moved: new Set() };
      entry.moved.add(moved);
      watched.set(id, entry);
      lookSoon();
      return () => {
        entry.moved.delete(moved);
        if (entry.moved.size === 0) watched.delete(id);
      };
    },
    stop: async () => {
      watched.clear();
      clearTimeout(timer ?? undefined);
    },
  };
}
