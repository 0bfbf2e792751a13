import type { Mask } from './raster-image.js';

/**
 * A mask without the rim along what it leaves out: the pixels that an edge out there still reaches by its blur. The picture's own
 * border is no such edge and loses nothing.
 *
 *     . . # # # #        . . . # # #
 *     . . # # # #   →    . . . # # #        depth 1
 *     # # # # # #        . . . # # #
 *     # # # # # #        # # # # # #
 *
 * @param depth  Pixels, also across corners. @returns The same mask where nothing is left out.
 */
export function shrinkInside(mask: Mask, depth: number): Mask {
  if (!mask.data.includes(0)) return mask;
  const { width, height } = mask, across = new Uint8Array(mask.data.length), data = new Uint8Array(mask.data.length);
  for (let row = 0; row < height; row++) clearNear(mask.data, across, row * width, 1, width, depth);
  for (let column = 0; column < width; column++) clearNear(across, data, column, width, height, depth);
  return { width, height, data };
}

/** Copies one line, all within `depth` of an outside pixel cleared. */
function clearNear(from: Uint8Array, to: Uint8Array, start: number, stride: number, count: number, depth: number): void {
  let clear = 0;
  for (let i = 0; i < Math.min(depth, count); i++) if (from[start + i * stride] === 0) clear = i + depth + 1;
  for (let i = 0; i < count; i++) {
    if (i + depth < count && from[start + (i + depth) * stride] === 0) clear = i + 2 * depth + 1;
    if (i >= clear) to[start + i * stride] = 1;
  }
}
