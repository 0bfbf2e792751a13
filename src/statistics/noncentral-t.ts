import { logGamma } from './quantiles.js';
import { upperTail } from './normal-distribution.js';

/**
 * Probability that Student's t with a shifted mean exceeds `t`: the power of a t test. Good to about 1e-10.
 *
 * Integrates P(Z > t·s − shift) over s = √(χ²/freedom) by Simpson's rule.
 *
 * @param freedom  Degrees of freedom, 1 or more, not necessarily whole.
 * @param shift    Noncentrality: true difference over its standard error.
 */
export function noncentralTUpperTail(t: number, freedom: number, shift: number): number {
  // With few degrees of freedom the density is wide and bends sharply near 0.
  const steps = freedom < 30 ? 1200 : 300;
  const spread = 1 / Math.sqrt(2 * freedom);
  const low = Math.max(0, 1 - 9 * spread);
  const high = 1 + 9 * spread;
  const logScale = Math.LN2 + (freedom / 2) * Math.log(freedom / 2) - logGamma(freedom / 2);
  const at = (s: number): number =>
    s === 0 ? (freedom === 1 ? Math.exp(logScale) * upperTail(-shift) : 0)
      : Math.exp(logScale + (freedom - 1) * Math.log(s) - (freedom * s * s) / 2) * upperTail(t * s - shift);
  const width = (high - low) / steps;
  let sum = at(low) + at(high);
  for (let step = 1; step < steps; step++) sum += at(low + step * width) * (step % 2 === 1 ? 4 : 2);
  return (sum * width) / 3;
}
