import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { SessionContext } from '../account/session.js';
import { isPassing, read, toRefusal } from '../api.js';
import { askAfter } from './ask-after.js';
import { nextPauseMs } from './next-pause.js';

interface Loaded<Answer> { answer: Answer | null; refusal: Refusal | null; reload: () => void; setRefusal: (refusal: Refusal | null) => void }

const never = (): boolean => false;

/**
 * What an address answers, why it does not, and a way to ask again. It asks again by itself when the failure may pass, after signing in again,
 * and while something is underway; the last answer stays meanwhile. An answer that a later question overtook is dropped.
 * @param isUnderway  Whether an answer says that more is to come.
 */
export function useLoaded<Answer>(path: string, isUnderway: (answer: Answer) => boolean = never): Loaded<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [round, setRound] = useState(0);
  const session = useContext(SessionContext);
  useEffect(() => {
    let isOvertaken = false, pauseMs: number | null = null, stopWaiting = (): void => undefined;
    const again = (why: 'underway' | 'unanswered'): void => {
      pauseMs = nextPauseMs(pauseMs, why);
      stopWaiting = askAfter(pauseMs, () => { void load(); });
    };
    const load = async (): Promise<void> => {
      try {
        const loaded = await read<Answer>(path);
        if (isOvertaken) return;
        setAnswer(loaded);
        setRefusal(null);
        if (isUnderway(loaded)) again('underway');
      } catch (error) {
        if (isOvertaken) return;
        const refused = toRefusal(error), passes = isPassing(error);
        setRefusal(passes ? { ...refused, hint: `${refused.hint} This page asks again by itself.`.trim() } : refused);
        if (passes) again('unanswered');
      }
    };
    void load();
    return () => {
      isOvertaken = true;
      stopWaiting();
    };
  }, [path, round, session]);
  const reload = useCallback(() => setRound((last) => last + 1), []);
  return { answer, refusal, reload, setRefusal };
}
