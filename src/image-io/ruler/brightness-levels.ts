import { measureBrightness } from '../../raster/brightness.js';
import type { FloatMap, RasterImage } from '../../raster/raster-image.js';
import { resampleImage } from '../../raster/resample-image.js';

/** A photograph's brightness at one size. */
export interface BrightnessLevel {
  readonly map: FloatMap;
  /** Original pixels a pixel of the map; centres map by `original = (place + 0.5) × factor − 0.5`. */
  readonly factor: number;
}

/** Longer side of the largest level, pixels: millimetres of a field of 16 cm are still six pixels long. */
const largestSide = 1000;
/** Longer side of the smallest level: six ticks. */
const smallestSide = 56;

/** Brightness at halving sizes, the largest first: ticks of any distance are six to fifteen pixels apart in one of them. */
export function buildLevels(image: RasterImage): BrightnessLevel[] {
  const shrink = Math.min(1, largestSide / Math.max(image.width, image.height));
  let level: BrightnessLevel = { map: measureBrightness(shrink < 1 ? resampleImage(image, shrink) : image), factor: 1 / shrink };
  const levels = [level];
  while (Math.max(level.map.width, level.map.height) >= 2 * smallestSide && Math.min(level.map.width, level.map.height) >= 40) {
    level = { map: halve(level.map), factor: level.factor * 2 };
    levels.push(level);
  }
  return levels;
}

function halve({ width, height, data }: FloatMap): FloatMap {
  const w = width >> 1, h = height >> 1, out = new Float32Array(w * h);
  for (let row = 0, at = 0; row < h; row++) for (let column = 0; column < w; column++, at++) {
    const from = 2 * row * width + 2 * column;
    out[at] = (data[from] + data[from + 1] + data[from + width] + data[from + width + 1]) / 4;
  }
  return { width: w, height: h, data: out };
}
