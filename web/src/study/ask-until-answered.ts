import type { Refusal } from '../answers.js';
import { isPassing, retryAfterMs, toRefusal } from '../api.js';
import { askAfter } from './ask-after.js';
import { nextPauseMs } from './next-pause.js';

/**
 * Asks until there is an answer: at once, and where the failure may pass once more after a pause that becomes ever longer.
 * @param refused  Told of each failure, and whether it is asked again by itself.
 * @returns Gives it up; nothing is told after that.
 */
export function askUntilAnswered<Answer>(ask: () => Promise<Answer>, answered: (answer: Answer) => void, refused: (refusal: Refusal, isAskedAgain: boolean) => void): () => void {
  let isWanted = true, pauseMs: number | null = null, stopWaiting = (): void => undefined;
  const askOnce = (): void => {
    ask().then((answer) => { if (isWanted) answered(answer); }, (error: unknown) => {
      if (!isWanted) return;
      refused(toRefusal(error), isPassing(error));
      if (!isPassing(error)) return;
      // Ever more rarely: a question that breaks the service each time must not keep it at work.
      pauseMs = nextPauseMs(pauseMs, 'unanswered', retryAfterMs(error));
      stopWaiting = askAfter(pauseMs, askOnce);
    });
  };
  askOnce();
  return () => {
    isWanted = false;
    stopWaiting();
  };
}
