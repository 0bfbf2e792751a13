import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/phantom/random.js';
import { withinSeriesCv } from '../../src/statistics/within-series-cv.js';

describe('the repeatability of a site', () => {
  it('is the scatter within each scalp, whatever the scalps are', () => {
    // Logarithms differ by 2d from one another: variance 2d² for each pair of one degree of freedom.
    const d = 0.03, pair = (level: number): number[] => [level * Math.exp(d), level * Math.exp(-d)];
    const found = withinSeriesCv([pair(60), pair(180), pair(400), [90]])!;
    expect(found.cv).toBeCloseTo(Math.expm1(d * Math.SQRT2), 12);
    expect(found).toMatchObject({ series: 3, values: 6, freedom: 3 });
  });

  it('lies in its 95 % interval in about 95 of 100 repeat studies', () => {
    const random = createRandom(12);
    let held = 0;
    for (let study = 0; study < 400; study++) {
      const series = Array.from({ length: 6 }, () => { const level = random.uniform(60, 250); return [0, 1, 2].map(() => level * Math.exp(random.normal(0, 0.04))); });
      const [low, high] = withinSeriesCv(series)!.interval95;
      if (low <= Math.expm1(0.04) && high >= Math.expm1(0.04)) held++;
    }
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.98);
  });

  it('is not known where nothing was photographed twice', () => {
    expect(withinSeriesCv([[100], [120]])).toBeNull();
    expect(() => withinSeriesCv([[100, 0]])).toThrow(RangeError);
  });
});
