import { useEffect, useState } from 'preact/hooks';
import type { Photograph, Refusal, ScaleCheck } from '../answers.js';
import { checkAtScale } from '../api.js';
import { askUntilAnswered } from '../study/ask-until-answered.js';
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
  useEffect(() => {
    setFinding(nothing);
    if (id === undefined || calibration === null) return;
    setFinding({ ...nothing, isChecking: true });
    let giveUp = (): void => undefined;
    const timer = setTimeout(() => {
      giveUp = askUntilAnswered(() => checkAtScale(id, calibration), (check) => setFinding({ ...nothing, check }), (refusal) => setFinding({ ...nothing, refusal }));
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      giveUp();
    };
  }, [id, asked]);
  return finding;
}
