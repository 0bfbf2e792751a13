import { upperTail } from './normal-distribution.js';

/**
 * Probability that a normally distributed value lies above a limit, 0…1.
 * @param interval95  Of the value; null where it is known exactly.
 */
export function chanceAbove(limit: number, value: number, interval95: readonly [number, number] | null): number {
  const deviation = interval95 === null ? 0 : (interval95[1] - interval95[0]) / (2 * 1.96);
  return deviation === 0 ? Number(value > limit) : upperTail((limit - value) / deviation);
}
