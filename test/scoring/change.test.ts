import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeSchema } from '../../src/domain/result.js';
import { logInterval95, logRatioOf, measureChange, whyNoChange } from '../../src/scoring/change.js';
import {
  countingVariance, smallestDetectableChangePercent, standardErrorOfLogRatio,
} from '../../src/scoring/uncertainty.js';

const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });
const density = fc.double({ min: 0.5, max: 900, noNaN: true });
const standardError = fc.double({ min: 0, max: 2, noNaN: true });

function measure(before: number, after: number, error = 0.07) {
  return measureChange({ endpoint: 'densityPerCm2', before, after, standardError: error });
}

describe('the change of hair between two visits', () => {
  it('is the negative, bit for bit, when the photographs are swapped', () => {
    fc.assert(fc.property(positive, positive, (before, after) => {
      const there = logRatioOf(before, after);
      const back = logRatioOf(after, before);
      expect(there).toBe(before === after ? 0 : -back);
      expect(Number.isFinite(there)).toBe(true);
    }), { numRuns: 2000 });
  });

  it('is exactly 0 between a photograph and itself', () => {
    fc.assert(fc.property(density, standardError, (value, error) => {
      const change = measure(value, value, error);
      expect([change.logRatio, change.percent]).toEqual([0, 0]);
    }));
  });

  it('agrees with the logarithm of the ratio of the two densities', () => {
    fc.assert(fc.property(density, density, (before, after) => {
      expect(logRatioOf(before, after)).toBeCloseTo(Math.log(after / before), 12);
    }));
  });

  it('never falls when the follow-up has more hair', () => {
    fc.assert(fc.property(density, density, density, (before, a, b) => {
      expect(logRatioOf(before, Math.max(a, b))).toBeGreaterThanOrEqual(logRatioOf(before, Math.min(a, b)));
    }), { numRuns: 1000 });
  });

  it('has an interval that mirrors on the log scale when the photographs are swapped', () => {
    fc.assert(fc.property(density, density, standardError, (before, after, error) => {
      const [low, high] = logInterval95(logRatioOf(before, after), error);
      const [swappedLow, swappedHigh] = logInterval95(logRatioOf(after, before), error);
      // Adding 0 makes −0 of a zero end into 0.
      expect([swappedLow + 0, swappedHigh + 0]).toEqual([-high + 0, -low + 0]);
      const [percentLow, percentHigh] = measure(before, after, error).interval95;
      expect(percentLow).toBeCloseTo(100 * Math.expm1(low), 9);
      expect(percentHigh).toBeCloseTo(100 * Math.expm1(high), 9);
    }));
  });

  it('is written in percent of the baseline, a quarter more being 25 and a quarter less −25', () => {
    expect(measure(100, 125).percent).toBe(25);
    expect(measure(100, 75).percent).toBe(-25);
    expect(measure(100, 125, 0).interval95).toEqual([25, 25]);
  });

  it('always fits the result contract', () => {
    fc.assert(fc.property(density, density, standardError, (before, after, error) => {
      expect(changeSchema.safeParse(measure(before, after, error)).success).toBe(true);
    }));
  });

  it('is not given where the hair of one visit or of both is nothing, and the reason is said', () => {
    const ask = (before: number, after: number) => whyNoChange({ endpoint: 'hairCount', before, after, standardError: 0.1 });
    expect(ask(0, 0)?.code).toBe('change.noHairAtBothVisits');
    expect(ask(0, 7)?.code).toBe('change.noHairAtBaseline');
    expect(ask(0, 7)?.message).toContain('7 hairs');
    expect(ask(7, 0)?.code).toBe('change.noHairAtFollowUp');
    expect(ask(7, 7)).toBeNull();
    expect(() => measure(0, 7)).toThrow(RangeError);
    expect(() => measure(7, 0)).toThrow(RangeError);
  });

  it('is never infinite: absurd ratios and errors are refused, in both orders alike', () => {
    fc.assert(fc.property(positive, positive, fc.double({ min: 0, max: 1e6, noNaN: true }), (before, after, error) => {
      const there = whyNoChange({ endpoint: 'densityPerCm2', before, after, standardError: error });
      const back = whyNoChange({ endpoint: 'densityPerCm2', before: after, after: before, standardError: error });
      expect(back).toEqual(there);
      if (there !== null) expect(there.code).toBe('change.tooUncertain');
      else {
        const change = measure(before, after, error);
        expect([change.percent, ...change.interval95, change.smallestDetectableChangePercent].every(Number.isFinite)).toBe(true);
      }
    }), { numRuns: 1000 });
  });

  it('is refused for densities that are negative or no numbers', () => {
    for (const bad of [-1, NaN, Infinity]) {
      expect(() => measure(bad, 10)).toThrow(RangeError);
      expect(() => measure(10, bad)).toThrow(RangeError);
      expect(() => measure(10, 10, bad)).toThrow(RangeError);
    }
  });
});

describe('the uncertainty of a change', () => {
  const sources = { repeatabilityCv: 0.05, scaleUncertaintyBefore: 0.01, scaleUncertaintyAfter: 0.02, countingVariance: 0.015 };

  it('adds repeatability of both visits, both scales squared to areas, and the chance of which hairs lie in the field', () => {
    const expected = Math.sqrt(2 * Math.log(1.05) ** 2 + 0.02 ** 2 + 0.04 ** 2 + 0.015);
    expect(standardErrorOfLogRatio(sources)).toBeCloseTo(expected, 15);
  });

  it('is the same to the last bit when the photographs are swapped', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(fc.property(share, share, share, fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (cv, before, after, n, m) => {
      const there = standardErrorOfLogRatio({ repeatabilityCv: cv, scaleUncertaintyBefore: before, scaleUncertaintyAfter: after, countingVariance: countingVariance(n, m) });
      const back = standardErrorOfLogRatio({ repeatabilityCv: cv, scaleUncertaintyBefore: after, scaleUncertaintyAfter: before, countingVariance: countingVariance(m, n) });
      expect(back).toBe(there);
    }), { numRuns: 1000 });
  });

  it('is refused when a source is negative or missing', () => {
    expect(() => standardErrorOfLogRatio({ ...sources, repeatabilityCv: -0.1 })).toThrow(/repeatabilityCv/);
    expect(() => standardErrorOfLogRatio({ ...sources, scaleUncertaintyAfter: NaN })).toThrow(/scaleUncertaintyAfter/);
    expect(() => countingVariance(0, 5)).toThrow(RangeError);
  });

  it('makes the smallest detectable change the increase whose interval just touches no change', () => {
    const detectable = smallestDetectableChangePercent(0.07);
    expect(measure(100, 100 + detectable, 0.07).interval95[0]).toBeCloseTo(0, 10);
    expect(detectable).toBeCloseTo(14.706, 3);
  });
});
