import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { photographPhantom, type PhantomRequest } from '../../src/phantom/index.js';

export const micrometresPerPixel = 5;

/** A small photograph of simulated clipped hair, as JPEG. */
export async function phantomJpeg(request: Partial<PhantomRequest> = {}): Promise<Uint8Array> {
  const { image } = photographPhantom({
    seed: 41, densityPerCm2: 120, micrometresPerPixel, widthMm: 3, heightMm: 3, style: 'immersion', hairColour: 'black', skinTone: 2, vellusShare: 0, ...request,
  });
  return encodeJpeg(image, 92);
}

/** A PNG whose header claims a size that its few bytes do not hold. */
export function claimingPng(width: number, height: number): Uint8Array {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1 << 16))), chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Everything that is no photograph, each with the code that says so; written into a folder. */
export async function writeHostilePictures(folder: string, good: Uint8Array): Promise<Record<string, string>> {
  const files: Record<string, [content: Uint8Array | string, code: string]> = {
    'letter.jpg': ['Dear doctor, please find attached the photograph.\n'.repeat(50), 'photo.format'],
    'empty.jpg': ['', 'photo.empty'],
    'half.jpg': [good.subarray(0, good.length >> 1), 'photo.damaged'],
    'drawing.svg': ['<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><rect width="500" height="500"/></svg>', 'photo.format'],
    'drawing.jpg': ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"/>', 'photo.format'],
    'gigantic.png': [claimingPng(30_000, 30_000), 'photo.tooLarge'],
    'tiny.png': [claimingPng(20, 20), 'photo.tooSmall'],
    'page.jpg': ['%PDF-1.7\n%âãÏÓ\n', 'photo.format'],
  };
  for (const [name, [content]] of Object.entries(files)) await writeFile(join(folder, name), content);
  await mkdir(join(folder, 'folder.jpg'));
  return { ...Object.fromEntries(Object.entries(files).map(([name, [, code]]) => [name, code])), 'folder.jpg': 'photo.directory', 'missing.jpg': 'photo.missing' };
}
