import { fillLargestRegion } from '../../raster/fill-region.js';
import type { GlobalMaps } from '../../raster/global-maps.js';

/** What the network for heads makes of a photograph, all 0…1. */
export interface ScalpTraits {
  /** Share of the photograph that the largest scalp takes, and its share of all that is taken for scalp. */
  readonly area: number;
  readonly oneness: number;
  /** Mean chance inside it, and share of cells whose chance is anywhere between 0.2 and 0.8. */
  readonly sureness: number;
  readonly doubt: number;
  /** 1 for a disc, towards 0 for what is frayed. */
  readonly roundness: number;
  /** Share of its border on the frame. */
  readonly cut: number;
}

export function describeScalp(maps: GlobalMaps): ScalpTraits {
  const { width, height, scalp } = maps, region = fillLargestRegion({ width, height, data: scalp });
  let all = 0, doubt = 0, area = 0, sure = 0, border = 0, frame = 0;
  for (let at = 0; at < scalp.length; at++) {
    if (scalp[at] >= 0.5) all++;
    if (scalp[at] > 0.2 && scalp[at] < 0.8) doubt++;
    if (region === null || region.data[at] === 0) continue;
    area++;
    sure += scalp[at];
    const x = at % width, y = Math.floor(at / width);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) frame++;
      else if (region.data[at + dy * width + dx] === 0) border++;
    }
  }
  // The border of a disc counted by its cells' sides is 8 radii long.
  const around = border + frame;
  return {
    area: area / scalp.length, oneness: area / Math.max(1, all, area), sureness: area === 0 ? 0 : sure / area, doubt: doubt / scalp.length,
    roundness: around === 0 ? 0 : Math.min(1, (64 * area) / Math.PI / (around * around)), cut: around === 0 ? 0 : frame / around,
  };
}
