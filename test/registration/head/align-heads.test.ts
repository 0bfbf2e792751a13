import { describe, expect, it } from 'vitest';
import { applyAffine, composeAffine, describeAffine, invertAffine, similarity } from '../../../src/raster/affine.js';
import { alignHeads } from '../../../src/registration/head/align-heads.js';
import { trustAlignment } from '../../../src/registration/head/trust-alignment.js';
import { paintScalp, viewPaintedScalp } from '../../support/paint-scalp.js';

const middle = { x: 100, y: 100 };

describe('a head laid over another', () => {
  it.each([[25, 0.9, 0.6], [-160, 1.15, -0.8]])('is found turned by %i degrees, at %f of its size, in other light', (degrees, scale, slope) => {
    const map = similarity((degrees * Math.PI) / 180, scale, middle, { x: 124, y: 116 });
    const found = alignHeads(viewPaintedScalp(paintScalp({ seed: 3 })), viewPaintedScalp(paintScalp({ seed: 3, map, width: 240, height: 230, slope })))!;
    expect(trustAlignment(found)).toBeNull();
    const places = [[60, 60], [140, 60], [60, 140], [140, 140], [100, 100]];
    const errors = places.map(([x, y]) => { const [is, should] = [applyAffine(found.map, x, y), applyAffine(map, x, y)]; return Math.hypot(is.x - should.x, is.y - should.y); });
    expect(Math.max(...errors)).toBeLessThan(2);
    expect(describeAffine(found.map).scale).toBeCloseTo(scale, 1);
  });

  it('is not trusted to be another person’s, however alike the outlines are', () => {
    const found = alignHeads(viewPaintedScalp(paintScalp({ seed: 3 })), viewPaintedScalp(paintScalp({ seed: 5 })))!;
    expect(trustAlignment(found)).not.toBeNull();
    expect(found.agreeingSpots).toBeLessThan(8);
  });

  it('is found although much of its hair has gone', () => {
    const found = alignHeads(viewPaintedScalp(paintScalp({ seed: 3 })), viewPaintedScalp(paintScalp({ seed: 3, bare: [{ x: 60, y: 70, radius: 28 }] })))!;
    expect(trustAlignment(found)).toBeNull();
    expect(applyAffine(found.map, 140, 140).x).toBeCloseTo(140, 0);
  });
});

describe('a straight map of the plane', () => {
  it('undone leaves every place where it was, and says its turn, size and stretch', () => {
    const map = composeAffine({ a: 1.2, b: 0, c: 0, d: 1, tx: 3, ty: 4 }, similarity(0.3, 2, { x: 1, y: 2 }, { x: 5, y: 6 })), place = applyAffine(composeAffine(invertAffine(map), map), 7, -8);
    expect([place.x, place.y].map((value) => Number(value.toFixed(9)))).toEqual([7, -8]);
    expect(describeAffine(map).stretch).toBeCloseTo(1.2, 9);
    expect(describeAffine(similarity(0.3, 2, middle, middle))).toMatchObject({ angle: expect.closeTo(0.3, 9), scale: expect.closeTo(2, 9), stretch: expect.closeTo(1, 6) });
    expect(() => invertAffine({ a: 1, b: 1, c: 1, d: 1, tx: 0, ty: 0 })).toThrow(RangeError);
  });
});
