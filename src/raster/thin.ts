import type { Mask } from './raster-image.js';

/** Steps to the eight neighbours, counter-clockwise from the east, as the paper numbers them (x1 … x8). */
function neighbourSteps(stride: number): Int32Array {
  return Int32Array.of(1, 1 - stride, -stride, -stride - 1, -1, stride - 1, stride, stride + 1);
}

/** For each of the 256 neighbourhoods: bit 1, may go in the first pass; bit 2, in the second. */
const deletable = makeDeletionTable();

function makeDeletionTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (let code = 0; code < 256; code++) {
    const x = (number: number): number => (code >> ((number - 1) & 7)) & 1;
    let crossings = 0;
    let oddPairs = 0;
    let evenPairs = 0;
    for (let i = 1; i <= 4; i++) {
      if (!x(2 * i - 1) && (x(2 * i) || x(2 * i + 1))) crossings++;
      if (x(2 * i - 1) || x(2 * i)) oddPairs++;
      if (x(2 * i) || x(2 * i + 1)) evenPairs++;
    }
    const thickness = Math.min(oddPairs, evenPairs);
    if (crossings !== 1 || thickness < 2 || thickness > 3) continue;
    if (!((x(2) || x(3) || !x(8)) && x(1))) table[code] |= 1;
    if (!((x(6) || x(7) || !x(4)) && x(5))) table[code] |= 2;
  }
  return table;
}

/**
 * Thins every shape of a mask to a line one pixel wide that keeps the shape's connections and ends.
 *
 *     . # # # # .        . . . . . .
 *     . # # # # .   →    . . # # . .
 *     . # # # # .        . . . . . .
 *
 * Pixels outside the mask count as background. Two-pass parallel thinning of Guo and Hall (1989),
 * "Parallel thinning with two-subiteration algorithms"; a pixel is looked at again only when a neighbour has gone,
 * so the time grows with the number of pixels removed and not with the thickness.
 *
 * @param mask  0 is background, anything else shape. Not modified.
 * @returns A mask of the same size, 1 on the lines and 0 elsewhere. Ends are shortened by about half the thickness.
 */
export function thinMask(mask: Mask): Mask {
  const { width, height } = mask;
  const stride = width + 2;
  const shape = new Uint8Array(stride * (height + 2));
  const waiting = new Uint8Array(shape.length);
  let count = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (mask.data[row * width + column] !== 0) {
        const at = (row + 1) * stride + column + 1;
        shape[at] = 1;
        waiting[at] = 3;
        count++;
      }
    }
  }
  const steps = neighbourSteps(stride);
  const queues = [new Int32Array(count), new Int32Array(count)];
  const lengths = [0, 0];
  for (let at = 0; at < shape.length; at++) {
    if (shape[at] !== 0) {
      queues[0][lengths[0]++] = at;
      queues[1][lengths[1]++] = at;
    }
  }
  const doomed = new Int32Array(count);
  while (lengths[0] > 0 || lengths[1] > 0) {
    for (let pass = 0; pass < 2; pass++) {
      const bit = 1 << pass;
      let doomedCount = 0;
      const queue = queues[pass];
      for (let i = 0; i < lengths[pass]; i++) {
        const at = queue[i];
        waiting[at] &= ~bit;
        if (shape[at] === 0) continue;
        const above = at - stride, below = at + stride;
        const code = shape[at + 1] | (shape[above + 1] << 1) | (shape[above] << 2) | (shape[above - 1] << 3)
          | (shape[at - 1] << 4) | (shape[below - 1] << 5) | (shape[below] << 6) | (shape[below + 1] << 7);
        if (deletable[code] & bit) doomed[doomedCount++] = at;
      }
      lengths[pass] = 0;
      for (let i = 0; i < doomedCount; i++) shape[doomed[i]] = 0;
      for (let i = 0; i < doomedCount; i++) {
        for (let k = 0; k < 8; k++) {
          const neighbour = doomed[i] + steps[k];
          if (shape[neighbour] === 0) continue;
          for (let other = 0; other < 2; other++) {
            if (waiting[neighbour] & (1 << other)) continue;
            waiting[neighbour] |= 1 << other;
            queues[other][lengths[other]++] = neighbour;
          }
        }
      }
    }
  }
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    data.set(shape.subarray((row + 1) * stride + 1, (row + 1) * stride + 1 + width), row * width);
  }
  return { width, height, data };
}
