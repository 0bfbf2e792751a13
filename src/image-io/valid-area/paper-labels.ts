import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { resampleSmall } from '../../raster/small-copy.js';
import { columnsAt, convexHull, enclosingRectangle, polygonArea, type Place } from './convex-hull.js';
import { clipBox } from './geometry.js';

/** Pixels of the picture's longer side in which paper is looked for. */
const lookSide = 320;
/** Paper is so many levels brighter than the middle of the picture, at least so bright, and its channels differ by no more than this share of the brightest: those of skin do by more, in most light. */
const brighter = 35, darkestPaper = 140, mostColour = 0.2;
/** Least share of the picture, and shorter side as a share of the picture's. */
const leastShare = 0.006, leastSide = 0.04;
/** Writing leaves at least this share of a label bare, within so many levels of its own middle brightness. Glare fades from its middle to its edge. */
const bareShare = 0.45, leastCore = 0.15, evenLevels = 22, evenShare = 0.8;
/** Least pixels of a piece that writing cut off, and by how much it may enlarge the outline. */
const leastPiece = 12, mostGrowth = 1.25;
/** White hair is at most twice so many pixels wide, and one more, in the small picture. */
const thinReach = 2;
/** Share of its hull that a label fills with its writing, less where that or a hair runs over its edge; and of the rectangle around it that the hull fills: an ellipse 0.79. */
const hullShare = 0.82, rectangleShare = 0.88;
/** The same of a ruler that goes from one side of the picture to the other: strips of bald skin beside hair do so, too, and their edges are not straight. */
const rulerHullShare = 0.92, rulerRectangleShare = 0.95;
/** Printing leaves no single hole larger than this share of a label, a dark box neither; a frame drawn around the target area, its bars up to a quarter as thick as what they enclose, is more hole, and that is the skin to be measured. */
const mostHole = 0.4;
/** Share of the outline at which the brightness falls at once, by so many levels within so many pixels of the small picture. */
const sharpShare = 0.75, edgeStep = 28, edgeReach = 2;

/**
 * Finds pieces of paper that lie on the skin, such as a label with the patient's number: bright, grey, evenly lit, with straight sides and sharp
 * edges, upright or turned, also where one side or corner of the picture cuts them off. What is written on them looks like hair.
 *
 * @param inner  Where the picture is no blank strip.
 * @param field  Corners of what lies inside a plain surround; null where there is none. In black, all skin is bright.
 * @returns Outlines, places in pixels of the picture, half a small pixel larger than what was seen.
 */
export function findPaperLabels(image: RasterImage, inner: PixelWindow, field: readonly Place[] | null = null): Place[][] {
  const scale = Math.min(1, lookSide / Math.max(image.width, image.height)), small = scale === 1 ? image : resampleSmall(image, scale), { width, height } = small;
  const window = clipBox({ top: Math.ceil(inner.top * scale), left: Math.ceil(inner.left * scale), bottom: Math.floor(inner.bottom * scale), right: Math.floor(inner.right * scale) }, { top: 0, left: 0, bottom: height, right: width });
  const light = brightnessOf(small), { paper, count } = markPaper(small, light, window, field === null ? null : field.map(({ row, column }) => ({ row: (row + 0.5) * scale - 0.5, column: (column + 0.5) * scale - 0.5 })));
  const labels: Place[][] = [], frame = { width, height, window }, leastPixels = leastCore * leastShare * width * height;
  if (count < leastPixels) return [];
  for (const reach of [0, thinReach]) {
    const cores = groupsOf(reach === 0 ? paper : withoutThin(paper, width, reach), width);
    for (const core of cores.filter(({ length }) => length >= leastPixels)) {
      const group = reach === 0 ? core : growWithin(core, paper, width, reach), hull = convexHull(group, width);
      if (isLabel(group, hull, light, frame)) labels.push(withPieces(group, hull, cores.filter((other) => other !== core), light, frame));
    }
    // White hair may hang together with a label; where none does, what is thin belongs to it.
    if (labels.length > 0) break;
  }
  return labels.map((hull) => hull.map((place) => enlarge(place, hull, scale)));
}

/** The hull with those pieces that writing cut off from the label, as long as it stays a label. */
function withPieces(group: readonly number[], hull: Place[], others: readonly (readonly number[])[], light: Uint8Array, frame: Frame): Place[] {
  let whole = group, outline = hull;
  for (const piece of others.filter(({ length }) => length >= leastPiece && length <= group.length)) {
    const joined = [...whole, ...piece], around = convexHull(joined, frame.width);
    if (polygonArea(around) > mostGrowth * polygonArea(outline) || !isLabel(joined, around, light, frame)) continue;
    [whole, outline] = [joined, around];
  }
  return outline;
}

/** Pixels whose surroundings, so far each way, are all marked. Beyond the picture all counts as marked. */
function withoutThin(marked: Uint8Array, width: number, reach: number): Uint8Array {
  const height = marked.length / width, along = new Uint8Array(marked.length), kept = new Uint8Array(marked.length);
  // Most of a picture is no paper: where there is none, nothing is left to look at.
  for (let at = marked.indexOf(1); at >= 0; at = marked.indexOf(1, at + 1)) if (allMarked(marked, at, 1, at % width, width, reach)) along[at] = 1;
  for (let at = along.indexOf(1); at >= 0; at = along.indexOf(1, at + 1)) if (allMarked(along, at, width, Math.floor(at / width), height, reach)) kept[at] = 1;
  return kept;
}

/** Whether all so far before and behind a place are marked. @param step  From one to the next. @param k  Which of the line's `length` places it is. */
function allMarked(marked: Uint8Array, at: number, step: number, k: number, length: number, reach: number): boolean {
  for (let away = Math.max(-k, -reach); away <= Math.min(length - 1 - k, reach); away++) if (marked[at + away * step] === 0) return false;
  return true;
}

/** A group with the marked pixels around each of its own. */
function growWithin(group: readonly number[], marked: Uint8Array, width: number, reach: number): number[] {
  const height = marked.length / width, grown = new Set<number>();
  for (const at of group) {
    const row = Math.floor(at / width), column = at - row * width;
    for (let r = Math.max(0, row - reach); r <= Math.min(height - 1, row + reach); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(width - 1, column + reach); c++) if (marked[r * width + c] !== 0) grown.add(r * width + c);
    }
  }
  return [...grown];
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly window: PixelWindow;
}

function brightnessOf({ data, width, height }: RasterImage): Uint8Array {
  const light = new Uint8Array(width * height);
  for (let i = 0; i < light.length; i++) light[i] = 0.299 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2];
  return light;
}

/** 1 where a pixel is bright and grey enough to be paper, and how many are. */
function markPaper({ data, width }: RasterImage, light: Uint8Array, window: PixelWindow, field: readonly Place[] | null): { paper: Uint8Array; count: number } {
  const levels = new Uint32Array(256), paper = new Uint8Array(light.length), { top, bottom } = window;
  const spanOf = (row: number): readonly [left: number, right: number] => {
    if (field === null) return [window.left, window.right];
    const [from, to] = columnsAt(field, row);
    return [Math.max(window.left, Math.ceil(from)), Math.min(window.right, Math.floor(to) + 1)];
  };
  for (let row = top; row < bottom; row++) {
    const [left, right] = spanOf(row);
    for (let column = left; column < right; column++) levels[light[row * width + column]]++;
  }
  const least = Math.max(darkestPaper, middleOf(levels) + brighter);
  let count = 0;
  for (let row = top; row < bottom; row++) {
    const [left, right] = spanOf(row);
    for (let column = left, at = row * width + left; column < right; column++, at++) {
      if (light[at] < least) continue;
      const red = data[3 * at], green = data[3 * at + 1], blue = data[3 * at + 2];
      if (Math.min(red, green, blue) < (1 - mostColour) * Math.max(red, green, blue)) continue;
      paper[at] = 1;
      count++;
    }
  }
  return { paper, count };
}

/** The level that half of the pixels do not exceed. @param levels  Number of pixels of each of 256 levels. */
function middleOf(levels: Uint32Array): number {
  const half = levels.reduce((sum, count) => sum + count, 0) / 2;
  let below = 0;
  return levels.findIndex((count) => (below += count) >= half);
}

/** Groups of marked pixels that touch by an edge, each as the places of its pixels. */
function groupsOf(marked: Uint8Array, width: number): number[][] {
  const taken = new Uint8Array(marked.length), groups: number[][] = [];
  for (let start = marked.indexOf(1); start >= 0; start = marked.indexOf(1, start + 1)) {
    if (taken[start] === 1) continue;
    const group = [start];
    taken[start] = 1;
    for (let next = 0; next < group.length; next++) {
      const at = group[next], column = at % width;
      for (const beside of [column > 0 ? at - 1 : -1, column + 1 < width ? at + 1 : -1, at - width, at + width]) {
        if (beside < 0 || beside >= marked.length || marked[beside] === 0 || taken[beside] === 1) continue;
        taken[beside] = 1;
        group.push(beside);
      }
    }
    groups.push(group);
  }
  return groups;
}

function isLabel(group: readonly number[], hull: readonly Place[], light: Uint8Array, frame: Frame): boolean {
  const { width, height } = frame, area = polygonArea(hull);
  if (area < leastShare * width * height || group.length < bareShare * area) return false;
  const rectangle = enclosingRectangle(hull), isAcross = goesAcross(hull, frame.window);
  if (rectangle.shorter < leastSide * Math.min(width, height) || area < (isAcross ? rulerRectangleShare : rectangleShare) * rectangle.longer * rectangle.shorter) return false;
  const { filled, largestHole } = fillHoles(group, width);
  if (filled < (isAcross ? rulerHullShare : hullShare) * area || largestHole > mostHole * area) return false;
  const levels = new Uint32Array(256);
  for (const at of group) levels[light[at]]++;
  const middle = middleOf(levels);
  if (group.filter((at) => Math.abs(light[at] - middle) <= evenLevels).length < evenShare * group.length) return false;
  return hasSharpOutline(hull, light, middle, frame);
}

/** Whether it reaches two sides of the window that face each other. */
function goesAcross(hull: readonly Place[], { top, left, bottom, right }: PixelWindow): boolean {
  const rows = hull.map(({ row }) => row), columns = hull.map(({ column }) => column);
  return (Math.min(...rows) < top && Math.max(...rows) >= bottom - 1) || (Math.min(...columns) < left && Math.max(...columns) >= right - 1);
}

/** Pixels of a group with its holes, which are what no way leads to from a rim around it, and those of its largest hole. */
function fillHoles(group: readonly number[], width: number): { filled: number; largestHole: number } {
  let top = Infinity, left = Infinity, bottom = 0, right = 0;
  for (const at of group) {
    const row = Math.floor(at / width), column = at - row * width;
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
  }
  const wide = right - left + 3, closed = new Uint8Array(wide * (bottom - top + 3));
  for (const at of group) closed[(Math.floor(at / width) - top + 1) * wide + (at % width) - left + 1] = 1;
  /** Pixels that a way leads to from a place. */
  const spread = (from: number): number => {
    const reached = [from];
    closed[from] = 2;
    for (let next = 0; next < reached.length; next++) {
      const at = reached[next], column = at % wide;
      for (const beside of [column > 0 ? at - 1 : -1, column + 1 < wide ? at + 1 : -1, at - wide, at + wide]) {
        if (beside < 0 || beside >= closed.length || closed[beside] !== 0) continue;
        closed[beside] = 2;
        reached.push(beside);
      }
    }
    return reached.length;
  };
  const outside = spread(0);
  let largestHole = 0;
  for (let at = closed.indexOf(0); at >= 0; at = closed.indexOf(0, at + 1)) largestHole = Math.max(largestHole, spread(at));
  return { filled: closed.length - outside, largestHole };
}

/** Whether it gets darker at once along the sides. Where the window cuts a label off there is no side to see. */
function hasSharpOutline(hull: readonly Place[], light: Uint8Array, middle: number, { width, window }: { width: number; window: PixelWindow }): boolean {
  let seen = 0, sharp = 0;
  hull.forEach((from, i) => {
    const to = hull[(i + 1) % hull.length], length = Math.hypot(to.row - from.row, to.column - from.column), steps = Math.round(length);
    for (let k = 0; k < steps; k++) {
      const share = (k + 0.5) / steps, outRow = -(to.column - from.column) / length, outColumn = (to.row - from.row) / length;
      const row = Math.round(from.row + share * (to.row - from.row) + edgeReach * outRow), column = Math.round(from.column + share * (to.column - from.column) + edgeReach * outColumn);
      if (row < window.top || row >= window.bottom || column < window.left || column >= window.right) continue;
      seen++;
      if (light[row * width + column] <= middle - edgeStep) sharp++;
    }
  });
  return seen > 0 && sharp >= sharpShare * seen;
}

/** From the small picture's pixel centres to those of the picture, moved outward by what the edge may have been rounded by. */
function enlarge({ row, column }: Place, hull: readonly Place[], scale: number): Place {
  const middle = { row: hull.reduce((sum, place) => sum + place.row, 0) / hull.length, column: hull.reduce((sum, place) => sum + place.column, 0) / hull.length };
  const away = Math.hypot(row - middle.row, column - middle.column) || 1, outward = 1.5 / away;
  const move = (place: number, from: number): number => (place + outward * (place - from) + 0.5) / scale - 0.5;
  return { row: move(row, middle.row), column: move(column, middle.column) };
}
