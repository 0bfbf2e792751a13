import { inflateRawSync } from 'node:zlib';

/** A file inside an XLSX workbook, which is a ZIP archive. */
export interface ArchiveEntry {
  readonly name: string;
  /** As the directory of the archive states it. */
  readonly unpackedBytes: number;
  readonly packedBytes: number;
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
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength), unpackedBytes: bytes.readUInt32LE(at + 24), packedBytes: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42), deflated: bytes.readUInt16LE(at + 10) !== 0,
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The text of one file of an archive; empty where it is not there. @throws Error where it is damaged or larger than its directory states. */
export function unpackText(bytes: Buffer, entries: readonly ArchiveEntry[], name: string): string {
  const entry = entries.find((each) => each.name === name);
  if (entry === undefined) return '';
  const from = entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28), packed = bytes.subarray(from, from + entry.packedBytes);
  return (entry.deflated ? inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpackedBytes) }) : packed).toString('utf8');
}
