import type { FloatMap } from './raster-image.js';

/**
 * Blurs a map with a Gaussian; beyond the edges the edge value is repeated. The kernel is cut at three sigma and sums to 1.
 *
 * @param sigma  Pixels, > 0.
 */
export function blurMap(map: FloatMap, sigma: number): FloatMap {
  const { width, height } = map, kernel = gaussianKernel(sigma), across = blurAlongRows(map, kernel), { reach } = kernel;
  // Lines that are at work, in double precision: converting a value once and not at each of its uses is what makes it quick.
  const slots = 2 * reach + 1, lines = new Float64Array(slots * width), out = new Float32Array(across.length);
  const slotOf = (row: number): number => (Math.max(0, Math.min(height - 1, row)) % slots) * width;
  for (let row = 0, read = 0; row < height; row++) {
    for (const end = Math.min(height, row + reach + 1); read < end; read++) lines.set(across.subarray(read * width, (read + 1) * width), slotOf(read));
    // What the kernel is filled up with weighs nothing, whatever stands there.
    addPairs(out, row * width, width, lines, slotOf(row), kernel, (distance) => (distance > reach ? [0, 0] : [slotOf(row - distance), slotOf(row + distance)]));
  }
  return { width, height, data: out };
}

/**
 * The values of `blurMap` at single places, to the last bit, at half its cost where few are asked for.
 * @returns Reads the blurred map at an index of its data.
 */
export function blurWhereAsked(map: FloatMap, sigma: number): (at: number) => number {
  const { width, height } = map, kernel = gaussianKernel(sigma), { middle, beside, reach } = kernel, across = blurAlongRows(map, kernel), last = (height - 1) * width;
  return (at) => {
    const row = Math.floor(at / width), column = at - row * width, inside = row >= reach && row + reach < height;
    let sum = 0, part = middle * across[at]!;
    for (let i = 0; i < reach; i++) {
      const above = at - (i + 1) * width, below = at + (i + 1) * width;
      // The same sums in the same order as below: four pairs, rounded, and the next four.
      if (i > 0 && i % 4 === 0) { sum = Math.fround(sum + part); part = 0; }
      part += beside[i]! * (inside ? across[above]! + across[below]! : across[above < 0 ? column : above]! + across[below > last + column ? last + column : below]!);
    }
    return Math.fround(sum + part);
  };
}

function blurAlongRows({ width, height, data }: FloatMap, kernel: Kernel): Float32Array {
  const across = new Float32Array(data.length), room = kernel.beside.length, padded = new Float64Array(width + 2 * room);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    padded.fill(data[start]!, 0, room);
    padded.set(data.subarray(start, start + width), room);
    padded.fill(data[start + width - 1]!, room + width);
    addPairs(across, start, width, padded, room, kernel, (distance) => [room - distance, room + distance]);
  }
  return across;
}

/** Adds the pairs that lie equally far to both sides of a line of pixels, four pairs at a time: storing the sum between them is what costs. */
function addPairs(out: Float32Array, to: number, length: number, from: Float64Array, at: number, { middle, beside }: Kernel, placesOf: (distance: number) => readonly [number, number]): void {
  for (let i = 0; i < beside.length; i += 4) {
    const w0 = beside[i]!, w1 = beside[i + 1]!, w2 = beside[i + 2]!, w3 = beside[i + 3]!;
    const [a0, b0] = placesOf(i + 1), [a1, b1] = placesOf(i + 2), [a2, b2] = placesOf(i + 3), [a3, b3] = placesOf(i + 4);
    if (i === 0) {
      for (let x = 0; x < length; x++) {
        out[to + x] = middle * from[at + x]! + w0 * (from[a0 + x]! + from[b0 + x]!) + w1 * (from[a1 + x]! + from[b1 + x]!) + w2 * (from[a2 + x]! + from[b2 + x]!) + w3 * (from[a3 + x]! + from[b3 + x]!);
      }
    } else {
      for (let x = 0; x < length; x++) {
        out[to + x]! += w0 * (from[a0 + x]! + from[b0 + x]!) + w1 * (from[a1 + x]! + from[b1 + x]!) + w2 * (from[a2 + x]! + from[b2 + x]!) + w3 * (from[a3 + x]! + from[b3 + x]!);
      }
    }
  }
}

interface Kernel {
  readonly middle: number;
  /** Weight of each pixel beside the middle, filled up with zeros to a multiple of four. */
  readonly beside: Float64Array;
  readonly reach: number;
}

function gaussianKernel(sigma: number): Kernel {
  if (!(sigma > 0)) throw new RangeError(`Expected a sigma above 0 pixels, got ${sigma}.`);
  const reach = Math.ceil(3 * sigma), beside = new Float64Array(4 * Math.ceil(reach / 4));
  let total = 1;
  for (let i = 0; i < reach; i++) total += 2 * (beside[i] = Math.exp(-((i + 1) ** 2) / (2 * sigma * sigma)));
  return { middle: 1 / total, beside: beside.map((value) => value / total), reach };
}
