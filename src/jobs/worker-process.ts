import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AnalysisError, type ErrorCode } from '../errors.js';
import { type Asker, createFairQueue } from './fair-queue.js';
import type { Stage, TaskName, Tasks, WorkerMessage } from './tasks.js';

/**
 * How the engine behaves there: it gives memory back when it is told to, see `worker-main.ts`, and tidies up by itself, without threads of its own, which take
 * more processor time than they save. What that saves: docs/performance.md.
 */
const engineFlags = ['--expose-gc', '--single-threaded-gc'];
/** One that waits for a disk that does not answer cannot be ended; nobody waits for that longer than this, milliseconds. */
const longestEndMs = 5_000;

interface Waiting {
  readonly resolve: (output: never) => void;
  readonly reject: (error: Error) => void;
  readonly tell: (stage: Stage) => void;
}

export interface WorkerOptions {
  /** The built `worker-main.js`. */
  readonly entry?: string;
  /** A task that takes longer is ended with its process, milliseconds. */
  readonly timeLimitMs?: number;
  /** Processes at most, each with one task in hand; by default one. */
  readonly processes?: number;
}

/** A process of its own that does tasks one at a time, or several such; those who ask take turns. */
export interface Worker {
  /** @throws AnalysisError the task's own refusal, `photo.stopped` when the process died over it or ran out of time, or what `createFairQueue` says of a task that is not begun. */
  run<Name extends TaskName>(task: Name, input: Tasks[Name]['input'], tell?: (stage: Stage) => void, asker?: Asker): Promise<Tasks[Name]['output']>;
  /** Ends its processes, whatever they are at. @returns When none of them writes any more. */
  close(): Promise<void>;
}

/**
 * Starts a worker when its first task comes, and a new one after a crash: a picture that brings a native decoder down
 * takes only its own task along.
 */
export function createWorker(options: WorkerOptions = {}): Worker {
  const entry = options.entry ?? fileURLToPath(new URL('./worker-main.js', import.meta.url));
  const { timeLimitMs = 300_000, processes = 1 } = options;
  const children = new Set<ChildProcess>(), idle: ChildProcess[] = [];
  let closed = false;
  const inTurn = createFairQueue(processes);
  let count = 0;

  function perform(task: TaskName, input: unknown, waiting: Waiting): void {
    if (closed) return waiting.reject(new AnalysisError('photo.stopped', 'The program is being closed.', { hint: 'Start it again; what waits is done then.' }));
    let process_: ChildProcess;
    try {
      process_ = takeProcess();
    } catch (cause) {
      return waiting.reject(new AnalysisError('photo.stopped', 'The program that reads photographs could not be started.', { hint: 'Check that the machine has memory to spare, and try again.', cause }));
    }
    const id = ++count;
    const settle = (): void => {
      clearTimeout(timer);
      process_.off('message', onMessage).off('exit', onEnd).off('error', onEnd);
    };
    const onEnd = (): void => {
      settle();
      children.delete(process_);
      waiting.reject(new AnalysisError('photo.stopped', 'The program that reads photographs stopped while it worked on this one.'));
    };
    const onMessage = (message: unknown): void => {
      const said = message as WorkerMessage;
      if (said.id !== id) return;
      if ('stage' in said) return waiting.tell(said.stage);
      settle();
      idle.push(process_);
      if ('output' in said) waiting.resolve(said.output as never);
      else waiting.reject(new AnalysisError(said.error.code as ErrorCode, said.error.message, { hint: said.error.hint }));
    };
    const timer = setTimeout(() => process_.kill('SIGKILL'), timeLimitMs);
    process_.on('message', onMessage).once('exit', onEnd).once('error', onEnd);
    process_.send({ id, task, input }, (error) => { if (error !== null) onEnd(); });
  }

  /** The one that was used last: the others need not be started while one is enough. */
  function takeProcess(): ChildProcess {
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) if (children.has(last)) return last;
    const child = fork(entry, { execArgv: [...process.execArgv, ...engineFlags], env: { ...process.env, MALLOC_ARENA_MAX: '2' }, serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    children.add(child);
    // One that ends without a task is not given any.
    child.once('exit', () => children.delete(child));
    return child;
  }

  return {
    run: (task, input, tell = () => undefined, asker = {}) => inTurn(() => new Promise<never>((resolve, reject) => { perform(task, input, { resolve, reject, tell }); }), asker),
    close: async () => {
      closed = true;
      const ended = Promise.all([...children].filter(({ pid }) => pid !== undefined).map((child) => new Promise((end) => {
        child.once('exit', end);
        // It has nothing to end in order, and one that was stopped hears no other signal.
        child.kill('SIGKILL');
      })));
      await Promise.race([ended, pause(longestEndMs, undefined, { ref: false })]);
    },
  };
}
