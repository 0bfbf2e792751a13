import type { FloatMap, Mask } from './raster-image.js';

/** Pixels of the cut that joins a hole with the outside: wide enough to stay open when the outline is simplified. */
const cutWidth = 3;

/**
 * Opens the large holes of a region that was filled: their pixels leave it, and a straight cut joins each with the outside,
 * so that one outline can run around them. A face that hair encloses is such a hole.
 *
 *     # # # # #        # # . # #
 *     # o o o #        # . . . #
 *     # o o o #   →    # . . . #        o: filled, though the map says no
 *     # # # # #        # # # # #
 *
 * @param region      A filled region; not modified.
 * @param map         What it was filled from: under 0.5 is a hole.
 * @param leastShare  Of the region's area; smaller holes stay filled.
 */
export function openLargeHoles(region: Mask, { data: map }: FloatMap, leastShare: number): Mask {
  const { width, height } = region, data = Uint8Array.from(region.data), seen = new Uint8Array(data.length), area = data.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0);
  for (let start = 0; start < data.length; start++) {
    if (seen[start] !== 0 || region.data[start] === 0 || map[start] >= 0.5) continue;
    const hole = [start];
    seen[start] = 1;
    for (let k = 0; k < hole.length; k++) {
      const at = hole[k], x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= data.length || seen[next] !== 0 || region.data[next] === 0 || map[next] >= 0.5) continue;
        seen[next] = 1;
        hole.push(next);
      }
    }
    if (hole.length < leastShare * area) continue;
    for (const at of hole) data[at] = 0;
    cutToOutside(data, region.data, hole, width, height);
  }
  return { width, height, data };
}

/** Clears the shortest straight way, across or down, from a hole to what lies outside the region. */
function cutToOutside(data: Uint8Array, region: Uint8Array, hole: readonly number[], width: number, height: number): void {
  let best = { at: hole[0], dx: 1, dy: 0, length: Infinity };
  for (const at of hole) {
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      let x = at % width, y = Math.floor(at / width), length = 0;
      while (length < best.length && x >= 0 && y >= 0 && x < width && y < height && region[y * width + x] !== 0) { x += dx; y += dy; length++; }
      if (length < best.length) best = { at, dx, dy, length };
    }
  }
  const x0 = best.at % width, y0 = Math.floor(best.at / width), half = cutWidth >> 1;
  for (let k = 0; k < best.length; k++) {
    for (let aside = -half; aside <= half; aside++) {
      const x = x0 + k * best.dx + aside * best.dy, y = y0 + k * best.dy + aside * best.dx;
      if (x >= 0 && y >= 0 && x < width && y < height) data[y * width + x] = 0;
    }
  }
}
