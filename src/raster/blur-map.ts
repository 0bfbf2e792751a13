import type { FloatMap } from './raster-image.js';

/**
 * Blurs a map with a Gaussian; beyond the edges the edge value is repeated. The kernel is cut at three sigma and sums to 1.
 *
 * @param sigma  Pixels, > 0.
 */
export function blurMap(map: FloatMap, sigma: number): FloatMap {
  const { width, height } = map, kernel = gaussianKernel(sigma), across = blurAlongRows(map, kernel), out = new Float32Array(across.length);
  const rowAt = (row: number): number => Math.max(0, Math.min(height - 1, row)) * width;
  const rows: number[] = [];
  const listRows = (first: number, from: number, count: number): number[] => {
    for (let i = 0; i < count; i++) rows[first + i] = rowAt(from + i);
    return rows;
  };
  let row = 0;
  for (; row + 4 <= height; row += 4) {
    addToFourRows(out, row * width, width, across, listRows(0, row - 4, 12), kernel);
    for (let near = 4; near < kernel.beside.length; near += 4) {
      listRows(0, row - near - 4, 7);
      addFartherToFourRows(out, row * width, width, across, listRows(7, row + near + 1, 7), kernel, near);
    }
  }
  for (; row < height; row++) addPairs(out, row * width, width, across, row * width, kernel, (distance) => [rowAt(row - distance), rowAt(row + distance)]);
  return { width, height, data: out };
}

/**
 * The values of `blurMap` at single places, to the last bit, at half its cost where few are asked for.
 * @returns Writes the blurred value at an index of the map's data to a place of a list: a number handed back would have to be put on the heap each time.
 */
export function blurWhereAsked(map: FloatMap, sigma: number): (at: number, values: Float32Array, place: number) => void {
  const { width, height } = map, kernel = gaussianKernel(sigma), { middle, beside, reach } = kernel, across = blurAlongRows(map, kernel), last = (height - 1) * width;
  return (at, values, place) => {
    const row = Math.floor(at / width), column = at - row * width, inside = row >= reach && row + reach < height;
    let sum = 0, part = middle * across[at]!;
    for (let i = 0; i < reach; i++) {
      const above = at - (i + 1) * width, below = at + (i + 1) * width;
      // The same sums in the same order as below: four pairs, rounded, and the next four.
      if (i > 0 && i % 4 === 0) { sum = Math.fround(sum + part); part = 0; }
      part += beside[i]! * (inside ? across[above]! + across[below]! : across[above < 0 ? column : above]! + across[below > last + column ? last + column : below]!);
    }
    values[place] = sum + part;
  };
}

function blurAlongRows({ width, height, data }: FloatMap, kernel: Kernel): Float32Array {
  const across = new Float32Array(data.length), room = kernel.beside.length, padded = new Float32Array(width + 2 * room);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    padded.fill(data[start]!, 0, room);
    padded.set(data.subarray(start, start + width), room);
    padded.fill(data[start + width - 1]!, room + width);
    const x = addInFours(across, start, width, padded, room, kernel);
    for (let near = 4; near < room; near += 4) addFartherInFours(across, start, width, padded, room, kernel, near);
    if (x < width) addPairs(across, start + x, width - x, padded, room + x, kernel, (distance) => [room + x - distance, room + x + distance]);
  }
  return across;
}

/** The middle and the four pairs next to it, for four rows at once: twelve values are read for them, and not nine for each. The sums are those of `addPairs`. */
function addToFourRows(out: Float32Array, to: number, width: number, from: Float32Array, rows: readonly number[], { middle, beside }: Kernel): void {
  const w0 = beside[0]!, w1 = beside[1]!, w2 = beside[2]!, w3 = beside[3]!;
  const [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11] = rows as [number, number, number, number, number, number, number, number, number, number, number, number];
  const to1 = to + width, to2 = to1 + width, to3 = to2 + width;
  for (let x = 0; x < width; x++) {
    const a = from[r0 + x]!, b = from[r1 + x]!, c = from[r2 + x]!, d = from[r3 + x]!, e = from[r4 + x]!, f = from[r5 + x]!;
    const g = from[r6 + x]!, h = from[r7 + x]!, i = from[r8 + x]!, j = from[r9 + x]!, k = from[r10 + x]!, l = from[r11 + x]!;
    out[to + x] = middle * e + w0 * (d + f) + w1 * (c + g) + w2 * (b + h) + w3 * (a + i);
    out[to1 + x] = middle * f + w0 * (e + g) + w1 * (d + h) + w2 * (c + i) + w3 * (b + j);
    out[to2 + x] = middle * g + w0 * (f + h) + w1 * (e + i) + w2 * (d + j) + w3 * (c + k);
    out[to3 + x] = middle * h + w0 * (g + i) + w1 * (f + j) + w2 * (e + k) + w3 * (d + l);
  }
}

/** Four pairs further out, from beyond `near` on, for four rows at once. @param rows  Seven rows before and seven behind, ascending. */
function addFartherToFourRows(out: Float32Array, to: number, width: number, from: Float32Array, rows: readonly number[], { beside }: Kernel, near: number): void {
  const w0 = beside[near]!, w1 = beside[near + 1]!, w2 = beside[near + 2]!, w3 = beside[near + 3]!;
  const [r0, r1, r2, r3, r4, r5, r6, s0, s1, s2, s3, s4, s5, s6] = rows as [number, number, number, number, number, number, number, number, number, number, number, number, number, number];
  const to1 = to + width, to2 = to1 + width, to3 = to2 + width;
  for (let x = 0; x < width; x++) {
    const a = from[r0 + x]!, b = from[r1 + x]!, c = from[r2 + x]!, d = from[r3 + x]!, e = from[r4 + x]!, f = from[r5 + x]!, g = from[r6 + x]!;
    const h = from[s0 + x]!, i = from[s1 + x]!, j = from[s2 + x]!, k = from[s3 + x]!, l = from[s4 + x]!, m = from[s5 + x]!, n = from[s6 + x]!;
    out[to + x]! += w0 * (d + h) + w1 * (c + i) + w2 * (b + j) + w3 * (a + k);
    out[to1 + x]! += w0 * (e + i) + w1 * (d + j) + w2 * (c + k) + w3 * (b + l);
    out[to2 + x]! += w0 * (f + j) + w1 * (e + k) + w2 * (d + l) + w3 * (c + m);
    out[to3 + x]! += w0 * (g + k) + w1 * (f + l) + w2 * (e + m) + w3 * (d + n);
  }
}

/** The middle and the four pairs next to it along a row. @param room  Values before and behind the row. @returns How many pixels were done; up to three are left over. */
function addInFours(out: Float32Array, to: number, width: number, from: Float32Array, room: number, { middle, beside }: Kernel): number {
  const w0 = beside[0]!, w1 = beside[1]!, w2 = beside[2]!, w3 = beside[3]!;
  let x = 0;
  for (let at = room - 4; x + 4 <= width; x += 4, at += 4) {
    const a = from[at]!, b = from[at + 1]!, c = from[at + 2]!, d = from[at + 3]!, e = from[at + 4]!, f = from[at + 5]!;
    const g = from[at + 6]!, h = from[at + 7]!, i = from[at + 8]!, j = from[at + 9]!, k = from[at + 10]!, l = from[at + 11]!;
    out[to + x] = middle * e + w0 * (d + f) + w1 * (c + g) + w2 * (b + h) + w3 * (a + i);
    out[to + x + 1] = middle * f + w0 * (e + g) + w1 * (d + h) + w2 * (c + i) + w3 * (b + j);
    out[to + x + 2] = middle * g + w0 * (f + h) + w1 * (e + i) + w2 * (d + j) + w3 * (c + k);
    out[to + x + 3] = middle * h + w0 * (g + i) + w1 * (f + j) + w2 * (e + k) + w3 * (d + l);
  }
  return x;
}

/** Four pairs further out, from beyond `near` on, added to the same pixels along a row. */
function addFartherInFours(out: Float32Array, to: number, width: number, from: Float32Array, room: number, { beside }: Kernel, near: number): void {
  const w0 = beside[near]!, w1 = beside[near + 1]!, w2 = beside[near + 2]!, w3 = beside[near + 3]!;
  for (let x = 0, before = room - near - 4, behind = room + near + 1; x + 4 <= width; x += 4, before += 4, behind += 4) {
    const a = from[before]!, b = from[before + 1]!, c = from[before + 2]!, d = from[before + 3]!, e = from[before + 4]!, f = from[before + 5]!, g = from[before + 6]!;
    const h = from[behind]!, i = from[behind + 1]!, j = from[behind + 2]!, k = from[behind + 3]!, l = from[behind + 4]!, m = from[behind + 5]!, n = from[behind + 6]!;
    out[to + x]! += w0 * (d + h) + w1 * (c + i) + w2 * (b + j) + w3 * (a + k);
    out[to + x + 1]! += w0 * (e + i) + w1 * (d + j) + w2 * (c + k) + w3 * (b + l);
    out[to + x + 2]! += w0 * (f + j) + w1 * (e + k) + w2 * (d + l) + w3 * (c + m);
    out[to + x + 3]! += w0 * (g + k) + w1 * (f + l) + w2 * (e + m) + w3 * (d + n);
  }
}

/** The same sums for the few pixels or rows that are left over: the pairs that lie equally far to both sides, four pairs at a time. */
function addPairs(out: Float32Array, to: number, length: number, from: Float32Array, at: number, { middle, beside }: Kernel, placesOf: (distance: number) => readonly [number, number]): void {
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
