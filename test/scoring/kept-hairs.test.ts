import { describe, expect, it } from 'vitest';
import type { Hair, Position } from '../../src/domain/hair.js';
import type { Exclusion, TimepointResult } from '../../src/domain/result.js';
import { measureKeptHairs } from '../../src/scoring/kept-hairs.js';
import { makeTimepoint } from './make-timepoint.js';

const hair = (id: number, lengthMm: number | null, diameterUm: number | null, column = 500): Hair => ({
  id, lengthMm, diameterUm, root: { row: 400, column: 400 }, tip: { row: 400, column }, rootVisible: true, counted: true, notCountedBecause: null,
}) as Hair;
const visit = (hairs: Hair[], scaleUncertainty = 0): TimepointResult => ({ ...makeTimepoint({ scaleUncertainty }), hairs });
const kept = (count: number) => ({ kept: Array.from({ length: count }, (_, k) => ({ baseline: k + 1, followUp: k + 1, probability: 1 })), lost: [], gained: [] });
const measure = (hairs: ReturnType<typeof kept>, baseline: TimepointResult, followUp: TimepointResult, days: number | null, sizeRatio = 1) => measureKeptHairs(hairs, baseline, followUp, days, sizeRatio);
const grown = (count: number, growMm: (k: number) => number, thickenUm: (k: number) => number): [TimepointResult, TimepointResult] => [
  visit(Array.from({ length: count }, (_, k) => hair(k + 1, 0.3 + 0.01 * k, 60 + k))),
  visit(Array.from({ length: count }, (_, k) => hair(k + 1, 0.3 + 0.01 * k + growMm(k), 60 + k + thickenUm(k)))),
];

describe('hairs that both photographs show', () => {
  it('grew and thickened by the mean of their changes, with an interval that narrows with their number', () => {
    const few = measure(kept(6), ...grown(6, (k) => 0.5 + 0.05 * (k % 2), (k) => 4 + (k % 3)), null);
    const many = measure(kept(60), ...grown(60, (k) => 0.5 + 0.05 * (k % 2), (k) => 4 + (k % 3)), null);
    expect(many.lengthChangeMm).toMatchObject({ mean: 0.525, hairs: 60 });
    expect(many.diameterChangeUm).toMatchObject({ mean: 5, hairs: 60 });
    const width = ({ interval95: [low, high] }: { interval95: [number, number] }): number => high - low;
    expect(width(many.diameterChangeUm!)).toBeLessThan(0.4 * width(few.diameterChangeUm!));
  });

  it('have exactly opposite changes when the visits are exchanged', () => {
    const [before, after] = grown(23, (k) => 0.1 * Math.sin(k), (k) => 3 * Math.cos(2 * k)).map((result) => ({ ...result, calibration: { ...result.calibration!, relativeUncertainty: 0.01 } }));
    for (const sizeRatio of [1, 1.04]) {
      const there = measure(kept(23), before!, after!, null, sizeRatio), back = measure(kept(23), after!, before!, null, 1 / sizeRatio);
      for (const name of ['lengthChangeMm', 'diameterChangeUm'] as const) {
        expect(there[name]!.mean + back[name]!.mean).toBe(0);
        expect(there[name]!.interval95[0] + back[name]!.interval95[1]).toBe(0);
      }
    }
  });

  it('are not compared where a diameter is missing, a tip may be cut off, or there are too few', () => {
    const [before, after] = grown(8, () => 0.4, () => 2);
    const cut = { ...after, hairs: after.hairs.map((each, k) => (k < 4 ? hair(each.id, each.lengthMm, null, 1279) : each)) };
    expect(measure(kept(8), before, cut, null)).toMatchObject({ lengthChangeMm: null, diameterChangeUm: null, issues: [{ code: 'keptHairs.tooFew' }, { code: 'keptHairs.tooFew' }, { code: 'keptHairs.noAnagen' }] });
  });

  it('are no whole hairs where the border of a scope’s round field may have cut them off', () => {
    const corners = Array.from({ length: 96 }, (_, k) => ({ row: 400 + 300 * Math.sin((k * Math.PI) / 48), column: 400 + 300 * Math.cos((k * Math.PI) / 48) }));
    const inScope = (result: TimepointResult, column: number): TimepointResult => ({
      ...result, hairs: result.hairs.map((each) => ({ ...each, tip: { ...each.tip, column } })),
      targetArea: { ...result.targetArea, exclusions: [{ reason: 'vignette', share: 0.6, rows: [0, 1024], columns: [0, 1280], inside: corners }] },
    });
    const [before, after] = grown(20, () => 0.5, () => 2);
    // 0.083 mm are 30 pixels.
    for (const column of [675, 690, 700]) {
      expect(measure(kept(20), inScope(before, 500), inScope(after, column), 2)).toMatchObject({ lengthChangeMm: null, diameterChangeUm: { mean: 2 } });
      expect(measure(kept(20), inScope(after, column), inScope(before, 500), 2)).toMatchObject({ lengthChangeMm: null, anagen: null });
    }
    expect(measure(kept(20), inScope(before, 500), inScope(after, 665), 2)).toMatchObject({ lengthChangeMm: { mean: 0.5, hairs: 20 }, anagen: { share: 1 } });
  });

  it.each<[string, readonly [number, number], readonly [number, number], (away: number) => Position]>([
    ['footerStrip', [900, 1024], [0, 1280], (away) => ({ row: 900 - away, column: 400 })],
    ['footerStrip', [0, 124], [0, 1280], (away) => ({ row: 123 + away, column: 400 })],
    ['border', [0, 1024], [1080, 1280], (away) => ({ row: 400, column: 1080 - away })],
    ['paperLabel', [900, 980], [300, 700], (away) => ({ row: 900 - away, column: 400 })],
  ])('are no whole hairs where a %s at rows %j and columns %j may have cut them off: the others alone say how much they grew', (reason, rows, columns, place) => {
    // All were clipped to 0.5 mm, 181 pixels, and grew 0.7 mm, 253 pixels, straight towards the part that is left out.
    const exclusion = { reason, rows, columns, share: ((rows[1] - rows[0]) * (columns[1] - columns[0])) / (1280 * 1024) } as Exclusion;
    const show = (px: number): TimepointResult => {
      const made = visit(Array.from({ length: 34 }, (_, k) => {
        const away = 30 + 23 * k, shown = Math.min(px, away - 1);
        return { ...hair(k + 1, (shown * 2.762) / 1000, 60), root: place(away), tip: place(away - shown) };
      }));
      return { ...made, targetArea: { ...made.targetArea, exclusions: [exclusion] } };
    };
    const { lengthChangeMm, anagen } = measure(kept(34), show(181), show(434), 2);
    expect(lengthChangeMm).toMatchObject({ mean: 0.6988, interval95: [0.6988, 0.6988], hairs: 15 });
    expect(anagen).toMatchObject({ share: 1, hairs: 19 });
  });

  it('have no growth in millimetres where the scale of either photograph cannot be true, and the reason is given', () => {
    const [before, after] = grown(20, () => 0.4, () => 2), wrong = (result: TimepointResult): TimepointResult => ({ ...result, issues: [{ code: 'scale.impossible', field: 'measurements.hairCount', message: 'Most shafts are wider than any hair.' }] });
    for (const [visits, words] of [[[wrong(before), wrong(after)], 'the scales of both photographs'], [[wrong(before), after], 'the scale of the baseline'], [[before, wrong(after)], 'the scale of the follow-up']] as const) {
      const { issues, ...figures } = measure(kept(20), ...visits, 2);
      expect(figures).toEqual({ lengthChangeMm: null, diameterChangeUm: null, anagen: null });
      expect(issues.map(({ code, field }) => `${code} ${field}`)).toEqual(['lengthChangeMm', 'diameterChangeUm', 'anagen'].map((name) => `scale.impossible keptHairs.${name}`));
      for (const { message } of issues) expect(message).toContain(`${words} cannot be true. Most shafts`);
    }
    expect(measure(kept(20), before, after, 2).lengthChangeMm).not.toBeNull();
  });
});

describe('hairs that did not change between two photographs', () => {
  const hairs = Array.from({ length: 60 }, (_, k) => hair(k + 1, 1.5 + 0.01 * k, 50 + k / 3));
  /** Lengths and diameters as they come out at so many times the true scale. */
  const scaled = (times: number): TimepointResult => visit(hairs.map((each) => ({ ...each, lengthMm: each.lengthMm! * times, diameterUm: each.diameterUm! * times })), 0.01);
  const holdsNothing = ({ interval95: [low, high] }: { interval95: readonly [number, number] }): boolean => low <= 0 && high >= 0;

  it.each([1.02, 1.03, 1.05, 1.07])('neither grew nor thickened where the common skin is %s times as large in one of them, whether by its scale or by stretched skin', (ratio) => {
    for (const [before, after, sizeRatio] of [[scaled(1), scaled(ratio), ratio], [scaled(ratio), scaled(1), 1 / ratio], [scaled(1), scaled(1), ratio], [scaled(1), scaled(1), 1 / ratio]] as const) {
      const { lengthChangeMm, diameterChangeUm, anagen } = measure(kept(60), before, after, 1, sizeRatio);
      expect(holdsNothing(lengthChangeMm!)).toBe(true);
      expect(holdsNothing(diameterChangeUm!)).toBe(true);
      expect(anagen!.share).toBe(0);
    }
  });

  it('have no figures where the common skin refutes the scales, and the reason is given', () => {
    const { issues, ...figures } = measure(kept(60), scaled(1), scaled(1.1), 1, 1.1);
    expect(figures).toEqual({ lengthChangeMm: null, diameterChangeUm: null, anagen: null });
    expect(issues.map(({ code, field }) => `${code} ${field}`)).toEqual(['lengthChangeMm', 'diameterChangeUm', 'anagen'].map((name) => `comparison.scalesDisagree keptHairs.${name}`));
    expect(issues[0]!.message).toMatch(/^Lengths, diameters and growth cannot be given\. By the scales given, .* 10 % larger in one of them/);
  });

  it('keep the whole uncertainty of a scale that both share: 5 % of what they grew', () => {
    const shared = (result: TimepointResult): TimepointResult => ({ ...result, calibration: { ...result.calibration!, relativeUncertainty: 0.05 } });
    const { lengthChangeMm } = measure(kept(20), ...(grown(20, () => 2, () => 0).map(shared) as [TimepointResult, TimepointResult]), null);
    const { mean, interval95: [low, high] } = lengthChangeMm!;
    expect((high - low) / 2 / mean).toBeGreaterThan(1.96 * 0.05);
  });
});

describe('the share of growing hairs', () => {
  const pair = grown(20, (k) => (k < 15 ? 0.7 : 0.05), () => 0);
  it('is that of kept hairs that grew 0.2 mm a day between two photographs some days apart', () => {
    const { anagen } = measure(kept(20), ...pair, 2);
    expect(anagen).toMatchObject({ share: 0.75, grownHairs: 15, hairs: 20, days: 2 });
    expect(anagen!.interval95[0]).toBeGreaterThan(0.5);
    expect(anagen!.interval95[1]).toBeLessThan(0.92);
  });

  it('is that of the hairs, and not of those that did not grow out of the photograph', () => {
    // Four of five grew 0.7 mm in two days, towards the edge of a small field.
    const show = (grewPx: (k: number) => number): TimepointResult => visit(Array.from({ length: 30 }, (_, k) => {
      const from = 480 + 23 * k, shown = Math.min(181 + grewPx(k), 1279 - from);
      return { ...hair(k + 1, (shown * 2.762) / 1000, 60), root: { row: 400, column: from }, tip: { row: 400, column: from + shown } };
    }));
    expect(measure(kept(30), show(() => 0), show((k) => (k % 5 === 4 ? 0 : 253)), 2).anagen).toMatchObject({ share: 0.8, grownHairs: 16, hairs: 20 });
  });

  it('leaves out hairs whose exit one of the photographs hides, as does the growth', () => {
    const [before, after] = grown(12, () => 0.5, () => 0), hide = ({ ...result }: TimepointResult): TimepointResult => ({ ...result, hairs: result.hairs.map((each, k): Hair => (k < 2 ? { ...each, lengthMm: each.lengthMm! / 2, rootVisible: false, counted: false, notCountedBecause: 'rootOutside' } : each)) });
    for (const visits of [[before, hide(after)], [hide(before), after]] as const) {
      expect(measure(kept(12), ...visits, 2)).toMatchObject({ lengthChangeMm: { mean: 0.5, hairs: 10 }, anagen: { share: 1, hairs: 10 } });
    }
  });

  it('is not given, with the reason, for other intervals, unknown days or few hairs', () => {
    for (const days of [null, 0, -2, 30]) expect(measure(kept(20), ...pair, days)).toMatchObject({ anagen: null, issues: [{ code: 'keptHairs.noAnagen', field: 'keptHairs.anagen' }] });
    expect(measure(kept(7), ...grown(7, () => 0.7, () => 0), 2).anagen).toBeNull();
  });
});
