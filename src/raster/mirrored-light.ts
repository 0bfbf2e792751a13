import type { FloatMap, Mask } from './raster-image.js';

const cellsAcross = 8, fewestPixels = 40;
/** The skin of a cell is taken above its median, which passes over dark shafts and under sheets of light. */
const skinQuantile = 0.6;
/** Light that is mirrored lies this share of the way from the skin to white, and at least so many levels above the skin; most white hair lies below. */
const wayToWhite = 0.6, leastLevels = 35;

/**
 * Share of a picture, 0…1, that mirrors the light: far brighter than the skin around it. Water and grease do that in sheets
 * and drops; so do flakes, bubbles and white hair. Null where too little lies inside.
 *
 * @param brightness  0…255.
 */
export function measureMirroredLight(brightness: FloatMap, valid: Mask): number | null {
  const { width, height, data } = brightness, histogram = new Uint32Array(256);
  let mirrored = 0, all = 0;
  for (let cell = 0; cell < cellsAcross ** 2; cell++) {
    const [top, bottom] = [0, 1].map((next) => Math.floor(((Math.floor(cell / cellsAcross) + next) * height) / cellsAcross));
    const [left, right] = [0, 1].map((next) => Math.floor((((cell % cellsAcross) + next) * width) / cellsAcross));
    histogram.fill(0);
    let count = 0;
    for (let row = top; row < bottom; row++) count += countLevels(histogram, data, valid.data, row * width + left, row * width + right);
    if (count < fewestPixels) continue;
    let skin = 0;
    for (let seen = histogram[0]; seen <= skinQuantile * count && skin < 255; seen += histogram[skin]) skin++;
    for (let level = Math.ceil(skin + Math.max(leastLevels, wayToWhite * (255 - skin))); level < 256; level++) mirrored += histogram[level];
    all += count;
  }
  return all === 0 ? null : mirrored / all;
}

/** Adds the pixels of one line to the histogram. @returns How many lie inside. */
function countLevels(histogram: Uint32Array, data: Float32Array, valid: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (valid[at] !== 0) { histogram[Math.floor(data[at])]++; count++; }
  return count;
}
