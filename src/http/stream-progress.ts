import type { Request, Response } from 'express';
import type { JobRunner } from '../jobs/job-runner.js';
import { findComparison } from '../study/comparisons.js';
import { countAhead } from '../study/leases.js';
import type { StudyStore } from '../study/study-store.js';

/** The present state now and then keeps connections open that would be closed for silence, and ends those to a comparison that was erased: nothing moves there any more. */
const heartbeatMs = 15_000;

export interface ProgressStream {
  readonly store: StudyStore;
  readonly jobs: JobRunner;
  readonly id: string;
  /** Asked before each word: a stream ends with the session that it was opened in, and when whoever opened it may see the comparison no longer. */
  readonly isAllowed: () => Promise<boolean>;
}

/**
 * Server-sent events about one comparison until it is done or failed: `event: progress`, and at the end `event: end`.
 * Whoever comes late, or comes back, gets the present state first.
 */
export function streamProgress(request: Request, response: Response, { store, jobs, id, isAllowed }: ProgressStream): void {
  response.status(200).set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' }).flushHeaders();
  const send = (event: string, data: unknown): void => { response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`); };
  const stopWatching = jobs.watch(id, () => { void tell(); });
  const heartbeat = setInterval(() => { void tell(); }, heartbeatMs);
  const close = (): void => {
    stopWatching();
    clearInterval(heartbeat);
    response.end();
  };
  async function tell(): Promise<void> {
    const comparison = await findComparison(store, id).catch(() => null), progress = await jobs.progressOf(id).catch(() => null);
    const allowed = await isAllowed().catch(() => false), ahead = await countAhead(store, id).catch(() => null);
    if (response.writableEnded) return;
    if (comparison === null || !allowed) return close();
    const { state, error } = comparison;
    const ended = state === 'done' || state === 'failed';
    send(ended ? 'end' : 'progress', { state, progress, ahead, error });
    if (ended) close();
  }
  request.on('close', close);
  void tell();
}
