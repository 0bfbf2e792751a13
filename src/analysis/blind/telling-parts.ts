import { findValidArea, type ValidArea } from '../../image-io/valid-area.js';
import type { GlobalMaps } from '../../raster/global-maps.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { toResampled } from '../../raster/resample-image.js';
import { unpackSpans } from '../../raster/row-spans.js';
import { findScalp } from '../head/view-head.js';
import { findInk, type Place } from './find-ink.js';

/** Beside writing that was found more of it may stand that was not: covered to so many times its height, and so much above and below. */
const besideWriting = { across: 4, along: 0.35 };

/**
 * Where a close-up shows skin and hair: dates, names and scales burned into the picture, strips and the surround of a scope are not.
 * @returns The picture's size, 1 where it may be shown.
 */
export function showSkin(image: RasterImage): Mask {
  const fit = findValidArea(image), shown = unpackSpans(fit.mask);
  clearWriting(shown, image, fit);
  return shown;
}

function clearWriting(shown: Mask, image: RasterImage, { exclusions }: ValidArea): void {
  const written = exclusions.filter(({ reason }) => reason === 'burnedInText').map(({ rows, columns }) => ({ top: rows[0], bottom: rows[1], left: columns[0], right: columns[1] }));
  for (const place of [...written, ...findInk(image)]) clear(shown, place);
}

function clear({ width, height, data }: Mask, { top, left, bottom, right }: Place): void {
  const tall = bottom - top, above = Math.ceil(besideWriting.along * tall), beside = Math.ceil(besideWriting.across * tall);
  for (let row = Math.max(0, top - above); row < Math.min(height, bottom + above); row++) data.fill(0, row * width + Math.max(0, left - beside), row * width + Math.min(width, right + beside));
}

/** Kept around the scalp, as a share of the root of its area: enough to see the hairline. */
const marginShare = 0.06;

/** The picture's size, 1 where something may be shown. */
export interface ShownScalp {
  readonly shown: Mask;
  /** The same with what writing covers. */
  readonly outline: Mask;
}

/**
 * Where a photograph of a head shows scalp, with a margin: faces, also those that hair encloses, clothes and rooms, with calendars on their walls, do not, nor does writing.
 * @returns Null where no scalp is found.
 */
export function showScalp(image: RasterImage, maps: GlobalMaps): ShownScalp | null {
  const region = findScalp({ width: maps.width, height: maps.height, data: maps.scalp });
  if (region === null) return null;
  const reach = Math.max(1, Math.round(marginShare * Math.sqrt(region.data.reduce((sum, value) => sum + value, 0))));
  const grown = growAlong(growAlong(region, reach, 1, region.width), reach, region.width, region.height);
  const data = new Uint8Array(image.width * image.height);
  const cellOf = (pixel: number, cells: number): number => Math.max(0, Math.min(cells - 1, Math.round(toResampled(pixel, maps.cellsPerPixel))));
  const cellOfColumn = Int32Array.from({ length: image.width }, (_, column) => cellOf(column, maps.width));
  for (let row = 0, at = 0; row < image.height; row++) {
    const from = cellOf(row, maps.height) * maps.width;
    for (let column = 0; column < image.width; column++, at++) data[at] = grown.data[from + cellOfColumn[column]];
  }
  const outline = { width: image.width, height: image.height, data }, shown = { ...outline, data: data.slice() };
  clearWriting(shown, image, findValidArea(image));
  return { shown, outline };
}

/** Sets what lies within `reach` of something set, along rows (step 1) or columns (step width). */
function growAlong({ width, height, data }: Mask, reach: number, step: number, length: number): Mask {
  const grown = new Uint8Array(data.length), lines = data.length / length;
  for (let line = 0; line < lines; line++) {
    const start = step === 1 ? line * length : line;
    let last = -Infinity;
    for (let i = 0; i < length; i++) {
      if (data[start + i * step] !== 0) {
        for (let back = Math.max(0, last + 1, i - reach); back < i; back++) grown[start + back * step] = 1;
        last = i;
      }
      if (i - last <= reach) grown[start + i * step] = 1;
    }
  }
  return { width, height, data: grown };
}
