import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';

/** Spread between the channels that neither skin nor hair reaches. */
const leastVivid = 110;

/** The green channel: letters of white, black, grey, red, yellow, blue ink all differ from skin in it. */
export function readGreen({ data, width: imageWidth }: RasterImage, region: PixelWindow): Uint8Array {
  const width = region.right - region.left;
  const plane = new Uint8Array(width * (region.bottom - region.top));
  for (let row = region.top, to = 0; row < region.bottom; row++) {
    for (let at = (row * imageWidth + region.left) * 3 + 1, end = at + width * 3; at < end; at += 3) plane[to++] = data[at];
  }
  return plane;
}

/** Spread between the channels: letters in ink stand out by it even over hair. Null when nothing is that vivid. */
export function readVividness({ data, width: imageWidth }: RasterImage, region: PixelWindow): Uint8Array | null {
  const width = region.right - region.left;
  const plane = new Uint8Array(width * (region.bottom - region.top));
  let vivid = 0;
  for (let row = region.top, to = 0; row < region.bottom; row++) {
    for (let at = (row * imageWidth + region.left) * 3, end = at + width * 3; at < end; at += 3) {
      const red = data[at], green = data[at + 1], blue = data[at + 2];
      const most = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
      const least = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
      if (most - least >= leastVivid) vivid++;
      plane[to++] = most - least;
    }
  }
  return vivid >= 12 ? plane : null;
}
