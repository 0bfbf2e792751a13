import { describe, expect, it } from 'vitest';
import { resampleMap } from '../../src/raster/resample-map.js';

describe('a hair probability map brought to the size of the photograph', () => {
  it('is interpolated between pixel centres and repeats its edge', () => {
    const map = { width: 2, height: 1, data: Float32Array.of(0, 1) };
    const large = resampleMap(map, { width: 4, height: 2 });
    expect([...large.data]).toEqual([0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1]);
  });

  it('keeps a straight ramp straight, shifted by nothing', () => {
    const map = { width: 10, height: 3, data: Float32Array.from({ length: 30 }, (_, i) => i % 10) };
    const large = resampleMap(map, { width: 40, height: 12 });
    for (let column = 4; column < 36; column++) expect(large.data[40 * 5 + column]).toBeCloseTo((column + 0.5) / 4 - 0.5, 5);
  });

  it('follows the exact scale where the size was rounded', () => {
    const map = { width: 100, height: 4, data: Float32Array.from({ length: 400 }, (_, i) => i % 100) };
    const large = resampleMap(map, { width: 362, height: 14 }, { x: 3.621, y: 3.621 });
    expect(large.data[362 * 7 + 200]).toBeCloseTo(200.5 / 3.621 - 0.5, 4);
  });
});
