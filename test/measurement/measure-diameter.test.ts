import { describe, expect, it } from 'vitest';
import { measureWidth, type ShaftLine } from '../../src/measurement/measure-diameter.js';
import type { RasterImage } from '../../src/raster/raster-image.js';

/** Paints straight shafts with exact, softly sampled edges on even skin. */
function paint(shafts: readonly { from: [number, number]; to: [number, number]; width: number }[], skin = 180, shaft = 40): RasterImage {
  const width = 200, height = 120, data = new Float32Array(width * height).fill(skin);
  for (const { from, to, width: thick } of shafts) {
    const dx = to[0] - from[0], dy = to[1] - from[1], length = Math.hypot(dx, dy);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const along = ((x - from[0]) * dx + (y - from[1]) * dy) / length, across = Math.abs((y - from[1]) * dx - (x - from[0]) * dy) / length;
        if (along < 0 || along > length) continue;
        const share = Math.min(1, Math.max(0, thick / 2 - across + 0.5));
        data[y * width + x] = data[y * width + x]! * (1 - share) + shaft * share;
      }
    }
  }
  const image = new Uint8Array(3 * data.length);
  data.forEach((value, i) => image.fill(Math.round(value), 3 * i, 3 * i + 3));
  return { width, height, data: image };
}

const line = (from: [number, number], to: [number, number], roughWidth: number): ShaftLine => ({ points: [from, to], roughWidth });

describe('the diameter of a shaft', () => {
  it('comes out to a fifth of a pixel for lone shafts of 4 to 30 pixels, at any angle', () => {
    for (const width of [4, 7.3, 12.6, 30]) {
      for (const angle of [0, 0.4, 1.1, 2.5]) {
        const from: [number, number] = [100 - 45 * Math.cos(angle), 60 - 45 * Math.sin(angle)], to: [number, number] = [100 + 45 * Math.cos(angle), 60 + 45 * Math.sin(angle)];
        const measured = measureWidth(paint([{ from, to, width }]), [line(from, to, width * 1.15)], 0);
        expect(measured).not.toBeNull();
        expect(Math.abs(measured!.widthPx - width)).toBeLessThan(0.2);
      }
    }
  });

  it('is the same for a white shaft on dark skin as for a dark one on light skin', () => {
    const shaft = { from: [30, 60] as [number, number], to: [170, 60] as [number, number], width: 9 };
    const dark = measureWidth(paint([shaft], 190, 30), [line(shaft.from, shaft.to, 9)], 0)!, light = measureWidth(paint([shaft], 40, 210), [line(shaft.from, shaft.to, 9)], 0)!;
    expect(light.widthPx).toBeCloseTo(dark.widthPx, 2);
  });

  it('is taken from one flank, with a wider uncertainty, where another shaft touches all along', () => {
    const a = { from: [30, 56] as [number, number], to: [170, 56] as [number, number], width: 10 }, b = { from: [30, 66] as [number, number], to: [170, 66] as [number, number], width: 10 };
    const picture = paint([a, b]), lines = [line(a.from, a.to, 10), line(b.from, b.to, 10)];
    const touching = measureWidth(picture, lines, 0), alone = measureWidth(paint([a]), [lines[0]!], 0)!;
    expect(touching).not.toBeNull();
    expect(Math.abs(touching!.widthPx - 10)).toBeLessThan(1.5);
    expect(touching!.standardErrorPx).toBeGreaterThan(2 * alone.standardErrorPx);
  });

  it('is not given where there is no contrast', () => {
    const shaft = { from: [30, 60] as [number, number], to: [170, 60] as [number, number], width: 9 };
    expect(measureWidth(paint([shaft], 100, 96), [line(shaft.from, shaft.to, 9)], 0)).toBeNull();
  });
});
