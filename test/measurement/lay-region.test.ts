import { describe, expect, it } from 'vitest';
import { layRegion } from '../../src/measurement/head/lay-region.js';

const size = { width: 40, height: 40 }, all = { ...size, data: new Uint8Array(1600).fill(1) };
const ground = { ...size, scale: 0.1, picture: { ...size, data: new Uint8Array(4800) }, region: all };

/** Grid pixels inside an outline drawn on a photograph of 400 × 400 pixels that shows nothing but scalp. */
function inside(corners: readonly (readonly [number, number])[]): number {
  return layRegion({ shape: 'polygon', outline: corners.map(([row, column]) => ({ row, column })) }, ground).data.reduce((sum, value) => sum + value, 0);
}

describe('an outline drawn around a part of the scalp', () => {
  it('is refused where it crosses itself, because half of the hair meant would be left out without a word', () => {
    expect(() => inside([[100, 100], [300, 300], [100, 300], [300, 100]])).toThrow('the line after corner 1 and the one after corner 3 cut each other');
    expect(() => inside([[200, 100], [200, 300], [300, 200], [100, 200], [100, 120]])).toThrow(/crosses itself/);
  });

  it('may be hollow, may touch itself, and may have a corner marked twice', () => {
    expect(inside([[100, 100], [100, 300], [300, 300], [300, 100]])).toBe(400);
    expect(inside([[100, 100], [100, 300], [300, 300], [300, 100], [300, 100], [100, 100]])).toBe(400);
    expect(inside([[100, 100], [100, 300], [300, 300], [200, 200], [300, 100]])).toBeLessThan(400);
    expect(inside([[100, 100], [100, 300], [300, 300], [100, 200], [300, 100]])).toBeGreaterThan(100);
  });
});
