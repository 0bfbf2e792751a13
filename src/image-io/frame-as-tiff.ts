import type { RasterImage } from '../raster/raster-image.js';

/**
 * Puts decoded pixels and a colour profile into an uncompressed TIFF file, so that the one decoder that converts colours
 * can be asked to do it.
 *
 *     header │ directory (11 tags) │ bits per sample │ profile │ pixels
 */
export function frameAsTiff(image: RasterImage, profile: Uint8Array): Uint8Array {
  const tagCount = 11;
  const bitsAt = 8 + 2 + tagCount * 12 + 4;
  const profileAt = bitsAt + 6;
  const pixelsAt = profileAt + profile.length + (profile.length % 2);
  const bytes = new Uint8Array(pixelsAt + image.data.length);
  const view = new DataView(bytes.buffer);
  const short = 3;
  const long = 4;
  const undefinedBytes = 7;
  const tags: [tag: number, kind: number, count: number, value: number][] = [
    [256, long, 1, image.width], [257, long, 1, image.height], [258, short, 3, bitsAt],
    [259, short, 1, 1], // not compressed
    [262, short, 1, 2], // red, green, blue
    [273, long, 1, pixelsAt], [277, short, 1, 3], [278, long, 1, image.height], [279, long, 1, image.data.length],
    [284, short, 1, 1], // interleaved
    [34675, undefinedBytes, profile.length, profileAt],
  ];
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, tagCount, true);
  tags.forEach(([tag, kind, count, value], index) => {
    const at = 10 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, kind, true);
    view.setUint32(at + 4, count, true);
    if (kind === short && count === 1) view.setUint16(at + 8, value, true);
    else view.setUint32(at + 8, value, true);
  });
  for (let sample = 0; sample < 3; sample++) view.setUint16(bitsAt + sample * 2, 8, true);
  bytes.set(profile, profileAt);
  bytes.set(image.data, pixelsAt);
  return bytes;
}
