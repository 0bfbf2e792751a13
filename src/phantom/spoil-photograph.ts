import type { RasterImage } from '../raster/raster-image.js';
import { blurPlanes } from './canvas.js';
import { createRandom } from './random.js';

/** What goes wrong when photographs are taken; each a function of a finished picture, so that it also works on real ones. */

/** Out of focus by a Gaussian of so many pixels, then the camera's own noise (standard deviation in bytes) on top. */
export function blurPhotograph(image: RasterImage, sigmaPx: number, noise = 2, seed = 1): RasterImage {
  return develop(image, blurPlanes(Float32Array.from(image.data), image.width, image.height, 3, sigmaPx), noise, seed);
}

/** Moved during the exposure along a straight line, so many pixels long. */
export function shakePhotograph(image: RasterImage, lengthPx: number, angle: number, noise = 2, seed = 1): RasterImage {
  const { width, height, data } = image, steps = Math.max(2, Math.ceil(lengthPx)), sum = new Float32Array(data.length);
  for (let step = 0; step < steps; step++) {
    const way = (step / (steps - 1) - 0.5) * lengthPx, dx = Math.round(way * Math.cos(angle)), dy = Math.round(way * Math.sin(angle));
    for (let y = 0, at = 0; y < height; y++) {
      const row = Math.min(height - 1, Math.max(0, y + dy)) * width;
      for (let x = 0; x < width; x++, at += 3) {
        const from = (row + Math.min(width - 1, Math.max(0, x + dx))) * 3;
        sum[at] += data[from] / steps;
        sum[at + 1] += data[from + 1] / steps;
        sum[at + 2] += data[from + 2] / steps;
      }
    }
  }
  return develop(image, sum, noise, seed);
}

/** All light multiplied: below 1 too dark, above 1 overexposed; what leaves the range of 8 bits is lost. */
export function exposePhotograph(image: RasterImage, factor: number, noise = 2, seed = 1): RasterImage {
  return develop(image, Float32Array.from(image.data, (value) => value * factor), noise, seed);
}

/** Under light of another colour: each channel multiplied by its own factor. */
export function castPhotograph(image: RasterImage, gains: readonly [number, number, number]): RasterImage {
  return develop(image, Float32Array.from(image.data, (value, i) => value * gains[i % 3]), 0, 1);
}

function develop({ width, height }: RasterImage, values: Float32Array, noise: number, seed: number): RasterImage {
  const random = createRandom(seed), data = new Uint8Array(values.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, Math.max(0, Math.round(values[i] + (noise > 0 ? random.normal(0, noise) : 0))));
  return { width, height, data };
}
