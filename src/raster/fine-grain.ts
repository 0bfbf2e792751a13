import { blurMap } from './blur-map.js';
import type { FloatMap, Mask } from './raster-image.js';

export interface FineGrain {
  /** Share, 0…1, of the local variation that is finer than two pixels: noise 0.76, print and fabric 0.25 and more, skin and hair 0.01…0.12. */
  readonly share: number;
  /** Size of all variation finer than about 20 pixels, root mean square, in the map's unit. */
  readonly variation: number;
}

/** Measures how much of a picture's local variation is as fine as its pixels. Null where no pixel is inside. */
export function measureFineGrain(map: FloatMap, valid: Mask): FineGrain | null {
  const fine = blurMap(map, 1).data, coarse = blurMap(map, 8).data, { data } = map;
  let finest = 0, all = 0, count = 0;
  for (let i = 0; i < data.length; i++) {
    if (valid.data[i] === 0) continue;
    finest += (data[i] - fine[i]) ** 2;
    all += (data[i] - coarse[i]) ** 2;
    count++;
  }
  return count === 0 ? null : { share: all > 0 ? finest / all : 0, variation: Math.sqrt(all / count) };
}
