import sharp from 'sharp';
import { expect, it } from 'vitest';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { cornerPicture, largestDifference, linearGreyProfile, profileOf, toSharp, withPngProfile } from './pictures.js';

const upright = cornerPicture();

it('a photograph of 16 bits with a profile comes out in the colours of one of 8 bits with the same one, in colour and in grey, held upright or not', async () => {
  const plain = Uint16Array.from(upright.data, (value) => value * 257), grey = upright.data.filter((_, at) => at % 3 === 1), size = { width: 96, height: 72 };
  const profiles = { p3: await profileOf('p3'), srgb: await profileOf('srgb'), spoilt: Buffer.from(await profileOf('p3')).fill(7, 128, 400), grey: linearGreyProfile() };
  const files = {
    colour: [await toSharp(upright).png().toBuffer(), await sharp(plain, { raw: { ...size, channels: 3 } }).toColourspace('rgb16').png().toBuffer()],
    grey: [await sharp(grey, { raw: { ...size, channels: 1 } }).toColourspace('b-w').png().toBuffer(), await sharp(Uint16Array.from(grey, (value) => value * 257), { raw: { ...size, channels: 1 } }).toColourspace('grey16').png().toBuffer()],
  };
  for (const [kind, [narrow, wide]] of Object.entries(files)) {
    for (const [name, profile] of Object.entries(profiles)) {
      const one = (await readPhotograph(withPngProfile(narrow, profile))).image, other = (await readPhotograph(withPngProfile(wide, profile))).image;
      expect(largestDifference(other, one), `${kind}, ${name}`).toBeLessThanOrEqual(1);
      const moves = (kind === 'colour' && name === 'p3') || (kind === 'grey' && name === 'grey');
      expect(largestDifference(one, (await readPhotograph(narrow)).image) > 4, `${kind}, ${name}`).toBe(moves);
    }
  }
  const turned = sharp(withPngProfile(files.colour[1], profiles.p3)).keepIccProfile().withMetadata({ orientation: 6 }).toColourspace('rgb16');
  const right = (await readPhotograph(await sharp(withPngProfile(files.colour[0], profiles.p3)).keepIccProfile().withMetadata({ orientation: 6 }).png().toBuffer())).image;
  for (const file of [turned.clone().png(), turned.clone().tiff({ compression: 'lzw' })]) {
    const bytes = await file.toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ depth: 'ushort', hasProfile: true, orientation: 6 });
    expect(largestDifference((await readPhotograph(bytes)).image, right)).toBeLessThanOrEqual(1);
  }
});
