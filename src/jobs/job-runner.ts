import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { AnalysisError, type ErrorCode } from '../errors.js';
import { comparisonId, finishJob, type Refusal, requeueInterrupted, type TakenJob, takeNextJob } from '../study/comparisons.js';
import { beatJob, giveJobBack } from '../study/leases.js';
import type { StudyStore } from '../study/study-store.js';
import type { ComparisonRequest } from './comparison-request.js';
import { isLater, versionsOf } from './method-parts.js';
import { beatMs, createReclaimer } from './reclaim-jobs.js';
import { wordHintForPage } from './page-words.js';
import { type ComparisonProgress, RefusedPhotographs, runComparison } from './run-comparison.js';
import type { Worker } from './worker-process.js';

/** A photograph over which the process that reads it died this often is given up. */
const mostAttempts = 3;
/** A job that was begun this often and never ended is given up; programs are stopped for many reasons that are no fault of a photograph. */
const mostBeginnings = 50;
/** How often is looked for jobs that another program put into the queue, milliseconds. */
const lookMs = 1_000;
/** How soon a step of a job is told to other machines, milliseconds; steps that follow within this time are told as one. */
const tellMs = 500;
/** Faults of the store at this moment, of which no photograph is the reason: the job waits until they are over. */
const isOfStore: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['storage.unavailable', 'storage.full', 'storage.inUse', 'output.unwritable']);
/** How long nothing is taken after a store did not answer, milliseconds; whoever reaches it takes the job meanwhile. */
const pauseMs = 3_000;

export interface JobRunner {
  /** Begins with what was left over from the last time. */
  start(): Promise<void>;
  /** Looks for work; called after something was put into the queue. */
  wake(): void;
  /** The latest word on a running job. */
  progressOf(id: string): Promise<ComparisonProgress | null>;
  /** Calls back whenever the job moves or ends, until the returned function is called. */
  watch(id: string, moved: () => void): () => void;
  /** Takes no further job; what runs is begun anew: by others at once where there are others, else at the next start. */
  stop(): Promise<void>;
}

/** What became of a job, for a log; it names no photograph and no subject. */
export interface JobNews {
  /** Empty for `leftToLater`. */
  readonly id: string;
  /** `done`, `lost` to somebody who took it meanwhile, `givenBack` unfinished, `leftToLater` where comparisons wait that were asked for by a later method than this program has, or the code of a refusal; after a fault of the store (`storage.unavailable`, `storage.full`, `storage.inUse`, `output.unwritable`) it is begun again. */
  readonly outcome: string;
  readonly ms: number;
}

/** Does the jobs of the table, the oldest first, one at a time. */
export function createJobRunner(store: StudyStore, worker: Worker, report: (news: JobNews) => void = () => undefined): JobRunner {
  const news = new EventEmitter().setMaxListeners(0);
  const running = new Map<string, ComparisonProgress>();
  const timers: NodeJS.Timeout[] = [];
  let busy = false, again = false, resting = false, stopped = false, hasLeft = false, current: TakenJob | null = null;

  async function runAll(): Promise<void> {
    again = true;
    if (busy || resting) return;
    busy = true;
    try {
      while (again && !stopped) {
        again = false;
        const job = await takeNextJob(store, leaveLater);
        if (job === null) continue;
        again = true;
        current = job;
        await runOne(job);
        current = null;
      }
    } finally {
      busy = false;
    }
  }

  /** Comparisons that a server of a later method asked for are for workers of that: it may be about to be installed here. One of an earlier method would wait for ever: it is taken, and fails with what to do. */
  async function leaveLater(methods: readonly string[]): Promise<readonly string[]> {
    const own = store.isShared && methods.some((method) => method !== '') ? await worker.run('identify', null).then(versionsOf, () => null) : null;
    const left = own === null ? [] : methods.filter((method) => isLater(method, own));
    if (left.length > 0 && !hasLeft) report({ id: '', outcome: 'leftToLater', ms: 0 });
    hasLeft = left.length > 0;
    return methods.filter((method) => !left.includes(method));
  }

  async function runOne(job: TakenJob): Promise<void> {
    const { id, lease } = job, began = performance.now();
    const beat = (): void => { if (store.isShared) beatJob(store, job, running.get(id) ?? null).catch(() => undefined); };
    const tellOutcome = (outcome: string): void => report({ id, outcome, ms: Math.round(performance.now() - began) });
    const beating = setInterval(beat, beatMs);
    let telling: NodeJS.Timeout | null = null;
    try {
      const outcome = await compute(job, (progress) => {
        running.set(id, progress);
        news.emit(id);
        // Each telling is a change of the database that has to reach its disk, and a small photograph has four steps within a second.
        telling ??= setTimeout(() => { telling = null; beat(); }, tellMs);
      });
      const told = outcome === null ? 'givenBack' : !await finishJob(store, id, outcome, lease) ? 'lost' : 'error' in outcome ? outcome.error.code : 'done';
      tellOutcome(told);
    } catch (error) {
      tellOutcome(error instanceof AnalysisError ? error.code : 'internal');
      throw error;
    } finally {
      clearInterval(beating);
      if (telling !== null) clearTimeout(telling);
      running.delete(id);
      news.emit(id);
    }
  }

  /** @returns The outcome, or null when there is none because this program is being stopped. @throws AnalysisError of `isOfStore`: the job is not to blame. */
  async function compute({ id, request, attempts }: TakenJob, tell: (progress: ComparisonProgress) => void): Promise<Parameters<typeof finishJob>[2] | null> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (attempts > mostBeginnings) throw new AnalysisError('photo.stopped', `The program stopped ${mostBeginnings} times while it worked on these photographs.`);
        // The server put its own method into the id, under which the result would be found as one of that method for good. A single machine is itself the server.
        if (store.isShared && comparisonId(request, await worker.run('identify', null)) !== id) throw ofOtherMethod();
        return { result: await runComparison(store, worker, request as ComparisonRequest, tell) };
      } catch (error) {
        if (stopped) return null;
        const refusal = error instanceof AnalysisError ? error : new AnalysisError('internal', 'Something went wrong that the program does not know.', { cause: error });
        if (isOfStore.has(refusal.code)) throw refusal;
        if (refusal.code === 'photo.stopped' && attempt < mostAttempts) continue;
        return { error: describeRefusal(refusal) };
      }
    }
  }

  /** The disk or the database under the table failed, or the store of originals: the job is begun again when they answer. */
  async function recover(): Promise<void> {
    if (current !== null) await giveJobBack(store, current);
    else if (!store.isShared) await requeueInterrupted(store);
    current = null;
  }

  /** Gives the job back at once, for others may reach what this program does not, and until that succeeds: one that stays marked as running is begun by nobody. */
  async function rest(): Promise<void> {
    resting = true;
    for (let isBack = false; !isBack && !stopped;) {
      isBack = await recover().then(() => true, () => false);
      await pause(pauseMs, null, { ref: false });
    }
    resting = false;
    wake();
  }

  const wake = (): void => {
    if (!stopped) runAll().catch(rest);
  };
  return {
    start: async () => {
      if (store.isShared) {
        const reclaim = createReclaimer(store);
        timers.push(setInterval(wake, lookMs), setInterval(() => { reclaim().catch(() => undefined); }, beatMs));
      } else await requeueInterrupted(store);
      wake();
    },
    wake,
    progressOf: async (id) => running.get(id) ?? null,
    watch: (id, moved) => {
      news.on(id, moved);
      return () => { news.off(id, moved); };
    },
    stop: async () => {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      if (store.isShared && current !== null) await giveJobBack(store, current).catch(() => undefined);
    },
  };
}

function ofOtherMethod(): AnalysisError {
  return new AnalysisError('request.conflict', 'The worker that took this comparison measures by another version of the method than the one that it was asked for with.', {
    hint: 'Ask for it again. If that does not help, a worker of another version still runs beside the servers; whoever looks after them has to replace it.',
  });
}

function describeRefusal(refusal: AnalysisError): Refusal {
  const write = ({ code, message, hint }: AnalysisError): Refusal => ({ code, message, hint: wordHintForPage(hint) });
  if (!(refusal instanceof RefusedPhotographs)) return write(refusal);
  const [first, ...others] = refusal.refused;
  return { ...write(refusal), photograph: { place: first!.place, message: first!.refusal.message }, ...(others.length === 0 ? {} : { others: others.map((one) => ({ place: one.place, ...write(one.refusal) })) }) };
}
