import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeLogo, logoLimits } from '../../src/image-io/encode-logo.js';
import { pngClaiming } from './pictures.js';

/** Red that nobody is to see, with a word in white. */
const draw = (width: number, height: number): Sharp => sharp({ create: { width, height, channels: 4, background: { r: 200, g: 20, b: 20, alpha: 0 } } }).composite([{ input: { create: { width: 8, height: 2, channels: 3, background: '#ffffff' } } }]);
const opaque = (width: number, height: number): Sharp => sharp({ create: { width, height, channels: 3, background: '#14507d' } });

describe('the logo of a clinic, on its way into reports about hair', () => {
  it('comes back as PNG on white without anything that its maker wrote beside the picture, the same bytes each time', async () => {
    const given = await draw(40, 20).withExif({ IFD0: { Artist: 'Secret Maker' } }).png().toBuffer();
    const first = await encodeLogo(given), second = await encodeLogo(given);
    expect(Buffer.from(first.png).equals(Buffer.from(second.png))).toBe(true);
    expect([first.widthPx, first.heightPx, Buffer.from(first.png).includes('Secret Maker'), given.includes('Secret Maker')]).toEqual([40, 20, false, true]);
    const { format, width, height } = await sharp(first.png).metadata();
    expect([format, width, height]).toEqual(['png', 40, 20]);
    expect([...await sharp(first.png).raw().toBuffer()].every((value) => value === 255)).toBe(true);
  });

  it('is shrunk to what a report needs, with its proportions, and never enlarged', async () => {
    const { widthPx, heightPx } = await encodeLogo(await opaque(2880, 480).jpeg().toBuffer());
    expect([widthPx, heightPx]).toEqual([logoLimits.widest, 120]);
    expect(await encodeLogo(await opaque(16, 16).png().toBuffer())).toMatchObject({ widthPx: 16, heightPx: 16 });
  });

  it('is taken whatever gamma its PNG states, unlike a photograph: no hair is measured on it', async () => {
    const gamma = Buffer.alloc(4);
    gamma.writeUInt32BE(55_556);
    expect((await encodeLogo(pngClaiming(90, 30, Buffer.alloc((90 * 3 + 1) * 30), [['gAMA', gamma]]))).widthPx).toBe(90);
  });

  it('is taken from PNG and JPEG only, whole, and neither tiny nor huge', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><script>alert(1)</script></svg>');
    const png = await opaque(300, 300).png().toBuffer(), jpeg = await sharp(Buffer.from(Array.from({ length: 90_000 }, (_, at) => (at * 7919) % 251)), { raw: { width: 300, height: 300, channels: 1 } }).jpeg().toBuffer();
    for (const [bytes, code] of [
      [svg, 'photo.format'], [await opaque(40, 40).webp().toBuffer(), 'photo.format'], [await opaque(40, 40).tiff().toBuffer(), 'photo.format'], [Buffer.from('GIF89a'), 'photo.format'],
      [png.subarray(0, png.length - 20), 'photo.damaged'], [jpeg.subarray(0, jpeg.length / 2), 'photo.damaged'],
      [await opaque(15, 200).png().toBuffer(), 'photo.tooSmall'], [await opaque(8193, 20).png().toBuffer(), 'photo.tooLarge'], [Buffer.alloc(logoLimits.bytes + 1), 'photo.tooLarge'],
    ] as const) await expect(encodeLogo(bytes), code).rejects.toMatchObject({ code, hint: expect.stringContaining('PNG or JPEG'), message: expect.not.stringContaining('hotograph') });
  });
});
