import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '../../src/raster/raster-image.js';
import { thinMask } from '../../src/raster/thin.js';

function draw(mask: Mask): string[] {
  return Array.from({ length: mask.height }, (_, row) =>
    Array.from(mask.data.subarray(row * mask.width, (row + 1) * mask.width), (value) => (value ? '#' : '.')).join(''));
}

function fromDrawing(lines: string[]): Mask {
  const width = lines[0].length;
  return { width, height: lines.length, data: Uint8Array.from(lines.join(''), (mark) => (mark === '#' ? 255 : 0)) };
}

/** Number of 8-connected groups, counted by plain flooding. */
function countGroups(mask: Mask): number {
  const left = Uint8Array.from(mask.data);
  let groups = 0;
  for (let start = 0; start < left.length; start++) {
    if (!left[start]) continue;
    groups++;
    const stack = [start];
    left[start] = 0;
    while (stack.length > 0) {
      const at = stack.pop()!;
      const row = Math.floor(at / mask.width);
      const column = at % mask.width;
      for (let r = Math.max(0, row - 1); r <= Math.min(mask.height - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(mask.width - 1, column + 1); c++) {
          if (left[r * mask.width + c]) {
            left[r * mask.width + c] = 0;
            stack.push(r * mask.width + c);
          }
        }
      }
    }
  }
  return groups;
}

const reference: { name: string; shape: string[]; thinned: string[] }[] =
  JSON.parse(readFileSync(new URL('./reference/thin-reference.json', import.meta.url), 'utf8'));

describe('thinning a hair mask', () => {
  it.each(reference)('gives the same centre line as scikit-image for $name', ({ shape, thinned }) => {
    expect(draw(thinMask(fromDrawing(shape)))).toEqual(thinned);
  });

  it('keeps every group of hair as one group, and never adds a pixel of hair', () => {
    const masks = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }))
      .chain(([width, height]) => fc.array(fc.integer({ min: 0, max: 1 }), { minLength: width * height, maxLength: width * height })
        .map((bits) => ({ width, height, data: Uint8Array.from(bits) })));
    fc.assert(fc.property(masks, (mask) => {
      const thinned = thinMask(mask);
      expect(countGroups(thinned)).toBe(countGroups(mask));
      expect(thinned.data.every((value, at) => value === 0 || mask.data[at] !== 0)).toBe(true);
    }), { numRuns: 200, seed: 7 });
  });

  it('leaves the mask that it was given as it was', () => {
    const mask = fromDrawing(['####', '####', '####']);
    thinMask(mask);
    expect(draw(mask)).toEqual(['####', '####', '####']);
  });

  it('thins a photograph of three million pixels full of thick hair within two seconds', () => {
    const width = 2000;
    const height = 1500;
    const mask: Mask = { width, height, data: new Uint8Array(width * height) };
    for (let at = 0; at < mask.data.length; at++) mask.data[at] = (at % width + Math.floor(at / width)) % 60 < 24 ? 1 : 0;
    const start = performance.now();
    thinMask(mask);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
