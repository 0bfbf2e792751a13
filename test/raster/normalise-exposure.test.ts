import { describe, expect, it } from 'vitest';
import { normaliseExposure, wantedMedian } from '../../src/raster/normalise-exposure.js';

const even = (value: number): { width: number; height: number; data: Uint8Array } => ({ width: 5, height: 3, data: new Uint8Array(45).fill(value) });

describe('the brightness of a photograph before hair is looked for', () => {
  it('comes down to the common median where skin is bright, shafts in proportion', () => {
    const picture = even(200);
    picture.data.set([50, 50, 50], 6);
    const { data } = normaliseExposure(picture);
    expect(data[0]).toBe(wantedMedian);
    expect(data[6]).toBe(Math.round((50 * wantedMedian) / 200));
    expect(picture.data[0]).toBe(200);
  });

  it('stays as it is on dark skin', () => {
    const dark = even(70);
    expect(normaliseExposure(dark)).toBe(dark);
  });
});
