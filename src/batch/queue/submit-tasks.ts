import { AnalysisError } from '../../errors.js';
import type { Errands } from '../../study/errands.js';
import { writeEntry } from '../cache.js';
import { isPassing } from '../passing-refusals.js';
import { openTaskPool } from '../task-pool.js';
import type { Answer, StoredMeasurement, Task } from '../work.js';
import type { WorkerPool } from '../worker-pool.js';
import { followErrands, type FollowOptions } from './follow-errands.js';
import { pack, type Packed } from './parcel.js';

/** Larger ones are done here: they would not be through the database within the time that it is given. A photograph of 24 MB, or two of 12, as text. */
const largestParcel = 32 * 1024 * 1024;

export interface SubmitOptions extends FollowOptions {
  readonly photoSeconds: number;
}

/** Has tasks done by the workers of a queue. What comes back is kept in the cache here, as if it had been done here. */
export function submitTasks(errands: Errands, { photoSeconds, ...options }: SubmitOptions): WorkerPool<Task, Answer> & { finish(): Promise<void> } {
  const followed = followErrands(errands, options), here = openTaskPool(1, photoSeconds);
  return {
    async run(task) {
      let packed: Packed;
      try {
        packed = await pack(task, photoSeconds);
      } catch (caught) {
        if (!(caught instanceof AnalysisError)) throw caught;
        return { outcome: 'failed', fresh: true, damaged: false, refusal: { code: caught.code, message: caught.message, hint: caught.hint } };
      }
      if ('answer' in packed) return packed.answer;
      const { parcel, key, damaged } = packed, text = JSON.stringify(parcel);
      const returned = text.length > largestParcel ? null : await followed.send(text);
      if (returned === null) return here.run(task);
      const { answer, entry } = returned;
      if (answer.outcome === 'done') await writeEntry(task.cache, key, entry);
      else if (answer.outcome === 'failed' && task.task === 'measure' && !isPassing(answer.refusal.code) && !['photo.crashed', 'photo.timedOut'].includes(answer.refusal.code)) await writeEntry(task.cache, key, { refusal: answer.refusal } satisfies StoredMeasurement);
      return answer.outcome === 'stop' ? answer : { ...answer, damaged, ...(answer.outcome === 'done' ? { key } : {}) };
    },
    close() {
      followed.close();
      here.close();
    },
    /** Takes back what nobody waits for any more. */
    async finish() {
      this.close();
      await followed.finish();
    },
  };
}
