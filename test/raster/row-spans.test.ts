import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearSpan, countInSpan, isInside, unpackSpans, wholeSpans } from '../../src/raster/row-spans.js';
import { shrinkSpans } from '../../src/raster/shrink-spans.js';

const size = { width: 40, height: 6 };
const cuts = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: -5, max: 45 }), fc.integer({ min: -5, max: 45 })), { maxLength: 30 });

describe('what is left of a photograph, kept as stretches of its rows', () => {
  it('is the same as with a byte for every pixel, whatever is taken out in whatever order', () => {
    fc.assert(fc.property(cuts, (taken) => {
      const spans = wholeSpans(size), bytes = new Uint8Array(240).fill(1);
      for (const [row, from, to] of taken) {
        let cleared = 0;
        for (let column = Math.max(0, from); column < Math.min(40, to); column++) { cleared += bytes[row * 40 + column]!; bytes[row * 40 + column] = 0; }
        expect(clearSpan(spans, row, from, to)).toBe(cleared);
      }
      expect([...unpackSpans(spans).data]).toEqual([...bytes]);
      expect(Array.from({ length: 240 }, (_, at) => (isInside(spans, Math.floor(at / 40), at % 40) ? 1 : 0))).toEqual([...bytes]);
      expect(countInSpan(spans, 3, 7, 31)).toBe(bytes.slice(127, 151).reduce((sum, value) => sum + value, 0));
      const half = shrinkSpans(spans, { width: 20, height: 3 }, 0.5);
      expect([...half.data]).toEqual(Array.from({ length: 60 }, (_, at) => bytes[Math.round((Math.floor(at / 20) + 0.5) * 2 - 0.5) * 40 + Math.round((at % 20 + 0.5) * 2 - 0.5)]));
    }));
  });

  it('shares the rows of which nothing was taken', () => {
    const spans = wholeSpans({ width: 10_000, height: 10_000 });
    clearSpan(spans, 5, 10, 20);
    expect(spans.rows[5]).toEqual([0, 10, 20, 10_000]);
    expect(new Set(spans.rows).size).toBe(2);
  });
});
