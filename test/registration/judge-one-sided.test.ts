import { describe, expect, it } from 'vitest';
import { judgeOneSided, shippedDetectorErrors, type OneSidedHair } from '../../src/registration/judge-one-sided.js';

const clear: OneSidedHair = { confidence: 0.97, gapMm: 0.15, sameExitMm: Infinity, takenExitMm: Infinity, insideShare: 1, shownMm: Infinity };
const judge = (hairs: readonly OneSidedHair[], kept: number): number[] => judgeOneSided(hairs, kept, shippedDetectorErrors);

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

  it('is hardly ever gone when another hair leaves the skin at its very place, or the other photograph ends there', () => {
    const many = Array.from({ length: 10 }, () => clear);
    const [twice, taken, cut, alone] = judge([{ ...clear, sameExitMm: 0 }, { ...clear, takenExitMm: 0.01 }, { ...clear, shownMm: 0.03 }, clear, ...many], 100);
    expect(twice).toBeLessThan(alone! - 0.2);
    expect(taken).toBeLessThan(0.2);
    expect(cut).toBeLessThan(0.3);
  });

  it('is judged alike whatever the order of the hairs', () => {
    const hairs = Array.from({ length: 30 }, (_, k) => ({ ...clear, confidence: 0.34 + 0.02 * k, gapMm: k % 3 === 0 ? 0.02 : 0.15 }));
    expect(judge([...hairs].reverse(), 80).reverse()).toEqual(judge(hairs, 80));
    expect(judge([], 10)).toEqual([]);
  });
});
