import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Correction } from '../../../src/domain/correction.js';
import type { CorrectionPreview, Refusal } from '../answers.js';
import { SessionContext } from '../account/session.js';
import { isPassing, previewCorrection, retryAfterMs, toRefusal } from '../api.js';
import { askAfter } from '../study/ask-after.js';
import { nextPauseMs } from '../study/next-pause.js';

/** A correction and what the photograph measures with it. */
export interface Measured { correction: Correction; preview: CorrectionPreview }

/**
 * Measures a correction whenever it changes, one at a time, always the latest.
 * @returns The last answer, whether a newer one is on its way, why the latest could not be measured, and whether another try may help: it is asked for again by itself then.
 */
export function usePreview(comparison: string, photograph: number, correction: Correction): { measured: Measured | null; isMeasuring: boolean; refusal: Refusal | null; mayPass: boolean } {
  const [measured, setMeasured] = useState<Measured | null>(null);
  const [isMeasuring, setMeasuring] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [mayPass, setMayPass] = useState(false);
  const wanted = useRef(correction), busy = useRef(false), gone = useRef(false);
  const pauseMs = useRef<number | null>(null), stopWaiting = useRef((): void => undefined);
  const session = useContext(SessionContext);
  wanted.current = correction;

  async function measureLatest(): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    stopWaiting.current();
    setMeasuring(true);
    for (let asked: Correction | null = null; asked !== wanted.current && !gone.current;) {
      asked = wanted.current;
      try {
        const preview = await previewCorrection(comparison, photograph, asked);
        if (gone.current) return;
        setMeasured({ correction: asked, preview });
        setRefusal(null);
        pauseMs.current = null;
      } catch (error) {
        if (gone.current) return;
        setRefusal(toRefusal(error));
        setMayPass(isPassing(error));
        // A later correction is measured at once instead.
        if (!isPassing(error) || asked !== wanted.current) continue;
        pauseMs.current = nextPauseMs(pauseMs.current, 'unanswered', retryAfterMs(error));
        stopWaiting.current = askAfter(pauseMs.current, () => { void measureLatest(); });
      }
    }
    busy.current = false;
    setMeasuring(false);
  }
  // Whoever had to sign in again meanwhile has it measured then.
  useEffect(() => { void measureLatest(); }, [correction, session]);
  useEffect(() => () => {
    gone.current = true;
    stopWaiting.current();
  }, []);
  return { measured, isMeasuring, refusal, mayPass };
}
