import { fork, type ChildProcess } from 'node:child_process';
import { AnalysisError } from '../errors.js';

/** A photograph that brings a worker down this often is given up. */
const mostAttempts = 3;

/** How long is waited before another process is tried after one that did not start, milliseconds. */
const startAgainMs = 300;

const knowsBudget = Number(process.versions.v8.split('.')[0]) < 12;
/**
 * How the engine behaves in a worker. It tidies up by itself, without threads of its own that take processor time from the other workers, and it waits
 * longer (67,584 is its own measure) before it compiles a function once more for speed; from version 12 on it has no such measure. What that saves: docs/performance.md.
 */
const engineFlags = ['--single-threaded-gc', ...(knowsBudget ? ['--interrupt-budget=300000'] : [])];

export interface PoolOptions<Task> {
  /** File of the worker's program: it sends `ready` once, then answers each message with one. */
  readonly program: string;
  /** Processes at work side by side, at least 1. */
  readonly size: number;
  /** A task that takes longer is taken for hung and its process ended. */
  readonly taskSeconds: number | ((task: Task) => number);
  /** A process that is not ready after so long is taken for hung, too; by default longer than the most crowded machine takes. */
  readonly startSeconds?: number;
  /** Flags of the engine, left out again where it does not know them; by default those that save processor time. */
  readonly tuning?: readonly string[];
}

/** Worker processes that share tasks out. */
export interface WorkerPool<Task, Answer> {
  /**
   * Waits for a free worker and its answer. A task whose worker dies or hangs is given to a new one, three times in all.
   * @throws AnalysisError `photo.crashed` or `photo.timedOut` after the third time, `internal` when workers do not start, `batch.stopped` after `close`.
   */
  run(task: Task): Promise<Answer>;
  /** Ends every worker; tasks in hand are refused at once. */
  close(): void;
}

interface Worker { readonly process: ChildProcess; idle: boolean; answer: ((answer: unknown) => void) | null }

export function openWorkerPool<Task extends object, Answer>({ program, size, taskSeconds, startSeconds = 120, tuning = engineFlags }: PoolOptions<Task>): WorkerPool<Task, Answer> {
  const workers = new Set<Worker>();
  const waiting: { take: (worker: Worker) => void; refuse: (error: unknown) => void }[] = [];
  let closed = false, failedStarts = 0, flags: readonly string[] = tuning, startAgain: NodeJS.Timeout | null = null;
  const secondsFor = (task: Task): number => (typeof taskSeconds === 'number' ? taskSeconds : taskSeconds(task));
  const stopped = (): AnalysisError => new AnalysisError('batch.stopped', 'The run was stopped.');

  const handOut = (): void => {
    for (const worker of workers) {
      if (waiting.length === 0) return;
      if (!worker.idle) continue;
      worker.idle = false;
      waiting.shift()!.take(worker);
    }
    if (waiting.length > 0 && workers.size < size && startAgain === null) start();
  };
  const start = (): void => {
    const debug = process.env['TRICHOSCORE_DEBUG'] === '1' ? 'inherit' : 'ignore';
    const execArgv = [...process.execArgv, ...flags], tuned = flags.length > 0;
    let child: ChildProcess;
    try {
      child = fork(program, [], { execArgv, env: { ...process.env, MALLOC_ARENA_MAX: '2' }, serialization: 'advanced', stdio: ['ignore', 'ignore', debug, 'ipc'] });
    } catch {
      // The system has no memory for a further process, or no number.
      return startFailed();
    }
    const worker: Worker = { process: child, idle: false, answer: null };
    workers.add(worker);
    let ready = false, hung = false;
    const patience = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, startSeconds * 1000);
    child.on('message', (message) => {
      if (!ready) {
        ready = true;
        clearTimeout(patience);
        failedStarts = 0;
        worker.idle = true;
        handOut();
      } else {
        worker.answer?.(message);
      }
    });
    const end = (failed: boolean): void => {
      if (!workers.delete(worker)) return;
      clearTimeout(patience);
      worker.answer?.(null);
      if (closed) return;
      if (failed) startFailed();
      else handOut();
    };
    // One that never was a process does not exit either.
    child.on('error', () => { if (child.pid === undefined) end(true); else child.kill('SIGKILL'); });
    child.on('exit', () => {
      // An engine that does not know the flags ends at once, each worker of it: they are started without them, and none counts as failed.
      const endedAtOnce = !ready && !hung;
      if (endedAtOnce && tuned) flags = [];
      end(hung || (endedAtOnce && !tuned));
    });
  };
  /** Those that run do what waits, however many fail to start beside them; a machine may have room for the next one a moment later. */
  const startFailed = (): void => {
    failedStarts++;
    if (failedStarts >= mostAttempts && workers.size === 0) {
      for (const { refuse } of waiting.splice(0)) refuse(new AnalysisError('internal', 'The processes that measure photographs do not start on this machine.', { hint: 'Check that the machine has memory to spare, and that Node may start further processes.' }));
    } else {
      startAgain ??= setTimeout(() => { startAgain = null; handOut(); }, startAgainMs);
    }
  };

  const attempt = async (task: Task): Promise<{ answer: Answer } | { died: 'photo.crashed' | 'photo.timedOut' }> => {
    if (closed) throw stopped();
    const worker = await new Promise<Worker>((take, refuse) => {
      waiting.push({ take, refuse });
      handOut();
    });
    let hung = false;
    const patience = setTimeout(() => {
      hung = true;
      worker.process.kill('SIGKILL');
    }, secondsFor(task) * 1000);
    const answer = await new Promise<unknown>((resolve) => {
      worker.answer = resolve;
      worker.process.send(task, (error) => { if (error !== null) worker.process.kill('SIGKILL'); });
    });
    clearTimeout(patience);
    worker.answer = null;
    if (answer === null) {
      if (closed) throw stopped();
      return { died: hung ? 'photo.timedOut' : 'photo.crashed' };
    }
    worker.idle = true;
    handOut();
    return { answer: answer as Answer };
  };

  return {
    async run(task) {
      for (let attempts = 1; ; attempts++) {
        const outcome = await attempt(task);
        if ('answer' in outcome) return outcome.answer;
        if (attempts < mostAttempts) continue;
        throw outcome.died === 'photo.timedOut'
          ? new AnalysisError('photo.timedOut', `Measuring this photograph took longer than ${secondsFor(task)} seconds, ${mostAttempts} times.`)
          : new AnalysisError('photo.crashed', `Measuring this photograph ended the process that did it, ${mostAttempts} times.`);
      }
    },
    close() {
      closed = true;
      clearTimeout(startAgain ?? undefined);
      for (const { refuse } of waiting.splice(0)) refuse(stopped());
      for (const worker of workers) {
        // An idle one ends by itself when nobody talks to it any more.
        if (worker.idle) worker.process.disconnect();
        else worker.process.kill('SIGKILL');
      }
    },
  };
}
