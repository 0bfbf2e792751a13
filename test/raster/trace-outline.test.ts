import { expect, it } from 'vitest';
import { traceOutline } from '../../src/raster/trace-outline.js';

const size = 20, maskOf = (isInside: (x: number, y: number) => boolean) => ({ width: size, height: size, data: Uint8Array.from({ length: size * size }, (_, at) => (isInside(at % size, Math.floor(at / size)) ? 1 : 0)) });

it('the outline of a scalp is that of its largest part, not that of a speck above it', () => {
  const block = (x: number, y: number): boolean => x >= 5 && x < 18 && y >= 5 && y < 18;
  const outline = traceOutline(maskOf((x, y) => block(x, y) || (x === 2 && y === 1)), 1.3);
  expect(outline).toEqual([{ x: 5, y: 5 }, { x: 18, y: 5 }, { x: 18, y: 18 }, { x: 5, y: 18 }]);
  expect(traceOutline(maskOf(() => false), 1.3)).toEqual([]);
});
