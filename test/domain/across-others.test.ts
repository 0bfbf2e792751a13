import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAcrossOthers } from '../../src/domain/across-others.js';

/** Hairs on a grid, each pointing the way that its place says, radians. */
function comb(ways: readonly number[]) {
  return ways.map((way, i) => {
    const root = { row: 40 * Math.floor(i / 5), column: 40 * (i % 5) };
    return { root, tip: { row: root.row + 30 * Math.sin(way), column: root.column + 30 * Math.cos(way) }, counted: true };
  });
}

describe('hairs that lie across the hairs around them', () => {
  it('are none where hair leans one way, or turns slowly from place to place', () => {
    expect(countAcrossOthers(comb(Array.from({ length: 25 }, () => 1)))).toEqual({ across: 0, of: 25 });
    expect(countAcrossOthers(comb(Array.from({ length: 25 }, (_, i) => 0.3 * Math.floor(i / 5) + 0.1 * (i % 5))))).toEqual({ across: 0, of: 25 });
  });

  const withTurned = (turns: Readonly<Record<number, number>>): number => countAcrossOthers(comb(Array.from({ length: 25 }, (_, i) => 1 + (turns[i] ?? 0)))).across;

  it('are those that point another way, backwards too, as loose clippings do', () => {
    expect(withTurned({ 6: Math.PI / 2, 18: Math.PI })).toBe(2);
  });

  it('are none where all that differ point just backwards: the ends of faint hair were taken for each other', () => {
    expect(withTurned({ 1: Math.PI, 6: Math.PI, 13: 3, 18: -3, 24: Math.PI })).toBe(0);
    expect(withTurned({ 1: Math.PI, 6: Math.PI / 2, 13: 3, 18: -3, 24: Math.PI })).toBe(2);
  });

  it('are not looked for among four hairs, nor do hairs that do not count tell anything', () => {
    expect(countAcrossOthers(comb([0, 2, 4, 1]))).toEqual({ across: 0, of: 4 });
    expect(countAcrossOthers(comb(Array.from({ length: 25 }, (_, i) => i)).map((hair) => ({ ...hair, counted: false })))).toEqual({ across: 0, of: 0 });
  });

  it('are the same as when the others are put in order of their distance, the first of equally near ones first', () => {
    const near = fc.record({ row: fc.nat(6), column: fc.nat(6), way: fc.integer({ min: 0, max: 62 }) });
    fc.assert(fc.property(fc.array(near, { minLength: 5, maxLength: 30 }), (places) => {
      const hairs = places.map(({ row, column, way }) => ({ root: { row: 10 * row, column: 10 * column }, tip: { row: 10 * row + Math.sin(way / 10), column: 10 * column + Math.cos(way / 10) }, counted: true }));
      const turned = places.map((one, i) => {
        const others = places.map((other, k) => ({ k, way: other.way, away: (other.row - one.row) ** 2 + (other.column - one.column) ** 2 })).filter(({ k }) => k !== i).sort((a, b) => a.away - b.away || a.k - b.k).slice(0, 5);
        const turns = others.map(({ way }) => Math.acos(Math.cos((way - one.way) / 10))).sort((a, b) => a - b);
        return turns[turns.length >> 1]!;
      });
      const aside = turned.filter((turn) => turn > Math.PI / 3 && turn <= (5 * Math.PI) / 6).length, back = turned.filter((turn) => turn > (5 * Math.PI) / 6).length;
      expect(countAcrossOthers(hairs)).toEqual({ across: aside + Math.min(aside, back), of: places.length });
    }));
  });
});
