import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/phantom/random.js';
import { countMatchedHairs, measureRegisteredChange } from '../../src/scoring/registered-change.js';
import type { CountingErrors, MatchedCounts } from '../../src/scoring/registered-change.js';
import { assessChange } from '../../src/scoring/assess-change.js';

function measure(counts: MatchedCounts, extra: { countingErrors?: CountingErrors; repeatabilityCv?: number; photographCv?: number } = {}) {
  return measureRegisteredChange({ endpoint: 'densityPerCm2', counts, commonAreaCm2: 0.8, ...extra });
}

/** What a detector with these errors makes of a patch whose hairs truly come and go. */
function observe(seed: number, hairs: number, turnover: number, errors: CountingErrors, photographCv = 0): { counts: MatchedCounts; truePercent: number } {
  const random = createRandom(seed), grows = random.chance(0.5);
  const [found, foundLater] = [0, 0].map(() => Math.min(1, (1 - errors.missRate) * Math.exp(random.normal(0, photographCv))));
  const sees = () => random.chance(found), seesLater = () => random.chance(foundLater);
  const counts = { both: 0, onlyBefore: 0, onlyAfter: 0 };
  let after = 0;
  for (let i = 0; i < hairs; i++) {
    const was = sees();
    if (random.chance(grows ? 0 : turnover)) {
      if (was) counts.onlyBefore++;
      continue;
    }
    after++;
    const is = seesLater();
    if (was && is) counts.both++;
    else if (was) counts.onlyBefore++;
    else if (is) counts.onlyAfter++;
  }
  for (let i = 0; i < (grows ? turnover * hairs : 0); i++) {
    after++;
    if (seesLater()) counts.onlyAfter++;
  }
  counts.onlyBefore += random.poisson(errors.falseRate * hairs);
  counts.onlyAfter += random.poisson(errors.falseRate * after);
  return { counts, truePercent: 100 * (after / hairs - 1) };
}

describe('the change of one patch of skin, hair by hair', () => {
  it('counts kept hairs on both sides, lost ones before and gained ones after', () => {
    const { change } = measure({ both: 80, onlyBefore: 8, onlyAfter: 16 });
    expect(change).toMatchObject({ endpoint: 'densityPerCm2', before: 110, after: 120 });
    expect(change!.percent).toBeCloseTo(100 * (96 / 88 - 1), 10);
  });

  it('is told from chance far sooner than two unmatched fields of the same size', () => {
    const { change } = measure({ both: 88, onlyBefore: 0, onlyAfter: 12 });
    expect(change!.standardError).toBeLessThan(0.5 * Math.sqrt(1 / 88 + 1 / 100));
    expect(change!.interval95[0]).toBeGreaterThan(0);
  });

  it('holds the truth in its 95 % interval in 93 to 97 of 100 simulated patches', () => {
    for (const [hairs, turnover] of [[40, 0.1], [120, 0], [120, 0.35], [250, 0.1]]) {
      const errors = { missRate: 0.05, falseRate: 0.05 };
      let held = 0;
      for (let seed = 1; seed <= 2000; seed++) {
        const { counts, truePercent } = observe(seed, hairs, turnover, errors);
        const [low, high] = measure(counts, { countingErrors: errors, photographCv: 0 }).change!.interval95;
        if (truePercent >= low && truePercent <= high) held++;
      }
      expect(held / 2000).toBeGreaterThan(0.93);
      expect(held / 2000).toBeLessThan(0.97);
    }
  });

  it('holds it as often where one photograph shows more of the hairs than the other', () => {
    const errors = { missRate: 0.1, falseRate: 0.05 };
    let held = 0, heldWithout = 0;
    for (let seed = 1; seed <= 2000; seed++) {
      const { counts, truePercent } = observe(seed, 200, 0.1, errors, 0.03);
      const holds = (photographCv: number): boolean => {
        const [low, high] = measure(counts, { countingErrors: errors, photographCv }).change!.interval95;
        return truePercent >= low && truePercent <= high;
      };
      if (holds(0.03)) held++;
      if (holds(0)) heldWithout++;
    }
    expect(held / 2000).toBeGreaterThan(0.93);
    expect(held / 2000).toBeLessThan(0.975);
    expect(heldWithout / 2000).toBeLessThan(0.9);
  });

  it('is exactly the negative when the visits are exchanged', () => {
    const count = fc.integer({ min: 0, max: 300 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), count, count, (both, onlyBefore, onlyAfter) => {
      const there = measure({ both, onlyBefore, onlyAfter }).change!, back = measure({ both, onlyBefore: onlyAfter, onlyAfter: onlyBefore }).change!;
      expect(there.logRatio + back.logRatio).toBe(0);
      expect(there.standardError).toBe(back.standardError);
      const score = (change: typeof there) => assessChange(change, { preset: 'standard', densitiesPerCm2: change }).nominal;
      expect(score(there) + score(back)).toBe(0);
    }));
  });

  it('is no change where every hair was kept, and cannot be surer than one miscounted hair', () => {
    const { change } = measure({ both: 100, onlyBefore: 0, onlyAfter: 0 });
    expect(change!.logRatio).toBe(0);
    expect(change!.standardError).toBeCloseTo(Math.sqrt(0.01 ** 2 + 2 * Math.log(1.03) ** 2), 12);
  });

  it('takes the repeat study of the site where that is the larger uncertainty, and does not add the two', () => {
    const counts = { both: 100, onlyBefore: 10, onlyAfter: 12 };
    const own = measure(counts, { photographCv: 0 }).change!.standardError;
    expect(measure(counts, { repeatabilityCv: 0.001 }).change!.standardError).toBe(own);
    expect(measure(counts, { repeatabilityCv: 0.1 }).change!.standardError).toBeCloseTo(Math.SQRT2 * Math.log(1.1), 12);
  });

  it('is not given, with the reason, where no hair counts at a visit', () => {
    expect(measure({ both: 0, onlyBefore: 0, onlyAfter: 4 })).toMatchObject({ change: null, refusal: { code: 'change.noHairAtBaseline' } });
    expect(() => measure({ both: -1, onlyBefore: 0, onlyAfter: 4 })).toThrow(RangeError);
    expect(() => measureRegisteredChange({ endpoint: 'densityPerCm2', counts: { both: 1, onlyBefore: 0, onlyAfter: 0 }, commonAreaCm2: 0 })).toThrow(RangeError);
  });

  it('of terminal hair counts a shaft that thickened as gained and one that thinned as lost', () => {
    const hair = (id: number, kind: 'terminal' | 'vellus') => ({ id, kind }) as Parameters<typeof countMatchedHairs>[1][number];
    const before = [hair(1, 'terminal'), hair(2, 'vellus'), hair(3, 'terminal'), hair(4, 'terminal')];
    const after = [hair(11, 'terminal'), hair(12, 'terminal'), hair(13, 'vellus'), hair(15, 'terminal')];
    const hairs = {
      kept: [{ baseline: 1, followUp: 11, probability: 1 }, { baseline: 2, followUp: 12, probability: 1 }, { baseline: 3, followUp: 13, probability: 1 }],
      lost: [{ id: 4, probability: 1 }], gained: [{ id: 15, probability: 1 }],
    };
    expect(countMatchedHairs(hairs, before, after, 'terminalDensityPerCm2')).toEqual({ both: 1, onlyBefore: 2, onlyAfter: 2 });
    expect(countMatchedHairs(hairs, before, after, 'densityPerCm2')).toEqual({ both: 3, onlyBefore: 1, onlyAfter: 1 });
  });
});

describe('a shaft whose kind is open at one visit', () => {
  it('counts as terminal at both when it is surely terminal at the other, and as changed only when it is surely vellus there', () => {
    const list = (kinds: readonly ('terminal' | 'vellus' | 'indeterminate')[]): Parameters<typeof countMatchedHairs>[1] =>
      kinds.map((kind, i) => ({ id: i + 1, kind }) as Parameters<typeof countMatchedHairs>[1][number]);
    const kept = [1, 2, 3, 4].map((id) => ({ baseline: id, followUp: id, probability: 1 }));
    const before = list(['terminal', 'indeterminate', 'terminal', 'indeterminate']), after = list(['indeterminate', 'terminal', 'vellus', 'indeterminate']);
    expect(countMatchedHairs({ kept, lost: [], gained: [] }, before, after, 'terminalDensityPerCm2')).toEqual({ both: 2, onlyBefore: 1, onlyAfter: 0 });
  });
});
