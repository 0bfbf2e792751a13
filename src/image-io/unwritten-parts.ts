import { jpegMarkers, listJpegSegments } from './jpeg-segments.js';

/** So many bytes alike on end are no HEVC and no JPEG whose codes are not made for it: 512 bits of which each could have been foretold. Cards and disks are written in pieces of 512 bytes and more. */
const longestRun = 64;
const zeros = Buffer.alloc(longestRun);

/**
 * Whether a part of a JPEG was never written, as an interrupted copy of full length or a failing card leaves it: the decoder reads zeros as pixels, and says nothing.
 * Not seen where the file's own codes store plain parts of the picture as zeros, unless the end is missing, too.
 */
export function isJpegPartlyUnwritten(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return findScans(bytes).some(({ from, to, zerosMayBePlain }) => to === bytes.length || (!zerosMayBePlain && file.subarray(from, to).includes(zeros)));
}

/** Whether a stretch of one byte alike, of whatever value, lies between two places of a file. */
export function holdsRun(bytes: Uint8Array, from: number, to: number): boolean {
  const end = Math.min(to, bytes.length);
  for (let at = from + 1, run = 1; at < end; at++) {
    run = bytes[at] === bytes[at - 1] ? run + 1 : 1;
    if (run >= longestRun) return true;
  }
  return false;
}

interface Scan {
  /** Coded pixels: first byte, and that of the marker behind the last; the file's length where none follows. */
  readonly from: number;
  readonly to: number;
  /** Whether zeros stand for blocks of one brightness and colour like the one before: plain parts of sound pictures are stored so. */
  readonly zerosMayBePlain: boolean;
}

/** The scans of a JPEG stored in one go by Huffman codes; of others none, whose decoder notices such parts. */
function findScans(bytes: Uint8Array): Scan[] {
  const scans: Scan[] = [], firstSymbols = new Map<number, number>();
  let isSequential = false;
  for (const { marker, at, length } of listJpegSegments(bytes)) {
    const body = at + 4, end = Math.min(at + 2 + length, bytes.length);
    if (marker === 0xc0 || marker === 0xc1) isSequential = true;
    if (marker === 0xc4) readFirstSymbols(bytes, body, end, firstSymbols);
    if (marker !== jpegMarkers.startOfScan || !isSequential) continue;
    const tables = Array.from({ length: bytes[body] ?? 0 }, (_, k) => bytes[body + 2 + 2 * k] ?? 0);
    scans.push({ from: end, to: endOfScan(bytes, end), zerosMayBePlain: tables.every((pair) => firstSymbols.get(pair >> 4) === 0 && firstSymbols.get(0x10 | (pair & 15)) === 0) });
  }
  return scans;
}

/** What the code of zeros alone stands for in each Huffman table: 0 is no change of the mean of a block, and the end of a block (ITU-T T.81, annex F). */
function readFirstSymbols(bytes: Uint8Array, from: number, to: number, symbols: Map<number, number>): void {
  for (let at = from; at + 17 < to;) {
    const count = bytes.subarray(at + 1, at + 17).reduce((sum, codes) => sum + codes, 0);
    symbols.set(bytes[at]!, bytes[at + 17]!);
    at += 17 + count;
  }
}

function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at)) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (marker === 0 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else return at;
  }
  return bytes.length;
}
