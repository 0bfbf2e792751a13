import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { expectTerminal } from '../../src/measurement/expect-terminal.js';

const hair = (diameterUm: number | null, deviationUm = 3): Hair => ({
  id: 1, root: { row: 0, column: 0 }, tip: { row: 9, column: 0 }, path: [{ row: 0, column: 0 }, { row: 9, column: 0 }], rootVisible: true, lengthMm: 0.4,
  diameterUm, diameterIntervalUm: diameterUm === null ? null : [diameterUm - 1.96 * deviationUm, diameterUm + 1.96 * deviationUm],
  kind: null, unit: 1, confidence: 1, counted: true, notCountedBecause: null,
});

describe('the expected number of terminal hairs', () => {
  it('is the number of thick hairs where every diameter is sure', () => {
    expect(expectTerminal([hair(80), hair(75), hair(60), hair(15)], 40)!.count).toBeCloseTo(3, 6);
  });

  it('counts a hair right at the limit as half a terminal one', () => {
    expect(expectTerminal([hair(40), hair(90)], 40)!.count).toBeCloseTo(1.5, 6);
  });

  it('shares hairs that touch others out as the measured hairs are, and is less sure the more of them there are', () => {
    const few = expectTerminal([...Array.from({ length: 9 }, () => hair(80)), hair(20), hair(null)], 40)!;
    const many = expectTerminal([...Array.from({ length: 9 }, () => hair(80)), hair(20), ...Array.from({ length: 10 }, () => hair(null))], 40)!;
    expect(few.count).toBeCloseTo(9.9, 6);
    expect(many.count).toBeCloseTo(18, 6);
    expect(many.deviation).toBeGreaterThan(1.5 * few.deviation);
  });

  it('is sure of nothing where no hair has a diameter', () => {
    expect(expectTerminal([hair(null), hair(null)], 40)).toBeNull();
    expect(expectTerminal([], 40)).toBeNull();
  });
});
