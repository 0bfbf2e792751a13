import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { RasterImage } from '../../src/raster/raster-image.js';

/** A picture in which every corner differs: a gradient with a light corner block top left and a dark bar along the top. */
export function cornerPicture(width = 96, height = 72): RasterImage {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = (row * width + column) * 3;
      const block = row < 24 && column < 24;
      const bar = row < 8 && column >= 48;
      data[at] = block ? 240 : bar ? 20 : 90 + Math.floor((column / width) * 100);
      data[at + 1] = block ? 230 : bar ? 30 : 80 + Math.floor((row / height) * 100);
      data[at + 2] = block ? 210 : bar ? 40 : 100;
    }
  }
  return { width, height, data };
}

export function toSharp(image: RasterImage): Sharp {
  return sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } });
}

/** How a camera with this EXIF orientation would have stored an upright picture. */
export function storeTurned(upright: RasterImage, orientation: number): RasterImage {
  const { width: W, height: H } = upright;
  const swapped = orientation >= 5;
  const width = swapped ? H : W;
  const height = swapped ? W : H;
  const data = new Uint8Array(upright.data.length);
  const source: Record<number, (row: number, column: number) => [number, number]> = {
    1: (r, c) => [r, c],
    2: (r, c) => [r, W - 1 - c],
    3: (r, c) => [H - 1 - r, W - 1 - c],
    4: (r, c) => [H - 1 - r, c],
    5: (r, c) => [c, r],
    6: (r, c) => [c, W - 1 - r],
    7: (r, c) => [H - 1 - c, W - 1 - r],
    8: (r, c) => [H - 1 - c, r],
  };
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [fromRow, fromColumn] = source[orientation](row, column);
      const from = (fromRow * W + fromColumn) * 3;
      data.set(upright.data.subarray(from, from + 3), (row * width + column) * 3);
    }
  }
  return { width, height, data };
}

/** Largest difference of any channel of any pixel. */
export function largestDifference(a: RasterImage, b: RasterImage): number {
  if (a.width !== b.width || a.height !== b.height) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.data.length; i++) largest = Math.max(largest, Math.abs(a.data[i] - b.data[i]));
  return largest;
}

function pngChunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(8 + typed.length);
  framed.writeUInt32BE(body.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), 4 + typed.length);
  return framed;
}

/** The same PNG with a colour profile that its numbers are then said to be in. */
export function withPngProfile(png: Buffer, profile: Buffer): Buffer {
  const headerEnd = 8 + 25;
  return Buffer.concat([png.subarray(0, headerEnd), pngChunk('iCCP', Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(profile)])), png.subarray(headerEnd)]);
}

/** One of the profiles that the decoder brings along. */
export async function profileOf(name: 'srgb' | 'p3'): Promise<Buffer> {
  const { icc } = await sharp(await toSharp(cornerPicture(8, 8)).withIccProfile(name).png().toBuffer()).metadata();
  return icc!;
}

/** A profile of grey whose numbers are in proportion to the light (ICC.1, with the tags for its curve and its white alone). */
export function linearGreyProfile(): Buffer {
  const white = [0xf6d6, 0x10000, 0xd32d], bytes = Buffer.alloc(192);
  const writeWhite = (at: number): void => white.forEach((value, k) => void bytes.writeInt32BE(value, at + 4 * k));
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.writeUInt32BE(0x02400000, 8);
  bytes.write('mntrGRAYXYZ ', 12, 'latin1');
  bytes.write('acsp', 36, 'latin1');
  writeWhite(68);
  bytes.writeUInt32BE(2, 128);
  [['kTRC', 156, 14], ['wtpt', 172, 20]].forEach(([tag, at, length], k) => {
    bytes.write(tag as string, 132 + 12 * k, 'latin1');
    bytes.writeUInt32BE(at as number, 136 + 12 * k);
    bytes.writeUInt32BE(length as number, 140 + 12 * k);
  });
  bytes.write('curv', 156, 'latin1');
  bytes.writeUInt32BE(1, 164);
  bytes.writeUInt16BE(256, 168);
  bytes.write('XYZ ', 172, 'latin1');
  writeWhite(180);
  return bytes;
}

/** A well-formed PNG file that claims any size, whatever its pixel data. */
export function pngClaiming(width: number, height: number, rows: Buffer, extra: [string, Buffer][] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), pngChunk('IHDR', header), ...extra.map(([type, body]) => pngChunk(type, body)),
    pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Appends an EXIF directory with a capture date to a little-endian TIFF file; sharp itself cannot write one. */
export function withTiffDate(tiff: Buffer, date: string): Buffer {
  const directoryAt = tiff.readUInt32LE(4);
  const count = tiff.readUInt16LE(directoryAt);
  const old = tiff.subarray(directoryAt + 2, directoryAt + 2 + count * 12);
  const newAt = tiff.length + (tiff.length % 2);
  const exifAt = newAt + 2 + (count + 1) * 12 + 4;
  const entry = (tag: number, kind: number, length: number, value: number): Buffer => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(kind, 2);
    bytes.writeUInt32LE(length, 4);
    bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const number = (value: number): Buffer => Buffer.from([value & 255, value >> 8]);
  const none = Buffer.alloc(4);
  const file = Buffer.concat([
    tiff, Buffer.alloc(tiff.length % 2), number(count + 1), old, entry(0x8769, 4, 1, exifAt), none,
    number(1), entry(0x9003, 2, 20, exifAt + 2 + 12 + 4), none, Buffer.from(`${date}\0`, 'latin1'),
  ]);
  file.writeUInt32LE(newAt, 4);
  return file;
}

/** A little-endian TIFF file whose directory was changed entry by entry, twelve bytes each, to one, none (null) or several. The old directory stays in the file, unused. */
export function withTiffEntries(tiff: Buffer, change: (tag: number, entry: Buffer) => Buffer | Buffer[] | null): Buffer {
  const directoryAt = tiff.readUInt32LE(4), newAt = tiff.length + (tiff.length % 2);
  const entries = Array.from({ length: tiff.readUInt16LE(directoryAt) }, (_, k) => Buffer.from(tiff.subarray(directoryAt + 2 + 12 * k, directoryAt + 14 + 12 * k)))
    .flatMap((entry) => change(entry.readUInt16LE(0), entry) ?? []);
  const file = Buffer.concat([tiff, Buffer.alloc(newAt - tiff.length), Buffer.from([entries.length, 0]), ...entries, Buffer.alloc(4)]);
  file.writeUInt32LE(newAt, 4);
  return file;
}

/** A little-endian TIFF file, classic or big, with this text in the entry of this tag. The old directory stays in the file, unused. */
export function withTiffText(tiff: Buffer, tag: number, text: string): Buffer {
  const big = tiff[2] === 43, place = big ? 8 : 4, counted = big ? 8 : 2, size = 4 + 2 * place, at = tiff.readUInt32LE(big ? 8 : 4), textAt = tiff.length + (tiff.length % 2), bytes = Buffer.from(text, 'latin1'), entry = Buffer.alloc(size);
  entry.writeUInt16LE(tag, 0);
  entry.writeUInt16LE(2, 2);
  entry.writeUInt32LE(bytes.length, 4);
  if (bytes.length <= place) bytes.copy(entry, 4 + place);
  else entry.writeUInt32LE(textAt, 4 + place);
  const old = Array.from({ length: tiff.readUInt16LE(at) }, (_, k) => tiff.subarray(at + counted + k * size, at + counted + (k + 1) * size)).filter((each) => each.readUInt16LE(0) !== tag);
  const entries = [...old, entry].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0)), count = Buffer.alloc(counted), directoryAt = textAt + bytes.length + (bytes.length % 2);
  count.writeUInt16LE(entries.length, 0);
  const file = Buffer.concat([tiff, Buffer.alloc(textAt - tiff.length), bytes, Buffer.alloc(directoryAt - textAt - bytes.length), count, ...entries, Buffer.alloc(place)]);
  file.writeUInt32LE(directoryAt, big ? 8 : 4);
  return file;
}

/** Pixels without any pattern, the same each time: a JPEG of them has something to spoil everywhere. */
export function noise(width: number, height: number): RasterImage {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.imul(i ^ (i >>> 3), 2654435761) >>> 24) };
}

/** Where the three numbers stand that say what the last pass of a JPEG file holds. */
export function scanNumbersAt(jpeg: Buffer): number {
  const at = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
  return at + 2 + jpeg.readUInt16BE(at + 2) - 3;
}

/** The same JPEG as some telephones write it: its only pass, which holds all 64 coefficients of each block, is said to hold the first alone. */
export function saidToHoldMeans(jpeg: Buffer): Buffer {
  const bytes = Buffer.from(jpeg), at = scanNumbersAt(bytes);
  if (bytes[at + 1] !== 63) throw new TypeError('Expected a JPEG in one pass.');
  bytes[at + 1] = 0;
  return bytes;
}

/** A grey progressive JPEG, square, whose passes after the first say of all blocks that nothing changes. */
export function jpegInPasses(side: number, passes: number): Buffer {
  const segment = (marker: number, body: readonly number[] | Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), Buffer.from(body)]);
  // Each table has one word, a zero bit; that of the later passes begins a run of 16,384 blocks and as many more as its 14 bits say.
  const table = (kind: number, word: number): Buffer => segment(0xc4, [kind, 1, ...Array<number>(15).fill(0), word]);
  const blocks = Math.ceil(side / 8) ** 2, runs = Array.from({ length: Math.ceil(blocks / 32_767) }, () => `0${'1'.repeat(14)}`).join('');
  const pass = (band: readonly number[], bits: Buffer): Buffer => Buffer.concat([segment(0xda, [1, 1, 0, ...band, 0]), bits]);
  const asBytes = (bits: string): Buffer => Buffer.from((bits.match(/.{1,8}/g) ?? []).flatMap((part) => { const byte = Number.parseInt(part.padEnd(8, '1'), 2); return byte === 255 ? [255, 0] : [byte]; }));
  const unchanged = pass([1, 63], asBytes(runs));
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]), segment(0xdb, [0, ...Array<number>(64).fill(1)]), segment(0xc2, [8, side >> 8, side & 255, side >> 8, side & 255, 1, 1, 0x11, 0]), table(0, 0), table(0x10, 0xe0),
    pass([0, 0], Buffer.alloc(Math.ceil(blocks / 8))), ...Array<Buffer>(passes).fill(unchanged), Buffer.from([0xff, 0xd9]),
  ]);
}
