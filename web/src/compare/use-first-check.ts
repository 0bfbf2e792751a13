import { useEffect, useState } from 'preact/hooks';
import type { Photograph, Refusal } from '../answers.js';
import { isPassing, read, retryAfterMs, toRefusal } from '../api.js';
import { nextPauseMs } from '../study/next-pause.js';

/** What is said of a photograph without its scale; null while it is looked at. */
export interface FirstFinding { readonly quality: Photograph['quality']; readonly isCovered: Photograph['isCovered']; readonly refusal: Refusal | null }

/** Waits for the check of an upload, which is answered before it is checked. */
export function useFirstCheck({ id, quality, isCovered, isChecked }: Photograph): FirstFinding {
  const [finding, setFinding] = useState<FirstFinding>({ quality, isCovered, refusal: null });
  useEffect(() => {
    setFinding({ quality, isCovered, refusal: null });
    if (isChecked) return;
    let isWanted = true, timer: ReturnType<typeof setTimeout>, pauseMs: number | null = null;
    const ask = (): void => {
      read<Photograph>(`/api/v1/photographs/${id}`).then(
        (checked) => { if (isWanted) setFinding({ quality: checked.quality, isCovered: checked.isCovered, refusal: null }); },
        (error: unknown) => {
          if (!isWanted) return;
          if (!isPassing(error)) return setFinding({ quality: null, isCovered: null, refusal: toRefusal(error) });
          // Ever more rarely: a check that breaks the service each time must not keep it at work.
          pauseMs = nextPauseMs(pauseMs, 'unanswered', retryAfterMs(error));
          timer = setTimeout(ask, pauseMs);
        },
      );
    };
    ask();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [id, isChecked]);
  return finding;
}
