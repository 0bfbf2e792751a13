import { holdsRun } from './unwritten-parts.js';

/** What the boxes of a HEIC file say of its pictures; nothing is decoded. */
export interface HeicBoxes {
  /** Where pixels are stored: first byte, and the byte behind the last, of each coded picture or tile. */
  readonly coded: readonly (readonly [from: number, to: number])[];
  /** Whether the picture is stored lying on its side and turned by a quarter when it is shown (box `irot`). */
  readonly isTurned: boolean;
}

/** Item types whose bytes are HEVC. */
const codedTypes = new Set(['hvc1', 'hev1']);
/** A picture of 100 million pixels in tiles of a telephone has some 400. */
const mostPlaces = 20_000;

/**
 * Reads the boxes beside the pixels: ISO/IEC 14496-12 (`iinf`, `iloc`) and 23008-12 (`irot`).
 * @returns Nothing found where the boxes are not as they should be; the decoder refuses such a file.
 */
export function readHeicBoxes(bytes: Uint8Array): HeicBoxes {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const meta = childOf(file, { from: 0, to: file.length }, 'meta');
    if (meta === null) return { coded: [], isTurned: false };
    const inMeta = { from: meta.from + 4, to: meta.to }, properties = childOf(file, inMeta, 'iprp'), shared = properties && childOf(file, properties, 'ipco');
    const turn = shared && childOf(file, shared, 'irot'), types = readItemTypes(file, childOf(file, inMeta, 'iinf'));
    return {
      coded: readPlaces(file, childOf(file, inMeta, 'iloc')).filter(({ item }) => codedTypes.has(types.get(item) ?? '')).map(({ from, to }) => [from, to] as const),
      isTurned: turn !== null && file.readUInt8(turn.from) % 2 === 1,
    };
  } catch (error) {
    if (error instanceof RangeError) return { coded: [], isTurned: false };
    throw error;
  }
}

/** Whether a part of the coded picture was never written: the decoder conceals it. */
export function isHeicPartlyUnwritten(bytes: Uint8Array, { coded }: HeicBoxes): boolean {
  let seen = 0;
  for (const [from, to] of [...coded].sort((a, b) => a[0] - b[0])) {
    if (holdsRun(bytes, Math.max(from, seen), to)) return true;
    seen = Math.max(seen, to);
  }
  return false;
}

interface Span { readonly from: number; readonly to: number }

/** What lies in the first box of a kind among those that fill a part of the file; null where there is none. */
function childOf(file: Buffer, within: Span, kind: string): Span | null {
  for (let at = within.from; at + 8 <= within.to;) {
    const stated = file.readUInt32BE(at), isLong = stated === 1;
    const size = stated === 0 ? within.to - at : isLong ? Number(file.readBigUInt64BE(at + 8)) : stated, head = isLong ? 16 : 8;
    if (size < head) return null;
    if (file.toString('latin1', at + 4, at + 8) === kind) return { from: at + head, to: Math.min(within.to, at + size) };
    at += size;
  }
  return null;
}

/** Type of each item by its number. */
function readItemTypes(file: Buffer, box: Span | null): Map<number, string> {
  const types = new Map<number, string>();
  for (let at = box === null ? 0 : box.from + (file.readUInt8(box.from) === 0 ? 6 : 8); box !== null && at + 12 < box.to; at += Math.max(8, file.readUInt32BE(at))) {
    const version = file.readUInt8(at + 8), number = at + 12;
    if (version === 2) types.set(file.readUInt16BE(number), file.toString('latin1', number + 4, number + 8));
    if (version === 3) types.set(file.readUInt32BE(number), file.toString('latin1', number + 6, number + 10));
  }
  return types;
}

/** Where in the file each item lies; those that lie elsewhere are left out. */
function readPlaces(file: Buffer, box: Span | null): (Span & { readonly item: number })[] {
  if (box === null) return [];
  let at = box.from;
  const read = (size: number): number => {
    at += size;
    return size === 0 ? 0 : size === 8 ? Number(file.readBigUInt64BE(at - 8)) : file.readUIntBE(at - size, size);
  };
  const version = read(4) >>> 24, sizes = read(2), [offset, length, base, index] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15);
  const places: (Span & { item: number })[] = [];
  for (let items = read(version < 2 ? 2 : 4); items > 0; items--) {
    const item = read(version < 2 ? 2 : 4), isInFile = version === 0 || (read(2) & 15) === 0;
    read(2);
    const begin = read(base!);
    for (let parts = read(2); parts > 0; parts--) {
      if (version > 0) read(index!);
      const from = begin + read(offset!), size = read(length!);
      if (isInFile) places.push({ item, from, to: from + size });
      if (places.length > mostPlaces) throw new RangeError('Too many parts.');
    }
  }
  return places;
}
