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
  const { width, height, data } = brightness, around = blurInside(brightness, valid, reach);
  const { darkest, brightest } = findContrast(data, around, valid.data), contrast = Math.max(darkest, brightest);
  if (contrast < 12) return null;
  const { strand, inside, count } = markStrands(data, around, valid.data, darkest >= brightest ? -1 : 1, strandContrast * contrast);
  if (count === 0) return null;
  // Erosion and dilation by a disc, both by distance: what is further than the radius from the outside, and all within the radius of that.
  const radius = widestShaft / 2, core = markDeep(distanceTo(strand, 0, width, height), radius, width, height);
  if (core === null) return { share: count / inside, wideShare: 0 };
  return { share: count / inside, wideShare: countNear(strand, distanceTo(core, 1, width, height), radius, width, height) / count };
}

/** The mean brightness of what lies inside around each pixel. What is left out would brighten or darken the skin beside it: a black frame made a strand of its whole rim. */
function blurInside(brightness: FloatMap, valid: Mask, reach: number): Float32Array {
  if (!valid.data.includes(0)) return blurWidely(brightness, reach);
  const { width, height, data } = brightness, inside = Float32Array.from(valid.data), masked = new Float32Array(data.length);
  for (let i = 0; i < masked.length; i++) masked[i] = data[i] * inside[i];
  const sum = blurWidely({ width, height, data: masked }, reach), weight = blurWidely({ width, height, data: inside }, reach);
  for (let i = 0; i < sum.length; i++) sum[i] = weight[i] > 0 ? sum[i] / weight[i] : 0;
  return sum;
}

function blurWidely(map: FloatMap, reach: number): Float32Array {
  const { width, height } = map, factor = Math.max(1, Math.floor(reach / 8));
  const small = resampleMap(map, { width: Math.max(1, Math.round(width / factor)), height: Math.max(1, Math.round(height / factor)) }, { x: 1 / factor, y: 1 / factor });
  return resampleMap(blurMap(small, reach / factor), { width, height }, { x: factor, y: factor }).data;
}

// Each loop over the pixels has a function of its own: engines compile a function anew for each of its loops.

/** How far the strongest pixels lie below and above their surroundings, levels. Every third pixel is enough. */
function findContrast(data: Float32Array, around: Float32Array, valid: Uint8Array): { darkest: number; brightest: number } {
  const dark = new Uint32Array(histogramSize), bright = new Uint32Array(histogramSize);
  for (let i = 0; i < data.length; i += 3) {
    if (valid[i] === 0) continue;
    const away = data[i] - around[i];
    if (away < 0) dark[Math.floor(-away * stepsPerLevel)]++; else bright[Math.floor(away * stepsPerLevel)]++;
  }
  return { darkest: strongest(dark), brightest: strongest(bright) };
}

function markStrands(data: Float32Array, around: Float32Array, valid: Uint8Array, sign: 1 | -1, least: number): { strand: Uint8Array; inside: number; count: number } {
  const strand = new Uint8Array(data.length);
  let inside = 0, count = 0;
  for (let i = 0; i < data.length; i++) {
    if (valid[i] === 0) continue;
    inside++;
    if (sign * (data[i] - around[i]) >= least) { strand[i] = 1; count++; }
  }
  return { strand, inside, count };
}

/** The pixels that lie deeper than the radius; null where none does. @param deep  With a border of one pixel. */
function markDeep(deep: Float32Array, radius: number, width: number, height: number): Uint8Array | null {
  const core = new Uint8Array(width * height), stride = width + 2;
  let any = false;
  for (let row = 0, i = 0; row < height; row++) {
    for (let end = i + width, at = (row + 1) * stride + 1; i < end; i++, at++) if (deep[at] > radius) { core[i] = 1; any = true; }
  }
  return any ? core : null;
}

function countNear(strand: Uint8Array, near: Float32Array, radius: number, width: number, height: number): number {
  const stride = width + 2;
  let wide = 0;
  for (let row = 0, i = 0; row < height; row++) {
    for (let end = i + width, at = (row + 1) * stride + 1; i < end; i++, at++) if (strand[i] !== 0 && near[at] <= radius) wide++;
  }
  return wide;
}

const stepsPerLevel = 32, histogramSize = 256 * stepsPerLevel;

/** What the strongest fiftieth of the differences reaches, levels; 0 where there are none. */
function strongest(histogram: Uint32Array): number {
  const count = histogram.reduce((sum, value) => sum + value, 0);
  let seen = 0;
  for (let step = 0; step < histogram.length; step++) {
    seen += histogram[step];
    if (seen > 0.98 * (count - 1)) return count === 0 ? 0 : (step + 0.5) / stepsPerLevel;
  }
  return 0;
}

/**
 * Distance of each pixel to the nearest one of a value, by two passes with steps of 1 and √2 (chamfer distance, at most 8 % too long).
 * @returns With a border of one far pixel all around, which spares a question at each step.
 */
function distanceTo(map: Uint8Array, value: 0 | 1, width: number, height: number): Float32Array {
  const distance = new Float32Array((width + 2) * (height + 2)).fill(1e6);
  passDown(distance, map, value, width, height);
  passUp(distance, width, height);
  return distance;
}

const diagonal = Math.SQRT2;

function passDown(distance: Float32Array, map: Uint8Array, value: 0 | 1, width: number, height: number): void {
  const stride = width + 2;
  for (let row = 0; row < height; row++) {
    let left = 1e6, above = distance[row * stride + 1], leftAbove = 1e6;
    for (let column = 0, i = row * width, at = (row + 1) * stride + 1; column < width; column++, i++, at++) {
      const rightAbove = distance[at - stride + 1];
      if (map[i] === value) left = 0;
      else {
        const straight = left < above ? left + 1 : above + 1, oblique = leftAbove < rightAbove ? leftAbove + diagonal : rightAbove + diagonal, least = straight < oblique ? straight : oblique;
        left = least < 1e6 ? Math.fround(least) : 1e6;
      }
      distance[at] = left;
      leftAbove = above;
      above = rightAbove;
    }
  }
}

function passUp(distance: Float32Array, width: number, height: number): void {
  const stride = width + 2;
  for (let row = height - 1; row >= 0; row--) {
    let right = 1e6, below = distance[(row + 2) * stride + width], rightBelow = 1e6;
    for (let column = width - 1, at = (row + 1) * stride + width; column >= 0; column--, at--) {
      const leftBelow = distance[at + stride - 1], own = distance[at];
      if (own !== 0) {
        const straight = right < below ? right + 1 : below + 1, oblique = rightBelow < leftBelow ? rightBelow + diagonal : leftBelow + diagonal, least = straight < oblique ? straight : oblique;
        if (least < own) distance[at] = least;
      }
      right = distance[at];
      rightBelow = below;
      below = leftBelow;
    }
  }
}
