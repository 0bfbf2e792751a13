import { describe, expect, it } from 'vitest';
import { compareMasks, summariseMasks } from '../../src/evaluation/compare-masks.js';
import type { FloatMap, Mask } from '../../src/raster/raster-image.js';

function maskOf(lines: string[]): Mask {
  return { width: lines[0].length, height: lines.length, data: Uint8Array.from(lines.join(''), (mark) => (mark === '#' ? 255 : 0)) };
}

function mapOf(lines: string[]): FloatMap {
  return { width: lines[0].length, height: lines.length, data: Float32Array.from(lines.join(''), (mark) => (mark === '#' ? 0.9 : mark === '+' ? 0.4 : 0.1)) };
}

/** A shaft of 30 pixels, one row high, on 12 rows. */
function shaftAt(row: number, mark = '#'): string[] {
  return Array.from({ length: 12 }, (_, at) => (at === row ? mark.repeat(30) : '.'.repeat(30)));
}

describe('a hair mask against one made by hand', () => {
  it('agrees fully with itself', () => {
    expect(compareMasks('a', mapOf(shaftAt(5)), 0.5, maskOf(shaftAt(5)))).toMatchObject({ dice: 1, centreLineF1: 1, found: 30, truth: 30, both: 30 });
  });

  it('has the Dice of its shared pixels', () => {
    const found = mapOf(['##########', '..........', '..........']);
    const truth = maskOf(['.....#####', '.....#####', '..........']);
    expect(compareMasks('a', found, 0.5, truth).dice).toBeCloseTo((2 * 5) / (10 + 10), 12);
  });

  it('takes a pixel for hair from the given probability on', () => {
    const faint = mapOf(shaftAt(5, '+'));
    expect(compareMasks('a', faint, 0.5, maskOf(shaftAt(5))).dice).toBe(0);
    expect(compareMasks('a', faint, 0.35, maskOf(shaftAt(5))).dice).toBe(1);
  });

  it('accepts a centre line two pixels aside and not three', () => {
    expect(compareMasks('a', mapOf(shaftAt(7)), 0.5, maskOf(shaftAt(5)))).toMatchObject({ dice: 0, centreLineF1: 1 });
    expect(compareMasks('a', mapOf(shaftAt(8)), 0.5, maskOf(shaftAt(5))).centreLineF1).toBe(0);
  });

  it('judges the centre line alone: a shaft drawn too thick still has the right line', () => {
    const thick = Array.from({ length: 12 }, (_, row) => (Math.abs(row - 5) <= 2 ? '#'.repeat(30) : '.'.repeat(30)));
    const comparison = compareMasks('a', mapOf(thick), 0.5, maskOf(shaftAt(5)));
    expect(comparison.dice).toBeLessThan(0.4);
    expect(comparison.centreLineF1).toBeGreaterThan(0.97);
  });

  it('agrees where there is no hair on either side', () => {
    const bald = shaftAt(-1);
    expect(compareMasks('a', mapOf(bald), 0.5, maskOf(bald))).toMatchObject({ dice: 1, centreLineF1: 1 });
  });

  it('is refused when it has another size than the picture', () => {
    expect(() => compareMasks('a.png', mapOf(['##']), 0.5, maskOf(['#']))).toThrow(expect.objectContaining({ code: 'truth.invalid' }));
  });
});

describe('hair masks of many pictures', () => {
  it('are pooled by pixels and averaged by pictures', () => {
    const good = compareMasks('a', mapOf(shaftAt(5)), 0.5, maskOf(shaftAt(5)));
    const half = compareMasks('b', mapOf(['##########', '..........']), 0.5, maskOf(['##########', '##########']));
    const { dice, photos } = summariseMasks([good, half]);
    expect(photos).toBe(2);
    expect(dice.mean).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(dice.pooled).toBeCloseTo((2 * 40) / (40 + 50), 12);
  });

  it('give null, not zero, when there are none', () => {
    expect(summariseMasks([])).toMatchObject({ dice: { pooled: null, mean: null }, centreLine: { precision: null, recall: null, f1: { pooled: null, mean: null } } });
  });
});
