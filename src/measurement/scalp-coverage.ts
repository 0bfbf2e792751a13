import type { GlobalMaps } from '../raster/global-maps.js';
import type { Mask } from '../raster/raster-image.js';

/** A cell at least this likely to be scalp or scalp hair is part of the region. */
export const scalpThreshold = 0.5;

/** Share of the cells of a region that hair covers. */
export interface ScalpCoverage {
  /** hair / (hair + visible scalp), 0…1; null where no cell of the region is scalp. */
  readonly coverage: number | null;
  /** Cells that counted. */
  readonly cells: number;
}

/**
 * Coverage of the scalp that the network found, or of the part of it inside a region.
 * @param region  On the grid of the maps; everything when left out.
 * @throws RangeError when the region has another size than the maps.
 */
export function measureScalpCoverage(maps: GlobalMaps, region?: Mask): ScalpCoverage {
  if (region !== undefined && (region.width !== maps.width || region.height !== maps.height)) {
    throw new RangeError(`Expected a region of ${maps.width} × ${maps.height} cells, got ${region.width} × ${region.height}.`);
  }
  let hair = 0, cells = 0;
  for (let at = 0; at < maps.scalp.length; at++) {
    if (maps.scalp[at]! < scalpThreshold || region?.data[at] === 0) continue;
    hair += maps.hair[at]!;
    cells++;
  }
  return { coverage: cells === 0 ? null : hair / cells, cells };
}
