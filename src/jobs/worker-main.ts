import { AnalysisError } from '../errors.js';
import { performTask } from './perform-task.js';
import type { TaskMessage, WorkerMessage } from './tasks.js';

const mostKeptBytes = 100e6;

/** The worker process: takes tasks over its channel, one after the other, and ends with the process that started it. */
// Nobody is left to hear when the other process has ended; this one ends then, too.
const send = (message: WorkerMessage): void => { process.send?.(message, undefined, {}, () => undefined); };

process.on('message', (message) => {
  const { id, task, input } = message as TaskMessage;
  performTask(task, input as never, (stage) => send({ id, stage })).then(
    (output) => send({ id, output }),
    (error: unknown) => send({ id, error: describe(error) }),
  ).finally(giveBack);
});
process.on('disconnect', () => process.exit(0));
// A terminal sends Ctrl-C to every process; the one that serves people decides when this one ends.
process.on('SIGINT', () => undefined);

/** A picture of 100 million pixels that nobody needs any more takes as much as the next one beside it. */
function giveBack(): void {
  if (process.memoryUsage().external > mostKeptBytes) globalThis.gc?.();
}

function describe(error: unknown): { code: string; message: string; hint: string } {
  if (process.env['TRICHOSCORE_DEBUG'] === '1') console.error(error);
  const { code, message, hint } = error instanceof AnalysisError ? error : new AnalysisError('internal', 'Something went wrong that the program does not know.');
  return { code, message, hint };
}
