import { doPhotographTask } from './do-photograph-task.js';
import type { PhotographAnswer, PhotographTask } from './photograph-tasks.js';
import { toAnalysisError } from './output.js';

// The program of the process that reads photographs for `measure` and `score`. It ends with the one that started it.
process.on('disconnect', () => process.exit());
process.on('message', (task: PhotographTask) => void doPhotographTask(task).then(
  (done): PhotographAnswer => ({ done }),
  (caught: unknown): PhotographAnswer => {
    const { code, message, hint } = toAnalysisError(caught);
    return { refusal: { code, message, hint } };
  },
).then((answer) => process.send?.(answer)));
process.send?.('ready');
