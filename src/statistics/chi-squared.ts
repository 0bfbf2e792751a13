import { logGamma } from './quantiles.js';

/**
 * Probability that a chi-squared variable exceeds `value`; good to about 1e-13.
 *
 * Below the bend the series of the lower incomplete gamma function, beyond it the continued fraction of the upper one
 * (Abramowitz and Stegun 6.5.29 and 6.5.31).
 *
 * @param value    0 or more.
 * @param freedom  Degrees of freedom, > 0.
 */
export function chiSquaredUpperTail(value: number, freedom: number): number {
  if (!(value >= 0 && freedom > 0)) throw new RangeError(`Expected a value of 0 or more and freedom above 0, got ${value} and ${freedom}.`);
  const shape = freedom / 2;
  const x = value / 2;
  if (x === 0) return 1;
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1 ? 1 - front * seriesBelow(shape, x) : front * fractionAbove(shape, x);
}

function seriesBelow(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= x / (shape + k);
    sum += term;
  }
  return sum;
}

/** Lentz's method. */
function fractionAbove(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let result = d;
  for (let k = 1; k <= 1000; k++) {
    const a = -k * (k - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    result *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return result;
}

/** The value that a chi-squared variable exceeds with this probability, 0…1 exclusive; by halving. */
export function chiSquaredUpperQuantile(probability: number, freedom: number): number {
  let high = freedom + 10;
  while (chiSquaredUpperTail(high, freedom) > probability) high *= 2;
  let low = 0;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (chiSquaredUpperTail(middle, freedom) > probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
