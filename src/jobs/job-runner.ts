import { EventEmitter } from 'node:events';
import { AnalysisError } from '../errors.js';
import { finishJob, requeueInterrupted, takeNextJob } from '../study/comparisons.js';
import type { StudyStore } from '../study/study-store.js';
import type { ComparisonRequest } from './comparison-request.js';
import { type ComparisonProgress, runComparison } from './run-comparison.js';
import type { Worker } from './worker-process.js';

/** A photograph over which the worker died this often is given up. */
const mostAttempts = 3;

export interface JobRunner {
  /** Begins with what was left over from the last time. */
  start(): Promise<void>;
  /** Looks for work; called after something was put into the queue. */
  wake(): void;
  /** The latest word on a running job. */
  progressOf(id: string): ComparisonProgress | null;
  /** Calls back whenever the job moves or ends, until the returned function is called. */
  watch(id: string, moved: () => void): () => void;
  /** Takes no further job; what runs is begun anew at the next start. */
  stop(): void;
}

/** Does the jobs of the table, the oldest first, one at a time. */
export function createJobRunner(store: StudyStore, worker: Worker): JobRunner {
  const news = new EventEmitter().setMaxListeners(0);
  const running = new Map<string, ComparisonProgress>();
  let busy = false, again = false, stopped = false;

  async function runAll(): Promise<void> {
    again = true;
    if (busy) return;
    busy = true;
    try {
      while (again && !stopped) {
        again = false;
        const job = await takeNextJob(store);
        if (job === null) continue;
        again = true;
        await runOne(job);
      }
    } finally {
      busy = false;
    }
  }

  async function runOne({ id, request, attempts }: { id: string; request: unknown; attempts: number }): Promise<void> {
    for (let attempt = attempts; ; attempt += 1) {
      try {
        if (attempt > mostAttempts) throw new AnalysisError('photo.stopped', `The program stopped ${mostAttempts} times while it worked on these photographs.`);
        const result = await runComparison(store, worker, request as ComparisonRequest, (progress) => {
          running.set(id, progress);
          news.emit(id);
        });
        await finishJob(store, id, { result });
      } catch (error) {
        if (stopped) return;
        const refusal = error instanceof AnalysisError ? error : new AnalysisError('internal', 'Something went wrong that the program does not know.', { cause: error });
        if (refusal.code === 'photo.stopped' && attempt < mostAttempts) continue;
        const { code, message, hint } = refusal;
        await finishJob(store, id, { error: { code, message, hint } });
      }
      break;
    }
    running.delete(id);
    news.emit(id);
  }

  const wake = (): void => {
    if (stopped) return;
    // Only a fault of the disk under the table gets here; the job stays in the table and is begun again.
    runAll().catch(() => { setTimeout(() => { requeueInterrupted(store).then(wake, wake); }, 5_000).unref(); });
  };
  return {
    start: async () => {
      await requeueInterrupted(store);
      wake();
    },
    wake,
    progressOf: (id) => running.get(id) ?? null,
    watch: (id, moved) => {
      news.on(id, moved);
      return () => { news.off(id, moved); };
    },
    stop: () => { stopped = true; },
  };
}
