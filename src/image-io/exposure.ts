import type { Mask, RasterImage } from '../raster/raster-image.js';

export interface Exposure {
  /** Brightness that the brightest 5 % reach, 0…255. All fields are null when no pixel is inside. */
  readonly brightness: number | null;
  /** Brightness that the brightest thousandth reaches, 0…255. */
  readonly highlights: number | null;
  /** Share, 0…1, of pixels with two or more channels at 250 or above: their colour is lost. */
  readonly clippedShare: number | null;
  /** Share, 0…1, of pixels with every channel at 235 or above. */
  readonly glareShare: number | null;
  /** Brightness between the darkest and the brightest hundredth, 0…255. */
  readonly contrast: number | null;
}

/** Measures how a photograph is exposed inside a mask of the same size. Brightness is the luma of its sRGB values. */
export function measureExposure(image: RasterImage, valid: Mask): Exposure {
  const histogram = new Uint32Array(256);
  const counts: Counts = { count: 0, clipped: 0, white: 0 };
  for (let row = 0; row < valid.height; row++) countRow(counts, histogram, image.data, valid.data, row * valid.width, (row + 1) * valid.width);
  const { count, clipped, white } = counts;
  if (count === 0) return { brightness: null, highlights: null, clippedShare: null, glareShare: null, contrast: null };
  const levelBelow = (share: number): number => {
    let seen = 0;
    for (let level = 0; level < 256; level++) {
      seen += histogram[level];
      if (seen >= share * count) return level;
    }
    return 255;
  };
  const rounded = (share: number): number => Number(share.toFixed(4));
  return {
    brightness: levelBelow(0.95), highlights: levelBelow(0.999), clippedShare: rounded(clipped / count), glareShare: rounded(white / count),
    contrast: levelBelow(0.99) - levelBelow(0.01),
  };
}

interface Counts { count: number; clipped: number; white: number }

function countRow(counts: Counts, histogram: Uint32Array, data: RasterImage['data'], valid: Uint8Array, from: number, to: number): void {
  let { count, clipped, white } = counts;
  for (let i = from, at = 3 * from; i < to; i++, at += 3) {
    if (valid[i] === 0) continue;
    const red = data[at], green = data[at + 1], blue = data[at + 2];
    count++;
    histogram[(0.299 * red + 0.587 * green + 0.114 * blue + 0.5) | 0]++;
    // Hardly a pixel gets beyond this line.
    if (green < 235 && blue < 235) continue;
    if ((red >= 250 ? 1 : 0) + (green >= 250 ? 1 : 0) + (blue >= 250 ? 1 : 0) >= 2) clipped++;
    if (red >= 235 && green >= 235 && blue >= 235) white++;
  }
  counts.count = count;
  counts.clipped = clipped;
  counts.white = white;
}
