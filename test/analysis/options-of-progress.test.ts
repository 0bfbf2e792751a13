import { describe, expect, it } from 'vitest';
import { analyseProgress } from '../../src/analysis/analyse-progress.js';
import { exampleIncrease } from '../support/example-results.js';

describe('a program that compares photographs', () => {
  it('is told at once where the scatter of its visits of heads is no number of points: the interval would be none', () => {
    const { baseline, followUps } = exampleIncrease(), visits = [{ result: baseline }, { result: followUps[0]!.measurement }];
    for (const slip of [NaN, -1, Infinity]) expect(() => analyseProgress(visits, { repeatabilityPoints: slip })).toThrow(RangeError);
    expect(() => analyseProgress(visits, { repeatabilityPoints: 1.6 })).not.toThrow();
  });
});
