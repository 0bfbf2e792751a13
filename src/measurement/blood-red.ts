import type { Hair } from '../domain/hair.js';
import { wholeWindow, type PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';

/** Skin is read so many widths beside the middle of a shaft, and at least so many µm: nearer lies its blur. */
const besideShaft = { widths: 1.3, um: 90 } as const;
const usualDiameterUm = 70;
/** Light that a shaft must take at least to have a colour, natural logarithm. */
const leastTaken = 0.3;
/**
 * Blood takes much green and as much blue, and little red; melanin, red hair's too, takes more blue than green and a good part of the red. None of 3,000
 * counted hairs of donor close-ups and rendered scalps, red hair among them, looks like it.
 */
const ofBlood = { redOfGreen: 0.45, blueOfGreen: 1.15 } as const;
/** Levels added before the logarithm, so that noise of black places does not count. */
const darkest = 8;

/** How many of the hairs have the colour of blood, as scratches and lines of red ink that pass for hair. */
export function countBloodRed(image: RasterImage, hairs: readonly Hair[], micrometresPerPixel: number, frame: PixelWindow = wholeWindow(image)): number {
  return hairs.filter((hair) => {
    const away = Math.max(besideShaft.um, (hair.diameterUm ?? usualDiameterUm) * besideShaft.widths) / micrometresPerPixel;
    const first = hair.path[0]!, last = hair.path[hair.path.length - 1]!, length = Math.hypot(last.row - first.row, last.column - first.column);
    if (length < 4) return false;
    const across = { row: -(last.column - first.column) / length, column: (last.row - first.row) / length };
    const shaft: number[][] = [], skin: number[][] = [];
    for (const { row, column } of hair.path) {
      shaft.push(...colourAt(image, frame, row, column));
      for (const side of [-away, away]) skin.push(...colourAt(image, frame, row + side * across.row, column + side * across.column));
    }
    if (shaft.length === 0 || skin.length === 0) return false;
    const [red, green, blue] = [0, 1, 2].map((channel) => Math.log((median(skin, channel) + darkest) / (median(shaft, channel) + darkest))) as [number, number, number];
    return Math.max(red, green, blue) >= leastTaken && red < ofBlood.redOfGreen * green && blue < ofBlood.blueOfGreen * green;
  }).length;
}

/** The colour of a place, or nothing where it lies outside. */
function colourAt({ width, data }: RasterImage, { top, left, bottom, right }: PixelWindow, row: number, column: number): number[][] {
  const y = Math.round(row), x = Math.round(column), at = 3 * (y * width + x);
  return x < left || y < top || x >= right || y >= bottom ? [] : [[data[at]!, data[at + 1]!, data[at + 2]!]];
}

function median(colours: readonly number[][], channel: number): number {
  const values = colours.map((colour) => colour[channel]!).sort((a, b) => a - b);
  return values[values.length >> 1]!;
}
