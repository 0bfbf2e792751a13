import { crc32 } from 'node:zlib';

/** Signature and first chunk of a PNG. */
const headerBytes = 33;
const mark = makeTextChunk('Description', 'trichoscore map');

/** How much of a file tells whether it is a map. */
export const mapHeaderBytes = headerBytes + mark.length;

/** The same PNG saying of itself, in a text chunk behind its header, that it is a map: an earlier run's may be replaced, a person's grey picture never. */
export function markMap(png: Uint8Array): Uint8Array {
  return Buffer.concat([png.subarray(0, headerBytes), mark, png.subarray(headerBytes)]);
}

/** @param header  The first `mapHeaderBytes` of a file, or all of a shorter one. */
export function isMarkedMap(header: Buffer): boolean {
  return header.toString('latin1', 1, 4) === 'PNG' && header.subarray(headerBytes).equals(mark);
}

/** A `tEXt` chunk as the PNG specification has it: length, type, keyword, a zero, text, and the checksum of all but the length. */
function makeTextChunk(keyword: string, text: string): Buffer {
  const body = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1'), chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
