import { describe, expect, it } from 'vitest';
import type { Position } from '../../src/domain/hair.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { describeDensity, type DensityMap, type DensityMaps } from '../../src/report/view/describe-density.js';
import { createNumberFormats } from '../../src/report/view/number-formats.js';
import { exampleIncrease } from '../support/example-results.js';

const formats = createNumberFormats('en'), names = ['Baseline', 'Follow-up'] as const;
const { baseline: example } = exampleIncrease();

/** One square centimetre of 5 µm a pixel with these exits, all of it measured. */
function scalp(roots: readonly Position[], change: Partial<TimepointResult> = {}): TimepointResult {
  const side = 2000, [hair] = example.hairs;
  return {
    ...example, photo: { ...example.photo, width: side, height: side }, calibration: { micrometresPerPixel: 5, method: 'given', relativeUncertainty: 0.01 },
    targetArea: { shape: 'frame', areaCm2: 1, countingAreaCm2: 1, validShare: 1, exclusions: [], outline: [] },
    measurements: { ...example.measurements, hairCount: roots.length, densityPerCm2: roots.length },
    hairs: roots.map((root, k) => ({ ...hair!, id: k + 1, root, counted: true, notCountedBecause: null })), ...change,
  };
}

/** Evenly standing hair, some in each row and column. */
const lawn = (across: number, keep: (place: Position) => boolean = () => true): Position[] => Array.from({ length: across * across }, (_, k) => ({
  row: ((Math.floor(k / across) + 0.5) / across) * 2000 - 0.5, column: (((k % across) + 0.5) / across) * 2000 - 0.5,
})).filter(keep);

function shown(before: TimepointResult, after: TimepointResult, laid: Parameters<typeof describeDensity>[2] = null): DensityMaps {
  const view = describeDensity(before, after, laid, names, formats);
  if (view.state === 'notShown') throw new Error(view.reason);
  return view;
}

/** The map in few signs: the step of every eighth cell, a dot where nothing was measured. */
const sketch = ({ rows, columns, steps }: DensityMap): string[] => Array.from({ length: Math.floor(rows / 8) }, (_, r) => Array.from({ length: Math.floor(columns / 8) }, (__, c) => steps[(r * 8 + 4) * columns + c * 8 + 4] ?? '.').join(''));

describe('the map of how densely hair stands', () => {
  it('is empty around the round field of a scope, and of that alone, however much of the photograph lies around it', () => {
    const inside = (radius: number): Position[] => Array.from({ length: 96 }, (_, k) => ({ row: 1000 + radius * Math.sin((k * Math.PI) / 48), column: 1000 + radius * Math.cos((k * Math.PI) / 48) }));
    for (const radius of [950, 700]) {
      const exclusions: TimepointResult['targetArea']['exclusions'] = [{ reason: 'vignette', share: 1 - (Math.PI * radius ** 2) / 4e6, rows: [0, 2000], columns: [0, 2000], inside: inside(radius) }];
      const round = scalp(lawn(15, ({ row, column }) => Math.hypot(row - 1000, column - 1000) < radius), { targetArea: { ...example.targetArea, shape: 'frame', areaCm2: 1, countingAreaCm2: 1, exclusions, outline: [] } });
      const { before } = shown(round, round), drawn = sketch(before), middle = drawn.length >> 1;
      expect(drawn[0]![0]).toBe('.');
      expect(drawn[middle]).toMatch(radius === 950 ? /^\.?[^.]+\.?$/ : /^\.+[^.]+\.+$/);
    }
  });

  it('is even where hair stands evenly, up to the rim of the photograph', () => {
    const { before, key } = shown(scalp(lawn(15)), scalp(lawn(15)));
    expect(new Set(before.steps).size).toBe(1);
    const [low, high] = key[before.steps[0]!]!.split('–').map(Number);
    expect(low!).toBeLessThanOrEqual(225);
    expect(high!).toBeGreaterThan(225);
  });

  it('shows the half of the skin that is bare, and says which figures the steps mean', () => {
    const { after, key } = shown(scalp(lawn(18)), scalp(lawn(18, ({ column }) => column < 1000)));
    expect(sketch(after)).toEqual(Array.from({ length: 7 }, () => expect.stringMatching(/^6[56].{3}00$/)));
    expect(key[0]).toBe('0–50');
  });

  it('lies in the frame of the baseline when the photographs are laid over one another', () => {
    const clump = ({ row, column }: Position): boolean => row < 900 && column < 900, roots = lawn(24, (place) => clump(place) || (place.row + place.column) % 3 < 1);
    const turned = roots.map(({ row, column }) => ({ row: 1999 - column, column: row }));
    // The same skin seen turned by a quarter; column' = 1999 − row and row' = column take it back.
    const { before, after } = shown(scalp(roots), scalp(turned), { a: 0, b: 1, c: -1, d: 0, e: 1999, f: 0 });
    expect(sketch(after)).toEqual(sketch(before));
    expect(sketch(shown(scalp(roots), scalp(turned)).after)).not.toEqual(sketch(before));
  });

  it('leaves out what was not measured', () => {
    const area = { ...scalp([]).targetArea, exclusions: [{ reason: 'footerStrip' as const, share: 0.25, rows: [1500, 2000] as [number, number], columns: [0, 2000] as [number, number] }] };
    const { before } = shown(scalp(lawn(15, ({ row }) => row < 1500), { targetArea: area }), scalp(lawn(15)));
    expect(sketch(before).at(-1)).toBe('.......');
    expect(sketch(before)[0]).not.toContain('.');
  });

  it('is not drawn from a handful of hairs or without a scale, and says why', () => {
    expect(describeDensity(scalp(lawn(7)), scalp(lawn(15)), null, names, formats)).toMatchObject({ state: 'notShown', reason: expect.stringContaining('Baseline: 49 counted hairs are too few') });
    const noScale = scalp(lawn(15), { calibration: null, measurements: { ...example.measurements, densityPerCm2: null } });
    expect(describeDensity(scalp(lawn(15)), noScale, null, names, formats)).toMatchObject({ state: 'notShown', reason: expect.stringMatching(/^Follow-up: there is no hair density/) });
  });
});
