import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Correction } from '../../../src/domain/correction.js';
import type { CorrectionPreview, Refusal } from '../answers.js';
import { SessionContext } from '../account/session.js';
import { previewCorrection, toRefusal } from '../api.js';

/** A correction and what the photograph measures with it. */
export interface Measured { correction: Correction; preview: CorrectionPreview }

/**
 * Measures a correction whenever it changes, one at a time, always the latest.
 * @returns The last answer, whether a newer one is on its way, and why the latest could not be measured.
 */
export function usePreview(comparison: string, photograph: number, correction: Correction): { measured: Measured | null; isMeasuring: boolean; refusal: Refusal | null } {
  const [measured, setMeasured] = useState<Measured | null>(null);
  const [isMeasuring, setMeasuring] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const wanted = useRef(correction), busy = useRef(false), gone = useRef(false);
  const session = useContext(SessionContext);
  wanted.current = correction;

  async function measureLatest(): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    setMeasuring(true);
    for (let asked: Correction | null = null; asked !== wanted.current && !gone.current;) {
      asked = wanted.current;
      try {
        const preview = await previewCorrection(comparison, photograph, asked);
        if (gone.current) return;
        setMeasured({ correction: asked, preview });
        setRefusal(null);
      } catch (error) {
        if (!gone.current) setRefusal(toRefusal(error));
      }
    }
    busy.current = false;
    setMeasuring(false);
  }
  // Whoever had to sign in again meanwhile has it measured then.
  useEffect(() => { void measureLatest(); }, [correction, session]);
  useEffect(() => () => { gone.current = true; }, []);
  return { measured, isMeasuring, refusal };
}
