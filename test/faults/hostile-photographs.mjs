// Photographs nobody sends on purpose: spoilt files of every format, and some made by hand. The same seed gives the same files.
import sharp from 'sharp';
import { seeded } from './seeded.mjs';
import { pngBomb, spoil } from './spoil-bytes.mjs';
import { spoilStructure } from './spoil-structure.mjs';

async function wholePhotographs(jpeg) {
  const from = () => sharp(jpeg), wide = from().ensureAlpha(0.7);
  return Promise.all([
    from().jpeg().toBuffer(), from().jpeg({ progressive: true }).withExif({ IFD0: { Make: 'x' }, IFD2: { DateTimeOriginal: '2026:01:05 10:00:00' } }).toBuffer(),
    from().toColourspace('cmyk').jpeg().toBuffer(), from().greyscale().jpeg().toBuffer(), from().jpeg({ chromaSubsampling: '4:4:4', optimiseCoding: true }).withMetadata({ orientation: 6 }).toBuffer(),
    from().png().toBuffer(), from().toColourspace('rgb16').png().toBuffer(), from().png({ palette: true }).toBuffer(), wide.clone().png({ progressive: true }).toBuffer(),
    from().webp().toBuffer(), wide.clone().webp({ lossless: true }).toBuffer(),
    from().tiff({ compression: 'lzw' }).toBuffer(), from().tiff({ compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer(), from().toColourspace('rgb16').tiff({ compression: 'none' }).toBuffer(), from().tiff({ compression: 'jpeg', pyramid: true }).toBuffer(),
    from().gif().toBuffer(),
    from().withIccProfile('p3').jpeg().toBuffer(), from().withIccProfile('p3').png().toBuffer(), from().withIccProfile('p3').webp().toBuffer(), from().withIccProfile('p3').tiff({ compression: 'lzw', bigtiff: true }).toBuffer(),
    wide.clone().tiff({ compression: 'deflate', predictor: 'horizontal', tile: true, tileWidth: 128, tileHeight: 64 }).toBuffer(), animation(jpeg), boxes(jpeg),
  ]);
}

/** Two frames. */
async function animation(jpeg) {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return sharp(Buffer.concat([data, data]), { raw: { width: info.width, height: 2 * info.height, channels: info.channels, pageHeight: info.height } }).webp().toBuffer();
}

/** The boxes of a HEIC with what AVIF keeps in them: nothing here writes HEVC, and the reader of the boxes comes first. */
async function boxes(jpeg) {
  return Buffer.from((await sharp(jpeg).avif().toBuffer()).toString('latin1').replaceAll('avif', 'heic').replaceAll('av01', 'hvc1').replaceAll('av1C', 'hvcC'), 'latin1');
}

const byHand = {
  'bomb.png': () => pngBomb(30_000, 30_000), 'large.png': () => pngBomb(9_000, 9_000), 'strip.png': () => pngBomb(70, 32_000), 'thread.png': () => pngBomb(1, 100_000),
  'drawing.jpg': () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><image href="file:///etc/passwd"/></svg>'),
  'script.jpg': () => Buffer.from('#!/bin/sh\necho taken over\n'), 'page.jpg': () => Buffer.from('%PDF-1.7\n1 0 obj<</OpenAction<</S/Launch>>>>'), 'image-magick.mvg': () => Buffer.from('push graphic-context\nimage over 0,0 0,0 "https://example.org/x"\n'),
  'only-start.jpg': () => Buffer.from([0xff, 0xd8, 0xff]), 'only-start.png': () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'only-start.tif': () => Buffer.from('II*\0\x08\0\0\0', 'latin1'), 'circle.tif': () => Buffer.from('II*\0\x08\0\0\0\0\0\x08\0\0\0', 'latin1'),
};

/** Yields name and bytes. */
export async function* hostilePhotographs(jpeg, count, seed) {
  const chance = seeded(seed), whole = await wholePhotographs(jpeg);
  let made = 0;
  for (const [name, make] of Object.entries(byHand)) if (made++ < count) yield [name, make()];
  for (; made < count; made++) yield [`${String(made).padStart(5, '0')}.${chance.pick(['jpg', 'png', 'tif', 'webp', 'heic', 'txt'])}`, chance.below(2) === 0 ? spoil(chance.pick(whole), chance, whole) : spoilStructure(chance.pick(whole), chance)];
}
