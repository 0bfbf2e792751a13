import { coverAllBut } from '../../image-io/cover-face.js';
import type { GlobalMaps } from '../../raster/global-maps.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { openShippedHeadSegmenter } from '../analyse-photograph.js';
import { showsNoFace } from '../kind/recognise-kind.js';
import { describeRegion } from './analyse-head.js';
import { viewHead } from './view-head.js';

/**
 * What may be shown of a photograph before anybody has said what it is: all of it, or, where it may show a head, its scalp alone on grey, of the
 * same size. A face that was covered cannot be brought back from the picture. A close-up that is taken for more loses what is no hair of its
 * picture, and no figure.
 */
export async function coverHead(image: RasterImage): Promise<{ image: RasterImage; isCovered: boolean }> {
  let maps: GlobalMaps | null = null;
  const look = async (): Promise<GlobalMaps> => maps ??= await (await openShippedHeadSegmenter()).segment(image);
  return await showsNoFace(image, look) ? { image, isCovered: false } : { image: coverAllBut(image, outlineOfScalp(image, await look())), isCovered: true };
}

function outlineOfScalp(image: RasterImage, maps: GlobalMaps): readonly { row: number; column: number }[] {
  const view = viewHead(image, maps);
  return view === null ? [] : describeRegion(view.region, view, { name: 'scalp', source: 'proposed', visibleShare: 1 }).outline;
}
