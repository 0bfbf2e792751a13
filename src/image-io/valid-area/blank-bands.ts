import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { boxHeight, transposeBox } from './geometry.js';
import { lookAtLine, type LineLook } from './plain-line.js';
import type { TwoWays } from './two-ways.js';

export interface BlankBand {
  readonly side: 'top' | 'bottom' | 'left' | 'right';
  readonly box: PixelWindow;
}

export interface BlankBands {
  readonly bands: readonly BlankBand[];
  /** What is left of the picture between the bands. */
  readonly inner: PixelWindow;
}

type Colour = readonly [red: number, green: number, blue: number];

/** A step of this many levels in any channel, two rows apart, is taken for a drawn edge when a whole line of it lies straight. */
const edgeStep = 12;
/** Share of a line that must step at once. Skin, hair and shadows never do so over most of the picture's width. */
const edgeShare = 0.6;
/** No band takes more than this share of the picture from one side. */
const deepestBand = 0.48;
/** Levels by which a plain colour may vary in a channel. In a frame of a few pixels the ringing of JPEG reaches every line. */
const colourTolerance = { strip: 4, frame: 8 };
const widestFrame = 4;
/** On a picture smaller than this a hair along the side looks like a frame. */
const smallestFramed = 240;

/**
 * Finds strips of plain colour along the sides of a picture: footers and headers with or without text, the bars and frames
 * around a screenshot. A strip ends in a straight edge over most of the side, and what lies outside it has few colours; once one is found, lines of nothing but
 * its colour along another side are one too, also beside skin as bright as they are.
 *
 *     ██████████████   a strip: straight edge, plain outside
 *     ░▒░▒▓░▒░▒░▒░▒░
 *     ░▒░░▒░▓▒░▒▒░▒░
 *
 * @param picture  Any scale.
 * @returns Bands in the order found, from outside in; their boxes do not overlap.
 */
export function findBlankBands(picture: TwoWays): BlankBands {
  const { image } = picture;
  const bands: BlankBand[] = [], colours: Colour[] = [];
  let inner: PixelWindow = { top: 0, left: 0, bottom: image.height, right: image.width };
  for (let round = 0; round < 4; round++) {
    const before = bands.length;
    for (const side of ['bottom', 'top', 'right', 'left'] as const) {
      const upright = side === 'top' || side === 'bottom';
      const window = upright ? inner : transposeBox(inner);
      const fromBottom = side === 'bottom' || side === 'right', depth = bandDepth(picture, upright, window, fromBottom) || sameColourDepth(picture, upright, window, fromBottom, colours);
      if (depth === 0) continue;
      const cut = fromBottom ? window.bottom - depth : window.top + depth;
      const band = fromBottom ? { ...window, top: cut } : { ...window, bottom: cut };
      const rest = fromBottom ? { ...window, bottom: cut } : { ...window, top: cut };
      if (boxHeight(rest) < (upright ? image.height : image.width) * 0.2) continue;
      const { plain, colour } = lookAtLine(upright ? image : picture.swapped(), fromBottom ? window.bottom - 1 : window.top, window, colourTolerance.strip);
      if (plain && colour) colours.push(colour);
      bands.push({ side, box: upright ? band : transposeBox(band) });
      inner = upright ? rest : transposeBox(rest);
    }
    if (bands.length === before) break;
  }
  return { bands, inner };
}

/** Rows from the window's top (or bottom) edge that belong to a band, or columns from its left (or right) when the picture does not stand upright; 0 when there is none. */
function bandDepth({ image: whole, swapped }: TwoWays, upright: boolean, window: PixelWindow, fromBottom: boolean): number {
  const deepest = Math.floor(Math.min(boxHeight(window), (upright ? whole.height : whole.width) * deepestBand) - 2);
  const rowAt = (depth: number): number => (fromBottom ? window.bottom - 1 - depth : window.top + depth);
  const frame = Math.min(whole.width, whole.height) < smallestFramed ? 0 : widestFrame;
  const lines: LineLook[] = [];
  const picture = (): RasterImage => (upright ? whole : swapped());
  const lookAt = (depth: number): LineLook => (lines[depth] ??= lookAtLine(picture(), rowAt(depth), window, depth < frame ? colourTolerance.frame : colourTolerance.strip));
  let accepted = 0;
  let plain = 0;
  let counted = 0;
  for (let depth = 1; depth < deepest; depth++) {
    // Edges are rare, so lines are looked at closely only when one is met.
    if (!mayStep(whole, upright, rowAt(depth - 1), rowAt(depth + 1), window)) continue;
    const image = picture();
    if (stepShare(image, rowAt(depth - 1), rowAt(depth + 1), window) < edgeShare) continue;
    if (!staysDifferent(image, window, rowAt, depth, deepest)) continue;
    for (; counted < depth; counted++) if (lookAt(counted).plain) plain++;
    if (plain >= counted * 0.9 || isLettered(image, window, rowAt, lookAt, depth)) accepted = depth;
  }
  return accepted === 0 ? 0 : settleEdge(picture(), window, rowAt, accepted);
}

/** How many lines along a side have one of the colours and nothing else, two more for ringing and blending; 0 where they are no more than a thin frame, or all of the picture. */
function sameColourDepth({ image: whole, swapped }: TwoWays, upright: boolean, window: PixelWindow, fromBottom: boolean, colours: readonly Colour[]): number {
  if (colours.length === 0) return 0;
  const image = upright ? whole : swapped(), deepest = Math.floor(boxHeight(window) * deepestBand);
  for (const colour of colours) {
    let depth = 0;
    while (depth < deepest && shareOfGround(image, fromBottom ? window.bottom - 1 - depth : window.top + depth, window, colour, colourTolerance.strip) >= onlyShare) depth++;
    if (depth > widestFrame && depth < deepest) return depth + 2;
  }
  return 0;
}

/** Whether two rows, or columns, differ by a drawn edge's step in about enough of every fourth place to be looked at closely. Given up as soon as the rest cannot make up for it. */
function mayStep({ data, width }: RasterImage, upright: boolean, rowA: number, rowB: number, { left, right }: PixelWindow): boolean {
  const every = 4, down = upright ? width * 3 : 3, along = upright ? 3 : width * 3, wanted = (edgeShare - 0.1) * Math.ceil((right - left) / every);
  const toB = (rowB - rowA) * down;
  let missing = Math.ceil((right - left) / every), steps = 0;
  for (let a = rowA * down + left * along; missing > 0; a += every * along) {
    const b = a + toB;
    if (Math.abs(data[a] - data[b]) > edgeStep || Math.abs(data[a + 1] - data[b + 1]) > edgeStep || Math.abs(data[a + 2] - data[b + 2]) > edgeStep) steps++;
    missing--;
    if (steps + missing < wanted - 1) return false;
  }
  return steps / Math.ceil((right - left) / every) >= edgeShare - 0.1;
}

/** Whether the picture goes on being different from the line outside the edge. Behind a hair along the side comes the same skin again. */
function staysDifferent(image: RasterImage, window: PixelWindow, rowAt: (depth: number) => number, edge: number, deepest: number): boolean {
  const outside = rowAt(Math.max(0, edge - 2));
  return [4, 8, 16, 28].every((further) => edge + further > deepest || stepShare(image, outside, rowAt(edge + further), window, 2) >= edgeShare - 0.15);
}

/** Share of a lettered strip that must have its ground colour, and levels by which that may vary. */
const groundShare = 0.5, groundTolerance = 12;
/** Share of a line that has nothing but one colour. */
const onlyShare = 0.99;

/**
 * Whether the lines outside an edge are a strip with writing: a plain line next to the edge, whose colour is the ground of
 * half of the strip and of a good part of every line of it.
 */
function isLettered(image: RasterImage, window: PixelWindow, rowAt: (depth: number) => number, lookAt: (depth: number) => LineLook, edge: number): boolean {
  for (let margin = 1; margin <= Math.min(6, edge); margin++) {
    const { plain, colour } = lookAt(edge - margin);
    if (!plain || !colour) continue;
    let sum = 0;
    let least = 1;
    for (let depth = 0; depth <= edge - margin; depth++) {
      const share = shareOfGround(image, rowAt(depth), window, colour);
      sum += share;
      least = Math.min(least, share);
    }
    if (sum >= groundShare * (edge - margin + 1) && least >= 0.25) return true;
  }
  return false;
}

function shareOfGround({ data, width }: RasterImage, row: number, { left, right }: PixelWindow, [red, green, blue]: Colour, tolerance = groundTolerance): number {
  let alike = 0;
  for (let column = left, at = (row * width + left) * 3; column < right; column++, at += 3) {
    if (Math.abs(data[at] - red) <= tolerance && Math.abs(data[at + 1] - green) <= tolerance && Math.abs(data[at + 2] - blue) <= tolerance) alike++;
  }
  return alike / (right - left);
}

/** Share of the window's columns, or of every so-manieth of them, in which two rows differ by a drawn edge's step. */
function stepShare(image: RasterImage, rowA: number, rowB: number, { left, right }: PixelWindow, every = 1): number {
  const { data, width } = image;
  let steps = 0;
  let a = (rowA * width + left) * 3;
  let b = (rowB * width + left) * 3;
  for (let column = left; column < right; column += every, a += 3 * every, b += 3 * every) {
    if (Math.abs(data[a] - data[b]) > edgeStep || Math.abs(data[a + 1] - data[b + 1]) > edgeStep || Math.abs(data[a + 2] - data[b + 2]) > edgeStep) steps++;
  }
  return steps / Math.ceil((right - left) / every);
}

/** First row after the edge that mostly no longer shows the band's colours, and two more for ringing and blending. */
function settleEdge(image: RasterImage, window: PixelWindow, rowAt: (depth: number) => number, edge: number): number {
  const reference = rowAt(Math.max(0, edge - 1));
  let depth = edge;
  while (depth < edge + 3 && stepShare(image, reference, rowAt(depth), window) < 0.5) depth++;
  return depth + 2;
}
