import { incompleteBeta } from './quantiles.js';
import { upperTail } from './normal-distribution.js';

/** Probability that Student's t is further from 0 than `t` to either side; `freedom` > 0, not necessarily whole. */
export function studentTTwoSided(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** Probability that a standard normal variable is further from 0 than `z` to either side. */
export function normalTwoSided(z: number): number {
  return 2 * upperTail(Math.abs(z));
}

/** The z that a standard normal variable stays below with this probability, 0…1 exclusive; by halving, good to 1e-14. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`Expected a probability between 0 and 1, got ${probability}.`);
  const tail = Math.min(probability, 1 - probability);
  let [low, high] = [0, 39];
  for (let step = 0; step < 120; step++) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > tail) low = middle;
    else high = middle;
  }
  return probability < 0.5 ? -low : low;
}
