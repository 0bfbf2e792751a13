import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlation, intraclassCorrelation, limitsOfAgreement, type IntraclassCorrelation, type LimitsOfAgreement } from '../../src/statistics/agreement.js';
import { weighKappa } from '../../src/statistics/kappa.js';
import { fQuantile, incompleteBeta, studentTQuantile } from '../../src/statistics/quantiles.js';
import { isRefused } from '../../src/statistics/refusal.js';

interface Reference {
  cases: { name: string; measured: number[]; truth: number[]; correlation: number; icc: IntraclassCorrelation; limits: LimitsOfAgreement }[];
  fQuantiles: [number, number, number, number][];
  tQuantiles: [number, number, number][];
  incompleteBeta: [number, number, number, number][];
}
const reference: Reference = JSON.parse(readFileSync(new URL('./reference/agreement-reference.json', import.meta.url), 'utf8'));

/** Peak flow of 17 people by two meters, litres a minute: the worked example of Bland and Altman (1986). */
const wright = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427];
const miniWright = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451];

/** Six targets, four judges: the worked example of Shrout and Fleiss (1979). */
const shroutFleiss = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];

/** ICC of ratings that allow one. */
function iccOf(ratings: readonly (readonly number[])[]): IntraclassCorrelation {
  const icc = intraclassCorrelation(ratings);
  if (isRefused(icc)) throw new RangeError(icc.refused);
  return icc;
}

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
}

describe('agreement of measured hair counts with counts by hand', () => {
  it.each(reference.cases)('matches scipy for $name', ({ measured, truth, correlation: r, icc, limits }) => {
    expectClose(correlation(measured, truth)!, r);
    const ownIcc = iccOf(measured.map((value, at) => [value, truth[at]]));
    expectClose(ownIcc.value, icc.value);
    ownIcc.interval95!.forEach((bound, at) => expectClose(bound, icc.interval95![at]));
    const own = limitsOfAgreement(measured, truth)!;
    for (const key of ['bias', 'standardDeviation', 'lower', 'upper'] as const) expectClose(own[key], limits[key]);
    for (const key of ['biasInterval95', 'lowerInterval95', 'upperInterval95'] as const) {
      own[key]!.forEach((bound, at) => expectClose(bound, limits[key]![at]));
    }
  });

  it('gives the published limits of agreement of two peak flow meters', () => {
    const limits = limitsOfAgreement(wright, miniWright)!;
    expect(limits.bias).toBeCloseTo(-2.1, 1);
    expect(limits.standardDeviation).toBeCloseTo(38.8, 1);
    expect(correlation(wright, miniWright)).toBeCloseTo(0.94, 2);
  });

  it('gives the published ICC(2,1) of four judges, 0.29 with the interval 0.02 to 0.76', () => {
    const icc = iccOf(shroutFleiss);
    expect(icc.value).toBeCloseTo(0.29, 2);
    expect(icc.interval95![0]).toBeCloseTo(0.019, 3);
    expect(icc.interval95![1]).toBeCloseTo(0.761, 3);
  });

  it('calls identical counts perfect agreement, and does not take a few of them for a proof that others would be identical', () => {
    const counts = [3, 8, 12, 20], scores = [-1, 0, 2];
    expect(intraclassCorrelation(counts.map((count) => [count, count]))).toEqual({ value: 1, interval95: null });
    expect(limitsOfAgreement(counts, counts)).toEqual({ bias: 0, biasInterval95: null, standardDeviation: 0, lower: 0, lowerInterval95: null, upper: 0, upperInterval95: null });
    expect(limitsOfAgreement([0.3, 0.4, 0.8], [0.2, 0.3, 0.7])).toMatchObject({ bias: expect.closeTo(0.1, 12), biasInterval95: null });
    expect(weighKappa(scores, scores, -3, 3)).toMatchObject({ kappa: 1, interval95: null, shareIdentical: 1 });
    expect(weighKappa([-1, 0, 2, 1], [-1, 0, 2, 2], -3, 3)).toMatchObject({ interval95: [expect.any(Number), expect.any(Number)] });
  });

  it('says why there is no correlation where each reader gave all photographs one score, and never prints what is no number', () => {
    expect(intraclassCorrelation([[1, 2], [1, 2], [1, 2]])).toEqual({ refused: expect.stringMatching(/rated all alike/) });
    expect(intraclassCorrelation([[0.1, 0.3], [0.1, 0.3], [0.1, 0.3], [0.1, 0.3]])).toHaveProperty('refused');
    expect(intraclassCorrelation([[1, 2], [2, 1], [1, 2]])).toMatchObject({ value: expect.any(Number), interval95: null });
    const rows = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), { minLength: 3, maxLength: 6 });
    fc.assert(fc.property(rows, (scores) => {
      const icc = intraclassCorrelation(scores);
      if (isRefused(icc)) return;
      expect(icc.value).toBeLessThanOrEqual(1);
      if (icc.interval95 === null) return;
      expect(icc.interval95[0]).toBeLessThanOrEqual(icc.value);
      expect(icc.interval95[1]).toBeGreaterThanOrEqual(icc.value);
    }), { numRuns: 300, seed: 9 });
  });

  it('says nothing where there are too few photographs or where no count varies', () => {
    expect(limitsOfAgreement([1, 2], [1, 2])).toBeNull();
    expect(intraclassCorrelation([[1, 2], [2, 2]])).toEqual({ refused: 'Only 2 rated by all; at least 3 are needed.' });
    expect(intraclassCorrelation([[4, 4], [4, 4], [4, 4]])).toHaveProperty('refused');
    expect(correlation([4, 4, 4], [1, 2, 3])).toBeNull();
  });

  it('refuses lists of counts that do not belong together', () => {
    expect(() => limitsOfAgreement([1, 2, 3], [1, 2])).toThrow(RangeError);
    expect(() => intraclassCorrelation([[1, 2], [1, 2], [1]])).toThrow(RangeError);
  });

  it('turns the bias around, and nothing else, when the two counters change places', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), { minLength: 3, maxLength: 30 });
    fc.assert(fc.property(pairs, (counts) => {
      const [first, second] = [counts.map((pair) => pair[0]), counts.map((pair) => pair[1])];
      const [one, other] = [limitsOfAgreement(first, second)!, limitsOfAgreement(second, first)!];
      expect(one.bias + other.bias).toBeCloseTo(0, 9);
      expect(one.upper + other.lower).toBeCloseTo(0, 9);
      const [icc, iccBack] = [intraclassCorrelation(counts), intraclassCorrelation(counts.map(([a, b]) => [b, a]))];
      if (isRefused(icc) || isRefused(iccBack)) expect(icc).toEqual(iccBack);
      else expect(icc.value).toBeCloseTo(iccBack.value, 9);
    }), { numRuns: 200, seed: 5 });
  });
});

describe('the distributions behind the intervals', () => {
  it('match scipy', () => {
    for (const [p, a, b, expected] of reference.fQuantiles) expectClose(fQuantile(p, a, b), expected);
    for (const [p, v, expected] of reference.tQuantiles) expectClose(studentTQuantile(p, v), expected);
    for (const [x, a, b, expected] of reference.incompleteBeta) expectClose(incompleteBeta(x, a, b), expected);
  });
});
