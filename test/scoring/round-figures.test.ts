import { describe, expect, it } from 'vitest';
import { measureChange } from '../../src/scoring/change.js';
import { measureCoverageChange } from '../../src/scoring/coverage-change.js';
import { scoreProbabilities } from '../../src/scoring/probabilities.js';
import { roundChange, roundProbabilities } from '../../src/scoring/round-figures.js';

/** Digits after the point of the numbers as a program reads them. */
const longest = (change: object): number => Math.max(...Object.values(change).flat().filter((value) => typeof value === 'number').map((value) => (/\.(\d+)$/.exec(String(value))?.[1] ?? '').length));

describe('the figures of a change of hair', () => {
  it('have no tail of binary arithmetic', () => {
    const coverage = measureCoverageChange({ before: 0.4312, after: 0.4742 }, 1.7);
    expect(String(coverage.percent)).not.toBe('4.3');
    expect(roundChange(coverage)).toMatchObject({ before: 0.4312, after: 0.4742, percent: 4.3, interval95: [0.968, 7.632], smallestDetectableChangePercent: 3.332 });
    expect(longest(roundChange(measureChange({ endpoint: 'densityPerCm2', before: 121.21214594957046, after: 186.58241148931052, standardError: 0.04971115021825033 })))).toBe(6);
  });

  it('stay exactly the negative where the photographs are swapped, and 0 where nothing changed', () => {
    const [forth, back] = [[121.2121, 186.5824], [186.5824, 121.2121]].map(([before, after]) => roundChange(measureChange({ endpoint: 'densityPerCm2', before, after, standardError: 0.05 })));
    expect(back.logRatio).toBe(-forth.logRatio!);
    expect(Object.is(roundChange(measureCoverageChange({ before: 0.5, after: 0.5 - 1e-12 }, 1)).percent, 0)).toBe(true);
  });

  it('come with seven probabilities that sum to 1 after rounding as before, the same for swapped photographs with the scores exchanged', () => {
    for (let at = 0; at < 500; at++) {
      const estimate = 1.3 * Math.sin(at), standardError = 0.02 + (at % 17) / 20, cuts = [0.0953, 0.2231, 0.4055] as const;
      const [forth, back] = [estimate, -estimate].map((one) => roundProbabilities(scoreProbabilities(one, standardError, cuts)));
      expect(Math.abs(Object.values(forth).reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-12);
      expect(Math.min(...Object.values(forth))).toBeGreaterThanOrEqual(0);
      expect(back).toEqual(Object.fromEntries(Object.entries(forth).map(([score, share]) => [String(-Number(score)), share])));
    }
    // An estimate of 0: the scores +k and −k are equally likely, and stay so.
    const even = roundProbabilities(scoreProbabilities(0, 1.7, [0.0953, 0.2231, 0.4055]));
    expect(even['1']).toBe(even['-1']);
    expect(even['3']).toBe(even['-3']);
  });
});
