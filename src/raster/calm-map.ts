import { blurMap } from './blur-map.js';
import type { FloatMap } from './raster-image.js';

/** A first blur of this many pixels quiets camera noise, which has no direction and would hide one, and the steps of 8 bits. */
export const firstBlur = 1.2;

const calmed = new WeakMap<FloatMap, FloatMap>();

/** The map after the first blur. The same object for the same map: sharpness and streaks are both told from it. */
export function calmMap(map: FloatMap): FloatMap {
  const known = calmed.get(map);
  if (known) return known;
  const calm = blurMap(map, firstBlur);
  calmed.set(map, calm);
  return calm;
}
