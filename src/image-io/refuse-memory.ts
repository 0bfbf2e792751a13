import type { Metadata } from 'sharp';
import { AnalysisError } from '../errors.js';
import { photoLimits } from './photo-limits.js';
import type { PhotographFormat } from './sniff-format.js';
import { listTiffDirectories, tiffTags } from './tiff-directories.js';

/**
 * Refuses files whose decoder has to hold far more than the picture it makes: interlaced PNG, progressive JPEG, WebP, and TIFF in one strip are
 * unpacked whole before the first row comes out. A megabyte can be made to take a gigabyte that way; what cameras write stays far below.
 *
 * @param header  As libvips read it from the file's beginning.
 * @throws AnalysisError `photo.tooLarge`.
 */
export function refuseMemory(bytes: Uint8Array, format: PhotographFormat, header: Pick<Metadata, 'width' | 'height' | 'channels' | 'depth' | 'isProgressive' | 'chromaSubsampling'>): void {
  const pixels = header.width * header.height, needed = pixels * 3 + heldByDecoder(bytes, format, header);
  if (needed <= photoLimits.decodingBytes) return;
  throw new AnalysisError('photo.tooLarge', `The way in which this photograph of ${Math.round(pixels / 1e6)} million pixels is stored takes ${Math.ceil(needed / 1e6)} MB to open; at most ${photoLimits.decodingBytes / 1e6} MB are used.`, {
    hint: 'Save it as JPEG without "progressive", or as PNG or TIFF without interlacing and in small strips.',
  });
}

/** Bytes that the decoder holds at once beside the picture. */
function heldByDecoder(bytes: Uint8Array, format: PhotographFormat, { width, height, channels, depth, isProgressive, chromaSubsampling }: Parameters<typeof refuseMemory>[2]): number {
  const pixels = width * height, sampleBytes = depth === 'ushort' ? 2 : 1;
  switch (format) {
    // Coefficients of 16 bits for every sample; colour at half the size takes a half of the first channel's.
    case 'jpeg': return isProgressive ? pixels * 2 * (channels >= 3 && chromaSubsampling?.startsWith('4:2:0') ? channels - 1.5 : channels) : 0;
    case 'png': return isProgressive ? pixels * channels * sampleBytes : 0;
    // Lossless WebP is unpacked into one copy and turned into another.
    case 'webp': return pixels * 4 * (isLosslessWebp(bytes) ? 2 : 1);
    case 'tiff': return largestPiece(bytes, height) * width * channels * sampleBytes;
    case 'heic': return 0;
  }
}

function isLosslessWebp(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).includes('VP8L', 12, 'latin1');
}

/** Rows that a TIFF file stores as one piece; without a number that the decoder takes all of them. */
function largestPiece(bytes: Uint8Array, height: number): number {
  const tags = listTiffDirectories(bytes)[0]?.tags, rows = tags?.get(tiffTags.tileLength) ?? tags?.get(tiffTags.rowsPerStrip) ?? 0;
  return rows === 0 ? height : Math.min(height, rows);
}
