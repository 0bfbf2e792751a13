import { boxBlur } from '../../raster/box-blur.js';
import type { Mask } from '../../raster/raster-image.js';
import { shrinkInside } from '../../raster/shrink-inside.js';

/** Pixels over which ragged places are smoothed, and over which the edge of what a photograph shows is kept away from. */
const smoothing = 2.5, fromEdge = 3;
/** What is no wider than twice so many pixels is a line, as a parting or the edge of a shadow: bandages, cloths and combs are wider. */
const halfOfLine = 4;
/** Directions of lines, and their width, pixels. */
const directions = 72, lineWidth = 2;
/** A border belongs to a line when it faces the same way within this angle, radians; gaps up to so many pixels do not break it. */
const facing = 0.35, widestGap = 4;

/** A place of a border, and the way its inside lies. */
interface BorderPlace {
  readonly x: number;
  readonly y: number;
  readonly way: number;
}

/**
 * The longest straight run in the border of an area, pixels: the edge of a bandage or a cloth. Hair is lost and grows in no straight lines. Thin lines of the area do not count.
 *
 *     . . . . . .         . . # # . .
 *     # # # # # #         . # # # # .
 *     # # # # # #   6     . # # # # .   2
 *     . . . . . .         . . # # . .
 *
 * @param area    1 inside, 0 outside.
 * @param region  Borders count inside it only.
 * @param shown   1 where there is a picture: its own edges are no border.
 */
export function findStraightBorder(area: Mask, region: Mask, shown: Float32Array): number {
  const { width, height } = area, inside = boxBlur({ width, height, data: Float32Array.from(withoutLines(area).data) }, smoothing).data, whole = boxBlur({ width, height, data: shown }, fromEdge).data, places: BorderPlace[] = [];
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3, at = y * width + 3; x < width - 3; x++, at++) {
      if (region.data[at] === 0 || whole[at] < 0.98 || inside[at] < 0.5 || Math.min(inside[at + 1], inside[at - 1], inside[at + width], inside[at - width]) >= 0.5) continue;
      places.push({ x, y, way: Math.atan2(inside[at + 2 * width] - inside[at - 2 * width], inside[at + 2] - inside[at - 2]) });
    }
  }
  let longest = 0;
  for (let k = 0; k < directions; k++) longest = Math.max(longest, longestRun(places, (2 * Math.PI * k) / directions));
  return longest;
}

/** Shrunk and grown again (an opening), which thin lines do not outlast. */
function withoutLines(area: Mask): Mask {
  const invert = (mask: Mask): Mask => ({ ...mask, data: mask.data.map((value) => 1 - value) });
  return invert(shrinkInside(invert(shrinkInside(area, halfOfLine)), halfOfLine));
}

/** The longest run of places along any line whose inside lies the given way (Hough, 1962, with one direction at a time). */
function longestRun(places: readonly BorderPlace[], direction: number): number {
  const [cos, sin] = [Math.cos(direction), Math.sin(direction)], lines = new Map<number, number[]>();
  for (const { x, y, way } of places) {
    if (Math.cos(way - direction) < Math.cos(facing)) continue;
    const line = Math.round((x * cos + y * sin) / lineWidth), along = y * cos - x * sin;
    // A border between two lines lies on both.
    for (const near of [line - 1, line]) {
      const own = lines.get(near);
      if (own === undefined) lines.set(near, [along]); else own.push(along);
    }
  }
  let longest = 0;
  for (const places of lines.values()) {
    places.sort((a, b) => a - b);
    for (let i = 1, start = 0; i <= places.length; i++) {
      if (i < places.length && places[i] - places[i - 1] <= widestGap) continue;
      longest = Math.max(longest, places[i - 1] - places[start]);
      start = i;
    }
  }
  return longest;
}
