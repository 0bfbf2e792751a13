import { jpegMarkers, listJpegSegments } from './jpeg-segments.js';

/** Frames stored in one go: baseline, extended, and extended with arithmetic coding. Of all others the numbers of a scan say what it holds. */
const sequentialFrames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc9]);
const otherFrames: ReadonlySet<number> = new Set([0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/** Marker and first bytes of the segment that says by which version of JFIF a file was written. */
const jfif = { marker: 0xe0, name: Buffer.from('JFIF\0', 'latin1') } as const;

/**
 * A JPEG with headers put right of which the decoder warns, as it does of damage, and which do not touch the picture; this way its warnings are of damage only.
 * - Telephones of Samsung write now and then that a scan holds the mean of each block of pixels alone (coefficients 0 to 0), where it holds all (0 to 63, the only ones
 *   allowed there: ITU-T T.81, B.2.3). The decoder reads all of them whatever it says.
 * - A few programs call their version of JFIF 2; there is only 1.
 *
 * @returns A copy; the same bytes where nothing is to be mended.
 */
export function mendJpegHeaders(bytes: Uint8Array): Uint8Array {
  let isSequential = false, mended: Uint8Array | null = null;
  const write = (at: number, value: number): void => {
    mended ??= Uint8Array.from(bytes);
    mended[at] = value;
  };
  for (const { marker, at, length } of listJpegSegments(bytes)) {
    if (sequentialFrames.has(marker)) isSequential = true;
    if (otherFrames.has(marker)) isSequential = false;
    const version = at + 4 + jfif.name.length, first = at + 2 + length - 3;
    if (marker === jfif.marker && length >= 14 && version < bytes.length && bytes[version] !== 1 && jfif.name.equals(bytes.subarray(at + 4, version))) write(version, 1);
    if (marker !== jpegMarkers.startOfScan || !isSequential || length !== 6 + 2 * bytes[at + 4] || first + 3 > bytes.length) continue;
    if (bytes[first] === 0 && bytes[first + 1] === 0 && bytes[first + 2] === 0) write(first + 1, 63);
  }
  return mended ?? bytes;
}
