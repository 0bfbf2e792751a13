import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globalAssessmentSchema } from '../../src/domain/global-assessment.js';
import type { ScoreProbabilities } from '../../src/domain/global-assessment.js';
import { assessChange, effectiveCuts } from '../../src/scoring/assess-change.js';
import { measureChange } from '../../src/scoring/change.js';
import type { PresetName } from '../../src/scoring/cut-points.js';
import { upperTail } from '../../src/statistics/normal-distribution.js';
import { clinicianWords, patientWords } from '../../src/scoring/words.js';

const density = fc.double({ min: 0.5, max: 900, noNaN: true });
const standardError = fc.double({ min: 0, max: 1.5, noNaN: true });
const preset = fc.constantFrom<PresetName>('standard', 'strict');

function assess(before: number, after: number, error: number, name: PresetName = 'standard', withDensities = true) {
  const change = measureChange({ endpoint: 'terminalDensityPerCm2', before, after, standardError: error });
  return assessChange(change, { preset: name, densitiesPerCm2: withDensities ? { before, after } : null });
}

/** Mean of the score over its probabilities, −3…+3. */
function expectedScore(p: ScoreProbabilities): number {
  return (p['1'] - p['-1']) + 2 * (p['2'] - p['-2']) + 3 * (p['3'] - p['-3']);
}

function mirror(p: ScoreProbabilities): ScoreProbabilities {
  return { '-3': p['3'], '-2': p['2'], '-1': p['1'], '0': p['0'], '1': p['-1'], '2': p['-2'], '3': p['-3'] };
}

describe('the computed 7-point score', () => {
  it('is exactly the negative for swapped photographs, with the probabilities mirrored key by key', () => {
    fc.assert(fc.property(density, density, standardError, preset, fc.boolean(), (before, after, error, name, scaled) => {
      const there = assess(before, after, error, name, scaled);
      const back = assess(after, before, error, name, scaled);
      expect(back.nominal + there.nominal).toBe(0);
      expect(back.supported + there.supported).toBe(0);
      expect(back.probabilities).toEqual(mirror(there.probabilities));
      expect(expectedScore(back.probabilities) + expectedScore(there.probabilities)).toBe(0);
      expect(back.probabilityImproved).toBe(Math.min(1, there.probabilities['-1'] + there.probabilities['-2'] + there.probabilities['-3']));
    }), { numRuns: 2000 });
  });

  it('is 0 for a photograph compared with itself, increase and decrease being equally likely', () => {
    fc.assert(fc.property(density, standardError, preset, (value, error, name) => {
      const { nominal, supported, words, probabilities } = assess(value, value, error, name);
      expect([nominal, supported, words]).toEqual([0, 0, 'no detectable change']);
      expect(probabilities).toEqual(mirror(probabilities));
    }));
  });

  it('has seven probabilities that sum to 1', () => {
    fc.assert(fc.property(density, density, standardError, preset, (before, after, error, name) => {
      const values = Object.values(assess(before, after, error, name).probabilities);
      expect(values).toHaveLength(7);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(1e-12);
    }), { numRuns: 2000 });
  });

  it('never falls, nor does its expectation, when the follow-up has more hair', () => {
    fc.assert(fc.property(density, density, density, standardError, preset, fc.boolean(), (before, a, b, error, name, scaled) => {
      const less = assess(before, Math.min(a, b), error, name, scaled);
      const more = assess(before, Math.max(a, b), error, name, scaled);
      expect(more.nominal).toBeGreaterThanOrEqual(less.nominal);
      expect(expectedScore(more.probabilities)).toBeGreaterThanOrEqual(expectedScore(less.probabilities) - 1e-12);
      expect(more.probabilityImproved).toBeGreaterThanOrEqual(less.probabilityImproved - 1e-12);
    }), { numRuns: 2000 });
  });

  it('is supported only when the interval of the change leaves out no change', () => {
    fc.assert(fc.property(density, density, standardError, (before, after, error) => {
      const change = measureChange({ endpoint: 'densityPerCm2', before, after, standardError: error });
      const assessment = assessChange(change, { preset: 'standard', densitiesPerCm2: { before, after } });
      const [low, high] = change.interval95;
      const excluded = low > 0 || high < 0;
      expect(assessment.supported).toBe(excluded ? assessment.nominal : 0);
      expect(assessment.words).toBe(excluded ? clinicianWords(assessment.nominal) : 'no detectable change');
    }), { numRuns: 1000 });
  });

  it('says "no detectable change" for a change of exactly 1.96 standard errors and a score just beyond', () => {
    const error = Math.log1p(0.3) / 1.96;
    const change = measureChange({ endpoint: 'densityPerCm2', before: 100, after: 130, standardError: error });
    const options = { preset: 'standard', densitiesPerCm2: { before: 100, after: 130 } } as const;
    const exactly = { ...change, logRatio: 1.96 * error, standardError: error };
    expect(assessChange(exactly, options)).toMatchObject({ supported: 0, nominal: 2, words: 'no detectable change' });
    expect(assessChange({ ...exactly, standardError: error * (1 - 1e-12) }, options)).toMatchObject({ supported: 2, words: 'moderately increased' });
  });

  it('says "no change", not "no detectable change", for a sure change too small to see', () => {
    expect(assess(100, 105, 0.001)).toMatchObject({ supported: 0, nominal: 0, words: 'no change' });
  });

  it('puts all probability on the band of the change when nothing is uncertain', () => {
    expect(assess(100, 130, 0).probabilities).toEqual({ '-3': 0, '-2': 0, '-1': 0, '0': 0, '1': 0, '2': 1, '3': 0 });
  });

  it('puts nearly all probability on the nominal score when the error is small, the "at least" column included', () => {
    fc.assert(fc.property(density, density, preset, (before, after, name) => {
      const { nominal, probabilities } = assess(before, after, 1e-7, name);
      const cuts = effectiveCuts(name, { before, after });
      const size = Math.abs(Math.log(after / before));
      fc.pre(cuts.every((cut) => Math.abs(size - cut) > 1e-6));
      expect(probabilities[String(nominal) as keyof ScoreProbabilities]).toBeGreaterThan(0.999);
    }), { numRuns: 1000 });
  });

  it('gives sparse hair no score for a handful of hairs, however many percent they are', () => {
    expect(assess(5, 14, 0.01)).toMatchObject({ supported: 0, nominal: 0 });
    expect(assess(5, 14, 0.01).probabilityImproved).toBeLessThan(0.001);
    expect(assess(5, 14, 0.01, 'standard', false)).toMatchObject({ supported: 3, nominal: 3 });
  });

  it('fits the result contract', () => {
    expect(globalAssessmentSchema.safeParse(assess(120, 150, 0.08, 'strict')).success).toBe(true);
  });

  it('refuses densities that are negative or no numbers', () => {
    const change = measureChange({ endpoint: 'hairCount', before: 10, after: 12, standardError: 0.1 });
    expect(() => assessChange(change, { preset: 'standard', densitiesPerCm2: { before: -1, after: 2 } })).toThrow(RangeError);
    expect(() => assessChange(change, { preset: 'standard', densitiesPerCm2: { before: NaN, after: 2 } })).toThrow(RangeError);
  });

  it('speaks to clinicians and patients in the words of the scale', () => {
    expect(([-3, -2, -1, 0, 1, 2, 3] as const).map(clinicianWords)).toEqual([
      'greatly decreased', 'moderately decreased', 'slightly decreased', 'no change',
      'slightly increased', 'moderately increased', 'greatly increased',
    ]);
    expect(patientWords(0)).toBe('remained the same');
    expect(patientWords(-3)).toBe('greatly decreased');
  });

  it('comes out of the worked example of the documentation', () => {
    const change = measureChange({ endpoint: 'terminalDensityPerCm2', before: 150, after: 195, standardError: Math.sqrt(2 * Math.log(1.05) ** 2 + 2 * 0.02 ** 2 + 1 / 150 + 1 / 195) });
    expect(change.logRatio).toBeCloseTo(0.2624, 4);
    expect(change.standardError).toBeCloseTo(0.1317, 4);
    expect(change.interval95[0]).toBeCloseTo(0.4, 1);
    expect(change.interval95[1]).toBeCloseTo(68.3, 1);
    expect(change.smallestDetectableChangePercent).toBeCloseTo(29.5, 1);
    const assessment = assessChange(change, { preset: 'standard', densitiesPerCm2: { before: 150, after: 195 } });
    expect(assessment).toMatchObject({ supported: 2, nominal: 2, words: 'moderately increased' });
    const rounded = Object.fromEntries(Object.entries(assessment.probabilities).map(([key, value]) => [key, Number(value.toFixed(3))]));
    expect(rounded).toEqual({ '-3': 0, '-2': 0, '-1': 0.003, '0': 0.099, '1': 0.281, '2': 0.478, '3': 0.139 });
    expect(assessment.probabilityImproved).toBeCloseTo(0.898, 3);
  });
});

describe('the normal distribution behind the probabilities', () => {
  it('agrees with published values of the upper tail', () => {
    expect(upperTail(0)).toBe(0.5);
    expect(upperTail(1)).toBeCloseTo(0.15865525393145707, 14);
    expect(upperTail(-1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(upperTail(2.5) / 0.006209665325776132).toBeCloseTo(1, 12);
    expect(upperTail(6) / 9.865876450376946e-10).toBeCloseTo(1, 12);
    expect([upperTail(Infinity), upperTail(-Infinity)]).toEqual([0, 1]);
  });

  it('runs smoothly over the place where its two formulae meet', () => {
    expect(upperTail(2.4999999999) / upperTail(2.5)).toBeCloseTo(1, 8);
  });
});
