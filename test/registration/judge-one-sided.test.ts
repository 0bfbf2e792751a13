import { describe, expect, it } from 'vitest';
import { judgeOneSided, shippedDetectorErrors } from '../../src/registration/judge-one-sided.js';

const clear = { confidence: 0.97, gapMm: Infinity };
const judge = (hairs: readonly { confidence: number; gapMm: number }[], kept: number): number[] => judgeOneSided(hairs, kept, shippedDetectorErrors);

describe('a hair that only one of two photographs shows', () => {
  it('is taken for an error where there are no more of them than errors bring', () => {
    expect(Math.max(...judge([clear, clear], 200))).toBeLessThan(0.1);
  });

  it('is gone where many are missing', () => {
    expect(Math.min(...judge(Array.from({ length: 40 }, () => clear), 60))).toBeGreaterThan(0.9);
  });

  it('is less surely gone when it was hardly seen, or another shaft lies over its place', () => {
    const many = Array.from({ length: 10 }, () => clear);
    const [faint, covered, alone] = judge([{ ...clear, confidence: 0.4 }, { ...clear, gapMm: 0.01 }, clear, ...many], 100);
    expect(faint).toBeLessThan(alone!);
    expect(covered).toBeLessThan(alone!);
  });

  it('is judged alike whatever the order of the hairs', () => {
    const hairs = Array.from({ length: 30 }, (_, k) => ({ confidence: 0.34 + 0.02 * k, gapMm: k % 3 === 0 ? 0.02 : 0.3 }));
    expect(judge([...hairs].reverse(), 80).reverse()).toEqual(judge(hairs, 80));
    expect(judge([], 10)).toEqual([]);
  });
});
