import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import type { ChainLevel } from './drawn-lines.js';
import { findMeasuringCircles, type MeasuringCircle } from './measuring-circles.js';

/** A picture and what was traced in it, in its own pixels. */
export interface TracedPicture extends ChainLevel {
  readonly image: RasterImage;
  readonly inner: PixelWindow;
}

/** In a smaller picture only lines of at least so many of its pixels are looked for: thinner ones are seen better in the larger one. */
const thickPixels = 3;
/** Pixels by which the sides of a thick line may lie outside it as a smaller picture shows it. */
const sideMargin = 2;
/** By so much half a line's thickness may seem larger in a smaller picture without being so. */
const blurPixels = 1.5;

/**
 * Finds drawn circles whose line may be thick: in smaller pictures it is thin. One found there stands for what the larger pictures made of its line, mostly its two sides.
 *
 * @param levels  The picture, then smaller copies of it, factors ascending from 1.
 * @returns In pixels of the first.
 */
export function findCirclesOfAnyThickness(levels: readonly TracedPicture[]): MeasuringCircle[] {
  let circles: MeasuringCircle[] = [];
  for (const { image, inner, chains, factor } of levels) {
    const traced = factor === 1 ? chains : chains.filter(({ meanWidth }) => meanWidth >= thickPixels);
    const found = findMeasuringCircles(image, inner, traced, factor === 1 ? 'thin' : 'thick').map((seen) => enlargeCircle(seen, factor))
      .filter((thick) => !circles.some((thin) => isPartOfRing(thin, thick) && thick.halfWidth <= thin.halfWidth + blurPixels));
    circles = [...circles.filter((thin) => !found.some((thick) => isPartOfRing(thin, thick))), ...found];
  }
  return circles;
}

function enlargeCircle({ circle: { row, column, radius }, halfWidth }: MeasuringCircle, factor: number): MeasuringCircle {
  const shift = (factor - 1) / 2;
  return { circle: { row: row * factor + shift, column: column * factor + shift, radius: radius * factor }, halfWidth: halfWidth * factor };
}

function isPartOfRing(thin: MeasuringCircle, thick: MeasuringCircle): boolean {
  const apart = Math.hypot(thin.circle.row - thick.circle.row, thin.circle.column - thick.circle.column) + Math.abs(thin.circle.radius - thick.circle.radius);
  return apart <= thick.halfWidth + sideMargin;
}
