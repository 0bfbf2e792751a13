import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { TableFault } from './table-faults.js';

export type TableForm = 'utf-8' | 'utf-16le' | 'utf-16be' | 'xlsx' | 'xls';

/** What kind of table a file is, by its first bytes; its name does not count. */
export async function sniffTable(path: string): Promise<TableForm> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(8);
    await file.read(head, 0, head.length, 0);
    if (head.readUInt32BE() === 0x504b0304) return 'xlsx';
    if (head.readUInt32BE() === 0xd0cf11e0) return 'xls';
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] !== 0 && head[1] === 0 && head[3] === 0)) return 'utf-16le';
    if ((head[0] === 0xfe && head[1] === 0xff) || (head[0] === 0 && head[1] !== 0 && head[2] === 0)) return 'utf-16be';
    return 'utf-8';
  } finally {
    await file.close();
  }
}

/** Whether a file begins as no text of any encoding does: more than one byte in twenty is a control character. */
export async function isBinary(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    const controls = buffer.subarray(0, bytesRead).filter((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13).length;
    return controls > bytesRead / 20;
  } finally {
    await file.close();
  }
}

/** Thrown when bytes are no text in the form that the file began with. */
export class EncodingError extends Error {}

/** The text of a file in pieces, its byte order mark left out. @throws EncodingError */
export async function* decodeText(path: string, form: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'): AsyncGenerator<string> {
  const decoder = new TextDecoder(form, { fatal: true });
  const read = (bytes?: Uint8Array): string => {
    try {
      const text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      if (text.includes('\0')) throw new EncodingError();
      return text;
    } catch {
      throw new EncodingError();
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const text = read(chunk as Buffer);
    if (text !== '') yield text;
  }
  const rest = read();
  if (rest !== '') yield rest;
}

/** Which lines of a file are no UTF-8 text; all of them, so that they can be mended in one go. */
export async function findBadLines(path: string, most: number): Promise<TableFault[]> {
  const faults: TableFault[] = [];
  let line = 1, carry = Buffer.alloc(0);
  const look = (bytes: Buffer): void => {
    if ((!isUtf8(bytes) || bytes.includes(0)) && faults.length < most) {
      faults.push({ row: line, column: null, message: 'This line holds bytes that are no UTF-8 text. Save the table as "CSV UTF-8" or as XLSX.' });
    }
    line++;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    carry = Buffer.concat([carry, chunk as Buffer]);
    let from = 0;
    for (let end = carry.indexOf(10); end >= 0; end = carry.indexOf(10, from)) {
      look(carry.subarray(from, end));
      from = end + 1;
    }
    carry = carry.subarray(from);
    if (carry.length > 1 << 22) break;
  }
  if (carry.length > 0) look(carry);
  return faults;
}

/** The sha256 of a file, hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
