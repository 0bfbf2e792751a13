import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessChange } from '../../src/scoring/assess-change.js';
import { shippedDetectorErrors } from '../../src/registration/judge-one-sided.js';
import type { MatchedCounts } from '../../src/scoring/matched-hairs.js';
import { measureRegisteredChange } from '../../src/scoring/registered-change.js';
import { seePatch } from '../support/simulated-sightings.js';

const certain = { keptBefore: 80, keptAfter: 80, countedBefore: 80, countedAfter: 80, lost: 0, gained: 0, lostVariance: 0, gainedVariance: 0 };

function measure(counts: Partial<MatchedCounts>, repeatabilityCv: number | null = null) {
  return measureRegisteredChange({ endpoint: 'densityPerCm2', counts: { ...certain, ...counts, countedBefore: counts.keptBefore ?? 80, countedAfter: counts.keptAfter ?? 80 }, commonAreaCm2: 0.8, repeatabilityCv });
}

describe('the change of one patch of skin, hair by hair', () => {
  it('counts kept hairs on both sides, lost ones before and gained ones after', () => {
    const { change } = measure({ lost: 8, gained: 16 });
    expect(change!.before).toBeCloseTo(110, 9);
    expect(change!.after).toBeCloseTo(120, 9);
    expect(change!.percent).toBeCloseTo(100 * (96 / 88 - 1), 9);
  });

  it('takes the hairs that both visits show for thicker, and those that went or came for what they were', () => {
    // Of 150 terminal and vellus hairs half each, 50 terminal ones went and 50 that stayed became terminal: as many as before.
    const kindShift = { logRatio: Math.log(2), measuredLogRatio: Math.log(2), variance: 0.01 }, counts = { ...certain, keptBefore: 75, keptAfter: 75, countedBefore: 75, countedAfter: 75, lost: 50 };
    const there = measureRegisteredChange({ endpoint: 'terminalDensityPerCm2', counts, commonAreaCm2: 1, kindShift }).change!;
    expect(Math.abs(there.percent!)).toBeLessThan(5);
    expect(there.before).toBeLessThan(105);
    const back = measureRegisteredChange({ endpoint: 'terminalDensityPerCm2', counts: { ...counts, lost: 0, gained: 50 }, commonAreaCm2: 1, kindShift: { ...kindShift, logRatio: -kindShift.logRatio, measuredLogRatio: -kindShift.measuredLogRatio } }).change!;
    expect(back.logRatio).toBe(-there.logRatio!);
  });

  it('is told from chance far sooner than two unmatched fields of the same size', () => {
    const { change } = measure({ keptBefore: 88, keptAfter: 88, gained: 12, gainedVariance: 1 });
    expect(change!.standardError).toBeLessThan(0.5 * Math.sqrt(1 / 88 + 1 / 100));
    expect(change!.interval95[0]).toBeGreaterThan(0);
  });

  it('is none where a worse photograph shows fewer of the same hairs', () => {
    const { change } = measure({ keptBefore: 100, keptAfter: 85 });
    expect(change!.logRatio).toBe(0);
    let error = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const { counts } = seePatch({ seed, hairs: 150, change: 0, turnover: 0, dimmed: 0.15 });
      error += measureRegisteredChange({ endpoint: 'densityPerCm2', counts, commonAreaCm2: 1 }).change!.logRatio / 200;
    }
    expect(Math.abs(error)).toBeLessThan(0.01);
  });

  it('holds the truth in its 95 % interval in 93 or more of 100 simulated patches of every kind, and finds no change where there is none', () => {
    for (const [hairs, change, turnover] of [[12, -0.3, 0], [40, 0.1, 0.02], [120, -0.3, 0], [120, 0.4, 0], [250, 0, 0.04]] as const) {
      let held = 0;
      for (let seed = 1; seed <= 400; seed++) {
        const { counts, trueLogRatio } = seePatch({ seed: 31 * seed, hairs, change, turnover });
        const { logRatio, standardError } = measureRegisteredChange({ endpoint: 'densityPerCm2', counts, commonAreaCm2: 1 }).change!;
        if (Math.abs(logRatio - trueLogRatio) <= 1.96 * standardError) held++;
      }
      expect(held / 400, `${hairs} hairs, ${change}`).toBeGreaterThan(0.93);
    }
    let detected = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const { counts } = seePatch({ seed: 31 * seed, hairs: 100, change: 0, turnover: 0 });
      const { logRatio, standardError } = measureRegisteredChange({ endpoint: 'densityPerCm2', counts, commonAreaCm2: 1 }).change!;
      if (Math.abs(logRatio) > 1.96 * standardError) detected++;
    }
    expect(detected / 400).toBeLessThan(0.05);
  });

  it('is still held, and still none where nothing changed, when the detector errs half as often again as believed', () => {
    const { missedSure, missedPerDoubt, falseOdds } = shippedDetectorErrors, errors = { ...shippedDetectorErrors, missedSure: 1.5 * missedSure, missedPerDoubt: 1.5 * missedPerDoubt, falseOdds: 1.5 * falseOdds };
    for (const change of [-0.3, 0, 0.2]) {
      let held = 0;
      for (let seed = 1; seed <= 200; seed++) {
        const { counts, trueLogRatio } = seePatch({ seed: 37 * seed, hairs: 200, change, turnover: 0, errors });
        const { logRatio, standardError } = measureRegisteredChange({ endpoint: 'densityPerCm2', counts, commonAreaCm2: 1 }).change!;
        if (Math.abs(logRatio - trueLogRatio) <= 1.96 * standardError) held++;
      }
      expect(held / 200, `${change}`).toBeGreaterThan(0.92);
    }
  });

  it('is exactly the negative when the visits are exchanged', () => {
    const count = fc.double({ min: 0, max: 300, noNaN: true }), kept = fc.integer({ min: 1, max: 300 });
    fc.assert(fc.property(kept, kept, count, count, count, (keptBefore, keptAfter, lost, gained, variance) => {
      const there = measure({ keptBefore, keptAfter, lost, gained, lostVariance: variance }).change!;
      const back = measure({ keptBefore: keptAfter, keptAfter: keptBefore, lost: gained, gained: lost, gainedVariance: variance }).change!;
      expect(there.logRatio + back.logRatio).toBe(0);
      expect(there.standardError).toBe(back.standardError);
      const score = (change: typeof there) => assessChange(change, { preset: 'standard', densitiesPerCm2: change }).nominal;
      expect(score(there) + score(back)).toBe(0);
    }));
  });

  it('takes the repeat study of the site where that is the larger uncertainty, and does not add the two', () => {
    const counts = { lost: 10, gained: 12, lostVariance: 2, gainedVariance: 2 }, own = measure(counts).change!.standardError;
    expect(measure(counts, 0.001).change!.standardError).toBe(own);
    expect(measure(counts, 0.1).change!.standardError).toBeCloseTo(Math.SQRT2 * Math.log(1.1), 12);
  });

  it('is not given, with the reason, where no hair was kept', () => {
    expect(measure({ keptBefore: 0, keptAfter: 0, gained: 4 })).toMatchObject({ change: null, refusal: { code: 'change.noHairAtBaseline' } });
    expect(measure({ keptBefore: 0, keptAfter: 0, lost: 3, gained: 4 })).toMatchObject({ change: null, refusal: { code: 'change.nothingKept' } });
    // Of one hair, hardly likely to be terminal, the interval of the change has no end.
    expect(measure({ keptBefore: 1e-7, keptAfter: 1e-7, lost: 0.5, gained: 0.5, lostVariance: 0.25, gainedVariance: 0.25 })).toMatchObject({ change: null, refusal: { code: 'change.tooUncertain' } });
    expect(() => measure({ lost: -1 })).toThrow(RangeError);
    expect(() => measureRegisteredChange({ endpoint: 'densityPerCm2', counts: certain, commonAreaCm2: 0 })).toThrow(RangeError);
  });
});
