import { AnalysisError } from '../errors.js';
import { resampleImage } from '../raster/resample-image.js';
import { decodePhotograph } from './decode-photograph.js';
import { encodePng } from './encode-image.js';
import { sniffFormat } from './sniff-format.js';

/** What is taken as a logo; beyond the largest picture it is shrunk, beyond the rest refused. */
export const logoLimits = { bytes: 2 * 1024 * 1024, pixels: 16_000_000, longestSide: 8192, shortestSide: 16, widest: 720, highest: 240 } as const;

/** A logo as reports show it: PNG without metadata, transparency laid on white. */
export interface EncodedLogo { readonly png: Uint8Array; readonly widthPx: number; readonly heightPx: number }

/**
 * Decodes a logo to its last pixel and encodes it anew, so that nothing of the file but the picture goes on.
 * The same bytes give the same picture.
 * @throws AnalysisError `photo.format` for anything but PNG and JPEG, `photo.tooLarge`, `photo.tooSmall`, `photo.damaged`, `photo.multiPage`.
 */
export async function encodeLogo(bytes: Uint8Array): Promise<EncodedLogo> {
  if (bytes.length > logoLimits.bytes) throw logoTooLarge();
  const format = sniffLogo(bytes);
  const { image } = await decodePhotograph(bytes, format, logoLimits).catch((error: unknown) => {
    throw error instanceof AnalysisError ? new AnalysisError(error.code, error.message.replaceAll('This photograph', 'This logo').replaceAll('one photograph', 'one picture'), { hint: wayOut, cause: error }) : error;
  });
  const scale = Math.min(1, logoLimits.widest / image.width, logoLimits.highest / image.height);
  const shown = scale < 1 ? resampleImage(image, scale) : image;
  return { png: await encodePng(shown), widthPx: shown.width, heightPx: shown.height };
}

const wayOut = 'Save the logo as PNG or JPEG, at most 2 MB, at least 16 pixels each way.';

export function logoTooLarge(): AnalysisError {
  return new AnalysisError('photo.tooLarge', `This file is larger than ${logoLimits.bytes / (1024 * 1024)} MB.`, { hint: wayOut });
}

/** @throws AnalysisError `photo.format`; drawings (SVG) may hold scripts and are not taken. */
export function sniffLogo(start: Uint8Array): 'png' | 'jpeg' {
  let format;
  try {
    format = sniffFormat(start);
  } catch {
    format = null;
  }
  if (format !== 'png' && format !== 'jpeg') throw new AnalysisError('photo.format', 'Expected a logo as PNG or JPEG; this file is something else.', { hint: wayOut });
  return format;
}
