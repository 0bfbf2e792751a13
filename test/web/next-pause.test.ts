import { describe, expect, it } from 'vitest';
import { nextPauseMs } from '../../web/src/study/next-pause.js';

const pauses = (why: 'underway' | 'unanswered', count: number): number[] => Array.from({ length: count }).reduce<number[]>((all) => [...all, nextPauseMs(all.at(-1) ?? null, why)], []);

describe('a page that waits for its photographs', () => {
  it('asks every few seconds while they are measured, and ever more rarely where nobody answers', () => {
    expect(pauses('underway', 12).map((ms) => Math.round(ms / 100) / 10)).toEqual([1, 1.2, 1.4, 1.7, 2.1, 2.5, 3, 3.6, 4.3, 5, 5, 5]);
    expect(pauses('unanswered', 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000));
  });

  it('asks every few seconds again as soon as somebody answers', () => {
    expect(nextPauseMs(60_000, 'underway')).toBe(5_000);
  });
});
