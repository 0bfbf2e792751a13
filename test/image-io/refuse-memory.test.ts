import { describe, expect, it } from 'vitest';
import { refuseMemory } from '../../src/image-io/refuse-memory.js';

const header = { width: 10_000, height: 10_000, channels: 3 as const, depth: 'uchar' as const, isProgressive: false, chromaSubsampling: '4:4:4' };
const nothing = new Uint8Array(64);
/** A little-endian TIFF with the tags given, as longs. */
function tiff(tags: Record<number, number>): Uint8Array {
  const entries = Object.entries(tags), bytes = new Uint8Array(10 + entries.length * 12 + 4), view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  view.setUint16(8, entries.length, true);
  entries.forEach(([tag, value], at) => {
    view.setUint16(10 + at * 12, Number(tag), true);
    view.setUint16(12 + at * 12, 4, true);
    view.setUint32(14 + at * 12, 1, true);
    view.setUint32(18 + at * 12, value, true);
  });
  return bytes;
}
const refused = expect.objectContaining({ code: 'photo.tooLarge', message: expect.stringContaining('MB to open'), hint: expect.stringContaining('progressive') });

describe('a photograph that would take a gigabyte to open', () => {
  it('is refused by its header: interlaced, progressive, WebP, or a TIFF in one strip', () => {
    expect(() => refuseMemory(nothing, 'png', { ...header, isProgressive: true, channels: 4, depth: 'ushort' })).toThrow(refused);
    expect(() => refuseMemory(nothing, 'jpeg', { ...header, isProgressive: true })).toThrow(refused);
    expect(() => refuseMemory(nothing, 'webp', header)).toThrow(refused);
    expect(() => refuseMemory(tiff({ 256: 10_000 }), 'tiff', { ...header, depth: 'ushort' })).toThrow(refused);
    expect(() => refuseMemory(tiff({ 278: 9_000 }), 'tiff', header)).toThrow(refused);
  });

  /** A tag of any type, its value as bytes; those beyond four stand behind the directory. */
  const tagged = (kind: number, value: readonly number[], count = 1): Uint8Array => {
    const bytes = Buffer.concat([tiff({ 278: 64 }), Buffer.alloc(8)]), entry = 10, isLong = value.length > 4;
    bytes.writeUInt16LE(kind, entry + 2);
    bytes.writeUInt32LE(count, entry + 4);
    if (isLong) bytes.writeUInt32LE(bytes.length - 8, entry + 8);
    Buffer.from(value).copy(bytes, isLong ? bytes.length - 8 : entry + 8);
    return bytes;
  };
  const sixteenBits = { ...header, depth: 'ushort' as const };

  it.each([
    ['a number with a sign', 9, [0x10, 0x27, 0, 0]],
    ['a short number with a sign', 8, [0x10, 0x27, 0, 0]],
    ['a number of eight bytes', 16, [0x10, 0x27, 0, 0, 0, 0, 0, 0]],
    ['a number of eight bytes with a sign', 17, [0x10, 0x27, 0, 0, 0, 0, 0, 0]],
    ['a place in the file', 13, [0x40, 0, 0, 0]],
    ['a number below nothing, which the decoder passes over', 9, [0xff, 0xff, 0xff, 0xff]],
    ['nothing, which the decoder passes over', 4, [0, 0, 0, 0]],
    ['a fraction, which the decoder passes over', 5, [0x40, 0, 0, 0, 1, 0, 0, 0]],
    ['a type that there is not', 99, [0x40, 0, 0, 0]],
  ])('is refused whatever type the rows of its one strip are written in: %s', (_type, kind, value) => {
    expect(() => refuseMemory(tagged(kind, value), 'tiff', sixteenBits)).toThrow(refused);
  });

  it('is refused when the rows of its strip are written twice, of which the decoder reads the first, or as a list', () => {
    const twice = tiff({ 277: 9_000, 278: 64 });
    new DataView(twice.buffer).setUint16(10, 278, true);
    expect(() => refuseMemory(twice, 'tiff', sixteenBits)).toThrow(refused);
    expect(() => refuseMemory(tagged(4, [0x40, 0, 0, 0], 2), 'tiff', sixteenBits)).toThrow(refused);
  });

  it('is read when small strips are written in any of these types', () => {
    for (const kind of [1, 3, 4, 6, 8, 9]) expect(() => refuseMemory(tagged(kind, [0x40, 0, 0, 0]), 'tiff', sixteenBits), String(kind)).not.toThrow();
    for (const kind of [16, 17]) expect(() => refuseMemory(tagged(kind, [0x40, 0, 0, 0, 0, 0, 0, 0]), 'tiff', sixteenBits), String(kind)).not.toThrow();
  });

  it('is read when it is stored row by row, as cameras do', () => {
    for (const format of ['jpeg', 'png'] as const) expect(() => refuseMemory(nothing, format, header)).not.toThrow();
    expect(() => refuseMemory(tiff({ 278: 64 }), 'tiff', { ...header, depth: 'ushort' })).not.toThrow();
    expect(() => refuseMemory(tiff({ 323: 256 }), 'tiff', header)).not.toThrow();
  });

  it('is read at the sizes of telephones and cameras however it is stored', () => {
    const telephone = { ...header, width: 4000, height: 3000 }, camera = { ...header, width: 6960, height: 4640 };
    expect(() => refuseMemory(nothing, 'png', { ...telephone, isProgressive: true, channels: 4, depth: 'ushort' })).not.toThrow();
    expect(() => refuseMemory(tiff({ 256: 4000 }), 'tiff', telephone)).not.toThrow();
    expect(() => refuseMemory(nothing, 'jpeg', { ...camera, isProgressive: true })).not.toThrow();
    expect(() => refuseMemory(nothing, 'webp', camera)).not.toThrow();
  });
});
