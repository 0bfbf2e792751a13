import type { ArmLeftOut } from '../domain/trial-statistics.js';

/** Where the control and another arm have enough subjects, these; else all, so that the model itself says why it cannot be fitted. */
export function leaveOutThin(arms: readonly string[], whyThin: (arm: string) => string | null): { fit: readonly string[]; armsLeftOut: ArmLeftOut[] } {
  const armsLeftOut = arms.flatMap((arm) => { const refused = whyThin(arm); return refused === null ? [] : [{ arm, refused }]; });
  const fit = arms.filter((arm) => armsLeftOut.every((thin) => thin.arm !== arm));
  return fit.length >= 2 && fit[0] === arms[0] ? { fit, armsLeftOut } : { fit: arms, armsLeftOut: [] };
}
