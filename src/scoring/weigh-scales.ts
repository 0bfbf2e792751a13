import type { TimepointResult } from '../domain/result.js';

/** How much the stretch of the skin under a glass moves the size of what both photographs show against that of their hairs, one standard deviation: half of what is still taken for stretch. Convention. */
const stretchDeviation = 0.015;

/** What is known of two scales, as natural logarithms: how far they lie apart, the uncertainty of that, and that of a scale that both share, as those of one device do. */
export interface Scales { readonly apart: number; readonly apartDeviation: number; readonly togetherDeviation: number }

/**
 * Of a difference in size of the common skin so much is put down to the scales as their uncertainty against that of stretched skin says. Where the difference is larger than
 * both explain, the uncertainty grows with it (Birge 1932), so that the interval reaches from all to nothing of it.
 *
 * @param sizeRatio  How many times as large the common skin appears at the follow-up's scale as at the baseline's, above 0.
 * @returns With the inverse ratio, the negative of `apart` and the same deviations.
 */
export function weighScales(baseline: TimepointResult, followUp: TimepointResult, sizeRatio: number): Scales {
  const deviation = Math.hypot(baseline.calibration?.relativeUncertainty ?? 0, followUp.calibration?.relativeUncertainty ?? 0), explained = Math.hypot(deviation, stretchDeviation), seen = Math.log(sizeRatio);
  return { apart: seen * (deviation / explained) ** 2, apartDeviation: ((deviation * stretchDeviation) / explained) * Math.max(1, Math.abs(seen) / explained), togetherDeviation: deviation / Math.SQRT2 };
}
