import type { Hair } from '../domain/hair.js';
import { wholeWindow, type PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';

/** Where the skin beside a shaft is read: so many widths from its middle line, and at least so many pixels. */
const besideShaft = { widths: 1.6, pixels: 3 } as const;
/** A shaft without a diameter is taken to be as wide as shafts usually are. */
const usualDiameterUm = 70;

/**
 * How much darker hairs are than the skin beside them: (skin − shaft) / skin of the luminance along the middle half of each shaft, median over hairs.
 * About 0.6 for black hair on fair skin; near 0 where hair has the brightness of the skin; below 0 for hair lighter than it.
 * @param micrometresPerPixel  Null where unknown: then shafts are taken to be six pixels wide.
 * @param frame  Where the photograph shows skin and hair; what lies outside is neither. Default all of it.
 * @returns Null where no hair lies far enough from the edge to be looked at.
 */
export function measureShaftContrast(image: RasterImage, hairs: readonly Hair[], micrometresPerPixel: number | null, frame: PixelWindow = wholeWindow(image)): number | null {
  const contrasts: number[] = [];
  for (const hair of hairs) {
    const first = hair.path[0]!, last = hair.path[hair.path.length - 1]!, length = Math.hypot(last.row - first.row, last.column - first.column);
    if (length < 4) continue;
    const across = { row: -(last.column - first.column) / length, column: (last.row - first.row) / length };
    const halfWidth = micrometresPerPixel === null ? 3 : (hair.diameterUm ?? usualDiameterUm) / micrometresPerPixel / 2;
    const away = Math.max(besideShaft.pixels, halfWidth * 2 * besideShaft.widths);
    const shaft: number[] = [], skin: number[] = [];
    for (const point of hair.path.slice(Math.floor(hair.path.length / 4), Math.ceil((3 * hair.path.length) / 4))) {
      shaft.push(luminanceAt(image, frame, point.row, point.column));
      for (const side of [-away, away]) skin.push(luminanceAt(image, frame, point.row + side * across.row, point.column + side * across.column));
    }
    // The brighter side: on the other one another hair may lie.
    const [dark, bright] = [median(shaft.filter(Number.isFinite)), quantile(skin.filter(Number.isFinite), 0.75)];
    if (Number.isFinite(dark) && bright > 0) contrasts.push((bright - dark) / bright);
  }
  return contrasts.length === 0 ? null : median(contrasts);
}

function luminanceAt({ width, data }: RasterImage, { top, left, bottom, right }: PixelWindow, row: number, column: number): number {
  const y = Math.round(row), x = Math.round(column);
  if (x < left || y < top || x >= right || y >= bottom) return NaN;
  const at = 3 * (y * width + x);
  return 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
}
