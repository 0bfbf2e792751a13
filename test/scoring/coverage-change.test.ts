import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeSchema } from '../../src/domain/result.js';
import { assessCoverageChange, measureCoverageChange } from '../../src/scoring/coverage-change.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the provisional score of global photographs', () => {
  it('steps at 3.65, 10.95 and 18.25 points of coverage, on the cut and not just under it', () => {
    for (const [score, cut] of [[1, 0.0365], [2, 0.1095], [3, 0.1825]] as const) {
      for (const before of [0, 0.3, 0.5, 0.61]) {
        expect(assessCoverageChange({ before, after: before + cut }, 0.1).nominal).toBe(score);
        expect(assessCoverageChange({ before, after: before + cut - 1e-9 }, 0.1).nominal).toBe(score - 1);
        expect(assessCoverageChange({ before: before + cut, after: before }, 0.1).nominal).toBe(-score);
      }
    }
  });

  it('is exactly the negative for swapped photographs', () => {
    fc.assert(fc.property(share, share, fc.double({ min: 0, max: 20, noNaN: true }), (before, after, error) => {
      const there = assessCoverageChange({ before, after }, error);
      const back = assessCoverageChange({ before: after, after: before }, error);
      expect(there.nominal + back.nominal).toBe(0);
      expect(there.supported + back.supported).toBe(0);
      expect(there.probabilities['2']).toBe(back.probabilities['-2']);
      expect(there.probabilities['0']).toBe(back.probabilities['0']);
    }));
  });

  it('says that it is provisional and refuses shares that are none', () => {
    expect(assessCoverageChange({ before: 0.4, after: 0.5 }, 2)).toMatchObject({ provisional: true, supported: 1, words: 'slightly increased' });
    expect(() => assessCoverageChange({ before: 40, after: 50 }, 2)).toThrow(RangeError);
    expect(() => assessCoverageChange({ before: 0.4, after: 0.5 }, NaN)).toThrow(RangeError);
  });
});

describe('the change of the part of a head that hair covers', () => {
  it('is a difference in percentage points with a symmetric interval and no ratio', () => {
    const change = measureCoverageChange({ before: 0.4, after: 0.5 }, 2);
    expect(change).toMatchObject({ endpoint: 'coverage', before: 0.4, after: 0.5, logRatio: null, unit: 'percentagePoints', standardError: 2 });
    expect(change.percent).toBeCloseTo(10, 12);
    expect(change.interval95.map((end) => Number(end.toFixed(6)))).toEqual([6.08, 13.92]);
    expect(change.smallestDetectableChangePercent).toBeCloseTo(3.92, 12);
    expect(changeSchema.parse(change)).toEqual(change);
  });

  it('has no interval beyond what a share can change by', () => {
    const there = measureCoverageChange({ before: 0.05, after: 0.95 }, 24), back = measureCoverageChange({ before: 0.95, after: 0.05 }, 24);
    expect([there.interval95[0] > 40, there.interval95[1]]).toEqual([true, 100]);
    expect([back.interval95[0], back.interval95[1] < -40]).toEqual([-100, true]);
  });

  it('can be given for a scalp that was bare at the baseline', () => {
    expect(measureCoverageChange({ before: 0, after: 0.1 }, 2).percent).toBeCloseTo(10, 12);
  });

  it('is exactly 0 for equal coverage and exactly the negative for swapped photographs', () => {
    fc.assert(fc.property(share, share, fc.double({ min: 0, max: 20, noNaN: true }), (before, after, error) => {
      const there = measureCoverageChange({ before, after }, error), back = measureCoverageChange({ before: after, after: before }, error);
      expect(there.percent + back.percent).toBe(0);
      expect(there.interval95[0] + back.interval95[1]).toBe(0);
      expect(measureCoverageChange({ before, after: before }, error).percent).toBe(0);
    }));
  });
});
