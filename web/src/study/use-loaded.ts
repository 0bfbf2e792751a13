import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { SessionContext } from '../account/session.js';
import { isPassing, read, retryAfterMs, toRefusal } from '../api.js';
import { askAfter } from './ask-after.js';
import { nextPauseMs } from './next-pause.js';

interface Loaded<Answer> { answer: Answer | null; refusal: Refusal | null; reload: () => void }

const never = (): boolean => false;

/**
 * What an address answers, why it does not, and a way to ask again. It asks again by itself when the failure may pass, after signing in again,
 * and while something is underway; the last answer stays meanwhile. An answer that a later question overtook is dropped.
 * @param isUnderway  Whether an answer says that more is to come.
 */
export function useLoaded<Answer>(path: string, isUnderway: (answer: Answer) => boolean = never): Loaded<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const ask = useRef((): void => undefined);
  const session = useContext(SessionContext);
  useEffect(() => {
    let latest = 0, pauseMs: number | null = null, stopWaiting = (): void => undefined;
    const again = (why: 'underway' | 'unanswered', askedForMs = 0): void => {
      pauseMs = nextPauseMs(pauseMs, why, askedForMs);
      stopWaiting = askAfter(pauseMs, () => { void load(); });
    };
    const load = async (): Promise<void> => {
      const number = ++latest;
      stopWaiting();
      try {
        const loaded = await read<Answer>(path);
        if (number !== latest) return;
        setAnswer(loaded);
        setRefusal(null);
        if (isUnderway(loaded)) again('underway');
      } catch (error) {
        if (number !== latest) return;
        const refused = toRefusal(error), passes = isPassing(error);
        setRefusal(passes ? { ...refused, hint: `${refused.hint} This page asks again by itself.`.trim() } : refused);
        if (passes) again('unanswered', retryAfterMs(error));
      }
    };
    ask.current = () => {
      pauseMs = null;
      void load();
    };
    void load();
    return () => {
      latest = Number.POSITIVE_INFINITY;
      ask.current = () => undefined;
      stopWaiting();
    };
  }, [path, session]);
  // Nothing is drawn anew before the answer is there: a box that was just ticked stays ticked meanwhile.
  const reload = useCallback(() => ask.current(), []);
  return { answer, refusal, reload };
}
