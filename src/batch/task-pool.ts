import { fileURLToPath } from 'node:url';
import { AnalysisError } from '../errors.js';
import type { Answer, Task } from './work.js';
import { openWorkerPool, type WorkerPool } from './worker-pool.js';

const workerProgram = fileURLToPath(new URL('./worker.js', import.meta.url));

/** Processes on this machine that do tasks of batches. */
export function openTaskPool(size: number, photoSeconds: number): WorkerPool<Task, Answer> {
  return openWorkerPool<Task, Answer>({ program: workerProgram, size, taskSeconds: photoSeconds });
}

/** A photograph that brought its process down, or hung, is a row that failed. */
export async function survive(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (caught) {
    if (!(caught instanceof AnalysisError) || (caught.code !== 'photo.crashed' && caught.code !== 'photo.timedOut')) throw caught;
    const { code, message, hint } = caught;
    return { outcome: 'failed', fresh: true, damaged: false, refusal: { code, message, hint } };
  }
}
