import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { type PackedPart, writeArchive } from './write-archive.js';

/** A file inside an XLSX workbook, which is a ZIP archive. */
export interface ArchiveEntry {
  readonly name: string;
  /** As the directory of the archive states it. */
  readonly unpackedBytes: number;
  readonly packedBytes: number;
  /** CRC-32 of what it unpacks to. */
  readonly checksum: number;
  readonly at: number;
  readonly deflated: boolean;
}

/** The directory of an archive; null where it has none or a damaged one. */
export function listArchive(bytes: Buffer): ArchiveEntry[] | null {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1'), entries: ArchiveEntry[] = [];
  if (end < 0 || end + 22 > bytes.length) return null;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return null;
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength), unpackedBytes: bytes.readUInt32LE(at + 24), packedBytes: bytes.readUInt32LE(at + 20), checksum: bytes.readUInt32LE(at + 16),
      at: bytes.readUInt32LE(at + 42), deflated: bytes.readUInt16LE(at + 10) !== 0,
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The text of one file of an archive; empty where it is not there. @throws Error where it is damaged or larger than its directory states. */
export function unpackText(bytes: Buffer, entries: readonly ArchiveEntry[], name: string): string {
  const entry = entries.find((each) => each.name === name);
  return entry === undefined ? '' : unpack(bytes, entry).toString('utf8');
}

function unpack(bytes: Buffer, entry: ArchiveEntry): Buffer {
  const packed = packedBytesOf(bytes, entry);
  return entry.deflated ? inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpackedBytes) }) : packed;
}

function packedBytesOf(bytes: Buffer, { at, packedBytes }: ArchiveEntry): Buffer {
  const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  return bytes.subarray(from, from + packedBytes);
}

/** More parts than this has no workbook. */
const mostParts = 1000;

/**
 * The XML of a workbook as an archive of its own. Who reads an archive from its beginning believes what stands before each file, not its directory: there may be other
 * files, longer ones, and a hundred thousand of them.
 *
 * @param mend  Sees the text of each part, a character each byte, and gives what is to stand there.
 * @throws Error where a part is damaged, there twice, or not what the directory states.
 */
export function repackXml(bytes: Buffer, entries: readonly ArchiveEntry[], mend: (name: string, xml: string) => string): Buffer {
  const wanted = entries.filter(({ name }) => /\.xml(\.rels)?$/.test(name));
  if (wanted.length > mostParts || new Set(wanted.map(({ name }) => name)).size < wanted.length) throw new Error('no workbook');
  return writeArchive(wanted.map((entry): PackedPart => {
    const plain = unpack(bytes, entry), checksum = crc32(plain);
    if (plain.length !== entry.unpackedBytes || checksum !== entry.checksum) throw new Error('not what the directory states');
    const xml = plain.toString('latin1'), mended = mend(entry.name, xml);
    if (mended !== xml) return packPart(entry.name, Buffer.from(mended, 'latin1'));
    return entry.deflated ? { name: entry.name, bytes: packedBytesOf(bytes, entry), checksum, size: plain.length } : packPart(entry.name, plain);
  }));
}

function packPart(name: string, plain: Buffer): PackedPart {
  return { name, bytes: deflateRawSync(plain), checksum: crc32(plain), size: plain.length };
}
