import { hairMask, measureCoverage } from '../measurement/hair-coverage.js';
import type { RasterImage } from '../raster/raster-image.js';
import { cropImage } from '../raster/crop-image.js';
import { resampleImage } from '../raster/resample-image.js';
import type { Segmenter } from '../segmentation/segmenter.js';

/** Mean width of a shaft in the network's picture for which it was trained: 72 µm at 120 pixels per millimetre. */
const wantedWidth = 8.6;
/** Long sides, in pixels of the network's picture, from which the search starts. */
const firstLooks = [448, 960, 240, 1600];
const largestEnlargement = 3;

/**
 * Finds the scale at which shafts are as wide as the network expects, for a photograph whose scale nobody knows.
 * Reads the mean width off the hair mask (its area over the length of its centre lines) and corrects twice.
 * @returns Network pixels per original pixel, and whether hair was found to go by; the first look's scale otherwise.
 */
export async function findWorkingScale(image: RasterImage, segmenter: Segmenter): Promise<{ scale: number; found: boolean }> {
  const longSide = Math.max(image.width, image.height);
  for (const look of firstLooks) {
    const first = Math.min(largestEnlargement, look / longSide);
    const width = await shaftWidth(image, first, segmenter);
    if (width === null || width < 3 || width > 30) continue;
    const second = bounded((first * wantedWidth) / width, image);
    const again = await shaftWidth(image, second, segmenter);
    return { scale: again === null ? second : bounded(second * Math.sqrt(wantedWidth / again), image), found: true };
  }
  return { scale: Math.min(1, firstLooks[0]! / longSide), found: false };
}

const bounded = (scale: number, image: RasterImage): number => Math.min(largestEnlargement, Math.max(48 / Math.min(image.width, image.height), scale));

async function shaftWidth(image: RasterImage, scale: number, segmenter: Segmenter): Promise<number | null> {
  // The middle of a large photograph is enough to see how wide its shafts are.
  const side = Math.ceil(768 / scale), width = Math.min(image.width, side), height = Math.min(image.height, side);
  const middle = cropImage(image, { row: (image.height - height) >> 1, column: (image.width - width) >> 1, width, height });
  const small = resampleImage(middle, scale);
  if (small.width < 32 || small.height < 32) return null;
  const maps = await segmenter.segment(small), mask = hairMask(maps.hair);
  const everywhere = { width: mask.width, height: mask.height, data: new Uint8Array(mask.data.length).fill(1) };
  const { coverage, shaftLengthPx } = measureCoverage(mask, everywhere);
  if (coverage === null || shaftLengthPx < 40) return null;
  return (coverage * mask.data.length) / shaftLengthPx;
}
