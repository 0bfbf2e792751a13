import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeGreyPng, encodeJpeg, encodeMaskPng, encodePng, encodeThumbnail } from '../../src/image-io/encode-image.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { cropImage } from '../../src/raster/crop-image.js';
import { cornerPicture, largestDifference, toSharp } from './pictures.js';

const tellTale = 'Clinic-4711';

/** A photograph as a telephone leaves it: position, serial number, XMP, and an embedded thumbnail behind the EXIF block. */
async function photographWithEverything(): Promise<Buffer> {
  const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="${tellTale}"/></rdf:RDF></x:xmpmeta>`;
  const jpeg = await toSharp(cornerPicture(400, 300))
    .withExif({
      IFD0: { Make: tellTale, Artist: tellTale, ImageDescription: tellTale },
      IFD2: { DateTimeOriginal: '2023:11:05 08:09:10', BodySerialNumber: tellTale },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100', GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 4366/100' },
    })
    .withXmp(xmp)
    .withIccProfile('p3')
    .jpeg()
    .toBuffer();
  return Buffer.concat([jpeg, Buffer.from(`trailing ${tellTale}`)]);
}

describe('nothing of a photograph but its pixels leaves', () => {
  it('through any encoder: no position, serial number, profile, thumbnail or trailing bytes', async () => {
    const original = await photographWithEverything();
    expect(original.toString('latin1').split(tellTale).length).toBeGreaterThanOrEqual(5);
    const { image } = await readPhotograph(original, { name: `${tellTale}.jpg` });
    const outputs = [
      await encodePng(image), await encodeJpeg(image), await encodeThumbnail(image, { longestSide: 128 }),
      await encodeJpeg(cropImage(image, { row: 10, column: 10, width: 100, height: 80 }), 90),
    ];
    for (const bytes of outputs) {
      const text = Buffer.from(bytes).toString('latin1');
      for (const trace of [tellTale, 'Exif', 'ICC_PROFILE', 'iCCP', 'eXIf', 'iTXt', 'tEXt', 'adobe', 'Photoshop', 'libvips']) {
        expect(text).not.toContain(trace);
      }
      const { exif, icc, iptc, xmp, orientation } = await sharp(bytes).metadata();
      expect({ exif, icc, iptc, xmp, orientation }).toEqual({});
    }
  });
});

describe('pictures written', () => {
  it('as PNG come back unchanged, as JPEG nearly so, the same bytes each time', async () => {
    const image = cornerPicture();
    expect(largestDifference((await readPhotograph(await encodePng(image))).image, image)).toBe(0);
    expect(largestDifference((await readPhotograph(await encodeJpeg(image, 95))).image, image)).toBeLessThan(24);
    expect(await encodePng(image)).toEqual(await encodePng(image));
    expect(await encodeJpeg(image)).toEqual(await encodeJpeg(image));
  });

  it('as thumbnails are at most 1600 pixels long, and small photographs are not enlarged', async () => {
    const size = async (bytes: Uint8Array) => sharp(bytes).metadata().then(({ width, height }) => [width, height]);
    expect(await size(await encodeThumbnail(cornerPicture(3200, 1800)))).toEqual([1600, 900]);
    expect(await size(await encodeThumbnail(cornerPicture(300, 200)))).toEqual([300, 200]);
    expect(await size(await encodeThumbnail(cornerPicture(300, 600), { longestSide: 100 }))).toEqual([50, 100]);
  });
});

describe('hair probabilities and masks written as grey PNG', () => {
  it('hold one channel: 0 for skin, 255 for certain hair, and black where there is no number', async () => {
    const map = { width: 5, height: 1, data: Float32Array.of(0, 0.5, 1, 7, Number.NaN) };
    const { data, info } = await sharp(await encodeGreyPng(map)).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect([info.channels, ...data]).toEqual([1, 0, 128, 255, 255, 0]);
    const mask = { width: 3, height: 1, data: Uint8Array.of(0, 1, 255) };
    const written = await sharp(await encodeMaskPng(mask)).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect([written.info.channels, ...written.data]).toEqual([1, 0, 255, 255]);
  });
});
