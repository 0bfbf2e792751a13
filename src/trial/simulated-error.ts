/** What of a plan the error of its measurements depends on; units as in `SimulationPlan`. */
export interface ErrorPlan {
  baselineMean: number;
  baselineSd: number;
  drift: number;
  repeatabilityCv: number;
}

/** Scatter of single measurements, as the simulation makes it. */
export interface SimulatedError {
  /** Of the logarithm of a measurement. */
  logStandardDeviation: number;
  /** Variance of a measurement as a share of the square of what is measured. */
  relativeVariance: number;
}

/** The error of a measurement is log-normal, which is what the standard error of a change in percent describes. */
export function simulatedError(repeatabilityCv: number): SimulatedError {
  const logStandardDeviation = Math.log1p(repeatabilityCv);
  return { logStandardDeviation, relativeVariance: Math.expm1(logStandardDeviation ** 2) };
}

/** Variance that measurement error alone gives the change of an arm whose true change is the same in everybody, (hairs/cm²)². */
export function errorVarianceOfChange({ baselineMean, baselineSd, drift, repeatabilityCv }: ErrorPlan, effect: number): number {
  const { relativeVariance } = simulatedError(repeatabilityCv);
  return relativeVariance * (baselineMean ** 2 + (baselineMean + drift + effect) ** 2 + 2 * baselineSd ** 2);
}

/**
 * Standard deviation of the true change of an arm, so that the measured one scatters as planned.
 * @throws RangeError where error alone scatters more.
 */
export function trueChangeSd(plan: ErrorPlan & { changeSd: number }, effect: number): number {
  const ofError = errorVarianceOfChange(plan, effect);
  // Who changed more is measured with more error, which the divisor takes out. Rounding may leave a plan of error alone just below 0.
  const variance = (plan.changeSd ** 2 - ofError) / (1 + simulatedError(plan.repeatabilityCv).relativeVariance);
  if (variance < -1e-6) throw new RangeError(`The scatter of the change (${plan.changeSd}) is smaller than measurement error alone makes it (${Math.sqrt(ofError).toFixed(1)}).`);
  return Math.sqrt(Math.max(0, variance));
}
