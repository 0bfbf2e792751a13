import type { AncovaResult, ArmAtVisit, Refused, SamplePlan } from '../domain/trial-statistics.js';
import { chiSquaredUpperQuantile } from '../statistics/chi-squared.js';
import { enrolPerArm, subjectsPerArm } from '../statistics/sample-size.js';

/** Differences of mean change worth planning for, hairs per cm². */
const densityDifferences = [5, 10, 15, 20, 30];
/** For endpoints in another unit: shares of the standard deviation. */
const relativeDifferences = [0.25, 0.5, 0.75, 1];

/**
 * Subjects per arm for the next trial of two arms, from the scatter and the drop-out of this one at its primary visit.
 * The standard deviation of a small trial is itself uncertain, so the number at the upper end of its interval stands beside.
 */
export function planNextTrial(arms: readonly ArmAtVisit[], ancova: AncovaResult | Refused, unit: string, detect?: number): SamplePlan | Refused {
  const pooled = poolArms(arms);
  const adjusted = 'refused' in ancova ? null : ancova;
  if (adjusted === null && pooled === null) return { refused: 'Too few subjects to know the scatter of the change.' };
  const { deviation, freedom, source } = adjusted === null ? { ...pooled!, source: 'of the change, within arms' }
    : { deviation: adjusted.residualStandardDeviation, freedom: adjusted.slope.freedom, source: 'of the change once arm and baseline are known (analysis of covariance)' };
  if (!(deviation > 0)) return { refused: 'The changes have no scatter.' };
  const end = (probability: number): number => deviation * Math.sqrt(freedom / chiSquaredUpperQuantile(probability, freedom));
  const interval: [number, number] = [end(0.025), end(0.975)];
  const expected = arms.reduce((sum, arm) => sum + arm.expected, 0);
  const dropOutShare = expected === 0 ? 0 : 1 - arms.reduce((sum, arm) => sum + arm.measured, 0) / expected;
  const usual = unit.includes('cm²') ? densityDifferences : relativeDifferences.map((share) => Number((share * deviation).toPrecision(2)));
  const differences = detect === undefined ? usual : [detect];
  return {
    standardDeviation: deviation, standardDeviationInterval95: interval, source, dropOutShare,
    rows: differences.flatMap((difference) => [0.8, 0.9].map((power) => {
      const plan = { difference, covariates: adjusted === null ? 0 : 1 };
      const measured = subjectsPerArm({ ...plan, standardDeviation: deviation }, power);
      return {
        difference, power, measuredPerArm: measured,
        enrolledPerArm: measured === null || dropOutShare >= 1 ? null : enrolPerArm(measured, dropOutShare),
        measuredPerArmAtUpperSd: subjectsPerArm({ ...plan, standardDeviation: interval[1] }, power),
      };
    })),
  };
}

/** Pooled within-arm variance. */
function poolArms(arms: readonly ArmAtVisit[]): { deviation: number; freedom: number } | null {
  const own = arms.map(({ change }) => change).filter(({ standardDeviation }) => standardDeviation !== null);
  const freedom = own.reduce((sum, { n }) => sum + n - 1, 0);
  if (freedom < 1) return null;
  return { deviation: Math.sqrt(own.reduce((sum, { n, standardDeviation }) => sum + (n - 1) * standardDeviation! ** 2, 0) / freedom), freedom };
}
