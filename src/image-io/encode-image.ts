import type { FloatMap, Mask, RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { resampleSmall } from '../raster/small-copy.js';
import { loadSharp } from './sharp-engine.js';

/** Encodes a picture as PNG, without loss. No metadata: a `RasterImage` carries none and none is added. */
export async function encodePng(image: RasterImage): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } }).png({ compressionLevel: 6 }).toBuffer();
}

/**
 * Encodes a picture as JPEG without metadata, colours at full resolution (thin coloured lines would fray otherwise).
 *
 * @param quality  1 … 100.
 */
export async function encodeJpeg(image: RasterImage, quality = 85): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/**
 * Encodes a picture for a report or a page: JPEG, shrunk when its longest side exceeds the limit, never enlarged.
 *
 * @param options.longestSide  Pixels, default 1600.
 */
export async function encodeThumbnail(image: RasterImage, options: { longestSide?: number; quality?: number } = {}): Promise<Uint8Array> {
  const { longestSide = 1600, quality = 82 } = options;
  const scale = longestSide / Math.max(image.width, image.height);
  return encodeJpeg(scale < 1 ? (longestSide <= 320 ? resampleSmall : resampleImage)(image, scale) : image, quality);
}

/**
 * Encodes one number a pixel as 8-bit grey PNG.
 *
 * @param range  Values shown as black and as white, by default 0 and 1; what lies outside is cut to them, and what is no number is black.
 */
export async function encodeGreyPng(map: FloatMap, range: { black: number; white: number } = { black: 0, white: 1 }): Promise<Uint8Array> {
  const grey = new Uint8Array(map.data.length);
  const factor = 255 / (range.white - range.black);
  for (let i = 0; i < grey.length; i++) grey[i] = Math.max(0, Math.min(255, Math.round((map.data[i] - range.black) * factor)));
  return encodeOneChannel(grey, map.width, map.height);
}

/** Encodes a mask as grey PNG: 0 outside, 255 inside. */
export async function encodeMaskPng(mask: Mask): Promise<Uint8Array> {
  return encodeOneChannel(mask.data.map((value) => (value === 0 ? 0 : 255)), mask.width, mask.height);
}

async function encodeOneChannel(grey: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(grey, { raw: { width, height, channels: 1 } }).toColourspace('b-w').png({ compressionLevel: 6 }).toBuffer();
}
