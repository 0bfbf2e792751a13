import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type JpegOptions } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalysisError, type ErrorCode } from '../../src/errors.js';
import { decodeStrips, needsStrips } from '../../src/image-io/decode-strips.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { listTiffDirectories } from '../../src/image-io/tiff-directories.js';
import { resampleSmall, type SmallCopy } from '../../src/raster/small-copy.js';
import { heicInDisplayP3, heicInSrgb, turnedHeic } from './heic-samples.js';
import { cornerPicture, jpegInPasses, largestDifference, noise, pngClaiming, saidToHoldMeans, scanNumbersAt, storeTurned, toSharp, withTiffDate, withTiffEntries, withTiffText } from './pictures.js';
import { skinPicture } from './skin-picture.js';

const upright = cornerPicture();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'photographs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function refusal(source: string | Uint8Array): Promise<{ code: ErrorCode; text: string }> {
  const error = await readPhotograph(source).then(
    () => { throw new Error('the photograph was accepted'); },
    (reason: unknown) => reason,
  );
  if (!(error instanceof AnalysisError)) throw error;
  return { code: error.code, text: `${error.message} ${error.hint}` };
}

describe('a photograph comes out upright', () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    it(`whichever way the camera was held (EXIF orientation ${orientation}), as JPEG, PNG, WebP and TIFF`, async () => {
      const stored = toSharp(storeTurned(upright, orientation)).withMetadata({ orientation });
      const jpeg = await readPhotograph(await stored.clone().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer());
      expect(largestDifference(jpeg.image, upright)).toBeLessThanOrEqual(12);
      expect([jpeg.width, jpeg.height, jpeg.storedTurned]).toEqual([upright.width, upright.height, orientation >= 5]);
      for (const lossless of [stored.clone().png(), stored.clone().webp({ lossless: true }), stored.clone().tiff({ compression: 'lzw' })]) {
        expect(largestDifference((await readPhotograph(await lossless.toBuffer())).image, upright)).toBe(0);
      }
    });
  }
});

describe('a photograph of many megapixels comes out upright', () => {
  for (const orientation of [3, 4, 5, 6, 7, 8]) {
    it(`strip by strip, without seams, whichever way the camera was held (EXIF orientation ${orientation})`, async () => {
      const stored = storeTurned(upright, orientation), decode = async (part: { top: number; height: number }) => ({ width: stored.width, height: part.height, data: stored.data.subarray(part.top * stored.width * 3, (part.top + part.height) * stored.width * 3) });
      for (const pixels of [1, 700, 3000, 100_000]) expect(largestDifference(await decodeStrips({ ...stored, orientation }, decode, pixels), upright)).toBe(0);
    });
  }

  it('from a JPEG of a camera held upright, to the last pixel as if it had been turned whole', async () => {
    const { data, info } = await sharp({ create: { width: 7300, height: 6900, channels: 3, background: '#a08070' } }).composite([{ input: await sharp({ create: { width: 700, height: 500, channels: 3, background: '#a08070', noise: { type: 'gaussian', mean: 120, sigma: 40 } } }).png().toBuffer(), tile: true }]).jpeg({ quality: 70 }).withMetadata({ orientation: 6 }).toBuffer({ resolveWithObject: true });
    expect(needsStrips({ ...info, orientation: 6 })).toBe(true);
    const whole = await sharp(data).autoOrient().raw().toBuffer({ resolveWithObject: true }), read = await readPhotograph(data);
    expect([read.width, read.height]).toEqual([whole.info.width, whole.info.height]);
    expect(createHash('sha256').update(read.image.data).digest('hex')).toBe(createHash('sha256').update(whole.data).digest('hex'));
    expect((await refusal(data.subarray(0, data.length - 5000))).code).toBe('photo.damaged');
  });
});

describe('a photograph comes out as 8-bit sRGB', () => {
  it('from 16 bits a channel', async () => {
    const wide = Uint16Array.from(upright.data, (value) => value * 257);
    const file = await sharp(wide, { raw: { width: 96, height: 72, channels: 3 } }).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(file).metadata()).depth).toBe('ushort');
    expect(largestDifference((await readPhotograph(file)).image, upright)).toBeLessThanOrEqual(1);
  });

  it('from a palette', async () => {
    const file = await toSharp(storeTurned(upright, 1)).png({ palette: true, colours: 256, dither: 0 }).toBuffer();
    expect((await sharp(file).metadata()).isPalette).toBe(true);
    expect(largestDifference((await readPhotograph(file)).image, upright)).toBeLessThanOrEqual(12);
  });

  it('from grey, with three equal channels', async () => {
    const grey = Uint8Array.from({ length: 96 * 72 }, (_, i) => (i * 7) % 256);
    const file = await sharp(grey, { raw: { width: 96, height: 72, channels: 1 } }).toColourspace('b-w').png().toBuffer();
    expect((await sharp(file).metadata()).channels).toBe(1);
    const { image } = await readPhotograph(file);
    expect(image.data.length).toBe(96 * 72 * 3);
    for (const at of [0, 500, 6911]) expect([...image.data.subarray(at * 3, at * 3 + 3)]).toEqual([grey[at], grey[at], grey[at]]);
  });

  it('from 16-bit grey with transparency', async () => {
    const pixels = new Uint16Array(96 * 72 * 2);
    for (let i = 0; i < 96 * 72; i++) pixels.set([20000, i < 96 * 36 ? 65535 : 0], i * 2);
    const file = await sharp(pixels, { raw: { width: 96, height: 72, channels: 2 } }).toColourspace('grey16').png().toBuffer();
    const { image } = await readPhotograph(file);
    expect(Math.abs(image.data[0] - 20000 / 257)).toBeLessThanOrEqual(1);
    expect([...image.data.subarray(-3)]).toEqual([255, 255, 255]);
  });

  it('from CMYK, close to the colours that were printed', async () => {
    const plain = { width: 96, height: 72, data: new Uint8Array(96 * 72 * 3) };
    for (let i = 0; i < plain.data.length; i += 3) plain.data.set([190, 150, 130], i);
    const file = await toSharp(plain).toColourspace('cmyk').jpeg({ quality: 98 }).toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    expect(largestDifference((await readPhotograph(file)).image, plain)).toBeLessThanOrEqual(12);
  });

  it('from a wide-gamut profile, so that the colours seen and not the numbers stored are kept', async () => {
    const file = await toSharp(upright).withIccProfile('p3').png().toBuffer();
    const stored = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
    expect(largestDifference({ ...upright, data: stored }, upright)).toBeGreaterThan(4);
    expect(largestDifference((await readPhotograph(file)).image, upright)).toBeLessThanOrEqual(2);
  });

  it('with transparent parts laid on white', async () => {
    const pixels = new Uint8Array(96 * 72 * 4);
    for (let i = 0; i < 96 * 72; i++) pixels.set([100, 50, 0, i < 96 ? 0 : i < 192 ? 128 : 255], i * 4);
    const { image } = await readPhotograph(await sharp(pixels, { raw: { width: 96, height: 72, channels: 4 } }).png().toBuffer());
    expect([...image.data.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect(Math.abs(image.data[96 * 3] - 177)).toBeLessThanOrEqual(2);
    expect([...image.data.subarray(-3)]).toEqual([100, 50, 0]);
  });
});

describe('a picture of which nothing is opaque', () => {
  it('shows its colours: programs that capture frames leave the channel empty', async () => {
    const pixels = Uint8Array.from({ length: 96 * 72 * 4 }, (_, i) => (i % 4 === 3 ? 0 : upright.data[3 * (i >> 2) + (i % 4)]!)), frame = sharp(pixels, { raw: { width: 96, height: 72, channels: 4 } });
    for (const file of [frame.clone().png(), frame.clone().webp({ lossless: true, exact: true })]) expect(largestDifference((await readPhotograph(await file.toBuffer())).image, upright)).toBe(0);
    const turned = await frame.clone().withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await readPhotograph(turned)).toMatchObject({ width: 72, height: 96 });
  });
});

describe('a TIFF with a channel beside its colours', () => {
  const withExtra = async (kinds: readonly number[] | null, compression: 'none' | 'lzw' = 'none', bands = 4): Promise<Buffer> => {
    const pixels = Uint8Array.from({ length: 96 * 72 * 4 }, (_, i) => (i % 4 === 3 ? (i >> 2) % 256 : upright.data[3 * (i >> 2) + (i % 4)]));
    const data = bands === 4 ? pixels : Uint8Array.from({ length: 96 * 72 * 2 }, (_, i) => pixels[4 * (i >> 1) + 3 * (i % 2)]);
    const tiff = await sharp(data, { raw: { width: 96, height: 72, channels: bands as 2 | 4 } }).toColourspace(bands === 4 ? 'srgb' : 'b-w').tiff({ compression }).toBuffer();
    return withTiffEntries(tiff, (tag, entry) => {
      if (tag !== 338) return entry;
      kinds?.forEach((kind, k) => entry.writeUInt16LE(kind, 8 + 2 * k));
      return kinds === null ? null : entry;
    });
  };

  it('keeps its colours where the file does not call it transparency: a selection that was saved along bleaches no skin', async () => {
    for (const compression of ['none', 'lzw'] as const) {
      expect(largestDifference((await readPhotograph(await withExtra([0], compression))).image, upright), compression).toBe(0);
      expect(largestDifference((await readPhotograph(await withExtra(null, compression))).image, upright), `${compression}, untold`).toBe(0);
    }
    const { image } = await readPhotograph(await withExtra([0], 'none', 2));
    expect([...image.data.subarray(0, 3)]).toEqual([upright.data[0], upright.data[0], upright.data[0]]);
  });

  it('is laid on white where it does', async () => {
    const { image } = await readPhotograph(await withExtra([2]));
    expect([...image.data.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect([...image.data.subarray(3 * 255, 3 * 256)]).toEqual([...upright.data.subarray(3 * 255, 3 * 256)]);
  });

  it('is refused when it is cut short or wrong in the middle, also where it says nothing of the channel', async () => {
    for (const compression of ['none', 'lzw'] as const) {
      const bytes = await withExtra(null, compression), stripsAt = 8;
      const cut = Buffer.concat([bytes.subarray(0, 8), bytes.subarray(bytes.length - 300)]);
      cut.writeUInt32LE(bytes.readUInt32LE(4) - (bytes.length - cut.length), 4);
      expect((await refusal(cut)).code, compression).toBe('photo.damaged');
      if (compression === 'lzw') expect((await refusal(Buffer.from(bytes).fill(0xff, stripsAt + 200, stripsAt + 400))).code).toBe('photo.damaged');
    }
  });
});

describe('a TIFF with a text beside its picture', () => {
  const description = 270, program = 305, day = 306, copyright = 33432;
  /** With this text, of as many bytes as it says, as the text of this tag. */
  const withText = async (text: string, tag: number, big = false): Promise<Buffer> => withTiffText(await toSharp(upright).tiff({ compression: 'lzw', bigtiff: big }).toBuffer(), tag, text);

  it('is read, to the very pixels, where the text is padded, not ended, or two names in one', async () => {
    for (const tag of [description, program, copyright, day]) {
      for (const text of ['ImageJ=1.53t\nunit=micron\0\0', 'photographer\0editor\0', 'not ended', 'ab\0\0', 'abc', ' ', '\0\0\0\0\0\0\0\0', 'as it should be\0', '2026:01:05 10:00:00', '2026:01:05 10:00:00\0\0']) {
        const file = await withText(text, tag), asWritten = Buffer.from(file);
        expect(largestDifference((await readPhotograph(file)).image, upright), `${tag} ${JSON.stringify(text)}`).toBe(0);
        expect(file.equals(asWritten)).toBe(true);
      }
    }
    for (const big of [true, false]) expect(largestDifference((await readPhotograph(await withText('a big one\0\0', description, big))).image, upright)).toBe(0);
  });

  it('is refused when the picture is cut short or wrong in the middle', async () => {
    const file = await withText('padded\0\0', description);
    expect((await refusal(Buffer.from(file).fill(0xff, 208, 408))).code).toBe('photo.damaged');
  });
});

describe('a JPEG of a telephone that says of its only pass that it holds the mean of each block alone', () => {
  const camera = (options: JpegOptions = {}): Promise<Buffer> => toSharp(cornerPicture(2560, 1920)).withExif({ IFD2: { DateTimeOriginal: '2023:11:05 08:09:10' } }).withMetadata({ orientation: 6 }).jpeg(options).toBuffer();

  it('shows the very pixels of the one that says what it holds, its small copy too, and keeps the hash of its file', async () => {
    for (const options of [{}, { chromaSubsampling: '4:4:4' }, { quality: 30 }]) {
      const bytes = await camera(options), telephone = saidToHoldMeans(bytes), asWritten = Buffer.from(telephone), copies: SmallCopy[] = [];
      const [right, photo] = [await readPhotograph(bytes), await readPhotograph(telephone, { onSmallCopy: (copy) => void copies.push(copy) })];
      expect(largestDifference(photo.image, right.image)).toBe(0);
      expect(copies.map(({ width, height }) => [width, height])).toEqual([[1920, 2560]]);
      expect(resampleSmall(photo.image, 0.25)).toEqual(resampleSmall(right.image, 0.25));
      expect(photo).toMatchObject({ capturedAt: '2023-11-05T08:09:10', sha256: createHash('sha256').update(asWritten).digest('hex') });
      expect(telephone.equals(asWritten)).toBe(true);
    }
  });

  it('is read also where a smaller copy stands before the picture and more data behind it, and in grey', async () => {
    const small = await toSharp(cornerPicture(160, 120)).jpeg().toBuffer(), grey = await toSharp(cornerPicture()).toColourspace('b-w').jpeg().toBuffer();
    const beside = Buffer.concat([Buffer.from([0xff, 0xe5, (small.length + 2) >> 8, (small.length + 2) & 255]), small]), bytes = await camera();
    const stored = Buffer.concat([bytes.subarray(0, 2), beside, saidToHoldMeans(bytes).subarray(2), small, Buffer.from('SEFT')]);
    expect(largestDifference((await readPhotograph(stored)).image, (await readPhotograph(bytes)).image)).toBe(0);
    expect(largestDifference((await readPhotograph(saidToHoldMeans(grey))).image, (await readPhotograph(grey)).image)).toBe(0);
  });

  it('is refused when it is cut short, wrong in the middle or ended too early, and so is one that says something else of its pass', async () => {
    const telephone = saidToHoldMeans(await toSharp(noise(200, 160)).jpeg({ quality: 90 }).toBuffer()), end = telephone.length;
    const wrong = Buffer.from(telephone), ended = Buffer.from(telephone), other = Buffer.from(telephone);
    for (let at = end - 4000; at < end - 3900; at++) wrong[at] = (wrong[at] * 7 + 13) & 0x7f;
    ended.set([0xff, 0xd9], end - 2000);
    other[scanNumbersAt(other) + 1] = 62;
    for (const [what, bytes] of Object.entries({ cut: telephone.subarray(0, end - 3000), lastBytes: telephone.subarray(0, end - 2), wrong, ended, other })) expect([what, (await refusal(bytes)).code]).toEqual([what, 'photo.damaged']);
    expect((await readPhotograph(telephone)).width).toBe(200);
  });

  it('is none that is stored in several passes, whose numbers tell them apart, although its beginning calls it otherwise', async () => {
    const passes = await toSharp(noise(200, 160)).jpeg({ progressive: true }).toBuffer(), renamed = Buffer.from(passes);
    renamed[renamed.indexOf(Buffer.from([0xff, 0xc2])) + 1] = 0xc0;
    expect((await readPhotograph(passes)).width).toBe(200);
    expect((await refusal(renamed)).code).toBe('photo.damaged');
    expect((await readPhotograph(jpegInPasses(200, 3))).width).toBe(200);
  });
});

describe('a JPEG that calls its version of JFIF 2', () => {
  it('shows the very pixels of the one that says 1, the only one there is', async () => {
    const bytes = await toSharp(cornerPicture()).jpeg().toBuffer(), header = (version: number): Buffer => Buffer.from([0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0', 'latin1'), version, 1, 0, 0, 1, 0, 1, 0, 0]);
    const [one, two] = [1, 2].map((version) => Buffer.concat([bytes.subarray(0, 2), header(version), bytes.subarray(2)]));
    expect((await readPhotograph(two!)).image).toEqual((await readPhotograph(one!)).image);
  });
});

describe('a JPEG of which a part was never written', () => {
  const skin = skinPicture({ seed: 95 });

  it('is refused wherever the zeros stand: the decoder reads them as skin', async () => {
    for (const optimiseCoding of [false, true]) {
      const bytes = await toSharp(skin).jpeg({ quality: 90, optimiseCoding }).toBuffer(), middle = bytes.length >> 1;
      expect((await readPhotograph(bytes)).width).toBe(640);
      for (const [from, to] of [[middle, middle + 512], [middle, bytes.length], [bytes.length - 512, bytes.length]] as const) expect((await refusal(Buffer.from(bytes).fill(0, from, to))).code).toBe('photo.damaged');
    }
  });

  it('is refused for its missing end alone where its codes store plain parts of the picture as zeros', async () => {
    const plain = { ...skin, data: skin.data.slice() };
    for (let row = 60; row < 480; row++) plain.data.fill(0, 3 * row * 640, 3 * (row + 1) * 640);
    for (const optimiseCoding of [false, true]) {
      const bytes = await toSharp(plain).toColourspace('b-w').jpeg({ quality: 30, optimiseCoding }).toBuffer();
      expect(bytes.includes(Buffer.alloc(64))).toBe(optimiseCoding);
      expect((await readPhotograph(bytes)).width).toBe(640);
      expect((await refusal(Buffer.from(bytes).fill(0, bytes.length - 40))).code).toBe('photo.damaged');
    }
  });
});

describe('what is kept of a photograph', () => {
  it('is the name without the folder, the hash of the file, the format by content and the capture date', async () => {
    const bytes = await toSharp(upright).withExif({ IFD2: { DateTimeOriginal: '2023:11:05 08:09:10', OffsetTimeOriginal: '+02:00' } }).jpeg().toBuffer();
    const path = join(folder, 'visit 2.png');
    writeFileSync(path, bytes);
    const photo = await readPhotograph(path);
    expect(photo).toMatchObject({
      name: 'visit 2.png', format: 'jpeg', capturedAt: '2023-11-05T08:09:10+02:00',
      sha256: createHash('sha256').update(bytes).digest('hex'), width: 96, height: 72,
    });
    expect(Object.keys(photo).sort()).toEqual(['capturedAt', 'format', 'height', 'image', 'name', 'sha256', 'storedTurned', 'width']);
  });

  it('is the capture date of PNG, WebP and TIFF files too', async () => {
    const dated = toSharp(upright).withExif({ IFD2: { DateTimeOriginal: '2023:11:05 08:09:10' } });
    for (const file of [dated.clone().png(), dated.clone().webp()]) {
      expect((await readPhotograph(await file.toBuffer())).capturedAt).toBe('2023-11-05T08:09:10');
    }
    const tiff = withTiffDate(await toSharp(upright).tiff({ compression: 'none' }).toBuffer(), '2023:11:05 08:09:10');
    expect((await readPhotograph(tiff)).capturedAt).toBe('2023-11-05T08:09:10');
  });

  it('is no date where the camera wrote nothing, nonsense or only when the file was edited', async () => {
    const files = [
      toSharp(upright).jpeg(),
      toSharp(upright).withExif({ IFD2: { DateTimeOriginal: '0000:00:00 00:00:00' } }).jpeg(),
      toSharp(upright).withExif({ IFD2: { DateTimeOriginal: '2023:02:31 08:09:10' } }).jpeg(),
      toSharp(upright).withExif({ IFD0: { DateTime: '2023:11:05 08:09:10' } }).jpeg(),
    ];
    for (const file of files) expect((await readPhotograph(await file.toBuffer())).capturedAt).toBeNull();
  });

  it('is the same three times over, byte for byte', async () => {
    const bytes = await toSharp(upright).withIccProfile('p3').jpeg({ quality: 70 }).toBuffer();
    const all = await Promise.all([1, 2, 3].map(() => readPhotograph(bytes, { name: 'a.jpg' })));
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
  });
});

describe('a HEIC photograph', () => {
  const quarters = [[16, 24, 200, 60, 40], [16, 72, 40, 160, 60], [48, 24, 40, 60, 200], [48, 72, 230, 220, 200]];

  for (const [what, file] of [['sRGB', heicInSrgb], ['Display P3', heicInDisplayP3]] as const) {
    it(`in ${what} is decoded to the colours that were photographed, with its date`, async () => {
      const { image, format, capturedAt } = await readPhotograph(file);
      expect({ format, capturedAt, width: image.width, height: image.height }).toEqual({ format: 'heic', capturedAt: '2024-05-01T10:11:12', width: 96, height: 64 });
      for (const [row, column, ...colour] of quarters) {
        const at = (row * 96 + column) * 3;
        for (let channel = 0; channel < 3; channel++) expect(Math.abs(image.data[at + channel] - colour[channel])).toBeLessThanOrEqual(8);
      }
    });
  }

  it('is read whatever brand of HEIC it names first', async () => {
    const file = Buffer.from(heicInSrgb);
    file.write('miaf', 8, 'latin1');
    expect((await readPhotograph(file)).image).toEqual((await readPhotograph(heicInSrgb)).image);
  });

  it('that is cut short, or of whose picture a part was never written, is refused', async () => {
    expect((await refusal(heicInSrgb.subarray(0, 500))).code).toBe('photo.damaged');
    const coded = [0x1a4, 0x1a4 + 0xba] as const, middle = (coded[0] + coded[1]) >> 1;
    for (const left of [0, 0xff]) expect((await refusal(Buffer.from(heicInSrgb).fill(left, middle, coded[1]))).code).toBe('photo.damaged');
    // Beside the picture nothing is said of such a part: cameras leave room there.
    expect((await readPhotograph(Buffer.concat([heicInSrgb, Buffer.from([0, 0, 8, 8]), Buffer.from('free'), Buffer.alloc(2048)]))).width).toBe(96);
  });

  it('of a telephone that was held upright comes out upright, and is known to have been stored lying', async () => {
    for (const [quarterTurns, width, height] of [[0, 96, 64], [1, 64, 96], [2, 96, 64], [3, 64, 96]] as const) {
      const read = await readPhotograph(turnedHeic(quarterTurns));
      expect([read.width, read.height, read.storedTurned]).toEqual([width, height, quarterTurns % 2 === 1]);
    }
  });
});

describe('what is no photograph is refused by its content, whatever its name', () => {
  const plain = () => sharp({ create: { width: 96, height: 72, channels: 3, background: '#c09080' } });

  it('text, SVG, PDF, archives and the working format of libvips', async () => {
    const files: Record<string, Buffer> = {
      'text.jpg': Buffer.from('these are my measurements\n'.repeat(20)),
      'drawing.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="9" height="9"/></svg>'),
      'drawing2.png': Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>'),
      'letter.jpg': Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'),
      'visits.jpg': Buffer.from('PK\x03\x04rest of an archive', 'latin1'),
      'tape.tif': Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(400)]),
      'work.v': Buffer.concat([Buffer.from([0x08, 0xf2, 0xa6, 0xb6]), Buffer.alloc(4000)]),
      'ppm.jpg': Buffer.from(`P6 96 72 255\n${'x'.repeat(96 * 72 * 3)}`),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const { code, text } = await refusal(path);
      expect([name, code]).toEqual([name, 'photo.format']);
      expect(text).not.toContain(folder);
    }
  });

  it('GIF and AVIF pictures', async () => {
    expect((await refusal(await plain().gif().toBuffer())).code).toBe('photo.format');
    expect((await refusal(await plain().avif({ effort: 0 }).toBuffer())).code).toBe('photo.format');
  });

  it('raw camera files that begin like a TIFF', async () => {
    const tiff = await plain().tiff({ compression: 'none' }).toBuffer();
    const raw = Buffer.from(tiff);
    raw.write('CR', 8, 'latin1');
    expect((await refusal(raw)).code).toBe('photo.format');
    const directoryAt = tiff.readUInt32LE(4);
    const digitalNegative = Buffer.from(tiff);
    digitalNegative.writeUInt16LE(50706, directoryAt + 2 + 12 * (tiff.readUInt16LE(directoryAt) - 1));
    expect((await refusal(digitalNegative)).code).toBe('photo.format');
  });

  it('a TIFF in colours that the decoder takes for others, or packed in a way that it does not know: none of them is called damaged', async () => {
    const tiff = await plain().tiff({ compression: 'none' }).toBuffer();
    const saying = (wanted: number, value: number): Buffer => withTiffEntries(tiff, (tag, entry) => {
      if (tag === wanted) entry.writeUInt16LE(value, 8);
      return entry;
    });
    // Without the refusal each of these colours is read as red, green and blue, or not at all.
    for (const [photometric, words] of [[6, 'YCbCr'], [8, 'Lab'], [9, 'Lab'], [5, 'inks']] as const) {
      const { code, text } = await refusal(saying(262, photometric));
      expect([code, text.includes(words)], words).toEqual(['photo.format', true]);
    }
    for (const compression of [6, 34712, 34925, 50000]) expect((await refusal(saying(259, compression))).code, String(compression)).toBe('photo.format');
  });

  it('but not a TIFF whose YCbCr colours are packed as JPEG, nor one in CMYK', async () => {
    const picture = toSharp(cornerPicture(200, 150)), packed = await picture.clone().tiff({ compression: 'jpeg', quality: 85 }).toBuffer();
    expect(listTiffDirectories(packed)[0].tags.get(262)).toBe(6);
    expect(largestDifference((await readPhotograph(packed)).image, cornerPicture(200, 150))).toBeLessThan(40);
    expect((await readPhotograph(await picture.clone().toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer())).width).toBe(200);
  });

  it('a PNG in linear light, whose shadows would make every hair thicker; a profile stands above what it says of its gamma, and a gamma of 0 says nothing', async () => {
    const rows = Buffer.alloc((96 * 3 + 1) * 72), gamma = (value: number): [string, Buffer] => {
      const body = Buffer.alloc(4);
      body.writeUInt32BE(value);
      return ['gAMA', body];
    };
    for (const value of [100_000, 55_556]) expect((await refusal(pngClaiming(96, 72, rows, [gamma(value)]))).code, String(value)).toBe('photo.format');
    for (const extra of [[gamma(45_455)], [gamma(50_000)], [gamma(0)], [gamma(100_000), ['sRGB', Buffer.alloc(1)] as [string, Buffer]]]) expect((await readPhotograph(pngClaiming(96, 72, rows, extra))).width).toBe(96);
  });

  it('a picture of floating-point numbers', async () => {
    const file = await sharp(new Float32Array(96 * 72 * 3).fill(0.5), { raw: { width: 96, height: 72, channels: 3 } }).toColourspace('scrgb').tiff({ compression: 'none' }).toBuffer();
    expect((await sharp(file).metadata()).depth).toBe('float');
    expect((await refusal(file)).code).toBe('photo.format');
  });
});

describe('more than one picture in a file is refused', () => {
  it('a TIFF of several pages and an animated WebP', async () => {
    const pages = await Promise.all(['#c09080', '#302010'].map((background) => sharp({ create: { width: 96, height: 72, channels: 3, background } }).png().toBuffer()));
    const joined = sharp(pages, { join: { animated: true } });
    expect((await refusal(await joined.clone().tiff().toBuffer())).code).toBe('photo.multiPage');
    expect((await refusal(await joined.clone().webp().toBuffer())).code).toBe('photo.multiPage');
  });

  it('an animated PNG', async () => {
    const rows = Buffer.alloc((96 * 3 + 1) * 72);
    expect((await refusal(pngClaiming(96, 72, rows, [['acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])]]))).code).toBe('photo.multiPage');
    expect((await readPhotograph(pngClaiming(96, 72, rows))).width).toBe(96);
  });

  it('but a TIFF with smaller copies of the same picture is one photograph', async () => {
    const large = cornerPicture(600, 400);
    const pyramid = await toSharp(large).tiff({ pyramid: true, tile: true, tileWidth: 128, tileHeight: 128, compression: 'lzw' }).toBuffer();
    expect((await sharp(pyramid).metadata()).pages).toBeGreaterThan(1);
    expect(largestDifference((await readPhotograph(pyramid)).image, large)).toBe(0);
  });
});

describe('a damaged photograph is refused and never half-measured', () => {
  it('when it is cut short, in any format, by a lot or by a few bytes', async () => {
    const picture = toSharp(cornerPicture(200, 150));
    const files = {
      jpeg: await picture.clone().jpeg().toBuffer(),
      progressive: await picture.clone().jpeg({ progressive: true }).toBuffer(),
      png: await picture.clone().png().toBuffer(),
      webp: await picture.clone().webp().toBuffer(),
      tiff: await picture.clone().tiff({ compression: 'lzw' }).toBuffer(),
    };
    for (const [format, bytes] of Object.entries(files)) {
      for (const kept of [0.3, 0.7, 0.95]) {
        expect([format, kept, (await refusal(bytes.subarray(0, Math.floor(bytes.length * kept)))).code]).toEqual([format, kept, 'photo.damaged']);
      }
      expect([format, (await refusal(bytes.subarray(0, bytes.length - 2))).code]).toEqual([format, 'photo.damaged']);
    }
  });

  it('when bytes in its middle are wrong', async () => {
    const bytes = await toSharp(cornerPicture(400, 300)).png().toBuffer();
    bytes[Math.floor(bytes.length / 2)] ^= 0xff;
    expect((await refusal(bytes)).code).toBe('photo.damaged');
  });

  it('when it claims twenty times the rows that it has', async () => {
    expect((await refusal(pngClaiming(96, 72 * 20, Buffer.alloc((96 * 3 + 1) * 72)))).code).toBe('photo.damaged');
    const jpeg = await toSharp(cornerPicture(96, 72)).jpeg().toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(72 * 20, frame + 5);
    expect((await refusal(jpeg)).code).toBe('photo.damaged');
    const tiff = await toSharp(cornerPicture(96, 72)).tiff({ compression: 'none' }).toBuffer();
    const directoryAt = tiff.readUInt32LE(4);
    for (let entry = 0; entry < tiff.readUInt16LE(directoryAt); entry++) {
      const at = directoryAt + 2 + entry * 12;
      if (tiff.readUInt16LE(at) === 257) tiff.writeUInt32LE(72 * 20, at + 8);
    }
    expect((await refusal(tiff)).code).toBe('photo.damaged');
  });

  it('when its colours cannot be told and would be read as shades of grey: numbers of a list that is not there, colours called grey', async () => {
    const grey = await sharp(new Uint8Array(96 * 72).fill(90), { raw: { width: 96, height: 72, channels: 1 } }).toColourspace('b-w').tiff({ compression: 'none' }).toBuffer();
    expect((await readPhotograph(grey)).width).toBe(96);
    const palette = withTiffEntries(grey, (tag, entry) => { if (tag === 262) entry.writeUInt16LE(3, 8); return entry; });
    expect((await refusal(palette)).code).toBe('photo.damaged');
    for (const told of [false, true]) {
      const beside = withTiffEntries(await toSharp(upright).tiff({ compression: 'none' }).toBuffer(), (tag, entry) => {
        if (tag === 262) entry.writeUInt16LE(1, 8);
        return told && tag === 339 ? [Buffer.from([0x52, 1, 3, 0, 2, 0, 0, 0, 0, 0, 0, 0]), entry] : entry;
      });
      expect((await refusal(beside)).code, told ? 'colours called grey, two channels beside it' : 'colours called grey').toBe('photo.damaged');
    }
  });

  it('when there is nothing but a beginning', async () => {
    for (const start of ['\xff\xd8\xff\xe0', '\x89PNG\r\n\x1a\n', 'RIFF\x10\0\0\0WEBPVP8 ', 'II*\0\x08\0\0\0', 'MM\0+\0\x08\0\0\0\0\0\0\0\0\0\0\0']) {
      expect((await refusal(Buffer.from(start, 'latin1'))).code).toBe('photo.damaged');
    }
  });

  it('in words of ours, never those of the decoder', async () => {
    const jpeg = await toSharp(cornerPicture(200, 150)).jpeg().toBuffer();
    const { text } = await refusal(jpeg.subarray(0, 900));
    expect(text).not.toMatch(/vips|libpng|premature|buffer|jpeg:/i);
  });
});

describe('a photograph of absurd size is refused from its header', () => {
  it('30,000 by 30,000 pixels, without memory or time', async () => {
    const before = process.memoryUsage().rss;
    const started = performance.now();
    expect((await refusal(pngClaiming(30_000, 30_000, Buffer.alloc(30_000)))).code).toBe('photo.tooLarge');
    expect(performance.now() - started).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it('a strip of one row or of a hundred thousand', async () => {
    expect((await refusal(pngClaiming(100_000, 1, Buffer.alloc(300_001)))).code).toBe('photo.tooSmall');
    expect((await refusal(pngClaiming(100, 100_000, Buffer.alloc(301)))).code).toBe('photo.tooLarge');
  });

  it('stored in 20,000 passes that change nothing, which would take minutes, while passes as programs write them are read', async () => {
    const { code, text } = await refusal(jpegInPasses(1000, 20_000));
    expect(code).toBe('photo.tooLarge');
    expect(text).toMatch(/in 20001 passes/);
    expect((await readPhotograph(jpegInPasses(1000, 30))).width).toBe(1000);
    expect((await readPhotograph(await toSharp(cornerPicture()).jpeg({ progressive: true }).toBuffer())).width).toBe(96);
  });

  it('too small to hold a hair, while 64 by 64 is enough', async () => {
    const small = (side: number) => sharp({ create: { width: side, height: side, channels: 3, background: '#c09080' } }).png().toBuffer();
    expect((await refusal(await small(63))).code).toBe('photo.tooSmall');
    expect((await readPhotograph(await small(64))).height).toBe(64);
  });

  it('a file of more than 200 MB, before it is read', async () => {
    const path = join(folder, 'huge.jpg');
    writeFileSync(path, '\xff\xd8\xff\xe0', 'latin1');
    truncateSync(path, 300 * 1024 * 1024);
    expect((await refusal(path)).code).toBe('photo.tooLarge');
  });
});

describe('a path that leads to no photograph', () => {
  it('is told apart: nothing there, a folder, an empty file, a pipe, a device', async () => {
    const empty = join(folder, 'empty.jpg');
    writeFileSync(empty, '');
    const pipe = join(folder, 'pipe.jpg');
    execFileSync('mkfifo', [pipe]);
    mkdirSync(join(folder, 'visits.jpg.d'));
    expect((await refusal(join(folder, 'nothing.jpg'))).code).toBe('photo.missing');
    expect((await refusal(join(empty, 'below.jpg'))).code).toBe('photo.missing');
    expect((await refusal(`${folder}/a\0b.jpg`)).code).toBe('photo.missing');
    // What is left of a name in Latin-1 once it was read as UTF-8.
    await expect(readPhotograph(join(folder, 'M\uFFFDller.jpg'))).rejects.toMatchObject({ code: 'photo.missing', hint: expect.stringContaining('rename the file') });
    await expect(readPhotograph('-')).rejects.toMatchObject({ code: 'photo.missing', hint: expect.stringContaining('Standard input is not read') });
    expect((await refusal(join(folder, 'visits.jpg.d'))).code).toBe('photo.directory');
    expect((await refusal(empty)).code).toBe('photo.empty');
    expect((await refusal(new Uint8Array(0))).code).toBe('photo.empty');
    expect((await refusal(pipe)).code).toBe('photo.unreadable');
    expect((await refusal('/dev/zero')).code).toBe('photo.unreadable');
  });

  it('is never printed with the folders above it', async () => {
    for (const name of ['nothing.jpg', 'empty.jpg', 'pipe.jpg', '']) {
      expect((await refusal(join(folder, name))).text).not.toContain(folder);
    }
  });
});
