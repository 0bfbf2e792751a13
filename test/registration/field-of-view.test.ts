import { describe, expect, it } from 'vitest';
import { describeField } from '../../src/registration/field-of-view.js';

const square = [{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 2 }, { x: 0, y: 2 }];

describe('the skin in view of a photograph', () => {
  it('is deep in the middle, shallow at the border and negative outside', () => {
    const field = describeField({ outline: square, holes: [] });
    expect(field.areaMm2).toBe(8);
    expect(field.depth(2, 1)).toBe(1);
    expect(field.depth(0.25, 1)).toBe(0.25);
    expect(field.depth(-0.5, 1)).toBe(-0.5);
    expect(field.depth(7, 6)).toBe(-5);
  });

  it('ends at a scale bar, whose area is not counted even where it overlaps another or sticks out', () => {
    const bar = [{ x: 3, y: 1 }, { x: 5, y: 1 }, { x: 5, y: 3 }, { x: 3, y: 3 }];
    const field = describeField({ outline: square, holes: [bar, bar] });
    expect(field.areaMm2).toBeCloseTo(7, 1);
    expect(field.depth(3.5, 1.5)).toBeLessThan(0);
    expect(field.depth(2.9, 1.5)).toBeCloseTo(0.1, 12);
  });

  it('may be a circle given by its corners', () => {
    const circle = Array.from({ length: 64 }, (_, k) => ({ x: 3 * Math.cos((k * Math.PI) / 32), y: 3 * Math.sin((k * Math.PI) / 32) }));
    const field = describeField({ outline: circle, holes: [] });
    expect(field.areaMm2).toBeCloseTo(9 * Math.PI, 0);
    expect(field.depth(0, 0)).toBeCloseTo(3, 2);
  });

  it('needs an outline with an area', () => {
    expect(() => describeField({ outline: square.slice(0, 2), holes: [] })).toThrow(RangeError);
    expect(() => describeField({ outline: [square[0], square[0], square[0]], holes: [] })).toThrow(RangeError);
  });
});
