import { describe, expect, it } from 'vitest';
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

  it('is not supposed where a result of an earlier version does not tell', () => {
    for (const unknown of [visit('old.png'), visit('bald.png', null), makeTimepoint()]) expect(countingErrorsOf(unknown, dark)).toEqual(shippedCountingErrors);
  });
});
