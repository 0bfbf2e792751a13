import { AnalysisError } from '../errors.js';

export type PhotographFormat = 'jpeg' | 'png' | 'webp' | 'tiff' | 'heic';

/** Beginnings of files that people do send; named in the refusal, so that the mistake is seen at once. */
const refusedBeginnings: readonly (readonly [offset: number, bytes: string, what: string])[] = [
  [0, 'GIF8', 'a GIF picture'],
  [0, '%PDF', 'a PDF document'],
  [0, 'BM', 'a BMP picture'],
  [0, 'PK\x03\x04', 'an archive or an office document'],
  [0, '7z\xbc\xaf', 'an archive'],
  [0, 'Rar!', 'an archive'],
  [0, '\x1f\x8b', 'an archive'],
  [0, 'BZh', 'an archive'],
  [0, '\xfd7zXZ', 'an archive'],
  [257, 'ustar', 'an archive'],
  [0, '8BPS', 'a Photoshop document'],
  [0, '\xff\x0a', 'a JPEG XL picture'],
  [0, '\x00\x00\x00\x0cJXL ', 'a JPEG XL picture'],
  [0, '\x00\x00\x00\x0cjP', 'a JPEG 2000 picture'],
  [0, 'FUJIFILMCCD-RAW', 'a raw camera file'],
  [0, 'IIRO', 'a raw camera file'],
  [0, 'IIRS', 'a raw camera file'],
  [0, 'IIU\x00', 'a raw camera file'],
  [0, 'FOVb', 'a raw camera file'],
  [0, '\x08\xf2\xa6\xb6', 'a libvips working file'],
  [0, '\xb6\xa6\xf2\x08', 'a libvips working file'],
  [128, 'DICM', 'a DICOM file'],
  [0, 'RIFF', 'a sound or film'],
  [0, '<?xml', 'an XML or SVG document'],
  [0, '<svg', 'an SVG drawing'],
];

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

function textAt(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

function looksLikeText(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, 512);
  for (let i = 0; i < end; i++) {
    const byte = bytes[i];
    if (byte < 9 || (byte > 13 && byte < 32)) return false;
  }
  return true;
}

function isoMediaFormat(bytes: Uint8Array): PhotographFormat | string {
  const brand = textAt(bytes, 8, 4);
  const length = Math.min(bytes.length, ((bytes[2] << 8) | bytes[3]) || 32, 256);
  const brands = [brand];
  for (let at = 16; at + 4 <= length; at += 4) brands.push(textAt(bytes, at, 4));
  if (brands.includes('avif') || brands.includes('avis')) return 'an AVIF picture';
  if (brand === 'crx ') return 'a raw camera file';
  return brands.some((one) => heicBrands.has(one)) ? 'heic' : 'a film or another media file';
}

/**
 * Tells from the first bytes, never from the name, which kind of photograph a file is.
 *
 * @throws AnalysisError `photo.format` for anything that is not JPEG, PNG, WebP, TIFF or HEIC.
 */
export function sniffFormat(bytes: Uint8Array): PhotographFormat {
  const start = textAt(bytes, 0, 16);
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (start.startsWith('RIFF') && textAt(bytes, 8, 4) === 'WEBP') return 'webp';
  if (/^(?:II[\x2a\x2b]\0|MM\0[\x2a\x2b])/.test(start)) {
    if (textAt(bytes, 8, 2) === 'CR') throw notAPhotograph('a raw camera file');
    return 'tiff';
  }
  if (textAt(bytes, 4, 4) === 'ftyp') {
    const found = isoMediaFormat(bytes);
    if (found === 'heic') return found;
    throw notAPhotograph(found);
  }
  for (const [offset, beginning, what] of refusedBeginnings) {
    if (textAt(bytes, offset, beginning.length) === beginning) throw notAPhotograph(what);
  }
  throw notAPhotograph(looksLikeText(bytes) ? 'text' : null);
}

/** The refusal of a file that is something else; `what` is null when nobody knows. */
export function notAPhotograph(what: string | null): AnalysisError {
  return new AnalysisError(
    'photo.format',
    what === null
      ? 'Expected a photograph (JPEG, PNG, WebP or TIFF), but the content of this file is of no known kind.'
      : `Expected a photograph (JPEG, PNG, WebP or TIFF), but the content of this file is ${what}.`,
  );
}
