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

/** One entry of a directory, and where its parts stand in the file. */
interface TiffEntry {
  readonly tag: number;
  readonly kind: number;
  /** How many values it has. */
  readonly length: number;
  readonly lengthAt: number;
  /** Where its value stands in the entry, or where that stands. */
  readonly fieldAt: number;
}

interface TiffLayout {
  readonly view: DataView;
  readonly little: boolean;
  /** Bytes of a place in the file, of a number of values, and of values that stand in the entry itself: 8 in a big TIFF, else 4. */
  readonly offsetBytes: 4 | 8;
  readonly directories: readonly (readonly TiffEntry[])[];
}

/** Entries of the chained directories of a TIFF file; see `listTiffDirectories`. */
function readLayout(bytes: Uint8Array): TiffLayout | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), directories: TiffEntry[][] = [];
  if (bytes.length < 16) return null;
  const little = bytes[0] === 0x49, big = view.getUint16(2, little) === 43, offsetBytes = big ? 8 : 4, entryBytes = big ? 20 : 12, countBytes = big ? 8 : 2, visited = new Set<number>();
  let at = readOffset(view, big ? 8 : 4, little, offsetBytes);
  while (at > 0 && at + countBytes <= bytes.length && !visited.has(at) && directories.length < mostDirectories) {
    visited.add(at);
    const count = big ? Number(view.getBigUint64(at, little)) : view.getUint16(at, little), first = at + countBytes, end = first + count * entryBytes;
    if (count > mostTags || end > bytes.length) break;
    directories.push(Array.from({ length: count }, (_, k) => {
      const entry = first + k * entryBytes;
      return { tag: view.getUint16(entry, little), kind: view.getUint16(entry + 2, little), length: readOffset(view, entry + 4, little, offsetBytes), lengthAt: entry + 4, fieldAt: entry + 4 + offsetBytes };
    }));
    if (end + offsetBytes > bytes.length) break;
    at = readOffset(view, end, little, offsetBytes);
  }
  return { view, little, offsetBytes, directories };
}

function readOffset(view: DataView, at: number, little: boolean, size: 4 | 8): number {
  return size === 8 ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
}

/**
 * Lists the chained directories of a TIFF file, classic or big, in either byte order.
 * Reads no further than the file goes and follows no circle; a broken chain simply ends.
 *
 * @returns At most 64 directories; empty when the header is no TIFF header.
 */
export function listTiffDirectories(bytes: Uint8Array): TiffDirectory[] {
  const layout = readLayout(bytes);
  if (layout === null) return [];
  const { view, little, offsetBytes, directories } = layout;
  return directories.map((entries) => {
    const tags = new Map<number, number | null>();
    let extraSamples: number[] | null = null;
    for (const { tag, kind, length, fieldAt } of entries) {
      // Of a tag that is there twice the decoder reads the first.
      if (tags.has(tag)) continue;
      const placeOf = (size: number): number => (size <= offsetBytes ? fieldAt : readOffset(view, fieldAt, little, offsetBytes));
      tags.set(tag, length === 1 ? readWholeNumber(view, little, kind, placeOf(wholeNumberBytes[kind] ?? 0)) : null);
      if (tag === tiffTags.extraSamples) {
        const size = kind === 1 ? 1 : 2;
        extraSamples = readSmallNumbers(view, little, size, placeOf(length * size), length);
      }
    }
    return { tags, extraSamples };
  });
}

const textKind = 2;

/**
 * A TIFF without the texts beside its picture (description, program, author) that end with several zero bytes, as fields of fixed length do, with none, or hold one
 * between two names. The decoder warns of them, as it does of damage; this way its warnings are of the picture only.
 *
 * @returns A copy in which they are empty; the same bytes where there are none.
 */
export function emptyOddTexts(bytes: Uint8Array): Uint8Array {
  const layout = readLayout(bytes);
  if (layout === null) return bytes;
  const { view, little, offsetBytes, directories } = layout;
  let mended: Uint8Array | null = null;
  for (const { kind, length, lengthAt, fieldAt } of directories.flat()) {
    if (kind !== textKind || length === 0) continue;
    const from = length <= offsetBytes ? fieldAt : readOffset(view, fieldAt, little, offsetBytes), end = bytes.indexOf(0, from);
    if (from + length > bytes.length || end === from + length - 1) continue;
    mended ??= Uint8Array.from(bytes);
    // One zero byte: the number 1 in either order of bytes, and nothing behind it.
    mended.fill(0, lengthAt, fieldAt + offsetBytes);
    mended[little ? lengthAt : fieldAt - 1] = 1;
  }
  return mended ?? bytes;
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
