import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { countingShare, detectedShareAt } from '../../src/measurement/counting-area.js';
import { describeScopeField } from '../../src/measurement/scope-field.js';
import { wholeSpans } from '../../src/raster/row-spans.js';

const hair = (column: number, row: number, dx: number, dy: number): Hair => ({
  id: 1, root: { row, column }, tip: { row: row + dy, column: column + dx }, path: [{ row, column }, { row: row + dy, column: column + dx }], rootVisible: true,
  lengthMm: null, diameterUm: null, diameterIntervalUm: null, kind: null, unit: null, confidence: 1, counted: true, notCountedBecause: null,
});
const everywhere = wholeSpans({ width: 1000, height: 500 });
const whole = { top: 0, bottom: 500, left: 0, right: 1000 };

describe('the area in which hairs are counted', () => {
  // 100 pixels a millimetre: a rim of 7 pixels.
  const clearOfRim = ((1000 - 14) * (500 - 14)) / (1000 * 500);
  const cutShort = (column: number, row: number): Hair => ({ ...hair(column, row, 20, 0), counted: false, notCountedBecause: 'cutShort' });

  it('is the area clear of the rim where every exit lies clear of it and none is cut short', () => {
    expect(countingShare([hair(500, 250, 80, 0), hair(300, 100, 0, -80)], everywhere, whole, 100)).toBeCloseTo(clearOfRim, 9);
  });

  it('is smaller by the exits that are seen and not counted, because their shafts are cut short', () => {
    expect(countingShare([hair(500, 250, 80, 0), hair(300, 100, 80, 0), hair(200, 100, 80, 0), cutShort(980, 250)], everywhere, whole, 100)).toBeCloseTo(0.75 * clearOfRim, 9);
  });

  it('gives the density of the skin clear of the rim, whatever was counted in it', () => {
    const clear = [hair(500, 250, 80, 0), hair(300, 100, 80, 0)], inRim = [hair(3, 250, 80, 0), hair(500, 2, 80, 0)];
    expect(4 / countingShare([...clear, ...inRim], everywhere, whole, 100)).toBeCloseTo(2 / countingShare(clear, everywhere, whole, 100), 9);
  });

  it('is the whole area where a circle is drawn well inside the photograph, and where no hair was counted', () => {
    const half = (row: number): number => Math.sqrt(Math.max(0, 150 ** 2 - (row - 250) ** 2));
    const inside = { ...everywhere, rows: everywhere.rows.map((_, row) => [Math.round(500 - half(row)), Math.round(500 + half(row))]) };
    expect(countingShare([hair(500, 250, 80, 0)], inside, whole, 100)).toBe(1);
    expect(countingShare([], everywhere, whole, 100)).toBe(1);
  });

  it('is smaller by the rim of a scope’s round field, whose border cuts shafts off as the photograph’s edge does', () => {
    const inside = Array.from({ length: 96 }, (_, k) => ({ row: 250 + 200 * Math.sin((k * Math.PI) / 48), column: 500 + 200 * Math.cos((k * Math.PI) / 48) }));
    const field = describeScopeField([{ reason: 'vignette', share: 0.75, rows: [0, 500], columns: [0, 1000], inside }]), half = (row: number): number => Math.sqrt(Math.max(0, 200 ** 2 - (row - 250) ** 2));
    const disc = { ...everywhere, rows: everywhere.rows.map((_, row) => [Math.round(500 - half(row)), Math.round(500 + half(row))]) };
    expect(field.depth(500, 250)).toBeCloseTo(200, 0);
    expect(field.depth(710, 250)).toBeCloseTo(-10, 0);
    expect(countingShare([hair(500, 250, 80, 0)], disc, whole, 100, field)).toBeCloseTo((200 - 6.7) ** 2 / 200 ** 2, 2);
    expect(countingShare([hair(500, 250, 80, 0), hair(697, 250, -80, 0)], disc, whole, 100, field)).toBeCloseTo((2 * (200 - 6.7) ** 2) / 200 ** 2, 2);
  });

  it('makes the density of a scalp of even hair come out right although cut hairs are left out', () => {
    let seed = 1;
    const next = (): number => { seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff; return seed / 0x7fffffff; };
    let counted = 0, expected = 0, shares = 0;
    for (let field = 0; field < 60; field++) {
      const shown: Hair[] = [];
      for (let k = 0; k < 60; k++) {
        const h = hair(next() * 1000, next() * 500, 50, 20);
        const whole = h.root.column + 37 * (50 / 53.9) < 1000 && h.root.row + 37 * (20 / 53.9) < 500;
        shown.push(whole ? h : { ...h, counted: false, notCountedBecause: 'cutShort' });
      }
      const part = countingShare(shown, everywhere, whole, 100);
      counted += shown.filter((one) => one.counted).length / part;
      expected += 60;
      shares += part / 60;
    }
    expect(shares).toBeLessThan(0.95);
    expect(Math.abs(counted / expected - 1)).toBeLessThan(0.01);
  });
});

describe('hairs hidden by their neighbours', () => {
  it('are allowed for so that the density of all comes out: 200 hairs per cm², of which crowding hides 4.8 %', () => {
    expect(detectedShareAt(200 * (1 - 0.048))).toBeCloseTo(1 - 0.048, 9);
  });

  it('are none where hairs stand alone, and more the denser they stand, up to a fifth', () => {
    const shares = [0, 20, 60, 120, 240, 360, 480, 600, 2000].map(detectedShareAt);
    expect(shares[0]).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares.at(-1)).toBe(0.8);
  });
});
