import { describe, expect, it } from 'vitest';
import { groupUnits } from '../../src/measurement/group-units.js';

describe('follicular units', () => {
  it('hold hairs whose exits lie within 0.2 mm, and no others', () => {
    //   0.1 mm between the first two, 1 mm to the third
    expect(groupUnits([[0, 0], [10, 0], [110, 0]], 100)).toEqual([1, 1, 2]);
    expect(groupUnits([[0, 0], [19.9, 0], [40.2, 0]], 100)).toEqual([1, 1, 2]);
  });

  it('do not chain into one when units stand in a row', () => {
    const row = Array.from({ length: 8 }, (_, i) => [i * 15, 0] as const);
    const units = groupUnits(row, 100);
    expect(new Set(units).size).toBeGreaterThanOrEqual(2);
    for (let i = 0; i < row.length; i++) {
      for (let j = 0; j < row.length; j++) if (units[i] === units[j]) expect(Math.abs(row[i]![0] - row[j]![0])).toBeLessThanOrEqual(40);
    }
  });

  it('are none where there is no hair', () => {
    expect(groupUnits([], 100)).toEqual([]);
  });
});
