import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { countMatchedHairs } from '../../src/scoring/matched-hairs.js';

type Kind = 'terminal' | 'vellus' | 'indeterminate';
const hair = (id: number, kind: Kind, isTrace = false, diameterUm = { terminal: 52, vellus: 31, indeterminate: 40 }[kind]): Hair =>
  ({ id, kind, diameterUm, diameterIntervalUm: [diameterUm - 5, diameterUm + 5], confidence: 1, counted: !isTrace, notCountedBecause: isTrace ? 'uncertain' : null }) as Hair;
const kept = (...pairs: [number, number][]) => pairs.map(([baseline, followUp]) => ({ baseline, followUp, probability: 1 }));

describe('matched hairs of terminal hair', () => {
  it('are counted as the hairs that came and went, and one that changed its kind is kept, halfway', () => {
    const before = [hair(1, 'terminal'), hair(2, 'vellus'), hair(3, 'terminal'), hair(4, 'terminal')];
    const after = [hair(11, 'terminal'), hair(12, 'terminal'), hair(13, 'vellus'), hair(15, 'terminal')];
    const hairs = { kept: kept([1, 11], [2, 12], [3, 13]), lost: [{ id: 4, probability: 1 }], gained: [{ id: 15, probability: 1 }] };
    expect(countMatchedHairs(hairs, before, after, 'terminalDensityPerCm2', 40)).toMatchObject({ keptBefore: 2, keptAfter: 2, lost: 1, gained: 1 });
    expect(countMatchedHairs(hairs, before, after, 'densityPerCm2', 40)).toMatchObject({ keptBefore: 3, keptAfter: 3, lost: 1, gained: 1 });
  });

  it('stay of the kind that one photograph is sure of, and halfway where both are sure of another', () => {
    const before = [hair(1, 'terminal'), hair(2, 'indeterminate'), hair(3, 'vellus'), hair(4, 'terminal', false, 60)];
    const after = [hair(1, 'terminal'), hair(2, 'terminal'), hair(3, 'indeterminate'), hair(4, 'vellus', false, 30)];
    const counts = countMatchedHairs({ kept: kept([1, 1], [2, 2], [3, 3], [4, 4]), lost: [], gained: [] }, before, after, 'terminalDensityPerCm2', 40);
    expect(counts).toMatchObject({ keptBefore: 2.5, keptAfter: 2.5, lost: 0, gained: 0 });
  });

  it('weigh what is likely where neither photograph is sure, as those do that came or went', () => {
    // An undecided one is 40 µm wide, right at the limit, so it counts half.
    const before = [hair(1, 'terminal'), hair(2, 'indeterminate'), hair(3, 'vellus')], after = [hair(1, 'terminal'), hair(2, 'indeterminate'), hair(3, 'vellus'), hair(4, 'indeterminate')];
    const counts = countMatchedHairs({ kept: kept([1, 1], [2, 2], [3, 3]), lost: [], gained: [{ id: 4, probability: 0.9 }] }, before, after, 'terminalDensityPerCm2', 40);
    expect(counts).toMatchObject({ keptBefore: 1.5, keptAfter: 1.5, lost: 0, gained: 0.45 });
  });

  it('weigh an undecided one by its own width, and one without a width as the others are', () => {
    const touching = { ...hair(3, 'indeterminate'), diameterUm: null, diameterIntervalUm: null } as Hair;
    const hairs = [hair(1, 'terminal'), hair(2, 'indeterminate', false, 36), touching];
    const { keptBefore } = countMatchedHairs({ kept: kept([1, 1], [2, 2], [3, 3]), lost: [], gained: [] }, hairs, hairs, 'terminalDensityPerCm2', 40);
    const thin = 0.0584; // Above 40 µm where 36 µm is known to 5 µm either way: 1.57 deviations.
    expect(keptBefore).toBeCloseTo(1 + thin + (1 + thin) / 2, 3);
  });
});

describe('a hair that one photograph shows only as a faint trace', () => {
  const before = [hair(1, 'terminal'), hair(2, 'terminal')], after = [hair(1, 'terminal'), hair(2, 'vellus', true)];
  it('is kept, is counted where it is seen by itself, and has not changed its kind', () => {
    const counts = countMatchedHairs({ kept: kept([1, 1], [2, 2]), lost: [], gained: [] }, before, after, 'terminalDensityPerCm2', 40);
    expect(counts).toMatchObject({ keptBefore: 2, keptAfter: 1, lost: 0, gained: 0 });
  });
});

describe('a hair of both visits', () => {
  it('counts as much as it is likely to be one, and once in the density', () => {
    const unsure = (id: number): Hair => ({ ...hair(id, 'terminal'), confidence: 0.6 });
    const counts = countMatchedHairs({ kept: kept([1, 1], [2, 2]), lost: [], gained: [] }, [hair(1, 'terminal'), unsure(2)], [unsure(1), unsure(2)], 'densityPerCm2', 40);
    expect(counts).toMatchObject({ keptBefore: 1.6, keptAfter: 1.2, countedBefore: 2, countedAfter: 2 });
  });

  it('is counted by the photograph that shows it whole where the edge of the other cuts it short', () => {
    const cut = { ...hair(2, 'terminal'), counted: false, notCountedBecause: 'cutShort' } as Hair;
    const counts = countMatchedHairs({ kept: kept([1, 1], [2, 2]), lost: [], gained: [] }, [hair(1, 'terminal'), cut], [hair(1, 'terminal'), hair(2, 'terminal')], 'densityPerCm2', 40);
    expect(counts).toMatchObject({ keptBefore: 1, keptAfter: 2, lost: 0, gained: 0 });
  });
});

describe('hairs that one visit shows and the other does not', () => {
  it('count as much as it is likely that they went or came, the unclear ones too', () => {
    const hairs = {
      kept: kept([1, 1]), lost: [{ id: 2, probability: 0.9 }], gained: [],
      unclear: { baseline: [{ id: 3, probability: 0.25 }], followUp: [{ id: 2, probability: 0.1 }] },
    };
    const counts = countMatchedHairs(hairs, [1, 2, 3].map((id) => hair(id, 'terminal')), [1, 2].map((id) => hair(id, 'terminal')), 'densityPerCm2', 40);
    expect(counts.lost).toBeCloseTo(1.15, 12);
    expect(counts.gained).toBeCloseTo(0.1, 12);
    expect(counts.lostVariance).toBeCloseTo(0.09 + 0.1875, 12);
  });
});
