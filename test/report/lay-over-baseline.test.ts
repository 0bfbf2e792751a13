import { describe, expect, it } from 'vitest';
import type { Hair, Position } from '../../src/domain/hair.js';
import { layBack, layOverBaseline, layPlace } from '../../src/report/view/lay-over-baseline.js';

const hairAt = (root: Position, id: number): Hair => ({
  id, root, tip: root, path: [root, root], rootVisible: true, lengthMm: null, diameterUm: null, diameterIntervalUm: null, kind: null, unit: null, confidence: 1, counted: true, notCountedBecause: null,
});

/** Hairs of a baseline, the same seen again through `see`, and their pairs. */
function seenAgain(count: number, see: (place: Position) => Position): Parameters<typeof layOverBaseline> {
  const roots = Array.from({ length: count }, (_, k): Position => ({ row: 40 + ((k * 137) % 900), column: 30 + ((k * 311) % 1100) }));
  return [
    { kept: roots.map((_, k) => ({ baseline: k + 1, followUp: k + 101, probability: 0.9 })), lost: [], gained: [] },
    roots.map((root, k) => hairAt(root, k + 1)), roots.map((root, k) => hairAt(see(root), k + 101)),
  ];
}

const turned = ({ row, column }: Position): Position => {
  const angle = 0.3, size = 1.07;
  return { row: size * (row * Math.cos(angle) + column * Math.sin(angle)) + 55, column: size * (column * Math.cos(angle) - row * Math.sin(angle)) - 80 };
};
const tilted = ({ row, column }: Position): Position => ({ row: 0.96 * row + 0.03 * column + 12, column: 1.04 * column - 0.1 * row - 9 });

describe('a follow-up shown on its baseline', () => {
  it.each([['a few hairs of a turned, larger photograph', 5, turned], ['many hairs of a turned, larger photograph', 40, turned], ['many hairs of a tilted photograph', 40, tilted]] as const)('lies where %s say', (_, count, see) => {
    const laid = layOverBaseline(...seenAgain(count, see))!;
    for (const place of [{ row: 0, column: 0 }, { row: 900, column: 100 }, { row: 333, column: 1200 }]) {
      const back = layPlace(laid, see(place)), there = layBack(laid, place);
      expect(Math.hypot(back.row - place.row, back.column - place.column)).toBeLessThan(1e-6);
      expect(Math.hypot(there.row - see(place).row, there.column - see(place).column)).toBeLessThan(1e-6);
    }
  });

  it('is not bent to a few hairs whose exits were seen a little beside', () => {
    const [matches, before, after] = seenAgain(6, turned), beside = after.map((hair, k) => ({ ...hair, root: { row: hair.root.row + (k % 2 ? 4 : -4), column: hair.root.column } }));
    const laid = layOverBaseline(matches, before, beside)!;
    expect(Math.hypot(laid.a, laid.b)).toBeCloseTo(Math.hypot(laid.c, laid.d), 10);
    expect(laid.a * laid.d - laid.b * laid.c).toBeCloseTo(1 / 1.07 ** 2, 1);
  });

  it('stays in its own frame where hairs were not matched, too few, or all in one place', () => {
    const [matches, before, after] = seenAgain(20, turned);
    expect(layOverBaseline(null, before, after)).toBeNull();
    expect(layOverBaseline({ ...matches!, kept: matches!.kept.slice(0, 2) }, before, after)).toBeNull();
    expect(layOverBaseline(...seenAgain(20, () => ({ row: 5, column: 5 })))).toBeNull();
  });
});
