import { insetConvex } from '../../raster/clip-convex.js';
import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { resampleSmall } from '../../raster/small-copy.js';
import { columnsAt, convexHull, polygonArea, type Place } from './convex-hull.js';
import { plainCorners, surroundTolerance } from './vignette.js';

/** Pixels of the picture's longer side in which a field is looked for. */
const lookSide = 480;
/** Corners of the picture that lie in the surround, at least: a single one may be hair or shade. */
const leastCorners = 2;
/** Levels by which the channels of a surround differ, at most: it is black, white or grey, and blurred skin, walls and clothes are not. */
const mostColour = 14;
/** The field's share of the picture, at least and at most; and how much of the outline around it may lie in the surround, as dark hairs at a black edge do. */
const leastField = 0.15, mostField = 0.995, mostDent = 0.02;
/** Levels by which neighbouring pixels of a surround differ on average, at most: hair has gloss, skin has grain. */
const mostGrain = 4;
/**
 * Within this share of the picture's shorter side the field must have come half the way from its outline's colour to its own, along its whole outline, or it is only light
 * falling off. Its own is looked for two and a half times as deep, where what grows lighter evenly has come two fifths of the way.
 */
const hardness = 0.05;
/** Share of the outline on whose inner side the picture is another than the surround, by so many levels. */
const sharpShare = 0.85, leastStep = 30;

/**
 * Finds a field of any form without dents in a plain surround: an ellipse, an octagon, a rounded rectangle, a picture that was turned by some degrees
 * into black or white corners.
 *
 * @param inner  The picture without its blank bands.
 * @returns Corners of what is left, pixels of the picture, to the safe side; null where there is no such field.
 */
export function findConvexField(image: RasterImage, inner: PixelWindow): Place[] | null {
  const corners = plainCorners(image, inner).filter((colour) => Math.max(...colour) - Math.min(...colour) <= mostColour);
  if (corners.length < leastCorners) return null;
  const colour = corners[0]!, scale = Math.min(1, lookSide / Math.max(image.width, image.height)), small = scale === 1 ? image : resampleSmall(image, scale);
  const window = { top: Math.ceil(inner.top * scale), left: Math.ceil(inner.left * scale), bottom: Math.min(small.height, Math.floor(inner.bottom * scale)), right: Math.min(small.width, Math.floor(inner.right * scale)) };
  const { surround, corners: reached, count } = spreadSurround(small, window, colour), whole = (window.bottom - window.top) * (window.right - window.left);
  if (reached < leastCorners || count < (1 - mostField) * whole || count > (1 - leastField) * whole || grainOf(small, surround) > mostGrain) return null;
  const field = largestField(surround, small.width, window), hull = convexHull(field, small.width), area = polygonArea(hull);
  if (area > mostField * whole || dentOf(hull, surround, small.width) > mostDent * area) return null;
  const depth = depthOfEdge(small, hull, window, colour);
  if (depth === null) return null;
  // What the window cuts goes on to its very edge, also where the small picture has rounded that away.
  const outwards = (place: number, first: number, end: number): number => (place <= first - 0.4 ? first - 1 / scale : place >= end - 0.6 ? end + 1 / scale : place);
  return insetConvex(hull, (from, to) => (isCut(from, to, window) ? 0 : depth)).map(({ row, column }) => {
    const down = outwards(row, window.top, window.bottom), right = outwards(column, window.left, window.right);
    return { row: (down + 0.5) / scale - 0.5, column: (right + 0.5) / scale - 0.5 };
  });
}

/** 1 where the surround's colour goes on from the corners of the window, and how many of these have it. */
function spreadSurround({ data, width, height }: RasterImage, { top, left, bottom, right }: PixelWindow, colour: readonly [number, number, number]): { surround: Uint8Array; corners: number; count: number } {
  const alike = new Uint8Array(width * height), surround = new Uint8Array(width * height), places = new Int32Array(width * height);
  for (let row = top; row < bottom; row++) markAlike(alike, data, colour, row * width + left, row * width + right);
  const reached = [top * width + left, top * width + right - 1, (bottom - 1) * width + left, (bottom - 1) * width + right - 1].filter((corner) => alike[corner] === 1);
  let count = 0;
  for (const corner of reached) if (alike[corner] === 1) count = gather(alike, corner, width, places, count);
  for (let k = 0; k < count; k++) surround[places[k]!] = 1;
  return { surround, corners: reached.length, count };
}

// Each loop over the pixels has a function of its own: engines compile a function anew for each of its loops.

function markAlike(alike: Uint8Array, data: RasterImage['data'], [red, green, blue]: readonly [number, number, number], from: number, to: number): void {
  for (let at = from, i = 3 * from; at < to; at++, i += 3) {
    if (Math.abs(data[i]! - red) <= surroundTolerance && Math.abs(data[i + 1]! - green) <= surroundTolerance && Math.abs(data[i + 2]! - blue) <= surroundTolerance) alike[at] = 1;
  }
}

/**
 * Lists the free pixels that hang together with one of them by edges; they are free no more.
 * @param first  Where the list goes on. @returns Its end.
 */
function gather(free: Uint8Array, start: number, width: number, places: Int32Array, first: number): number {
  let end = first;
  free[start] = 0;
  places[end++] = start;
  for (let k = first; k < end; k++) {
    const at = places[k]!, column = at % width;
    if (column > 0 && free[at - 1] === 1) { free[at - 1] = 0; places[end++] = at - 1; }
    if (column + 1 < width && free[at + 1] === 1) { free[at + 1] = 0; places[end++] = at + 1; }
    if (at >= width && free[at - width] === 1) { free[at - width] = 0; places[end++] = at - width; }
    if (at + width < free.length && free[at + width] === 1) { free[at + width] = 0; places[end++] = at + width; }
  }
  return end;
}

/** Mean difference of neighbouring pixels of the surround, the channel that differs most. */
function grainOf({ data, width, height }: RasterImage, surround: Uint8Array): number {
  const sums = { differences: 0, pairs: 0 };
  for (let row = 0; row < height; row++) addGrain(sums, data, surround, row * width, (row + 1) * width - 1);
  return sums.pairs === 0 ? 0 : sums.differences / sums.pairs;
}

function addGrain(sums: { differences: number; pairs: number }, data: RasterImage['data'], surround: Uint8Array, from: number, to: number): void {
  for (let at = from, i = 3 * from; at < to; at++, i += 3) {
    if (surround[at] === 0 || surround[at + 1] === 0) continue;
    sums.differences += Math.max(Math.abs(data[i]! - data[i + 3]!), Math.abs(data[i + 1]! - data[i + 4]!), Math.abs(data[i + 2]! - data[i + 5]!));
    sums.pairs++;
  }
}

/** The largest piece of the window that is no surround, as its pixels: letters beside the field are smaller ones. */
function largestField(surround: Uint8Array, width: number, { top, left, bottom, right }: PixelWindow): Int32Array {
  const free = new Uint8Array(surround.length), places = new Int32Array(surround.length);
  for (let row = top; row < bottom; row++) markFree(free, surround, row * width + left, row * width + right);
  let largest = places.subarray(0, 0), first = 0;
  for (let start = free.indexOf(1); start >= 0; start = free.indexOf(1, start + 1)) {
    const end = gather(free, start, width, places, first);
    if (end - first > largest.length) largest = places.subarray(first, end);
    first = end;
  }
  return largest;
}

function markFree(free: Uint8Array, surround: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at++) if (surround[at] === 0) free[at] = 1;
}

/** Pixels of the surround inside the outline. */
function dentOf(hull: readonly Place[], surround: Uint8Array, width: number): number {
  let dents = 0;
  const rows = hull.map(({ row }) => row);
  for (let row = Math.ceil(Math.min(...rows)); row <= Math.max(...rows); row++) {
    const [from, to] = columnsAt(hull, row);
    for (let column = Math.ceil(from); column <= to; column++) if (surround[row * width + column] === 1) dents++;
  }
  return dents;
}

/** Whether a side of the outline is the window's own, where the field goes on unseen. */
function isCut(from: Place, to: Place, { top, left, bottom, right }: PixelWindow): boolean {
  return [[from.row, to.row, top, bottom], [from.column, to.column, left, right]].some(([a, b, first, end]) => (a! < first! && b! < first!) || (a! > end! - 1 && b! > end! - 1));
}

/** How far inside the outline the field has 60 % of its step in colour; null where the step is small, slow, or missing on a part of the outline. */
function depthOfEdge({ data, width, height }: RasterImage, hull: readonly Place[], window: PixelWindow, colour: readonly number[]): number | null {
  const deepest = Math.max(6, Math.round(2.5 * hardness * Math.min(width, height))), sums = new Float64Array(deepest + 1);
  const differenceAt = (row: number, column: number): number => {
    const at = 3 * (Math.max(0, Math.min(height - 1, Math.round(row))) * width + Math.max(0, Math.min(width - 1, Math.round(column))));
    return Math.max(...[0, 1, 2].map((k) => Math.abs(data[at + k]! - colour[k]!)));
  };
  let rays = 0, sharp = 0;
  hull.forEach((from, i) => {
    const to = hull[(i + 1) % hull.length]!, length = Math.hypot(to.row - from.row, to.column - from.column);
    if (isCut(from, to, window)) return;
    for (let k = 0; k < Math.round(length); k++) {
      const share = (k + 0.5) / Math.round(length), row = from.row + share * (to.row - from.row), column = from.column + share * (to.column - from.column);
      const inRow = (to.column - from.column) / length, inColumn = -(to.row - from.row) / length;
      let most = 0;
      for (let depth = 0; depth <= deepest; depth++) {
        const difference = differenceAt(row + depth * inRow, column + depth * inColumn);
        sums[depth]! += difference;
        if (depth <= Math.max(4, hardness * Math.min(width, height))) most = Math.max(most, difference);
      }
      rays++;
      if (most >= leastStep) sharp++;
    }
  });
  if (rays === 0 || sharp < sharpShare * rays) return null;
  const profile = sums.map((sum) => sum / rays), inside = profile[deepest]!, reached = (level: number): number => profile.findIndex((value) => value >= level);
  // The outline lies so many levels from the surround's colour.
  if (inside < leastStep || reached((surroundTolerance + inside) / 2) > hardness * Math.min(width, height)) return null;
  return reached(0.6 * inside) + 1;
}

