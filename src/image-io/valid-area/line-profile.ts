import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';

const profileReach = 30;

export interface LineProfile {
  readonly top: number;
  readonly bottom: number;
  readonly middle: number;
  readonly colour: readonly [number, number, number];
}

/**
 * Rows and colour of a line from the median across it, which hairs that cross do not move.
 *
 * @returns null when the line does not end sharply, within about three pixels, on both sides.
 */
export function measureLine(image: RasterImage, window: PixelWindow, row: number, from: number, to: number): LineProfile | null {
  const step = Math.max(1, Math.floor((to - from) / 150));
  const columns: number[] = [];
  for (let column = Math.max(window.left, from); column < Math.min(window.right, to); column += step) columns.push(column);
  const colourAt = (offset: number): [number, number, number] => {
    const y = row + offset;
    return [0, 1, 2].map((channel) => {
      const values = columns.map((column) => image.data[(y * image.width + column) * 3 + channel]).sort((a, b) => a - b);
      return values[values.length >> 1];
    }) as [number, number, number];
  };
  const lowest = Math.max(window.top, row - profileReach) - row;
  const highest = Math.min(window.bottom - 1, row + profileReach) - row;
  const colours = new Map<number, [number, number, number]>();
  for (let offset = lowest; offset <= highest; offset++) colours.set(offset, colourAt(offset));
  const colour = colours.get(0)!;
  const away = (offset: number): number => {
    const other = colours.get(Math.max(lowest, Math.min(highest, offset)))!;
    return Math.max(Math.abs(other[0] - colour[0]), Math.abs(other[1] - colour[1]), Math.abs(other[2] - colour[2]));
  };
  /** Offset of the last row of the line on one side. */
  const edge = (side: 1 | -1): number | null => {
    const room = side === 1 ? highest : -lowest;
    for (let distance = 1; distance <= Math.min(room, profileReach - 5); distance++) {
      if (away(side * distance) < 10) continue;
      const beyond = Math.max(away(side * (distance + 2)), away(side * (distance + 3)));
      // The step must be over within three pixels: what lies a little further out differs hardly more.
      const far = away(side * (distance + 6));
      return beyond >= 14 && far <= beyond * 2 + 6 ? side * (away(side * distance) >= 0.5 * beyond ? distance - 1 : distance) : null;
    }
    return room < 6 ? side * room : null;
  };
  const above = edge(-1);
  const below = edge(1);
  if (above === null || below === null) return null;
  return { top: row + above, bottom: row + below + 1, middle: row, colour };
}

/** A line drawn in ink keeps its colour: share of its length within so many levels of its median. Shafts change along their way. */
const steadyColour = { share: 0.7, tolerance: 14 };

/** Whether a line keeps its colour along the columns, as ink does. */
export function keepsColour(image: RasterImage, line: LineProfile, from: number, to: number): boolean {
  let alike = 0;
  for (let column = from; column < to; column++) {
    const at = (line.middle * image.width + column) * 3;
    if (line.colour.every((value, channel) => Math.abs(image.data[at + channel] - value) <= steadyColour.tolerance)) alike++;
  }
  return alike / Math.max(1, to - from) >= steadyColour.share;
}

/** Share of the columns in which a side must lie where it lies in most, and by how many pixels it may be off. */
const steadySides = { share: 0.8, tolerance: 0.6, leastContrast: 20 };

/** Whether both sides of a line lie on one row each, column for column. The sides of a shaft wander by a pixel and more. */
export function hasStraightSides(image: RasterImage, window: PixelWindow, line: LineProfile, from: number, to: number): boolean {
  return ([-1, 1] as const).every((side) => {
    const reach = (side === 1 ? line.bottom - 1 - line.middle : line.middle - line.top) + 4;
    if (line.middle + side * reach < window.top || line.middle + side * reach >= window.bottom) return true;
    const sides: number[] = [];
    for (let column = Math.max(window.left, from); column < Math.min(window.right, to); column++) {
      const crossing = halfWay(image, line.middle, column, side, reach);
      if (crossing !== null) sides.push(crossing);
    }
    if (sides.length < 12) return true;
    const middle = [...sides].sort((a, b) => a - b)[sides.length >> 1];
    return sides.filter((value) => Math.abs(value - middle) <= steadySides.tolerance).length >= sides.length * steadySides.share;
  });
}

/** Distance from the middle at which the picture is half way between the line and what lies beside it; null without contrast. */
function halfWay(image: RasterImage, middle: number, column: number, side: 1 | -1, reach: number): number | null {
  const level = (distance: number): number => {
    const at = ((middle + side * distance) * image.width + column) * 3;
    return (image.data[at] + 2 * image.data[at + 1] + image.data[at + 2]) / 4;
  };
  const own = level(0);
  const step = level(reach) - own;
  if (Math.abs(step) < steadySides.leastContrast) return null;
  for (let distance = 1; distance <= reach; distance++) {
    const share = (level(distance) - own) / step;
    if (share < 0.5) continue;
    const before = (level(distance - 1) - own) / step;
    return distance - (share - 0.5) / (share - before);
  }
  return null;
}
