import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropImage } from '../../src/raster/crop-image.js';
import type { RasterImage } from '../../src/raster/raster-image.js';
import { fromResampled, resampleImage, resampledSize, toResampled } from '../../src/raster/resample-image.js';

function grey(width: number, height: number, value: (row: number, column: number) => number): RasterImage {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) data.fill(value(row, column), (row * width + column) * 3, (row * width + column) * 3 + 3);
  }
  return { width, height, data };
}

/** Centre of mass of what is darker than the background of 200. */
function darkCentre(image: RasterImage): { row: number; column: number } {
  let mass = 0, row = 0, column = 0;
  for (let i = 0; i < image.width * image.height; i++) {
    const dark = 200 - image.data[i * 3];
    mass += dark;
    row += dark * Math.floor(i / image.width);
    column += dark * (i % image.width);
  }
  return { row: row / mass, column: column / mass };
}

describe('a photograph brought to another scale', () => {
  it('averages the covered area, a pixel cut by the border counting by its share', () => {
    const line = [10, 20, 30, 40, 50];
    const small = resampleImage(grey(5, 1, (_, column) => line[column]), { width: 2, height: 1 });
    expect(small.data[0]).toBe(Math.round((10 + 20 + 15) / 2.5));
    expect(small.data[3]).toBe(Math.round((15 + 40 + 50) / 2.5));
  });

  it('stays as it is at scale 1', () => {
    const image = grey(17, 9, (row, column) => (row * 31 + column * 7) % 256);
    expect(resampleImage(image, 1)).toEqual(image);
  });

  it('keeps a hair at the place that the documented geometry says, at any scale', () => {
    const image = grey(160, 120, (row, column) => (Math.abs(row - 40) <= 2 && Math.abs(column - 100) <= 8 ? 20 : 200));
    for (const scale of [0.21, 0.25, 0.408, 0.5, 0.77, 0.95, 1.3, 2, 3.7]) {
      const { row, column } = darkCentre(resampleImage(image, scale));
      // Averaging moves an edge by at most a quarter of a source pixel.
      expect(Math.abs(row - toResampled(40, scale))).toBeLessThan(0.06);
      expect(Math.abs(column - toResampled(100, scale))).toBeLessThan(0.06);
      expect(fromResampled(toResampled(40, scale), scale)).toBeCloseTo(40, 10);
    }
  });

  it('keeps its mean brightness and never leaves the range of its colours when shrinking', () => {
    fc.assert(fc.property(fc.integer({ min: 20, max: 60 }), fc.integer({ min: 20, max: 60 }), fc.integer({ min: 1, max: 9 }), fc.integer(), (width, height, parts, seed) => {
      const image = grey(width, height, (row, column) => 60 + (Math.imul(row * 131 + column * 17 + seed, 2654435761) >>> 25));
      const small = resampleImage(image, { width: Math.max(1, Math.floor(width * parts / 10)), height: Math.max(1, Math.floor(height * parts / 10)) });
      const mean = (one: RasterImage): number => one.data.reduce((sum, value) => sum + value, 0) / one.data.length;
      expect(Math.abs(mean(small) - mean(image))).toBeLessThan(1);
      expect(Math.min(...small.data)).toBeGreaterThanOrEqual(60);
      expect(Math.max(...small.data)).toBeLessThanOrEqual(187);
    }), { seed: 7, numRuns: 40 });
  });

  it('shows the mirror image when the photograph is mirrored', () => {
    const image = grey(90, 40, (row, column) => (row * 13 + column * column) % 256);
    const mirror = (one: RasterImage): RasterImage => grey(one.width, one.height, (row, column) => one.data[(row * one.width + one.width - 1 - column) * 3]);
    for (const width of [30, 37, 131]) {
      const size = { width, height: 20 };
      const straight = resampleImage(mirror(image), size);
      const turned = mirror(resampleImage(image, size));
      expect(straight.data.every((value, i) => Math.abs(value - turned.data[i]) <= 1)).toBe(true);
    }
  });

  it('shows a part of a photograph as if it had been cut out before, at any scale', () => {
    const image: RasterImage = { width: 61, height: 47, data: Uint8Array.from({ length: 61 * 47 * 3 }, (_, at) => Math.imul(at + 3, 2654435761) >>> 24) };
    const shown = { top: 5, left: 7, bottom: 42, right: 60 }, part = cropImage(image, { row: 5, column: 7, width: 53, height: 37 });
    for (const target of [0.13, 0.25, 1 / 3, 0.5, 0.77, 1, 1.6, { width: 20, height: 30 }, { width: 60, height: 20 }]) expect(resampleImage(image, target, shown)).toEqual(resampleImage(part, target));
  });

  it('has the rounded size, one pixel at least, and refuses no scale at all', () => {
    expect(resampledSize({ width: 1280, height: 1024 }, 0.2762)).toEqual({ width: 354, height: 283 });
    expect(resampleImage(grey(9, 9, () => 7), 0.01)).toEqual(grey(1, 1, () => 7));
    expect(() => resampleImage(grey(9, 9, () => 7), 0)).toThrow(RangeError);
    expect(() => resampleImage(grey(9, 9, () => 7), { width: 3.5, height: 2 })).toThrow(RangeError);
  });
});
