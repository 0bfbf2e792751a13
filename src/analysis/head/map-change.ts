import type { ChangeMap } from '../../domain/result.js';
import { applyAffine, type Affine } from '../../raster/affine.js';
import type { FloatMap, Mask } from '../../raster/raster-image.js';
import { sampleMap } from '../../raster/sample-map.js';
import type { HeadView } from '../../registration/head/head-view.js';

/** Cells along the longer side of the region. */
const cellsAlong = 24;
/** A cell needs this much scalp to have a value. */
const leastScalp = 0.4;

/** Two heads, the first with its region, and the way from its grid to the second's. */
export interface MappedPair {
  readonly first: HeadView;
  readonly second: HeadView;
  readonly map: Affine;
  readonly region: Mask;
  /** Change of hair on the first grid, where colours were compared; else the difference of the network's answers counts. */
  readonly shift: FloatMap | null;
}

/**
 * Where the coverage changed: the mean difference in square cells over the baseline's region.
 * @param behind  Given when the baseline is the pair's second: its own view and region, and the way from there to the first.
 */
export function mapChange({ first, second, map, region, shift }: MappedPair, behind: { view: HeadView; region: Mask; toFirst: Affine } | null): ChangeMap {
  const { scale } = behind?.view ?? first, own = behind?.region ?? region, sign = behind === null ? 1 : -1, [top, bottom, left, right] = boxOf(own);
  const cell = Math.max(bottom - top, right - left) / cellsAlong, rows = Math.max(1, Math.ceil((bottom - top) / cell)), columns = Math.max(1, Math.ceil((right - left) / cell));
  const change = new Float64Array(rows * columns), scalp = new Float64Array(rows * columns), pixels = new Float64Array(rows * columns);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const k = Math.min(rows - 1, Math.floor((y - top) / cell)) * columns + Math.min(columns - 1, Math.floor((x - left) / cell));
      pixels[k]++;
      if (own.data[y * own.width + x] === 0) continue;
      const here = behind === null ? { x, y } : applyAffine(behind.toFirst, x, y), there = applyAffine(map, here.x, here.y);
      const [one, two] = [sampleMap(first.scalp, here.x, here.y, -1), sampleMap(second.scalp, there.x, there.y, -1)];
      if (one < 0 || two < 0) continue;
      const weight = (one + two) / 2;
      scalp[k] += weight;
      change[k] += sign * weight * (shift !== null ? sampleMap(shift, here.x, here.y, 0) : two * sampleMap(second.hair, there.x, there.y, 0) - one * sampleMap(first.hair, here.x, here.y, 0));
    }
  }
  const original = (place: number): number => Number((place / scale - 0.5).toFixed(1));
  return {
    rows, columns, top: original(top), left: original(left), cellPx: Number((cell / scale).toFixed(2)),
    points: Array.from(change, (sum, k) => (scalp[k] < leastScalp * pixels[k] || pixels[k] === 0 ? null : Number(((100 * sum) / scalp[k]).toFixed(1)) + 0)),
  };
}

function boxOf({ width, height, data }: { width: number; height: number; data: Uint8Array }): [number, number, number, number] {
  let top = height, bottom = 0, left = width, right = 0;
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    const x = at % width, y = Math.floor(at / width);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
  }
  return [top, bottom, left, right];
}
