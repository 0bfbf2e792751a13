import { describe, expect, it } from 'vitest';
import { dropDuplicates } from '../../src/measurement/drop-duplicates.js';
import { alongShaft, findPeaks, findShafts, type ShaftCandidate } from '../../src/measurement/find-shafts.js';
import { joinUnexplainedEnds } from '../../src/measurement/join-ends.js';
import type { FloatMap } from '../../src/raster/raster-image.js';
import type { ShaftMaps } from '../../src/raster/shaft-maps.js';

/** The maps that a perfect network would give for straight shafts [rootX, rootY, tipX, tipY]. */
function perfectMaps(width: number, height: number, shafts: readonly (readonly [number, number, number, number])[]): ShaftMaps {
  const half = (): FloatMap => ({ width: width / 2, height: height / 2, data: new Float32Array((width / 2) * (height / 2)) });
  const maps = {
    width, height, hair: { width, height, data: new Float32Array(width * height) }, middle: half(), root: half(), tip: half(),
    rootOffsetX: half(), rootOffsetY: half(), tipOffsetX: half(), tipOffsetY: half(),
  };
  for (const [rx, ry, tx, ty] of shafts) {
    const length = Math.hypot(tx - rx, ty - ry), ux = (tx - rx) / length, uy = (ty - ry) / length;
    for (let row = 0; row < height / 2; row++) {
      for (let column = 0; column < width / 2; column++) {
        const x = 2 * column + 0.5, y = 2 * row + 0.5, at = row * (width / 2) + column;
        const along = (x - rx) * ux + (y - ry) * uy, across = (y - ry) * ux - (x - rx) * uy;
        const bump = (centre: number, spread: number): number => Math.exp(-0.5 * ((along - centre) / spread) ** 2 - 0.5 * (across / 2.3) ** 2);
        maps.middle.data[at] = Math.max(maps.middle.data[at]!, bump(length / 2, 4));
        maps.root.data[at] = Math.max(maps.root.data[at]!, bump(0, 3));
        maps.tip.data[at] = Math.max(maps.tip.data[at]!, bump(length, 3));
        if (Math.abs(across) > 4 || along < -3 || along > length + 3) continue;
        maps.rootOffsetX.data[at] = rx - x;
        maps.rootOffsetY.data[at] = ry - y;
        maps.tipOffsetX.data[at] = tx - x;
        maps.tipOffsetY.data[at] = ty - y;
        for (const [dx, dy] of [[0, 0], [1, 0], [0, 1], [1, 1]] as const) maps.hair.data[(2 * row + dy) * width + 2 * column + dx] = 1;
      }
    }
  }
  return maps;
}

const shaftsOf = (maps: ShaftMaps): ShaftCandidate[] => dropDuplicates(findShafts(maps)).filter((shaft) => shaft.evidence.middle > 0.3);

describe('shafts read off the maps', () => {
  it('come back with their exit and tip to within a pixel', () => {
    const [found, ...others] = shaftsOf(perfectMaps(160, 120, [[30, 40, 90, 70]]));
    expect(others).toEqual([]);
    expect(Math.hypot(found!.rootX - 30, found!.rootY - 40)).toBeLessThan(1);
    expect(Math.hypot(found!.tipX - 90, found!.tipY - 70)).toBeLessThan(1);
    expect(found!.evidence.root).toBeGreaterThan(found!.evidence.tipAtRoot);
  });

  it('stay two when two shafts of one follicular unit lie side by side, touching', () => {
    expect(shaftsOf(perfectMaps(160, 120, [[30, 40, 90, 40], [30, 50, 90, 50]]))).toHaveLength(2);
  });

  it('stay two when two shafts cross', () => {
    expect(shaftsOf(perfectMaps(160, 120, [[30, 20, 100, 60], [30, 45, 100, 25]]))).toHaveLength(2);
  });

  it('stay two even when they cross exactly half way, where their middles fall together', () => {
    const maps = perfectMaps(160, 120, [[30, 28, 100, 52], [30, 52, 100, 28]]), [first, ...others] = shaftsOf(maps);
    expect(others).toEqual([]);
    const [second, ...more] = joinUnexplainedEnds(maps, [first!]);
    expect(more).toEqual([]);
    const rows = [first!.rootY, second!.rootY].sort((a, b) => a - b);
    expect(Math.abs(rows[0]! - 28)).toBeLessThan(2);
    expect(Math.abs(rows[1]! - 52)).toBeLessThan(2);
  });

  it('are turned round when the offsets name the ends the wrong way', () => {
    const maps = perfectMaps(160, 120, [[30, 40, 90, 70]]);
    const wrong = { ...maps, rootOffsetX: maps.tipOffsetX, rootOffsetY: maps.tipOffsetY, tipOffsetX: maps.rootOffsetX, tipOffsetY: maps.rootOffsetY };
    const [found] = shaftsOf(wrong);
    expect(Math.hypot(found!.rootX - 30, found!.rootY - 40)).toBeLessThan(1.5);
  });

  it('are none on bare skin', () => {
    expect(shaftsOf(perfectMaps(64, 64, []))).toEqual([]);
  });
});

describe('peaks', () => {
  it('are found between cells, to a tenth of a pixel', () => {
    const map = { width: 20, height: 20, data: new Float32Array(400) };
    for (let i = 0; i < 400; i++) map.data[i] = Math.exp(-0.5 * (((i % 20) - 8.3) ** 2 + (Math.floor(i / 20) - 11.6) ** 2) / 4);
    const [peak, ...others] = findPeaks(map, 0.2);
    expect(others).toEqual([]);
    expect(Math.abs(peak!.x - (2 * 8.3 + 0.5))).toBeLessThan(0.1);
    expect(Math.abs(peak!.y - (2 * 11.6 + 0.5))).toBeLessThan(0.1);
  });

  it('of a flat top count once', () => {
    const map = { width: 6, height: 1, data: Float32Array.of(0, 0.5, 0.9, 0.9, 0.5, 0) };
    expect(findPeaks(map, 0.2)).toHaveLength(1);
  });
});

describe('a bent shaft', () => {
  it('runs through its exit, middle and tip', () => {
    const root = { x: 0, y: 0 }, middle = { x: 10, y: 4 }, tip = { x: 20, y: 0 };
    expect(alongShaft(root, middle, tip, 0)).toEqual([0, 0]);
    expect(alongShaft(root, middle, tip, 0.5)).toEqual([10, 4]);
    expect(alongShaft(root, middle, tip, 1)).toEqual([20, 0]);
  });
});
