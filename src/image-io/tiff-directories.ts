/** What is needed of one directory (page) of a TIFF file. */
export interface TiffDirectory {
  /** The value of each tag that holds one whole number; null for those that hold anything else, which the decoder passes over. */
  readonly tags: ReadonlyMap<number, number | null>;
  /** What each channel beyond those of the colours holds, as the file says; null where it says nothing. */
  readonly extraSamples: readonly number[] | null;
}

export const tiffTags = {
  newSubfileType: 254, compression: 259, photometricInterpretation: 262, samplesPerPixel: 277, rowsPerStrip: 278, planarConfiguration: 284, colourMap: 320, tileLength: 323, inkSet: 332, extraSamples: 338, cfaPattern: 33422, dngVersion: 50706,
} as const;

const mostDirectories = 64;
const mostTags = 4096;
const mostExtraSamples = 64;

/**
 * Lists the chained directories of a TIFF file, classic or big, in either byte order.
 * Reads no further than the file goes and follows no circle; a broken chain simply ends.
 *
 * @returns At most 64 directories; empty when the header is no TIFF header.
 */
export function listTiffDirectories(bytes: Uint8Array): TiffDirectory[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directories: TiffDirectory[] = [];
  if (bytes.length < 16) return directories;
  const little = bytes[0] === 0x49;
  const big = view.getUint16(2, little) === 43;
  const readOffset = (at: number): number => (big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const countBytes = big ? 8 : 2;
  const entryBytes = big ? 20 : 12;
  const offsetBytes = big ? 8 : 4;
  const visited = new Set<number>();
  let at = readOffset(big ? 8 : 4);
  while (at > 0 && at + countBytes <= bytes.length && !visited.has(at) && directories.length < mostDirectories) {
    visited.add(at);
    const count = big ? Number(view.getBigUint64(at, little)) : view.getUint16(at, little);
    if (count > mostTags) break;
    const end = at + countBytes + count * entryBytes;
    if (end > bytes.length) break;
    const tags = new Map<number, number | null>();
    let extraSamples: number[] | null = null;
    for (let entry = at + countBytes; entry < end; entry += entryBytes) {
      // Of a tag that is there twice the decoder reads the first.
      const tag = view.getUint16(entry, little), kind = view.getUint16(entry + 2, little), length = readOffset(entry + 4), value = entry + (big ? 12 : 8);
      if (tags.has(tag)) continue;
      tags.set(tag, length === 1 ? readWholeNumber(view, little, kind, (wholeNumberBytes[kind] ?? 0) > offsetBytes ? readOffset(value) : value) : null);
      if (tag === tiffTags.extraSamples) {
        const size = kind === 1 ? 1 : 2;
        extraSamples = readSmallNumbers(view, little, size, length * size <= offsetBytes ? value : readOffset(value), length);
      }
    }
    directories.push({ tags, extraSamples });
    if (end + offsetBytes > bytes.length) break;
    at = readOffset(end);
  }
  return directories;
}

/** Bytes of a whole number by the number of its type, with a sign or without (TIFF 6.0, section 2; BigTIFF). */
const wholeNumberBytes: Readonly<Record<number, 1 | 2 | 4 | 8>> = { 1: 1, 6: 1, 3: 2, 8: 2, 4: 4, 9: 4, 16: 8, 17: 8 };

/** @returns Null for any other type, a number below 0, and one beyond the end of the file. */
function readWholeNumber(view: DataView, little: boolean, kind: number, at: number): number | null {
  const size = wholeNumberBytes[kind];
  if (size === undefined || at + size > view.byteLength) return null;
  const number = size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at, little) : size === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
  const isNegative = [6, 8, 9, 17].includes(kind) && number >= 2 ** (8 * size - 1);
  return isNegative ? null : number;
}

/** Bytes or shorts from a place on; those beyond the end of the file are left out. */
function readSmallNumbers(view: DataView, little: boolean, size: 1 | 2, from: number, count: number): number[] {
  const end = Math.min(from + size * Math.min(count, mostExtraSamples), view.byteLength - size + 1), numbers: number[] = [];
  for (let at = from; at < end; at += size) numbers.push(size === 1 ? view.getUint8(at) : view.getUint16(at, little));
  return numbers;
}

/** Whether one of the extra channels is transparency, premultiplied (1) or not (2). Any other is a mask, a selection or the like, and no part of the picture (TIFF 6.0, section 18). */
export function holdsTransparency({ extraSamples }: TiffDirectory): boolean {
  return extraSamples?.some((kind) => kind === 1 || kind === 2) ?? false;
}

/** Whether what its colours are cannot be told: numbers of a list that is not there, or shades of grey with several channels beside them, most likely colours under a wrong name. */
export function hidesColours({ tags }: TiffDirectory): boolean {
  const photometric = tags.get(tiffTags.photometricInterpretation), isGrey = photometric === 0 || photometric === 1;
  return (photometric === 3 && !tags.has(tiffTags.colourMap)) || (isGrey && (tags.get(tiffTags.samplesPerPixel) ?? 1) > 2);
}

/** Compressions that the decoder unpacks: none, three of fax, LZW, JPEG, two names of deflate, PackBits, WebP. */
const readCompressions: readonly number[] = [1, 2, 3, 4, 5, 7, 8, 32773, 32946, 50001];
const jpegCompression = 7, separatePlanes = 2, cmykInks = 1;

/**
 * What the decoder cannot read of a sound TIFF, or reads wrongly: brightness and colour differences that are not packed as JPEG it takes for red, green and blue,
 * in which dark hair is green on pink skin; a fifth of it was missed.
 *
 * @returns In words; null where it reads the file.
 */
export function nameUnreadTiff({ tags }: TiffDirectory): string | null {
  const photometric = tags.get(tiffTags.photometricInterpretation), compression = tags.get(tiffTags.compression) ?? 1;
  if (photometric === 6 && (compression !== jpegCompression || tags.get(tiffTags.planarConfiguration) === separatePlanes)) return 'a TIFF in YCbCr colours (brightness and two differences of colour)';
  if (photometric === 8 || photometric === 9 || photometric === 10) return 'a TIFF in Lab colours';
  if (photometric === 5 && ((tags.get(tiffTags.inkSet) ?? cmykInks) !== cmykInks || (tags.get(tiffTags.samplesPerPixel) ?? 1) < 4)) return 'a TIFF of printing inks other than CMYK';
  return readCompressions.includes(compression) ? null : `a TIFF compressed in a way that is not read (number ${compression})`;
}

/** Compressions (none, LZW, two names of deflate) of which the decoder tells damage as an error; of JPEG and PackBits it only warns. */
const strictCompressions: readonly (number | null | undefined)[] = [1, 5, 8, 32946];

/** Whether red, green and blue have a channel beside them of which the file says nothing, and the decoder may be told to pass over its warning. */
export function hasUntoldChannel({ tags, extraSamples }: TiffDirectory): boolean {
  return strictCompressions.includes(tags.get(tiffTags.compression)) && tags.get(tiffTags.photometricInterpretation) === 2 && (tags.get(tiffTags.samplesPerPixel) ?? 1) > 3 && extraSamples === null;
}

/** Pages that hold a picture of their own; small copies of another page (previews, pyramids) are left out. */
export function countTiffPictures(directories: readonly TiffDirectory[]): number {
  return directories.filter(({ tags }) => ((tags.get(tiffTags.newSubfileType) ?? 0) & 1) === 0).length;
}

/** Whether the file is a raw camera file in TIFF clothes (DNG, NEF, ARW): what opens first there is only a preview. */
export function isRawCameraTiff(directories: readonly TiffDirectory[]): boolean {
  const first = directories[0]?.tags;
  if (!first) return false;
  const photometric = first.get(tiffTags.photometricInterpretation);
  return first.has(tiffTags.dngVersion) || first.has(tiffTags.cfaPattern) || photometric === 32803 || photometric === 34892
    || ((first.get(tiffTags.newSubfileType) ?? 0) & 1) === 1;
}
