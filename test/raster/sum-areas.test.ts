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

  it('is what counting them one by one gives, for every rectangle, where skin ends between cells of four pixels', () => {
    const width = 10, height = 11, blocks = Uint8Array.from({ length: width * height }, (_, i) => ((Math.floor((i % width) / 4) + Math.floor(Math.floor(i / width) / 4)) % 2));
    const inBlocks = sumAreas({ width, height, data: blocks });
    for (let top = 0; top <= height; top++) for (let bottom = top; bottom <= height; bottom++) for (let left = 0; left <= width; left++) for (let right = left; right <= width; right++) {
      let expected = 0;
      for (let row = top; row < bottom; row++) for (let column = left; column < right; column++) expected += blocks[row * width + column]!;
      expect(inBlocks.within(left, top, right, bottom)).toBeCloseTo(expected, 9);
    }
  });

  it('is right to a five-hundredth of the skin where a small circle of it is cut anywhere', () => {
    const width = 203, height = 150, circle = Uint8Array.from({ length: width * height }, (_, i) => (Math.hypot((i % width) - 100, Math.floor(i / width) - 75) < 70 ? 1 : 0));
    const inCircle = sumAreas({ width, height, data: circle });
    for (let left = 0; left < 120; left += 7) for (let top = 0; top < 90; top += 5) {
      let expected = 0;
      for (let row = top; row < height - 9; row++) for (let column = left; column < width - 30; column++) expected += circle[row * width + column]!;
      expect(Math.abs(inCircle.within(left, top, width - 30, height - 9) - expected)).toBeLessThan((Math.PI * 70 ** 2) / 500);
    }
  });

  it('is that of the part that lies on the photograph where a rectangle leaves it', () => {
    expect(sums.within(-5, -5, 50, 50)).toBe(8);
    expect(sums.within(-3, 0, 9, 9)).toBe(8);
    expect(sums.within(4, 0, 2, 3)).toBe(0);
  });
});
