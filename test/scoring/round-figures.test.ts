import { describe, expect, it } from 'vitest';
import { measureChange } from '../../src/scoring/change.js';
import { measureCoverageChange } from '../../src/scoring/coverage-change.js';
import { roundChange } from '../../src/scoring/round-figures.js';

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
});
