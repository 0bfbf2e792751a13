import { noncentralTUpperTail } from './noncentral-t.js';
import { studentTQuantile } from './quantiles.js';
import { normalQuantile } from './student-t.js';

export interface TrialPlan {
  /** Difference of mean changes that has to be seen, in the unit of the standard deviation. */
  difference: number;
  /** Of the change; after adjusting for the baseline where that is done. */
  standardDeviation: number;
  /** Two-sided level; default 0.05. */
  level?: number;
  /** Number of covariates besides the arm; each takes a degree of freedom; default 0. */
  covariates?: number;
}

/** Power of the two-sided t test of two arms of `perArm` subjects each, 0…1. Noncentral t, both tails. */
export function powerOfTrial(plan: TrialPlan, perArm: number): number {
  const freedom = 2 * perArm - 2 - (plan.covariates ?? 0);
  if (freedom < 1) return 0;
  const shift = Math.abs(plan.difference) / (plan.standardDeviation * Math.sqrt(2 / perArm));
  const limit = studentTQuantile(1 - (plan.level ?? 0.05) / 2, freedom);
  return noncentralTUpperTail(limit, freedom, shift) + noncentralTUpperTail(limit, freedom, -shift);
}

/** More subjects than this per arm are not searched for. */
const mostPerArm = 1_000_000;

/**
 * Smallest number of subjects per arm who must be measured at the end for the power asked for.
 * @param power  0…1 exclusive.
 * @returns Null when more than a million would be needed.
 * @throws RangeError for a difference of 0 or a standard deviation that is not above 0.
 */
export function subjectsPerArm(plan: TrialPlan, power: number): number | null {
  if (!(plan.standardDeviation > 0 && Number.isFinite(plan.difference) && plan.difference !== 0 && power > 0 && power < 1)) {
    throw new RangeError('Expected a difference other than 0, a standard deviation above 0 and a power between 0 and 1.');
  }
  // The normal curve is off by a few subjects; from there one by one.
  const scale = (normalQuantile(1 - (plan.level ?? 0.05) / 2) + normalQuantile(power)) * (plan.standardDeviation / plan.difference);
  let perArm = Math.max(2, Math.round(2 * scale ** 2));
  if (perArm > mostPerArm) return null;
  while (perArm > 2 && powerOfTrial(plan, perArm - 1) >= power) perArm--;
  while (powerOfTrial(plan, perArm) < power) perArm++;
  return perArm;
}

/** Subjects per arm to enrol so that, with this share dropping out (0…1 exclusive of 1), enough are measured. */
export function enrolPerArm(measured: number, dropOutShare: number): number {
  return Math.ceil(measured / (1 - dropOutShare) - 1e-9);
}
