import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { jpegWithoutMetadata } from '../../src/report/html/jpeg-without-metadata.js';

const skin = { create: { width: 96, height: 64, channels: 3 as const, background: '#d9a98c' } };
const secret = 'Clinic camera 4711, 52.5200 N';

async function photographWithSecrets(progressive: boolean): Promise<Buffer> {
  const jpeg = await sharp(skin).jpeg({ progressive }).withExif({ IFD0: { ImageDescription: secret } }).withIccProfile('srgb').toBuffer();
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, secret.length + 2]), Buffer.from(secret)]);
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), Buffer.from(secret)]);
}

describe('photographs inside a report', () => {
  for (const progressive of [false, true]) {
    it(`carry nothing that the camera wrote beside the picture (${progressive ? 'progressive' : 'baseline'} JPEG)`, async () => {
      const photograph = await photographWithSecrets(progressive);
      expect(photograph.includes(secret)).toBe(true);
      const bare = Buffer.from(jpegWithoutMetadata(photograph));
      expect(bare.includes(secret)).toBe(false);
      expect(bare.includes('Exif')).toBe(false);
      expect(bare.subarray(-2).toString('hex')).toBe('ffd9');
      const metadata = await sharp(bare).metadata();
      expect([metadata.exif, metadata.icc, metadata.width, metadata.height]).toEqual([undefined, undefined, 96, 64]);
    });

    it(`keep every pixel (${progressive ? 'progressive' : 'baseline'} JPEG)`, async () => {
      const photograph = await sharp(Buffer.from(Uint8Array.from({ length: 64 * 48 * 3 }, (_, index) => (index * 7919) % 251)), { raw: { width: 64, height: 48, channels: 3 } })
        .jpeg({ progressive, quality: 95 }).withExif({ IFD0: { ImageDescription: secret } }).toBuffer();
      const [before, after] = await Promise.all([photograph, Buffer.from(jpegWithoutMetadata(photograph))].map((jpeg) => sharp(jpeg).raw().toBuffer()));
      expect(after!.equals(before!)).toBe(true);
    });
  }

  it('are refused when they are cut off or no JPEG', async () => {
    const photograph = await photographWithSecrets(false);
    expect(() => jpegWithoutMetadata(photograph.subarray(0, 300))).toThrow(TypeError);
    expect(() => jpegWithoutMetadata(Buffer.from('<svg/>'))).toThrow(TypeError);
    expect(() => jpegWithoutMetadata(new Uint8Array())).toThrow(TypeError);
  });
});
