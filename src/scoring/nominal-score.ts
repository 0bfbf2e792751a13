import type { GlobalAssessmentScore } from '../domain/global-assessment.js';
import { cutOnLogScale, cutPoints } from './cut-points.js';
import type { CutPoint, PresetName } from './cut-points.js';

/** Densities of the two visits in hairs per cm²; null where no scale is known. */
export type Densities = { readonly before: number; readonly after: number } | null;

/**
 * A change that lies on a cut belongs to the higher band, and 10 → 11 hairs lies on the 10 % cut whatever the
 * area both are divided by. Dividing costs up to three roundings; four allow for them and for nothing else.
 */
const roundingAllowance = 4 * Number.EPSILON;

/**
 * The band that a change falls into, whatever its uncertainty: the largest step whose percent cut and whose
 * smallest absolute difference of densities are both reached.
 *
 * Swapping `before` and `after` (and the sign of `logRatio`) gives exactly the negative score.
 *
 * @param logRatio  θ = ln(after / before), finite.
 * @param densities Without them the absolute difference cannot be asked for, and only the percent cuts hold.
 * @returns A whole number from −3 to +3, never −0.
 * @example nominalScore(Math.log(1.3), { before: 100, after: 130 }, 'standard') // 2
 * @example nominalScore(Math.log(1.3), { before: 50, after: 65 }, 'standard')   // 1: 15 per cm² is less than 20
 */
export function nominalScore(logRatio: number, densities: Densities, preset: PresetName): GlobalAssessmentScore {
  if (!Number.isFinite(logRatio)) throw new RangeError(`The log ratio must be finite, got ${logRatio}.`);
  const size = Math.abs(logRatio);
  let steps = 0;
  for (const cut of cutPoints[preset]) {
    if (reachesPercent(size, cut) && reachesDifference(densities, cut)) steps = cut.score;
  }
  return (steps === 0 ? 0 : Math.sign(logRatio) * steps) as GlobalAssessmentScore;
}

function reachesPercent(size: number, cut: CutPoint): boolean {
  return size >= cutOnLogScale(cut) - roundingAllowance;
}

function reachesDifference(densities: Densities, cut: CutPoint): boolean {
  if (densities === null) return true;
  const { before, after } = densities;
  return Math.abs(after - before) + roundingAllowance * Math.max(before, after) >= cut.atLeastPerCm2;
}
