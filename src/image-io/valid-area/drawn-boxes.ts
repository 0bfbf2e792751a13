import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import type { DrawnChain } from './drawn-chains.js';
import { boxHeight, boxWidth } from './geometry.js';
import { fitStraight } from './straight-fit.js';

/** A sharp edge exactly along a row: the picture changes between `row − ½` and `row + ½`. */
interface Edge {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** Brighter below (1) or above (−1). */
  readonly rise: 1 | -1;
}

const leastLength = 18;
const longestGap = 80;
/** Share of each upright side that must show an edge. */
const sideShare = 0.75;
const smallest = { height: 9, width: 18 };
const largestShare = 0.2;
/** Boxes of at least so many pixels in height are asked whether they are filled; a lower one may be full of letters. */
const leastHeightOfFrame = 48;
/** Levels of brightness by which a filled box differs from what lies around it, and how many pixels from its sides both are looked at: beyond the line of a frame. */
const leastFilling = 4, besideSide = 18;
/** Lines may be thicker around boxes three times as large as this: so far from the sides of a filled one this share of the difference is still there. */
const farBeside = 40, leastKept = 0.33;

/**
 * Finds rectangles drawn onto a picture, plain or half transparent: boxes behind text, buttons, patches. All four sides are
 * straight sharp edges along rows and columns, and the inside is brighter than the outside on all of them, or darker on all.
 * A side may coincide with the edge of the picture.
 *
 * @param alongRows  Chains of steps that run along rows.
 */
export function findDrawnBoxes(image: RasterImage, inner: PixelWindow, alongRows: readonly DrawnChain[]): PixelWindow[] {
  const edges = joinEdges(alongRows.flatMap((chain) => toEdge(chain) ?? []));
  const boxes: PixelWindow[] = [];
  for (const top of edges) {
    for (const bottom of edges) {
      const box = pairUp(top, bottom);
      if (!box || boxHeight(box) * boxWidth(box) > largestShare * boxHeight(inner) * boxWidth(inner)) continue;
      const settled = settleSides(image, inner, box, bottom.rise);
      if (settled && isFilled(image, inner, settled, top.rise)) boxes.push(settled);
    }
  }
  return boxes.sort((a, b) => boxHeight(b) * boxWidth(b) - boxHeight(a) * boxWidth(a));
}

function toEdge({ columns, rows, contrast }: DrawnChain): Edge | null {
  const fit = fitStraight(columns, rows);
  if (!fit || fit.residual > 0.25 || fit.drift > 0.6 || fit.to - fit.from < leastLength) return null;
  return { row: fit.across, from: fit.from, to: fit.to, rise: contrast[0] > 0 ? 1 : -1 };
}

/** Joins pieces of one edge that a hair of the box's own colour interrupts. */
function joinEdges(pieces: readonly Edge[]): Edge[] {
  const joined: Edge[] = [];
  for (const piece of [...pieces].sort((a, b) => a.from - b.from)) {
    const index = joined.findIndex((edge) => edge.rise === piece.rise && Math.abs(edge.row - piece.row) <= 1 && piece.from - edge.to <= longestGap);
    if (index < 0) joined.push(piece);
    else joined[index] = { ...joined[index], to: Math.max(joined[index].to, piece.to) };
  }
  return joined;
}

/** Upper and lower side belong together when they cover nearly the same columns and step in opposite directions. */
function pairUp(top: Edge, bottom: Edge): PixelWindow | null {
  if (bottom.row - top.row < smallest.height || top.rise === bottom.rise) return null;
  const from = Math.min(top.from, bottom.from);
  const to = Math.max(top.to, bottom.to);
  const common = Math.min(top.to, bottom.to) - Math.max(top.from, bottom.from);
  if (to - from < smallest.width || common < 0.6 * (to - from)) return null;
  return { top: Math.round(top.row), left: Math.round(from), bottom: Math.round(bottom.row) + 1, right: Math.round(to) + 1 };
}

/** Looks for the upright sides near the ends of the level ones; null when either is missing. */
function settleSides(image: RasterImage, inner: PixelWindow, box: PixelWindow, rise: 1 | -1): PixelWindow | null {
  const reach = Math.max(12, Math.round(boxWidth(box) * 0.15));
  const left = findSide(image, inner, box, box.left, reach, -rise as 1 | -1);
  const right = findSide(image, inner, box, box.right - 1, reach, rise);
  if (left === null || right === null || right - left < smallest.width) return null;
  return { ...box, left, right: right + 1 };
}

/**
 * Whether the skin steps in brightness at every side, well inside against well outside of it. At the line of a frame it does not, and what that is drawn
 * around is to be measured. Each side by itself, because light falls off over a box this large.
 */
function isFilled(image: RasterImage, inner: PixelWindow, box: PixelWindow, rise: 1 | -1): boolean {
  if (boxHeight(box) < leastHeightOfFrame) return true;
  const brightness = (row: number, column: number): number => {
    const at = (row * image.width + column) * 3;
    return (image.data[at] + 2 * image.data[at + 1] + image.data[at + 2]) / 4;
  };
  const stepAt = (side: number, outwards: number, from: number, to: number, read: (across: number, along: number) => number): number => {
    const steps: number[] = [], beside = Math.abs(outwards);
    for (let along = from + beside; along < to - beside; along += 2) steps.push(read(side - outwards, along) - read(side + outwards, along));
    return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0;
  };
  const { top, bottom, left, right } = box, down = (row: number, column: number): number => brightness(row, column), across = (column: number, row: number): number => brightness(row, column);
  const stepsAt = (beside: number): (number | null)[] => [
    top - beside >= inner.top ? rise * stepAt(top, -beside, left, right, down) : null,
    bottom + beside < inner.bottom ? rise * stepAt(bottom, beside, left, right, down) : null,
    left - beside >= inner.left ? rise * stepAt(left, -beside, top, bottom, across) : null,
    right + beside < inner.right ? rise * stepAt(right, beside, top, bottom, across) : null,
  ];
  const near = stepsAt(besideSide), far = Math.min(bottom - top, right - left) >= 3 * farBeside ? stepsAt(farBeside) : [];
  return near.every((step) => step === null || step >= leastFilling) && far.every((step, side) => step === null || step >= leastKept * (near[side] ?? 0));
}

/** Column near `around` where most rows of the box step in the wanted direction to the right, or the picture's own edge. */
function findSide(image: RasterImage, inner: PixelWindow, box: PixelWindow, around: number, reach: number, rise: 1 | -1): number | null {
  let best: number | null = null;
  let most = sideShare;
  for (let column = around - reach; column <= around + reach; column++) {
    if (column <= inner.left + 2 || column >= inner.right - 3) {
      if (Math.abs(column - around) <= reach) return Math.max(inner.left, Math.min(inner.right - 1, column));
      continue;
    }
    let steps = 0;
    for (let row = box.top + 2; row < box.bottom - 2; row++) {
      const at = (row * image.width + column) * 3;
      const step = image.data[at + 3] + 2 * image.data[at + 4] + image.data[at + 5] - image.data[at - 3] - 2 * image.data[at - 2] - image.data[at - 1];
      if (step * rise >= 32) steps++;
    }
    const share = steps / Math.max(1, box.bottom - box.top - 4);
    if (share > most) {
      most = share;
      best = column;
    }
  }
  return best;
}
