/** Standard errors on either side of an estimate that make a 95 % interval. The gate and the interval share it. */
export const standardErrorsFor95 = 1.96;

/** Per-visit repeatability taken until a site has measured its own: middle of the published 2.6–9.8 %. */
export const defaultRepeatabilityCv = 0.05;

export interface ErrorSources {
  /** Coefficient of variation of one visit when nothing changed (0.05 is 5 %). */
  repeatabilityCv: number;
  /** Standard deviation of the linear scale of each photograph as a share of it; an area has twice that. */
  scaleUncertaintyBefore: number;
  scaleUncertaintyAfter: number;
  /** Variance of θ from which hairs happen to lie in the field; `countingVariance`, or near 0 when hairs are matched. */
  countingVariance: number;
  /** Variance of θ from hairs of which nobody knows for sure whether they are terminal; 0 where all hairs are compared. */
  kindVariance?: number;
  /** Variance of θ from hair that stands out from the skin badly, or not alike at both visits; `detectionVariance`, 0 for dark hair on fair skin. */
  detectionVariance?: number;
  /** Variance of θ from photographs without a scale, counted at a guessed one; 0 where both scales are known. */
  guessVariance?: number;
}

/**
 * Standard error of θ = ln(after / before).
 *
 *     se² = 2·ln(1 + CV)² + (2u₁)² + (2u₂)² + c + k + d + g
 *
 * Every term is taken as independent. Two visits with one and the same wrong scale share that error, and it cancels
 * in the ratio; the formula does not know this and is then too wide, never too narrow. Swapping the visits gives the same bits.
 *
 * @throws RangeError when a term is negative or not finite.
 */
export function standardErrorOfLogRatio(sources: ErrorSources): number {
  for (const [name, value] of Object.entries(sources)) {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`${name} must be 0 or more and finite, got ${value}.`);
  }
  const repeatability = 2 * Math.log1p(sources.repeatabilityCv) ** 2;
  // Summed before anything else joins them: addition of two is the only order that swapping cannot disturb.
  const scale = (2 * sources.scaleUncertaintyBefore) ** 2 + (2 * sources.scaleUncertaintyAfter) ** 2;
  return Math.sqrt(repeatability + scale + sources.countingVariance + (sources.kindVariance ?? 0) + (sources.detectionVariance ?? 0) + (sources.guessVariance ?? 0));
}

/**
 * Variance of ln(N₂ / N₁) when the two fields hold different hairs: 1/N₁ + 1/N₂ (hairs fall into a field as in a Poisson process).
 *
 * Known bias: hairs come in follicular units (more spread than Poisson) and units keep their distance (less); they about cancel.
 *
 * @throws RangeError when a count is not above 0.
 */
export function countingVariance(countBefore: number, countAfter: number): number {
  if (!(countBefore > 0 && countAfter > 0)) {
    throw new RangeError(`Both counts must be above 0, got ${countBefore} and ${countAfter}.`);
  }
  return 1 / countBefore + 1 / countAfter;
}

/**
 * The smallest increase, in percent, that would be told from no change; the smallest decrease is its mirror image,
 * 100·(1 − 1/(1 + SDC/100)) percent.
 *
 * @param standardError Standard error of θ; it already holds both visits, so no further √2.
 * @example smallestDetectableChangePercent(0.069) // 14.5
 */
export function smallestDetectableChangePercent(standardError: number): number {
  if (!(standardError >= 0)) throw new RangeError(`The standard error must be 0 or more, got ${standardError}.`);
  return 100 * Math.expm1(standardErrorsFor95 * standardError);
}
