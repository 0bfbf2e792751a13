import { describe, expect, it } from 'vitest';
import { shippedDetectorErrors } from '../../src/registration/judge-one-sided.js';
import { measureDiscord, scaleMisses } from '../../src/registration/measure-discord.js';

const hairs = (count: number, asked: number, sure = 0.97) => Array.from({ length: count }, () => ({ sure, asked }));

describe('a photograph that shows badly what another one shows surely', () => {
  it('is expected to miss more hairs, and one that shows all of them well to miss fewer', () => {
    expect(measureDiscord([...hairs(100, 0.98), ...hairs(15, 0.4)])).toBeGreaterThan(2);
    expect(measureDiscord(hairs(150, 0.98))).toBeLessThan(0.1);
  });

  it('is taken for a usual one where few hairs tell, and not blamed for hairs that are doubtful in both', () => {
    expect(measureDiscord([])).toBeCloseTo(1, 12);
    expect(measureDiscord(hairs(3, 0.98))).toBeGreaterThan(0.7);
    expect(measureDiscord(hairs(50, 0.3, 0.5))).toBeCloseTo(1, 12);
  });

  it('moves the rate of missed hairs and not that of things that are no hairs', () => {
    const { missedSure, missedPerDoubt, falseOdds } = scaleMisses(shippedDetectorErrors, 2);
    expect([missedSure, missedPerDoubt, falseOdds]).toEqual([2 * shippedDetectorErrors.missedSure, 2 * shippedDetectorErrors.missedPerDoubt, shippedDetectorErrors.falseOdds]);
  });
});
