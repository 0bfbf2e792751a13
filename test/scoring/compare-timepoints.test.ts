import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimepointResult } from '../../src/domain/result.js';
import { compareTimepoints } from '../../src/scoring/compare-timepoints.js';
import type { ComparisonOptions } from '../../src/scoring/compare-timepoints.js';
import { makeTimepoint } from './make-timepoint.js';

const baseline = makeTimepoint({ name: 'before.png', count: 150 });
const followUp = makeTimepoint({ name: 'after.png', count: 210 });

function codes(before: TimepointResult, after: TimepointResult, options?: ComparisonOptions): string[] {
  return compareTimepoints(before, after, options).warnings.map((warning) => warning.code);
}

function expectRefusal(before: TimepointResult, after: TimepointResult, code: string, options?: ComparisonOptions) {
  const comparison = compareTimepoints(before, after, options);
  expect([comparison.change, comparison.globalAssessment]).toEqual([null, null]);
  expect(comparison.warnings[0].code).toBe(code);
  return comparison.warnings[0].message;
}

describe('two close-ups that were not matched hair by hair', () => {
  it('are compared by terminal density, with the chance of the field in the error', () => {
    const { change, globalAssessment, warnings } = compareTimepoints(baseline, followUp);
    expect(change).toMatchObject({ endpoint: 'terminalDensityPerCm2', before: 150, after: 210, percent: 40 });
    expect(change!.standardError).toBeCloseTo(Math.sqrt(2 * Math.log(1.05) ** 2 + 2 * 0.02 ** 2 + 1 / 150 + 1 / 210), 12);
    expect(globalAssessment).toMatchObject({ supported: 2, preset: 'standard' });
    expect(warnings.map((warning) => warning.code)).toEqual(['comparison.notRegistered']);
  });

  it('give exactly the negative when they are swapped', () => {
    const made = fc.record({
      count: fc.integer({ min: 1, max: 400 }), areaCm2: fc.double({ min: 0.05, max: 5, noNaN: true }),
      scaleUncertainty: fc.double({ min: 0, max: 0.2, noNaN: true }), umPerPixel: fc.double({ min: 1, max: 8, noNaN: true }),
    });
    fc.assert(fc.property(made, made, (a, b) => {
      const there = compareTimepoints(makeTimepoint(a), makeTimepoint({ ...b, name: 'b.png' }));
      const back = compareTimepoints(makeTimepoint({ ...b, name: 'b.png' }), makeTimepoint(a));
      expect(back.change!.logRatio + there.change!.logRatio).toBe(0);
      expect(back.change!.standardError).toBe(there.change!.standardError);
      expect(back.globalAssessment!.supported + there.globalAssessment!.supported).toBe(0);
      expect(back.globalAssessment!.probabilities['3']).toBe(there.globalAssessment!.probabilities['-3']);
    }), { numRuns: 500 });
  });

  it('rest on all hairs, and say so, where diameters are missing on one of them', () => {
    const coarse = makeTimepoint({ name: 'coarse.png', count: 210, terminal: null });
    const { change, warnings } = compareTimepoints(baseline, coarse);
    expect(change).toMatchObject({ endpoint: 'densityPerCm2', before: 150, after: 210 });
    expect(warnings[0].code).toBe('comparison.totalDensityUsed');
    expect(warnings[0].message).toContain('on the follow-up');
  });

  it('do not fall back to all hairs when terminal hairs were looked for and none was found', () => {
    expectRefusal(makeTimepoint({ count: 20, terminal: 0 }), followUp, 'change.noHairAtBaseline');
    expectRefusal(baseline, makeTimepoint({ name: 'b', count: 0 }), 'change.noHairAtFollowUp');
    expectRefusal(makeTimepoint({ count: 0 }), makeTimepoint({ name: 'b', count: 0 }), 'change.noHairAtBothVisits');
  });

  it('cannot be compared when one has no scale, and the sentence says which', () => {
    const unscaled = makeTimepoint({ name: 'b', umPerPixel: null });
    expect(expectRefusal(baseline, unscaled, 'comparison.scaleMissing')).toContain('because the follow-up has no scale');
    expect(expectRefusal(unscaled, baseline, 'comparison.scaleMissing')).toContain('because the baseline has no scale');
    expect(expectRefusal(unscaled, unscaled, 'comparison.scaleMissing')).toContain('because both photographs have no scale');
  });

  it('are compared by plain counts without a scale only when their fields are known to be of one size', () => {
    const before = makeTimepoint({ name: 'a', umPerPixel: null, count: 40 });
    const after = makeTimepoint({ name: 'b', umPerPixel: null, count: 80 });
    const { change, globalAssessment, warnings } = compareTimepoints(before, after, { sameFieldSize: true });
    expect(change).toMatchObject({ endpoint: 'hairCount', before: 40, after: 80, percent: 100 });
    expect(globalAssessment!.supported).toBe(3);
    expect(warnings[0].code).toBe('comparison.countsUsed');
    // CV 5 %, 1 % of the side of each field, 40 and 80 hairs, and 10 % of each count from the guessed scale.
    expect(change!.standardError ** 2).toBeCloseTo(2 * Math.log(1.05) ** 2 + 2 * 0.02 ** 2 + 1 / 40 + 1 / 80 + 2 * 0.1 ** 2, 12);
    expectRefusal(before, makeTimepoint({ name: 'b', umPerPixel: null, validShare: 0.9 }), 'comparison.fieldsDiffer', { sameFieldSize: true });
    expectRefusal(before, makeTimepoint({ name: 'b', umPerPixel: null, count: null }), 'comparison.countMissing', { sameFieldSize: true });
  });

  it('cannot be compared when hairs could not be counted on one of them', () => {
    expect(expectRefusal(baseline, makeTimepoint({ name: 'b', count: null }), 'comparison.densityMissing')).toContain('because the follow-up could not be counted');
  });

  it('cannot be compared with a global photograph, nor two global photographs by their hairs', () => {
    const global: TimepointResult = { ...makeTimepoint({ name: 'top.png', count: null, umPerPixel: null }), kind: 'global' };
    expect(expectRefusal(baseline, global, 'comparison.differentKinds')).toContain('because the baseline is a close-up and the follow-up a photograph of the whole head');
    expectRefusal(global, global, 'comparison.globalPhotographs');
    expect(codes(global, baseline)).not.toContain('comparison.scaleMissing');
  });

  it('cannot be compared when the tools differ: version, network, threshold or counting rule', () => {
    const { method } = followUp;
    expectRefusal(baseline, { ...followUp, method: { ...method, version: '2' } }, 'comparison.differentMethods');
    expectRefusal(baseline, { ...followUp, method: { ...method, model: { ...method.model, sha256: 'def' } } }, 'comparison.differentModels');
    const options = { ...method.options, terminalThresholdUm: 30 };
    expect(expectRefusal(baseline, { ...followUp, method: { ...method, options } }, 'comparison.differentOptions')).toContain('(40 and 30)');
  });

  it('cannot be compared when one failed the quality checks', () => {
    const blurred = { ...followUp, quality: { usable: false, checks: [] } };
    expect(expectRefusal(baseline, blurred, 'comparison.photographUnusable')).toContain('the follow-up failed');
  });

  it('list every reason at once, so that nobody is sent back twice', () => {
    const wrong = { ...makeTimepoint({ name: 'b', umPerPixel: null }), quality: { usable: false, checks: [] } };
    expect(codes(baseline, wrong)).toEqual(['comparison.photographUnusable', 'comparison.scaleMissing']);
  });

  it('carry a warning when their scales differ by more than 5 %, in either order', () => {
    const other = (scale: number) => makeTimepoint({ name: 'b', umPerPixel: scale });
    const base = makeTimepoint({ umPerPixel: 2 });
    expect(codes(base, other(2.1))).not.toContain('comparison.scalesDiffer');
    expect(codes(base, other(2.101))).toContain('comparison.scalesDiffer');
    expect(codes(other(2.101), base)).toContain('comparison.scalesDiffer');
  });

  it('are compared with a warning when the hair itself says that a scale is wrong', () => {
    const sure = makeTimepoint({ name: 'a.png' }), doubtful = { ...makeTimepoint({ name: 'b.png' }), issues: [{ code: 'scale.doubtful', field: 'calibration', message: '646 hairs were found per cm², and more than 450 hardly ever stand on a scalp: the scale may be too fine, check it.' }] };
    expect(codes(sure, doubtful)).toContain('comparison.scaleDoubtful');
    expect(codes(doubtful, sure)).toContain('comparison.scaleDoubtful');
    for (const [before, after] of [[sure, doubtful], [doubtful, sure]] as const) expect(compareTimepoints(before, after).warnings.find(({ code }) => code === 'comparison.scaleDoubtful')?.message).toMatch(/^The scale of b\.png is doubtful, .* 646 hairs/);
    expect(codes(sure, makeTimepoint({ name: 'b.png' }))).not.toContain('comparison.scaleDoubtful');
  });

  it('are compared with a warning when they come from different devices of the site, whatever their scales', () => {
    const from = (name: string, device: string): TimepointResult => {
      const made = makeTimepoint({ name });
      return { ...made, calibration: { ...made.calibration!, method: 'device', device } };
    };
    expect(codes(from('a.png', 'Scope 1'), from('b.png', 'Scope 2'))).toContain('comparison.devicesDiffer');
    expect(codes(from('a.png', 'Scope 1'), from('b.png', 'Scope 1'))).not.toContain('comparison.devicesDiffer');
    expect(codes(from('a.png', 'Scope 1'), makeTimepoint({ name: 'b.png' }))).not.toContain('comparison.devicesDiffer');
  });

  it('are flagged early when less than twelve weeks apart, by the given dates or else by the camera', () => {
    const before = makeTimepoint({ capturedAt: '2026-01-01T10:00:00' });
    const after = makeTimepoint({ name: 'b', capturedAt: '2026-02-01T10:00:00' });
    expect(codes(before, after)).toContain('comparison.early');
    expect(codes(before, after, { followUpDate: '2026-07-01' })).not.toContain('comparison.early');
    expect(codes(baseline, followUp)).not.toContain('comparison.early');
    expect(codes(after, before)).toContain('comparison.datesReversed');
    expect(compareTimepoints(after, before).warnings.find(({ code }) => code === 'comparison.datesReversed')!.message).toContain('the hair changed the other way');
  });

  it('that are the same file are said to be, and show no change', () => {
    const { change, globalAssessment, warnings } = compareTimepoints(baseline, baseline);
    expect(warnings.map((warning) => warning.code)).toContain('comparison.samePhotograph');
    expect(change!.logRatio).toBe(0);
    expect(globalAssessment).toMatchObject({ supported: 0, nominal: 0, words: 'no detectable change' });
  });

  it('with very few hairs carry a warning that the interval is rough', () => {
    expect(codes(makeTimepoint({ count: 9 }), followUp)).toContain('comparison.fewHairs');
    expect(codes(makeTimepoint({ count: 10 }), followUp)).not.toContain('comparison.fewHairs');
  });

  it('take the repeatability of the site and its preset', () => {
    const rough = compareTimepoints(baseline, followUp, { repeatabilityCv: 0.2, preset: 'strict' });
    expect(rough.globalAssessment).toMatchObject({ supported: 0, nominal: 2, preset: 'strict' });
    expect(() => compareTimepoints(baseline, followUp, { repeatabilityCv: -1 })).toThrow(RangeError);
  });

  it('of thin hair, none of which is terminal for sure, are compared by the number that may be', () => {
    const thin = { count: 12, terminal: 2, sureTerminal: 0, terminalShare: [0, 0.5] } as const, { change, warnings } = compareTimepoints(makeTimepoint(thin), makeTimepoint({ name: 'b', ...thin, terminal: 3 }));
    expect(change).toMatchObject({ endpoint: 'terminalDensityPerCm2', before: 2, after: 3 });
    expect(change!.interval95[1]).toBeGreaterThan(500);
    expect(warnings.map((warning) => warning.code)).toContain('comparison.fewHairs');
    expect(warnings.find(({ code }) => code === 'comparison.fewHairs')!.message).toMatch(/^Only \d+(\.\d)? and \d+(\.\d)? hairs/);
  });

  it('of dense hair whose shafts hide each other’s widths rest on all terminal hairs that the density stands for, not on the few that could be measured', () => {
    const error = (sureTerminal: number): number => compareTimepoints(makeTimepoint({ count: 60, sureTerminal }), makeTimepoint({ name: 'b', count: 90, sureTerminal })).change!.standardError;
    expect(error(12)).toBe(error(60));
  });

  it('are told apart less surely where nobody knows which hairs are terminal', () => {
    const error = (terminalShare?: [number, number]): number => compareTimepoints(makeTimepoint({ count: 60, ...(terminalShare && { terminalShare }) }), makeTimepoint({ name: 'b', count: 90 })).change!.standardError;
    expect(error([0.7, 1]) ** 2 - error() ** 2).toBeCloseTo((0.15 / 1.96) ** 2, 10);
  });
});
