import type { GlobalAssessment, GlobalAssessmentScore } from '../domain/global-assessment.js';
import type { Change } from '../domain/result.js';
import { certainly, gateAssessment } from './assess-change.js';
import { scoreProbabilities } from './probabilities.js';
import type { Cuts } from './probabilities.js';
import { standardErrorsFor95 } from './uncertainty.js';

/**
 * Cuts for global photographs, in percentage points of hair coverage: one score step per 7.3 points, the middle of the
 * 0.066–0.080 units of a scalp-coverage score that one point of a panel was worth. Provisional.
 */
export const coverageCutsPoints: Cuts = [3.65, 10.95, 18.25];

/**
 * The change of coverage between two visits, as a difference in percentage points with its 95 % interval.
 *
 * A difference and not a ratio: points of coverage are what the published panels' steps are known in, and a scalp that was
 * bare at the baseline still has a change. No interval leaves what a share can change by, 100 points. Swapped photographs give exactly the negative, equal ones exactly 0.
 *
 * @param coverage            Shares of 0…1 of the same region at both visits.
 * @param standardErrorPoints Standard error of the difference, percentage points.
 * @throws RangeError when a share leaves 0…1 or the standard error is negative or not finite.
 */
export function measureCoverageChange(coverage: { before: number; after: number }, standardErrorPoints: number): Change {
  refuseImpossible(coverage, standardErrorPoints);
  const points = 100 * (coverage.after - coverage.before), half = standardErrorsFor95 * standardErrorPoints;
  return {
    endpoint: 'coverage', before: coverage.before, after: coverage.after,
    logRatio: null, percent: points, interval95: [Math.max(-100, points - half), Math.min(100, points + half)],
    standardError: standardErrorPoints, smallestDetectableChangePercent: half, unit: 'percentagePoints',
  };
}

function refuseImpossible(coverage: { before: number; after: number }, standardErrorPoints: number): void {
  for (const share of [coverage.before, coverage.after]) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`Coverage must lie between 0 and 1, got ${share}.`);
  }
  if (!(standardErrorPoints >= 0 && Number.isFinite(standardErrorPoints))) {
    throw new RangeError(`The standard error must be 0 or more and finite, got ${standardErrorPoints}.`);
  }
}

/** Coverage as a share differs from points by two roundings of numbers near 100. */
const roundingAllowancePoints = 1e-12;

/**
 * The provisional 7-point score of a global photograph: the difference of coverage in percentage points.
 *
 * Swapped photographs give exactly the negative. Label it provisional wherever it is shown.
 *
 * @param coverage      Shares of 0…1 at the two visits.
 * @param standardErrorPoints Standard error of the difference, percentage points.
 * @throws RangeError when a share leaves 0…1 or the standard error is negative.
 */
export function assessCoverageChange(
  coverage: { before: number; after: number }, standardErrorPoints: number,
): GlobalAssessment & { provisional: true } {
  refuseImpossible(coverage, standardErrorPoints);
  const points = 100 * (coverage.after - coverage.before);
  const steps = coverageCutsPoints.filter((cut) => Math.abs(points) >= cut - roundingAllowancePoints).length;
  const nominal = (steps === 0 ? 0 : Math.sign(points) * steps) as GlobalAssessmentScore;
  const probabilities = standardErrorPoints === 0
    ? certainly(nominal)
    : scoreProbabilities(points, standardErrorPoints, coverageCutsPoints);
  return {
    ...gateAssessment({ estimate: points, standardError: standardErrorPoints, nominal, probabilities, preset: 'standard' }),
    provisional: true,
  };
}
