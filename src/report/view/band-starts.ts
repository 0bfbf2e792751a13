import type { GlobalAssessment } from '../../domain/global-assessment.js';
import type { Change } from '../../domain/result.js';

/**
 * Where the bands +1, +2, +3 begin, in percent of increase; a decrease mirrors them (÷ 1.10 for × 1.10).
 * Only shown: the scores themselves come with the result. A test holds both lists against those of scoring.
 */
export const bandStartsPercent = { standard: [10, 25, 50], strict: [10, 30, 60] } as const;

/** Where the scores of coverage begin, percentage points. Only shown; a test holds them against those of scoring. */
export const coverageBandStarts = [3.65, 10.95, 18.25] as const;

/** What a score of 1, 2 or 3 needs at least, in hairs per cm². */
export const smallestStepsPerCm2 = [10, 20, 40] as const;

/**
 * The ratios after ÷ before at which the bands +1, +2, +3 begin for the two values of a change. Where there are few
 * hairs the smallest differences decide instead of the percentages: about the geometric mean g of both visits, a
 * difference D is reached at the ratio e^(2·asinh(D / 2g)). Plain counts have no such differences.
 */
export function bandStartsOf(change: Change, preset: GlobalAssessment['preset']): number[] {
  const geometricMean = Math.sqrt(change.before) * Math.sqrt(change.after);
  return bandStartsPercent[preset].map((percent, index) => {
    const byPercent = 1 + percent / 100;
    if (change.endpoint === 'hairCount') return byPercent;
    return Math.max(byPercent, Math.exp(2 * Math.asinh(smallestStepsPerCm2[index]! / (2 * geometricMean))));
  });
}
