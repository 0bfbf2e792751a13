import { hairShareOf } from '../../measurement/head/hair-share.js';
import { measureBrightness } from '../../raster/brightness.js';
import { fillLargestRegion } from '../../raster/fill-region.js';
import { openLargeHoles } from '../../raster/open-holes.js';
import type { GlobalMaps } from '../../raster/global-maps.js';
import type { FloatMap, Mask, RasterImage } from '../../raster/raster-image.js';
import { resampleMap } from '../../raster/resample-map.js';
import { resampleSmall } from '../../raster/small-copy.js';
import type { HeadView } from '../../registration/head/head-view.js';

/** Longer side of the grid that heads are measured and laid over one another on, pixels. */
const gridSide = 320;

/** A hole of this share of the scalp is no reflection or spot in it, but a face that hair encloses. */
const largestHole = 0.03;

/** The photograph, the chance of scalp and the share of hair on one grid; null where no scalp was found. */
export function viewHead(image: RasterImage, maps: GlobalMaps): HeadView | null {
  const scale = gridSide / Math.max(image.width, image.height), picture = resampleSmall(image, scale);
  const onGrid = (data: Float32Array): FloatMap => resampleMap({ width: maps.width, height: maps.height, data }, picture, { x: scale / maps.cellsPerPixel, y: scale / maps.cellsPerPixel });
  const scalp = onGrid(maps.scalp), region = findScalp(scalp);
  return region === null ? null : { width: picture.width, height: picture.height, scale, picture, region, brightness: measureBrightness(picture), scalp, hair: onGrid(maps.hair.map(hairShareOf)) };
}

/** Where the scalp is, by the chance of it: the largest part, small holes filled, faces that hair encloses left out; null where there is none. */
export function findScalp(chance: FloatMap): Mask | null {
  const filled = fillLargestRegion(chance);
  return filled === null ? null : openLargeHoles(filled, chance, largestHole);
}
