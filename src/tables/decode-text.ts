import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

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

/** Stands where bytes of a line are no UTF-8 text; it is no character, so that no text has it. */
export const badBytes = '\uffff';
/** Longest line that is waited for, bytes. */
const longestLine = 1 << 24;

/**
 * The text of a file in pieces, its byte order mark left out. Of UTF-8 a line that is none has `badBytes` in it, and reading goes on, so that all faults of a table are found in one go.
 * @throws EncodingError for bytes that are no text of the other forms, and for a file that begins as none of any.
 */
export async function* decodeText(path: string, form: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'): AsyncGenerator<string> {
  if (form === 'utf-8') {
    yield* decodeLines(path);
    return;
  }
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

async function* decodeLines(path: string): AsyncGenerator<string> {
  let carry: Buffer = Buffer.alloc(0), atStart = true, sound = true;
  const decode = async (bytes: Buffer): Promise<string> => {
    let text = isText(bytes) ? bytes.toString('utf8') : null;
    if (text === null) {
      if (sound && await isBinary(path)) throw new EncodingError();
      sound = false;
      text = splitLines(bytes).map((line) => (isText(line) ? line.toString('utf8') : line.toString('utf8').replace(/[\ufffd\0]/g, badBytes))).join('');
    }
    if (atStart && text.startsWith('\ufeff')) text = text.slice(1);
    atStart = false;
    return text;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    carry = carry.length === 0 ? chunk as Buffer : Buffer.concat([carry, chunk as Buffer]);
    // Whole lines: of two halves of a letter neither is text.
    const end = Math.max(carry.lastIndexOf(10), carry.lastIndexOf(13)) + 1;
    if (end > 0) yield await decode(carry.subarray(0, end));
    carry = carry.subarray(end);
    if (carry.length > longestLine) throw new EncodingError();
  }
  if (carry.length > 0) yield await decode(carry);
}

function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** Each with its end; a carriage return before a line feed is an end by itself, which joined again makes no difference. */
function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0, at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10 && bytes[at] !== 13 && at + 1 < bytes.length) continue;
    lines.push(bytes.subarray(from, at + 1));
    from = at + 1;
  }
  return lines;
}

/** The sha256 of a file, hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
