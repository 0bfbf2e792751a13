import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { compareTimepoints } from '../../src/scoring/compare-timepoints.js';
import { countingErrorsOf, detectionVariance } from '../../src/scoring/detection-doubt.js';
import { shippedCountingErrors } from '../../src/scoring/registered-change.js';
import { makeTimepoint } from './make-timepoint.js';

const visit = (name: string, hairContrast?: number | null): TimepointResult => ({
  ...makeTimepoint({ name }),
  quality: { usable: true, checks: [], appearance: { skinColour: null, glareShare: null, edgeBlurUm: null, clumpedShare: null, ...(hairContrast === undefined ? {} : { hairContrast }) } },
});
const dark = visit('dark.png', 0.7), brown = visit('brown.png', 0.35), blond = visit('blond.png', 0.1);

describe('hair that is hard to tell from the skin', () => {
  it('makes the change of two fields less sure, most where only one photograph shows it so', () => {
    expect(detectionVariance(dark, visit('other.png', 0.6))).toBe(0);
    expect(detectionVariance(blond, visit('other.png', 0.15))).toBeGreaterThan(0);
    expect(detectionVariance(dark, blond)).toBeGreaterThan(detectionVariance(blond, visit('other.png', 0.15)));
    expect(detectionVariance(dark, blond)).toBeGreaterThan(detectionVariance(dark, brown));
    expect(detectionVariance(dark, blond)).toBe(detectionVariance(blond, dark));
    const usual = compareTimepoints(dark, visit('other.png', 0.6)).change!, unsure = compareTimepoints(dark, blond).change!;
    expect(unsure.standardError ** 2 - usual.standardError ** 2).toBeCloseTo(detectionVariance(dark, blond), 12);
  });

  it('raises the counting errors of photographs that are laid over each other', () => {
    expect(countingErrorsOf(dark, dark)).toEqual(shippedCountingErrors);
    const { foundShare, oneSidedShare } = countingErrorsOf(blond, dark);
    expect(foundShare).toBeLessThan(shippedCountingErrors.foundShare);
    expect(oneSidedShare).toBeGreaterThan(1.5 * shippedCountingErrors.oneSidedShare);
    expect(countingErrorsOf(blond, blond).foundShare).toBeGreaterThan(0.5);
  });

  it('is doubted the more, the more faint traces there are for each counted hair', () => {
    const hair: Hair = {
      id: 1, root: { row: 5, column: 5 }, tip: { row: 5, column: 60 }, path: [{ row: 5, column: 5 }, { row: 5, column: 60 }], rootVisible: true, lengthMm: 0.3,
      diameterUm: 60, diameterIntervalUm: [55, 65], kind: 'terminal', unit: 1, confidence: 0.9, counted: true, notCountedBecause: null,
    };
    const faint = (of: TimepointResult, traces: number): TimepointResult => ({
      ...of, hairs: Array.from({ length: 10 * (1 + traces) }, (_, k) => (k < 10 ? { ...hair, id: k + 1 } : { ...hair, id: k + 1, counted: false, unit: null, confidence: 0.2, notCountedBecause: 'uncertain' })),
    });
    expect(detectionVariance(faint(blond, 3), faint(blond, 3))).toBeGreaterThan(2 * detectionVariance(blond, blond));
    expect(detectionVariance(faint(blond, 3), blond)).toBe(detectionVariance(blond, faint(blond, 3)));
    expect(countingErrorsOf(faint(blond, 3), blond).oneSidedShare).toBeGreaterThan(countingErrorsOf(blond, blond).oneSidedShare);
    expect(countingErrorsOf(faint(blond, 9), faint(blond, 9)).foundShare).toBeGreaterThan(0.3);
    expect(countingErrorsOf(faint(dark, 0.9), dark)).toEqual(shippedCountingErrors);
    // A few hairs that stand out among many that hardly do say nothing of these.
    expect(countingErrorsOf(faint(dark, 3), dark).foundShare).toBeLessThan(0.5);
  });

  it('is doubted where much of what looks like hair belongs to none that was found, as its own interval says', () => {
    const found = (name: string, count: number, explainedShare: number): TimepointResult => {
      const made = visit(name, 0.6), own = makeTimepoint({ name, count });
      return { ...own, quality: { ...made.quality, appearance: { ...made.quality.appearance!, explainedShare } } };
    };
    const [whole, alike, loose] = [found('a.png', 160, 0.96), found('b.png', 112, 0.95), found('b.png', 112, 0.72)];
    expect(detectionVariance(whole, alike)).toBe(0);
    expect(compareTimepoints(whole, alike).globalAssessment!.supported).toBeLessThan(0);
    const { change, globalAssessment, warnings } = compareTimepoints(whole, loose), back = compareTimepoints(loose, whole);
    expect(change!.percent).toBeCloseTo(-30, 6);
    expect(change!.interval95[1]).toBeGreaterThan(0);
    expect(globalAssessment!.supported).toBe(0);
    expect(warnings.map(({ code }) => code)).toContain('comparison.explainedDiffers');
    expect(back.change!.logRatio).toBe(-change!.logRatio!);
    expect(back.change!.standardError).toBe(change!.standardError);
    // Photographs that are alike in it miss much the same share.
    expect(detectionVariance(found('a.png', 160, 0.72), loose)).toBeLessThan(detectionVariance(whole, loose));
    expect(detectionVariance(found('a.png', 160, 0.72), loose)).toBeGreaterThan(0.02);
    expect(countingErrorsOf(whole, loose)).toEqual(shippedCountingErrors);
  });

  it('is not supposed where a result of an earlier version does not tell', () => {
    for (const unknown of [visit('old.png'), visit('bald.png', null), makeTimepoint()]) expect(countingErrorsOf(unknown, dark)).toEqual(shippedCountingErrors);
  });
});
