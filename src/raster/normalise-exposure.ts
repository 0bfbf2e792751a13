import { wholeWindow, type PixelWindow } from './pixel-window.js';
import type { RasterImage } from './raster-image.js';

/**
 * Median green value to which brighter pictures are brought down before they go through the network.
 * Chosen on the sample photographs: hair masks of bright grey tiles gain 3 points of Dice, counts of donor close-ups 0.06 hairs.
 */
export const wantedMedian = 118;

/**
 * Brings a bright picture down to a common brightness by one factor for all channels; colours and contrast in proportion stay.
 * A picture that is dark already is left alone: dark skin is dark.
 * @param window  Where the brightness is read; default all of the picture. A black or white frame says nothing about the skin.
 * @returns The same picture, or a new one of the same size.
 */
export function normaliseExposure(image: RasterImage, window: PixelWindow = wholeWindow(image)): RasterImage {
  const counts = new Uint32Array(256), pixels = (window.bottom - window.top) * (window.right - window.left);
  for (let row = window.top; row < window.bottom; row++) {
    for (let i = (row * image.width + window.left) * 3 + 1, end = i + (window.right - window.left) * 3; i < end; i += 3) counts[image.data[i]!]!++;
  }
  let median = 0;
  for (let seen = counts[0]!; seen <= pixels / 2 && median < 255; seen += counts[median]!) median++;
  if (median <= wantedMedian) return image;
  const table = Uint8Array.from({ length: 256 }, (_, value) => Math.round((value * wantedMedian) / median));
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i++) data[i] = table[image.data[i]!]!;
  return { width: image.width, height: image.height, data };
}
