import { describe, expect, it } from 'vitest';
import { pairRoots } from '../../src/registration/pair-roots.js';
import { layRoots } from '../../src/registration/root-field.js';

function pair(expected: [number, number][], found: [number, number][], reach = 0.1): number[] {
  const second = layRoots({
    roots: found.map(([x, y], i) => ({ id: i, x, y, directionRadians: null, diameterUm: null, confidence: 1, counted: true })),
    outline: [{ x: 0, y: 0 }, { x: 9, y: 0 }, { x: 9, y: 9 }, { x: 0, y: 9 }], holes: [],
  });
  const n = expected.length;
  const partner = pairRoots({
    x: Float64Array.from(expected, ([x]) => x), y: Float64Array.from(expected, ([, y]) => y),
    variance: new Float64Array(n).fill(0.0009), reach: new Float64Array(n).fill(reach),
  }, second);
  return Array.from(partner, (j) => (j < 0 ? -1 : second.roots[j].id));
}

describe('pairing hairs one to one', () => {
  it('gives each hair the nearest one and none to a hair that is gone', () => {
    expect(pair([[1, 1], [2, 2], [3, 3]], [[1.02, 1], [3, 3.05]])).toEqual([0, -1, 1]);
  });

  it('never gives one hair to two', () => {
    expect(pair([[1, 1], [1.05, 1]], [[1.02, 1]]).filter((id) => id === 0)).toHaveLength(1);
  });

  it('lets both hairs of a unit find a partner although the nearest one of both is the same', () => {
    // The second expects the first's partner; the first can step aside to the left.
    expect(pair([[1, 1], [1.09, 1]], [[0.93, 1], [1.04, 1]])).toEqual([0, 1]);
  });

  it('does not look at all where a place is not known well enough', () => {
    expect(pair([[1, 1]], [[1, 1]], 0)).toEqual([-1]);
  });
});
