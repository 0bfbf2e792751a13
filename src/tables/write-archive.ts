/** A part of the archive; `bytes` are deflated, `checksum` and `size` are those of what they unpack to. */
export interface PackedPart { readonly name: string; readonly bytes: Buffer; readonly checksum: number; readonly size: number }

/** A zip archive without any time of day in it. */
export function writeArchive(parts: readonly PackedPart[]): Buffer {
  const pieces: Buffer[] = [], directory: Buffer[] = [], earliestDay = 0x0021;
  let offset = 0;
  for (const { name, bytes, checksum, size } of parts) {
    const shared = Buffer.alloc(26), path = Buffer.from(name);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt16LE(earliestDay, 8);
    shared.writeUInt32LE(checksum, 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(size, 18);
    shared.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    pieces.push(Buffer.from('PK\x03\x04', 'latin1'), shared, path, bytes);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, place, path);
    offset += 30 + path.length + bytes.length;
  }
  const index = Buffer.concat(directory), end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, index, end]);
}
