import { beforeAll, describe, expect, it } from 'vitest';
import { analyseProgress } from '../../src/analysis/analyse-progress.js';
import { analyseTimepoint, type TimepointAnalysis } from '../../src/analysis/analyse-timepoint.js';
import type { Hair } from '../../src/domain/hair.js';
import type { FollowUpResult, TimepointResult } from '../../src/domain/result.js';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { photographPhantomVisit } from '../../src/phantom/index.js';
import { createRandom } from '../../src/phantom/random.js';
import { describeKindShift, measureKindShift } from '../../src/scoring/kind-shift.js';

interface Scalp { readonly seed: number; readonly thickening: number; readonly hairs?: number; readonly focusUm?: readonly [number, number]; readonly hairContrast?: number }

const errorUm = 2, limitUm = 40;

/** One scalp of hair of 45 ± 12 µm at two visits; `focusUm` is what all diameters of each photograph have too much. */
function measureScalp({ seed, thickening, hairs = 150, focusUm = [0, 0], hairContrast = 0.6 }: Scalp) {
  const random = createRandom(seed), widths = Array.from({ length: hairs }, () => Math.max(15, random.normal(45, 12)));
  const photograph = (times: number, shiftUm: number): TimepointResult => ({
    method: { options: { terminalThresholdUm: limitUm } }, calibration: { relativeUncertainty: 0 }, quality: { appearance: { hairContrast } },
    hairs: widths.map((width, at): Hair => {
      const diameterUm = width * times + shiftUm + random.normal(0, errorUm);
      return { id: at + 1, counted: true, diameterUm, diameterIntervalUm: [diameterUm - 1.96 * errorUm, diameterUm + 1.96 * errorUm] } as Hair;
    }),
  }) as TimepointResult;
  const terminal = (times: number): number => widths.filter((width) => width * times > limitUm).length;
  const matched = { kept: widths.map((_, at) => ({ baseline: at + 1, followUp: at + 1, probability: 1 })), lost: [], gained: [] } as NonNullable<FollowUpResult['hairs']>;
  const before = photograph(1, focusUm[0]), after = photograph(thickening, focusUm[1]);
  return { shift: measureKindShift(matched, before, after, 1), back: measureKindShift(matched, after, before, 1), truth: Math.log(terminal(thickening) / terminal(1)) };
}

describe('hairs of both visits that became thicker or thinner', () => {
  it('move terminal density by most of what they moved it', () => {
    for (const thickening of [1.2, 1.3, 1 / 1.2]) {
      const { shift, truth } = measureScalp({ seed: 5, thickening });
      expect(shift!.logRatio / truth).toBeGreaterThan(0.7);
      expect(shift!.logRatio / truth).toBeLessThan(1.1);
      expect(Math.abs(shift!.logRatio - truth)).toBeLessThan(1.96 * Math.sqrt(shift!.variance));
    }
    expect(describeKindShift(measureScalp({ seed: 5, thickening: 1.2 }).shift!)!.message).toMatch(/^The hairs of both visits became thicker: by their own diameters 2\d % more of them are terminal\. Another focus, light or scale alone can do a part of that; the change takes in [7-9]\d % of it/);
  });

  it('leave the change alone where they did not, and the other focus of one photograph is no change of hair', () => {
    const moved = Array.from({ length: 40 }, (_, at) => measureScalp({ seed: at + 1, thickening: 1 }).shift!).filter(({ logRatio }) => logRatio !== 0);
    expect(moved).toEqual([]);
    const { shift } = measureScalp({ seed: 7, thickening: 1, focusUm: [0, 1] });
    expect(shift!.logRatio).toBe(0);
    expect(Math.abs(shift!.measuredLogRatio)).toBeLessThanOrEqual(1.97 * Math.sqrt(shift!.variance));
    expect(describeKindShift(shift!)!.message).toMatch(/Another focus, light or scale alone can do as much, so the change does not take it in and its interval holds it\.$/);
  });

  it('need to become much thicker before light hair is believed, whose edges are misjudged', () => {
    expect(measureScalp({ seed: 9, thickening: 1.2, hairContrast: 0.1 }).shift!.logRatio).toBe(0);
  });

  it('keep the truth in the interval in nine or more of ten simulated scalps whose photographs differ in focus as photographs do', () => {
    for (const thickening of [0.8, 0.9, 1, 1.1, 1.25]) {
      let held = 0;
      for (let seed = 1; seed <= 200; seed++) {
        const focus = createRandom(seed), { shift, truth } = measureScalp({ seed: 1000 + seed, thickening, focusUm: [focus.normal(0, 1.2), focus.normal(0, 1.2)] });
        // What the counting of hairs adds at the least to the interval of any change.
        if (Math.abs(shift!.logRatio - truth) <= 1.96 * Math.sqrt(shift!.variance + 0.03 ** 2)) held++;
      }
      expect(held / 200, `${thickening} times as thick`).toBeGreaterThanOrEqual(0.9);
    }
  });

  it('give exactly the negative when the visits are exchanged', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { shift, back } = measureScalp({ seed, thickening: 0.7 + seed / 60, hairs: 10 + seed });
      expect(back!.logRatio).toBe(shift!.logRatio === 0 ? 0 : -shift!.logRatio);
      expect(back!.variance).toBe(shift!.variance);
    }
  });

  it('move nothing where fewer than ten have a diameter in both photographs, and the interval holds what these show', () => {
    const { shift } = measureScalp({ seed: 3, thickening: 1.3, hairs: 9 });
    expect(shift!.measuredLogRatio).toBeGreaterThan(0.1);
    expect(shift!.logRatio).toBe(0);
    expect(Math.sqrt(shift!.variance)).toBeGreaterThan(shift!.measuredLogRatio);
    expect(measureScalp({ seed: 3, thickening: 1.3, hairs: 1 }).shift).toBeNull();
  });
});

describe('a rendered scalp whose hair grew half as thick again', () => {
  let visits: TimepointAnalysis[];
  beforeAll(async () => {
    const series = { seed: 4521, densityPerCm2: 140, micrometresPerPixel: 5, neverCoarser: true, widthMm: 7, heightMm: 5, vellusShare: 0.1, hairColour: 'black', skinTone: 2, changesPercent: [0, 0], thickenings: [0.5, 0.75] } as const;
    visits = await Promise.all([1, 2].map((visit) => photographPhantomVisit(series, visit)).map(async ({ image, micrometresPerPixel }) => analyseTimepoint(await encodeJpeg(image, 90), { calibration: { method: 'given', micrometresPerPixel } })));
  });

  it('has more terminal hair though none was gained, and the comparison says why', () => {
    const { change, warnings } = analyseProgress(visits).followUps[0]!, [back] = analyseProgress([...visits].reverse()).followUps;
    expect(change!.endpoint).toBe('terminalDensityPerCm2');
    expect(change!.interval95[0]).toBeGreaterThan(10);
    expect(warnings.map(({ code }) => code)).toContain('comparison.kindsMoved');
    expect(back!.change!.logRatio).toBe(-change!.logRatio!);
  });
});
