import { blurMap } from './blur-map.js';
import type { FloatMap, Mask } from './raster-image.js';
import { resampleMap } from './resample-map.js';

export interface Strands {
  /** Share, 0…1, of the picture that stands out from its surroundings like hair: darker than them, or brighter. */
  readonly share: number;
  /** Share, 0…1, of these pixels that lie in strands wider than the given width. */
  readonly wideShare: number;
}

/** Pixels belong to a strand from this share of the strongest contrast on. */
const strandContrast = 0.4;

/**
 * Measures how much of the hair lies in wide strands: what is left of the pixels that stand out when they are opened with a
 * disc of the given width.
 *
 * @param brightness   0…255.
 * @param widestShaft  Width, pixels, that single shafts and the two or three of a unit do not exceed.
 * @param reach        Standard deviation, pixels, of the surroundings that brightness is held against; several shaft widths.
 * @returns Null where nothing stands out by 12 levels.
 */
export function measureStrands(brightness: FloatMap, valid: Mask, widestShaft: number, reach: number): Strands | null {
  const { width, height, data } = brightness, factor = Math.max(1, Math.floor(reach / 8));
  const small = resampleMap(brightness, { width: Math.max(1, Math.round(width / factor)), height: Math.max(1, Math.round(height / factor)) }, { x: 1 / factor, y: 1 / factor });
  const around = resampleMap(blurMap(small, reach / factor), { width, height }, { x: factor, y: factor }).data;
  const dark: number[] = [], bright: number[] = [];
  for (let i = 0; i < data.length; i += 3) if (valid.data[i] !== 0) (data[i] < around[i] ? dark : bright).push(Math.abs(data[i] - around[i]));
  const strongest = (list: number[]): number => (list.length === 0 ? 0 : Float64Array.from(list).sort()[Math.floor(0.98 * (list.length - 1))]);
  const darkest = strongest(dark), brightest = strongest(bright), sign = darkest >= brightest ? -1 : 1, contrast = Math.max(darkest, brightest);
  if (contrast < 12) return null;
  const strand = new Uint8Array(data.length);
  let inside = 0, count = 0;
  for (let i = 0; i < data.length; i++) {
    if (valid.data[i] === 0) continue;
    inside++;
    if (sign * (data[i] - around[i]) >= strandContrast * contrast) { strand[i] = 1; count++; }
  }
  if (count === 0) return null;
  // Erosion and dilation by a disc, both by distance: what is further than the radius from the outside, and all within the radius of that.
  const radius = widestShaft / 2, deep = distanceTo(strand, 0, width, height), core = Uint8Array.from(deep, (distance) => (distance > radius ? 1 : 0));
  const near = distanceTo(core, 1, width, height);
  let wide = 0;
  for (let i = 0; i < strand.length; i++) if (strand[i] !== 0 && near[i] <= radius) wide++;
  return { share: count / inside, wideShare: wide / count };
}

/** Distance of each pixel to the nearest one of a value, by two passes with steps of 1 and √2 (chamfer distance, at most 8 % too long). */
function distanceTo(map: Uint8Array, value: 0 | 1, width: number, height: number): Float32Array {
  const distance = new Float32Array(map.length), diagonal = Math.SQRT2;
  for (let i = 0; i < map.length; i++) distance[i] = map[i] === value ? 0 : 1e6;
  for (let row = 0; row < height; row++) {
    for (let column = 0, i = row * width; column < width; column++, i++) {
      let least = distance[i];
      if (column > 0) least = Math.min(least, distance[i - 1] + 1);
      if (row > 0) {
        least = Math.min(least, distance[i - width] + 1);
        if (column > 0) least = Math.min(least, distance[i - width - 1] + diagonal);
        if (column < width - 1) least = Math.min(least, distance[i - width + 1] + diagonal);
      }
      distance[i] = least;
    }
  }
  for (let row = height - 1; row >= 0; row--) {
    for (let column = width - 1, i = row * width + column; column >= 0; column--, i--) {
      let least = distance[i];
      if (column < width - 1) least = Math.min(least, distance[i + 1] + 1);
      if (row < height - 1) {
        least = Math.min(least, distance[i + width] + 1);
        if (column < width - 1) least = Math.min(least, distance[i + width + 1] + diagonal);
        if (column > 0) least = Math.min(least, distance[i + width - 1] + diagonal);
      }
      distance[i] = least;
    }
  }
  return distance;
}
