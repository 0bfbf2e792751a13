/**
 * Probability that a standard normal variable exceeds z, accurate to about 15 digits relative in both tails.
 *
 * Near the middle the Taylor series of the area (all terms of one sign, so nothing cancels); far out, Laplace's
 * continued fraction. Formulae: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11 and 26.2.14.
 *
 * @returns 0…1; 1 for −Infinity, 0 for Infinity.
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  if (z > 39) return 0;
  return z < 2.5 ? 0.5 - areaFromZero(z) : tailByContinuedFraction(z);
}

/** Density of a normal variable around 0. @param deviation  Its standard deviation; above 0. */
export function normalDensity(value: number, deviation: number): number {
  return Math.exp(-0.5 * (value / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
}

function density(z: number): number {
  return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
}

function areaFromZero(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= z * z / odd;
    sum += term;
  }
  return density(z) * sum;
}

function tailByContinuedFraction(z: number): number {
  // Depth 120 has converged to the last digit at z = 2.5 and sooner beyond.
  let fraction = z;
  for (let k = 120; k >= 1; k--) fraction = z + k / fraction;
  return density(z) / fraction;
}
