import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { read, toRefusal } from '../api.js';

/** What an address answers, why it does not, and a way to ask again. */
export function useLoaded<Answer>(path: string): { answer: Answer | null; refusal: Refusal | null; reload: () => void; setRefusal: (refusal: Refusal | null) => void } {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const reload = useCallback(() => {
    read<Answer>(path).then((loaded) => { setAnswer(loaded); setRefusal(null); }, (error: unknown) => setRefusal(toRefusal(error)));
  }, [path]);
  useEffect(reload, [reload]);
  return { answer, refusal, reload, setRefusal };
}
