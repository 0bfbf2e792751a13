import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareHairs } from '../../src/evaluation/compare-hairs.js';
import { matchRoots } from '../../src/evaluation/match-roots.js';
import type { PhotoTruth } from '../../src/evaluation/read-hair-truth.js';
import { summariseHairs } from '../../src/evaluation/summarise-hairs.js';
import { timepointOf } from './timepoint-of.js';

function truthOf(roots: [row: number, column: number][], options: { scale?: number | null; validRows?: number; diameters?: number[] } = {}): PhotoTruth {
  const { scale = 2, validRows = null, diameters = [] } = options;
  return {
    name: 'a.jpg', path: 'photos/a.jpg', micrometresPerPixel: scale, validRows,
    hairs: roots.map(([row, column], at) => ({
      line: at + 2, class: 'single', root: { row, column }, tip: { row: row + 40, column }, diameterUm: diameters[at] ?? null,
    })),
  };
}

describe('matching found roots with true ones', () => {
  it('takes the nearest pair first, one to one', () => {
    const found = [{ row: 0, column: 10 }, { row: 0, column: 4 }];
    const truth = [{ row: 0, column: 6 }, { row: 0, column: 0 }];
    expect(matchRoots(found, truth, 5)).toEqual([
      { found: 1, truth: 0, distancePixels: 2 },
    ]);
    expect(matchRoots(found, truth, 10)).toHaveLength(2);
  });

  it('counts a root exactly on the radius and none just beyond it', () => {
    const at = (column: number) => [{ row: 0, column }];
    expect(matchRoots(at(0), at(5), 5)).toHaveLength(1);
    expect(matchRoots(at(0), at(5.001), 5)).toHaveLength(0);
  });

  it('never uses a root twice and never reaches beyond the radius', () => {
    const roots = fc.array(fc.record({ row: fc.integer({ min: 0, max: 60 }), column: fc.integer({ min: 0, max: 60 }) }), { maxLength: 15 });
    fc.assert(fc.property(roots, roots, (found, truth) => {
      const matches = matchRoots(found, truth, 20);
      expect(new Set(matches.map((match) => match.found)).size).toBe(matches.length);
      expect(new Set(matches.map((match) => match.truth)).size).toBe(matches.length);
      expect(matches.every((match) => match.distancePixels <= 20)).toBe(true);
    }), { numRuns: 200, seed: 9 });
  });
});

describe('comparing the hairs of a photograph with truth', () => {
  it('tells matched, missed and invented hairs, with the distance in micrometres', () => {
    const { hairs, truthCount, measuredCount } = compareHairs(
      truthOf([[100, 100], [300, 300]]), timepointOf([{ root: [100, 110] }, { root: [700, 700] }]));
    expect({ truthCount, measuredCount }).toEqual({ truthCount: 2, measuredCount: 2 });
    expect(hairs!.map(({ id, truthLine, distanceUm }) => ({ id, truthLine, distanceUm }))).toEqual([
      { id: 1, truthLine: 2, distanceUm: 20 },
      { id: 2, truthLine: null, distanceUm: null },
      { id: null, truthLine: 3, distanceUm: null },
    ]);
  });

  it('matches within 0.11 mm whatever the magnification', () => {
    const matchedAt = (scale: number, apart: number): boolean =>
      compareHairs(truthOf([[100, 100]], { scale }), timepointOf([{ root: [100, 100 + apart] }], scale)).hairs![0].truthLine !== null;
    expect(matchedAt(2, 54.9)).toBe(true);
    expect(matchedAt(2, 55.1)).toBe(false);
    expect(matchedAt(5, 21.9)).toBe(true);
    expect(matchedAt(5, 22.1)).toBe(false);
  });

  it('leaves out hairs that do not count and roots in the blank strip below the valid rows', () => {
    const comparison = compareHairs(truthOf([], { validRows: 900 }),
      timepointOf([{ root: [100, 100], counted: false }, { root: [900, 50] }, { root: [899, 50] }]));
    expect(comparison.measuredCount).toBe(1);
    expect(comparison.hairs!.map((hair) => hair.id)).toEqual([3]);
  });

  it('compares counts only where the scale is unknown', () => {
    expect(compareHairs(truthOf([[1, 1]], { scale: null }), timepointOf([{ root: [1, 1] }], null)))
      .toMatchObject({ truthCount: 1, measuredCount: 1, hairs: null });
  });

  it('knows a true density only where people marked all that was measured, be it for a strip below that was left out', () => {
    const result = timepointOf([{ root: [100, 100], diameterUm: 70 }, { root: [700, 100], diameterUm: 70 }]), area = result.targetArea;
    const densities = (validRows: number | undefined, strip: number | null) => {
      area.exclusions = strip === null ? [] : [{ reason: 'footerStrip', share: 0.1, rows: [strip, 1000], columns: [0, 1000] }];
      const { truthDensityPerCm2, truthTerminalDensityPerCm2 } = compareHairs(truthOf([[100, 100]], { diameters: [70], ...(validRows === undefined ? {} : { validRows }) }), result);
      return [truthDensityPerCm2, truthTerminalDensityPerCm2];
    };
    expect(densities(500, null)).toEqual([null, null]);
    expect(densities(890, 900)).toEqual([null, null]);
    for (const [validRows, strip] of [[900, 900], [900, 898], [1000, null], [undefined, null], [undefined, 900]] as const) expect(densities(validRows, strip)).toEqual([1 / 0.04, 1 / 0.04]);
    // A header above says nothing of the rows below.
    area.exclusions = [{ reason: 'footerStrip', share: 0.1, rows: [0, 100], columns: [0, 1000] }];
    expect(compareHairs(truthOf([], { validRows: 900 }), result).truthDensityPerCm2).toBeNull();
  });

  it('gives no count for long hair that has none', () => {
    const result = timepointOf([{ root: [1, 1] }]);
    result.measurements.hairCount = null;
    expect(compareHairs(truthOf([[1, 1]]), result).measuredCount).toBeNull();
  });
});

describe('the summary of many photographs', () => {
  const photo = (truth: number, measured: number) => compareHairs(
    truthOf(Array.from({ length: truth }, (_, at) => [100, 100 * at] as [number, number])),
    timepointOf(Array.from({ length: measured }, (_, at) => ({ root: [100, 100 * at] as [number, number] }))));

  it('averages errors a photograph and pools roots over all', () => {
    const summary = summariseHairs([photo(4, 5), photo(8, 6), photo(5, 5)]);
    expect(summary).toMatchObject({ photos: 3, truthHairs: 17, measuredHairs: 16, meanAbsoluteCountError: 1 });
    expect(summary.bias).toBeCloseTo(-1 / 3, 12);
    expect(summary.biasPercent).toBeCloseTo(100 * (16 / 17 - 1), 9);
    expect(summary.meanAbsolutePercentError).toBeCloseTo(50 / 3, 9);
    expect(summary.roots).toMatchObject({ found: 16, truth: 17, matched: 15, precision: 15 / 16, recall: 15 / 17 });
    expect(summary.roots.f1).toBeCloseTo(30 / 33, 12);
  });

  it('leaves photographs without a count out of every figure and says how many they are', () => {
    const result = timepointOf([]);
    result.measurements.hairCount = null;
    const summary = summariseHairs([photo(4, 4), compareHairs(truthOf([[1, 1]]), result)]);
    expect(summary).toMatchObject({ photos: 1, withoutCount: 1, truthHairs: 4 });
    expect(summary.roots.truth).toBe(4);
  });

  it('gives null, not zero, where there is nothing to compare', () => {
    expect(summariseHairs([])).toMatchObject({
      photos: 0, meanAbsoluteCountError: null, bias: null, biasPercent: null, correlation: null, icc: null, limitsOfAgreement: null,
      roots: { precision: null, recall: null, f1: null }, terminalDiameter: null,
    });
  });

  it('compares terminal density with the truly thick hairs where the truth gives diameters, and not at all where it gives none', () => {
    const roots: [number, number][] = [[100, 100], [100, 300], [100, 500], [100, 700]];
    const result = timepointOf(roots.map((root) => ({ root })));
    result.measurements.terminalDensityPerCm2 = 60;
    expect(summariseHairs([compareHairs(truthOf(roots, { diameters: [70, 60, 35, 20] }), result)]).terminalDensity).toEqual({ meanAbsolutePercentError: expect.closeTo(20, 9), biasPercent: expect.closeTo(20, 9) });
    expect(summariseHairs([compareHairs(truthOf(roots), result)]).terminalDensity).toBeNull();
  });

  it('judges diameters on terminal hairs at least four pixels wide', () => {
    const roots: [number, number][] = [[100, 100], [100, 300], [100, 500], [100, 700]];
    const measured = [76, 64, 30, 60].map((diameterUm, at) => ({ root: roots[at], diameterUm }));
    const compared = compareHairs(truthOf(roots, { scale: 12, diameters: [70, 60, 35, 47] }), timepointOf(measured, 12));
    expect(summariseHairs([compared]).terminalDiameter).toEqual({ hairs: 2, medianAbsoluteErrorUm: 5, biasUm: 5 });
  });
});
