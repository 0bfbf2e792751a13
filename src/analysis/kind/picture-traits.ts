import type { RasterImage } from '../../raster/raster-image.js';
import { isSkinColour } from '../../raster/skin-colour.js';

/** What a picture looks like as a whole, whatever it shows. Shares are 0…1, brightness is 0…255. */
export interface PictureTraits {
  readonly brightness: number;
  readonly contrast: number;
  /** Mean distance of the colours from grey, and how much they differ among one another. */
  readonly colourfulness: number;
  readonly colourSpread: number;
  /** Share of pixels with the colour proportions of skin. */
  readonly skin: number;
  /** Share of pixels that differ from their neighbours by less than two levels. */
  readonly flat: number;
  readonly white: number;
  /** Logarithms of the mean difference of neighbours, and of places 8 times as far apart. */
  readonly fineDetail: number;
  readonly coarseDetail: number;
  /** How unlike the nine fields of the picture are: 0 for a texture that goes on everywhere. */
  readonly unevenness: number;
  /** Whether edges run one way: 0 none, 1 all. */
  readonly oneWay: number;
  /** Occupied bins of 512 colours, as a share: drawings have few. */
  readonly colours: number;
}

/** Pictures are described at this size, pixels of the longer side. */
export const traitSide = 256;

/** @param picture  Its longer side `traitSide` pixels. */
export function describePicture({ width, height, data }: RasterImage): PictureTraits {
  const count = width * height, light = new Float32Array(count), bins = new Uint32Array(512);
  const colours: ColourSums = { sum: 0, squares: 0, skin: 0, white: 0, chroma: 0, u1: 0, v1: 0, u2: 0, v2: 0 };
  for (let y = 0; y < height; y++) addColours(colours, light, bins, data, y * width, (y + 1) * width);
  const { sum, squares, skin, white, chroma, u1, v1, u2, v2 } = colours;
  const mean = sum / count, fields = new Float64Array(9), sizes = new Uint32Array(9), steps: StepSums = { fine: 0, coarse: 0, flat: 0, xx: 0, yy: 0, xy: 0 };
  const thirdOf = Uint8Array.from({ length: width }, (_, x) => Math.floor((3 * x) / width));
  for (let y = 0; y < height; y++) {
    addFields(fields, sizes, light, y * width, thirdOf, Math.floor((3 * y) / height) * 3);
    if (y < height - 1) addSteps(steps, light, y * width, width, y + far < height);
  }
  const { fine, coarse, flat, xx, yy, xy } = steps;
  const contrast = Math.sqrt(Math.max(0, squares / count - mean * mean)), levels = Array.from(fields, (total, k) => total / Math.max(1, sizes[k]));
  const level = levels.reduce((total, value) => total + value, 0) / 9;
  return {
    brightness: mean, contrast, colourfulness: chroma / count,
    colourSpread: Math.sqrt(Math.max(0, u2 / count - (u1 / count) ** 2 + v2 / count - (v1 / count) ** 2)),
    skin: skin / count, flat: flat / count, white: white / count,
    fineDetail: Math.log(0.5 + fine / count), coarseDetail: Math.log(0.5 + coarse / count),
    unevenness: Math.sqrt(levels.reduce((total, value) => total + (value - level) ** 2, 0) / 9),
    oneWay: Math.sqrt((xx - yy) ** 2 + 4 * xy * xy) / Math.max(1e-9, xx + yy),
    colours: bins.reduce((total, value) => total + (value > count / 5000 ? 1 : 0), 0) / 512,
  };
}

/** Places of the coarse detail lie so many pixels apart. */
const far = 8;

// A row at a time: engines compile a short function that is called often in the first photograph, and a long loop over all pixels late in each.

interface ColourSums { sum: number; squares: number; skin: number; white: number; chroma: number; u1: number; v1: number; u2: number; v2: number }

function addColours(sums: ColourSums, light: Float32Array, bins: Uint32Array, data: RasterImage['data'], from: number, to: number): void {
  let { sum, squares, skin, white, chroma, u1, v1, u2, v2 } = sums;
  for (let i = from, at = 3 * from; i < to; i++, at += 3) {
    const red = data[at], green = data[at + 1], blue = data[at + 2], u = red - green, v = blue - green;
    light[i] = 0.299 * red + 0.587 * green + 0.114 * blue;
    sum += light[i];
    squares += light[i] * light[i];
    chroma += Math.sqrt(u * u + v * v);
    u1 += u; v1 += v; u2 += u * u; v2 += v * v;
    if (isSkinColour(red, green, blue)) skin++;
    if (Math.min(red, green, blue) > 244) white++;
    bins[(red >> 5) * 64 + (green >> 5) * 8 + (blue >> 5)]++;
  }
  Object.assign(sums, { sum, squares, skin, white, chroma, u1, v1, u2, v2 });
}

function addFields(fields: Float64Array, sizes: Uint32Array, light: Float32Array, from: number, thirdOf: Uint8Array, firstField: number): void {
  for (let x = 0; x < thirdOf.length; x++) {
    const field = firstField + thirdOf[x];
    fields[field] += light[from + x];
    sizes[field]++;
  }
}

interface StepSums { fine: number; coarse: number; flat: number; xx: number; yy: number; xy: number }

function addSteps(sums: StepSums, light: Float32Array, from: number, width: number, reachesFar: boolean): void {
  let { fine, coarse, flat, xx, yy, xy } = sums;
  for (let i = from, end = from + width - 1, endOfFar = reachesFar ? from + width - far : from; i < end; i++) {
    const dx = light[i + 1] - light[i], dy = light[i + width] - light[i];
    fine += Math.abs(dx) + Math.abs(dy);
    if (Math.abs(dx) + Math.abs(dy) < 2) flat++;
    xx += dx * dx; yy += dy * dy; xy += dx * dy;
    if (i < endOfFar) coarse += Math.abs(light[i + far] - light[i]) + Math.abs(light[i + far * width] - light[i]);
  }
  Object.assign(sums, { fine, coarse, flat, xx, yy, xy });
}
