import type { FloatMap, Mask } from '../../raster/raster-image.js';
import { alignHeads } from './align-heads.js';
import type { HeadView } from './head-view.js';
import { isProven, trustAlignment } from './trust-alignment.js';

/** Whether two photographs that cannot be laid over one another can be once one is mirrored: some apps and front cameras store what a mirror shows. */
export function areMirrored(first: HeadView, second: HeadView): boolean {
  const alignment = alignHeads(first, mirrorView(second));
  return alignment !== null && isProven(alignment) && trustAlignment(alignment) === null;
}

function mirrorView(view: HeadView): HeadView {
  const { width, height, picture } = view, from = (at: number): number => at - (at % width) + width - 1 - (at % width);
  const flip = (map: FloatMap): FloatMap => ({ width, height, data: map.data.map((_, at) => map.data[from(at)]) }), region: Mask = { width, height, data: view.region.data.map((_, at) => view.region.data[from(at)]) };
  return { ...view, region, brightness: flip(view.brightness), scalp: flip(view.scalp), hair: flip(view.hair), picture: { width, height, data: picture.data.map((_, k) => picture.data[3 * from(Math.floor(k / 3)) + (k % 3)]) } };
}
