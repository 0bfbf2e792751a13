import { describe, expect, it } from 'vitest';
import type { FollowUpResult, TimepointResult } from '../../src/domain/result.js';
import { fitAlignment, undoAlignment } from '../../web/src/viewer/fit-alignment.js';

type Pair = Parameters<typeof fitAlignment>;

/** A follow-up whose roots are those of the baseline, turned by 10°, a tenth larger and shifted. */
function turnedPair(count: number): Pair {
  const roots = Array.from({ length: count }, (_, i) => ({ row: (i * 373) % 900, column: (i * 617) % 1100 }));
  const angle = (10 * Math.PI) / 180;
  const turn = ({ row, column }: { row: number; column: number }): { row: number; column: number } => ({
    column: 1.1 * (Math.cos(angle) * column - Math.sin(angle) * row) + 40, row: 1.1 * (Math.sin(angle) * column + Math.cos(angle) * row) - 25,
  });
  const result = (places: typeof roots): TimepointResult => ({ hairs: places.map((root, i) => ({ id: i + 1, root })) }) as unknown as TimepointResult;
  const hairs = { kept: roots.map((_, i) => ({ baseline: i + 1, followUp: i + 1, probability: 1 })), lost: [], gained: [] };
  return [result(roots), { measurement: result(roots.map(turn)), hairs } as unknown as FollowUpResult];
}

describe('laying a follow-up over its baseline to look at', () => {
  it('puts every matched hair onto itself, with many hairs and with three', () => {
    for (const count of [3, 5, 40]) {
      const [baseline, followUp] = turnedPair(count);
      const alignment = fitAlignment(baseline, followUp)!;
      for (const [at, { root }] of followUp.measurement.hairs.entries()) {
        const to = baseline.hairs[at].root;
        expect(alignment.a * root.column + alignment.c * root.row + alignment.e).toBeCloseTo(to.column, 6);
        expect(alignment.b * root.column + alignment.d * root.row + alignment.f).toBeCloseTo(to.row, 6);
        const back = undoAlignment(alignment, to.column, to.row);
        expect([back.x, back.y]).toEqual([expect.closeTo(root.column, 6), expect.closeTo(root.row, 6)]);
      }
    }
  });

  it('is not tried where hairs were not matched, or hardly', () => {
    const [baseline, followUp] = turnedPair(2);
    expect(fitAlignment(baseline, followUp)).toBeNull();
    expect(fitAlignment(baseline, { ...followUp, hairs: null })).toBeNull();
  });

  it('does not shear a row of hairs that all stand on one line', () => {
    const hairs = Array.from({ length: 12 }, (_, i) => ({ id: i + 1, root: { row: 100, column: 50 * i } }));
    const result = { hairs } as unknown as TimepointResult;
    const kept = hairs.map(({ id }) => ({ baseline: id, followUp: id, probability: 1 }));
    const { a, b, c, d } = fitAlignment(result, { measurement: result, hairs: { kept, lost: [], gained: [] } })!;
    expect([a, b, c, d]).toEqual([expect.closeTo(1), expect.closeTo(0), expect.closeTo(0), expect.closeTo(1)]);
  });
});
