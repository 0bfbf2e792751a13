import { describe, expect, it } from 'vitest';
import { fillLargestRegion } from '../../src/raster/fill-region.js';
import { fillPolygon } from '../../src/raster/fill-polygon.js';
import { openLargeHoles } from '../../src/raster/open-holes.js';
import { traceOutline } from '../../src/raster/trace-outline.js';

const width = 80, height = 90, distance = (at: number, x: number, y: number): number => Math.hypot((at % width) - x, Math.floor(at / width) - y);
/** Long hair all around a face, with a small bright lock in it. */
const hairAroundFace = { width, height, data: Float32Array.from({ length: width * height }, (_, at) => (distance(at, 40, 45) < 35 && distance(at, 40, 55) > 15 && distance(at, 40, 20) > 2 ? 1 : 0)) };
const isFace = (at: number): boolean => distance(at, 40, 55) < 14;

describe('a face that hair encloses', () => {
  const filled = fillLargestRegion(hairAroundFace)!, opened = openLargeHoles(filled, hairAroundFace, 0.03);

  it('leaves the region, while a bright lock in the hair stays in it', () => {
    expect(filled.data.filter((value, at) => isFace(at) && value !== 0).length).toBeGreaterThan(500);
    expect(opened.data.filter((value, at) => isFace(at) && value !== 0).length).toBe(0);
    expect(opened.data[20 * width + 40]).toBe(1);
    expect(opened.data.reduce((sum, value, at) => sum + (value === 0 && hairAroundFace.data[at] >= 0.5 ? 1 : 0), 0)).toBeLessThan(80);
  });

  it('lies outside the one outline that is drawn around the region', () => {
    const drawn = fillPolygon(traceOutline(opened, 1.3).map(({ x, y }) => ({ row: y, column: x })), { width, height });
    expect(drawn.data.filter((value, at) => isFace(at) && value !== 0).length).toBeLessThan(10);
    expect(drawn.data.filter((value, at) => hairAroundFace.data[at] >= 0.5 && value !== 0).length).toBeGreaterThan(0.95 * hairAroundFace.data.reduce((sum, value) => sum + value, 0) - 80);
  });
});
