import { describe, expect, it } from 'vitest';
import { findStraightBorder } from '../../../src/analysis/head/straight-border.js';
import { createRandom } from '../../../src/phantom/random.js';

const width = 160, height = 160, everywhere = { width, height, data: new Uint8Array(width * height).fill(1) }, shown = new Float32Array(width * height).fill(1);
const paint = (inside: (x: number, y: number) => boolean): number => findStraightBorder({ width, height, data: Uint8Array.from(everywhere.data, (_, at) => (inside(at % width, Math.floor(at / width)) ? 1 : 0)) }, everywhere, shown);

describe('the border of what differs between two heads', () => {
  it('is straight along a bandage, however it is turned', () => {
    for (const angle of [0, 0.4, 1.1, 2.5]) expect(paint((x, y) => Math.abs((y - 80) * Math.cos(angle) - (x - 80) * Math.sin(angle)) < 18)).toBeGreaterThan(110);
  });

  it('is nowhere straight for long round a bald patch, nor where hair is thinned in specks', () => {
    expect(paint((x, y) => Math.hypot(x - 80, y - 80) < 50)).toBeLessThan(45);
    const random = createRandom(2), specks = Array.from({ length: 40 * 40 }, () => random.chance(0.5));
    expect(paint((x, y) => Math.hypot(x - 80, y - 80) < 60 && specks[40 * Math.floor(y / 4) + Math.floor(x / 4)])).toBeLessThan(45);
  });

  it('is nowhere straight along a thin line, as a parting or the edge of a shadow, but along a comb', () => {
    const stripe = (wide: number): number => paint((x, y) => Math.abs((y - 80) * Math.cos(0.4) - (x - 80) * Math.sin(0.4)) < wide / 2);
    expect(stripe(7)).toBeLessThan(10);
    expect(stripe(14)).toBeGreaterThan(110);
  });

  it('does not count the edge of the photograph', () => {
    const cut = Float32Array.from(shown, (_, at) => (at % width < 90 ? 1 : 0)), area = { width, height, data: Uint8Array.from(cut) };
    expect(findStraightBorder(area, everywhere, cut)).toBeLessThan(10);
  });
});
