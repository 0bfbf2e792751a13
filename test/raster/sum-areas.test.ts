import { describe, expect, it } from 'vitest';
import { sumAreas } from '../../src/raster/sum-areas.js';

const drawing = [
  '#..#',
  '.##.',
  '####',
];
const mask = { width: 4, height: 3, data: Uint8Array.from(drawing.join(''), (mark) => (mark === '#' ? 1 : 0)) };

describe('the number of skin pixels in a rectangle', () => {
  const sums = sumAreas(mask);

  it('is what counting them one by one gives, for every rectangle of the mask', () => {
    for (let top = 0; top <= 3; top++) for (let bottom = top; bottom <= 3; bottom++) for (let left = 0; left <= 4; left++) for (let right = left; right <= 4; right++) {
      let expected = 0;
      for (let row = top; row < bottom; row++) for (let column = left; column < right; column++) expected += mask.data[row * 4 + column]!;
      expect(sums.within(left, top, right, bottom)).toBe(expected);
    }
  });

  it('is that of the part that lies on the photograph where a rectangle leaves it', () => {
    expect(sums.within(-5, -5, 50, 50)).toBe(8);
    expect(sums.within(3, 0, 9, 9)).toBe(2);
    expect(sums.within(4, 0, 2, 3)).toBe(0);
  });
});
