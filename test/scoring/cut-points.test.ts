import { describe, expect, it } from 'vitest';
import { cutPoints } from '../../src/scoring/cut-points.js';
import type { PresetName } from '../../src/scoring/cut-points.js';
import { nominalScore } from '../../src/scoring/nominal-score.js';
import { logRatioOf } from '../../src/scoring/change.js';

const presets = Object.keys(cutPoints) as PresetName[];

function scoreOf(before: number, after: number, preset: PresetName): number {
  return nominalScore(logRatioOf(before, after), { before, after }, preset);
}

describe('the cut points', () => {
  it('are 10, 25 and 50 % in the standard preset and 10, 30 and 60 % in the strict one', () => {
    expect(cutPoints.standard.map((cut) => cut.increasePercent)).toEqual([10, 25, 50]);
    expect(cutPoints.strict.map((cut) => cut.increasePercent)).toEqual([10, 30, 60]);
    for (const preset of presets) expect(cutPoints[preset].map((cut) => cut.atLeastPerCm2)).toEqual([10, 20, 40]);
  });

  it('each name the source of their figure', () => {
    for (const preset of presets) for (const cut of cutPoints[preset]) expect(cut.source.length).toBeGreaterThan(40);
  });

  for (const preset of presets) {
    for (const cut of cutPoints[preset]) {
      const after = 200 * (1 + cut.increasePercent / 100);

      it(`give the score ${cut.score} to an increase of exactly ${cut.increasePercent} % and to any larger one (${preset})`, () => {
        expect(scoreOf(200, after, preset)).toBe(cut.score);
        expect(scoreOf(200, after + 1e-9, preset)).toBe(cut.score);
        expect(scoreOf(200, after + 0.5, preset)).toBe(cut.score);
      });

      it(`give one step less to an increase just under ${cut.increasePercent} % (${preset})`, () => {
        expect(scoreOf(200, after - 1e-9, preset)).toBe(cut.score - 1);
        expect(scoreOf(200, after - 0.5, preset)).toBe(cut.score - 1);
      });

      it(`give the score −${cut.score} to the mirrored decrease, just under it one step less (${preset})`, () => {
        expect(scoreOf(after, 200, preset)).toBe(-cut.score);
        expect(scoreOf(after, 200 - 1e-9, preset)).toBe(-cut.score);
        expect(scoreOf(after, 200 + 1e-9, preset)).toBe(1 - cut.score === 0 ? 0 : 1 - cut.score);
      });

      it(`ask for ${cut.atLeastPerCm2} hairs per cm² before they give ${cut.score} (${preset})`, () => {
        // Sparse enough that the percent cut is passed long before the difference is reached.
        const before = cut.atLeastPerCm2;
        expect(scoreOf(before, before + cut.atLeastPerCm2, preset)).toBe(cut.score);
        expect(scoreOf(before, before + cut.atLeastPerCm2 + 1e-9, preset)).toBe(cut.score);
        expect(scoreOf(before, before + cut.atLeastPerCm2 - 1e-9, preset)).toBe(cut.score - 1);
        expect(scoreOf(before + cut.atLeastPerCm2, before, preset)).toBe(-cut.score);
      });

      it(`see the same ${cut.increasePercent} % in counts of hairs whatever area they are divided by (${preset})`, () => {
        const onTheCut = 100 * (1 + cut.increasePercent / 100);
        for (let area = 0.0371; area < 0.9; area += 0.00137) expect(scoreOf(100 / area, onTheCut / area, preset)).toBe(cut.score);
      });
    }
  }

  it('see 10 hairs per cm² in densities whose difference is 10 only to the last digit', () => {
    expect(16.4 - 6.4).toBeLessThan(10);
    expect(nominalScore(Math.log(1.2), { before: 6.4, after: 16.4 }, 'standard')).toBe(1);
  });

  it('hold by percent alone where no density is known', () => {
    expect(nominalScore(Math.log(1.6), null, 'standard')).toBe(3);
    expect(nominalScore(Math.log(1.6), { before: 10, after: 16 }, 'standard')).toBe(0);
  });

  it('refuse a change that is not a number', () => {
    expect(() => nominalScore(NaN, null, 'standard')).toThrow(RangeError);
  });
});
