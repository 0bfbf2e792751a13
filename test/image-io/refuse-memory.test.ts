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
