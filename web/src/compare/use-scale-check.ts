import { useEffect, useRef, useState } from 'preact/hooks';
import type { Photograph, Refusal, ScaleCheck } from '../answers.js';
import { checkAtScale, isPassing, retryAfterMs, toRefusal } from '../api.js';
import { nextPauseMs } from '../study/next-pause.js';
import { calibrationOf, type Scale, scaleProblem } from './build-request.js';

/** What was said of a photograph at a scale; `isChecking` while the scale that stands there now is still being looked at. */
export interface ScaleFinding { readonly isChecking: boolean; readonly check: ScaleCheck | null; readonly refusal: Refusal | null }

const nothing: ScaleFinding = { isChecking: false, check: null, refusal: null };

/** Whoever types is let finish. */
const pauseMs = 500;

/** Checks an uploaded close-up again as soon as its scale is there: only then blur, motion and coarseness can be told. @param scale  Null where there is none to be given. */
export function useScaleCheck(photograph: Photograph | null, scale: Scale | null): ScaleFinding {
  const [finding, setFinding] = useState<ScaleFinding>(nothing);
  const calibration = scale === null || scaleProblem(scale, null) !== null ? null : calibrationOf(scale), asked = JSON.stringify(calibration), id = photograph?.id;
  const latest = useRef('');
  latest.current = `${id} ${asked}`;
  useEffect(() => {
    setFinding(nothing);
    if (id === undefined || calibration === null) return;
    const own = `${id} ${asked}`, put = (next: ScaleFinding): void => { if (latest.current === own) setFinding(next); };
    put({ ...nothing, isChecking: true });
    let timer: ReturnType<typeof setTimeout>, isWanted = true, againMs: number | null = null;
    const ask = (): void => {
      checkAtScale(id, calibration).then((check) => put({ ...nothing, check }), (error: unknown) => {
        put({ ...nothing, refusal: toRefusal(error) });
        if (!isWanted || !isPassing(error)) return;
        againMs = nextPauseMs(againMs, 'unanswered', retryAfterMs(error));
        timer = setTimeout(ask, againMs);
      });
    };
    timer = setTimeout(ask, pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [id, asked]);
  return finding;
}
