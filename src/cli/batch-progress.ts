import type { BatchWatch } from '../batch/batch-request.js';
import { printMessage } from './output.js';

/** A log gets a line this often, a terminal is drawn anew. */
const lineSeconds = 10, drawSeconds = 0.2;
/** The remaining time is told by the last steps: the first ones of a second run come from the cache, later ones may not. */
const rememberedSteps = 200;

const words = { measure: 'measured', compare: 'compared', write: 'written' } as const;

/** Tells a person on stderr how far a batch is and how long it will take. */
export async function startBatchProgress(now: () => number = () => performance.now()): Promise<BatchWatch & { finish(): void }> {
  const onTerminal = process.stderr.isTTY === true;
  let stage: keyof typeof words = 'measure', steps = 0, done = 0, failed = 0, told = 0, shown = 0;
  let times: number[] = [];
  const describe = (): string => {
    const left = remainingSeconds(times, now(), steps - done);
    return `${done}/${steps} ${words[stage]}${failed > 0 ? `, ${failed} failed` : ''}${left === null || done === steps ? '' : `, about ${describeRemaining(left)} left`}`;
  };
  const tell = (): void => {
    told = now();
    shown = done;
    if (onTerminal) process.stderr.write(`\r\u001b[K${describe()}`);
    else printMessage(describe());
  };
  const finishStage = (): void => {
    if (steps > 0 && shown < done) tell();
    if (steps > 0 && onTerminal) process.stderr.write('\n');
    steps = 0;
  };
  return {
    begin(next, count) {
      finishStage();
      [stage, steps, done, failed, shown] = [next, count, 0, 0, 0];
      told = now();
      times = [told];
    },
    step(step) {
      done++;
      if (step.failed) failed++;
      times.push(now());
      if (times.length > rememberedSteps) times.shift();
      if (now() - told > 1000 * (onTerminal ? drawSeconds : lineSeconds)) tell();
    },
    finish: finishStage,
  };
}

/** Seconds that so many steps will take at the pace of the last ones; null while there is no pace yet. */
export function remainingSeconds(times: readonly number[], now: number, steps: number): number | null {
  return times.length < 3 ? null : ((now - times[0]) / (times.length - 1) / 1000) * steps;
}

function describeRemaining(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
