import { fileURLToPath } from 'node:url';
import { openWorkerPool } from '../batch/worker-pool.js';
import { AnalysisError } from '../errors.js';
import type { PhotographAnswer, PhotographTask, PhotographTaskName, PhotographTasks } from './photograph-tasks.js';

const program = fileURLToPath(new URL('./photograph-worker.js', import.meta.url));

/** Far above what the largest photograph takes on a slow machine. Those that are compared are measured again where the process died over the comparison. */
const secondsPerPhotograph = 300;
const taskSeconds = (task: PhotographTask): number => secondsPerPhotograph * (task.task === 'compare' ? task.ask.photographs.length : 1);

/** Reads, measures, draws and compares photographs in a process of its own. */
export interface PhotographProcess {
  /** @throws AnalysisError the task's own refusal; `photo.crashed` or `photo.timedOut` after three tries. */
  run<Name extends PhotographTaskName>(task: Name, ask: PhotographTasks[Name]['ask']): Promise<PhotographTasks[Name]['answer']>;
  close(): void;
}

/** A photograph that brings a decoder or the network down, or hangs it, costs this process and no other photograph. Starts with the first task. */
export function openPhotographProcess(): PhotographProcess {
  const pool = openWorkerPool<PhotographTask, PhotographAnswer>({ program, size: 1, taskSeconds });
  return {
    async run(task, ask) {
      const answer = await pool.run({ task, ask } as PhotographTask);
      if ('refusal' in answer) throw new AnalysisError(answer.refusal.code, answer.refusal.message, { hint: answer.refusal.hint });
      return answer.done as never;
    },
    close: () => pool.close(),
  };
}
