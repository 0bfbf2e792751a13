import type { PixelWindow } from './pixel-window.js';
import type { RasterImage } from './raster-image.js';
import { computeResampleWeights, type ResampleWeights } from './resample-weights.js';

/** What the weights of a row and of a column add up to, as powers of two: a byte times the first fits 16 bits, that times the second 30. */
const rowBits = 8, columnBits = 14;
/** Each result pixel has weights for at least so many source pixels; what it does not need weighs nothing, and the loop over them asks no questions. */
const leastTaps = 4;

/**
 * Shrinks a picture by averaging the area that each result pixel covers; geometry as in `resampleImage`, which calls it.
 * Whole numbers all the way, so that every machine gives the same bytes: weights of rows are good to 1/512, a step of 100 levels to a fifth of one.
 *
 * Two bytes share one multiplication, which is what makes it quick:
 *
 *     word of four bytes   d c b a   →   . c . a   and   . d . b   →   each times the row's weight, in lanes of 16 bits
 *
 * @param shown   The part of the picture that is shrunk, as if it were a picture of its own.
 * @param scaleX  Result pixels a source pixel, above 0 and below 1; the same for `scaleY`.
 */
export function shrinkImage(image: RasterImage, shown: PixelWindow, width: number, height: number, scaleX: number, scaleY: number): RasterImage {
  const from: Part = { data: image.data, stride: image.width * 3, start: (shown.top * image.width + shown.left) * 3, width: shown.right - shown.left, height: shown.bottom - shown.top };
  const factor = Math.round(1 / scaleX);
  if (scaleX === scaleY && Math.abs(1 / scaleX - factor) < 1e-9) return averageBlocks(from, width, height, factor);
  const columns = toWholeWeights(computeResampleWeights(from.width, width, scaleX), columnBits);
  const rows = toWholeWeights(computeResampleWeights(from.height, height, scaleY), rowBits);
  const words = Math.ceil((from.width * 3) / 4), even = new Uint32Array(words), odd = new Uint32Array(words), mixed = new Uint16Array(words * 4 + 3 * leastTaps);
  const lines = createLines(words);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    mixRows(from, rows, row, lines, even, odd, mixed);
    if (columns.stride === leastTaps) mixFourColumns(mixed, columns, data, row * width * 3);
    else mixColumns(mixed, columns, data, row * width * 3);
  }
  return { width, height, data };
}

/** A window of a picture; it is not copied, because it may be nearly all of 100 million pixels. */
interface Part {
  readonly data: Uint8Array;
  /** Bytes from a row to the next, and where the window's first pixel begins. */
  readonly stride: number;
  readonly start: number;
  readonly width: number;
  readonly height: number;
}

/** Plain means, where whole pixels make up a result pixel: in half the time that weights take. At the far edges a mean may be of fewer. */
function averageBlocks(image: Part, width: number, height: number, factor: number): RasterImage {
  const means = new Uint8Array(width * height * 3), wholeColumns = Math.min(width, Math.floor(image.width / factor)), wholeRows = Math.min(height, Math.floor(image.height / factor));
  const average = factor === 2 ? averageOfTwo : factor === 3 ? averageOfThree : averageOfMany;
  for (let row = 0; row < wholeRows; row++) average(image, row, factor, wholeColumns, means, row * width * 3);
  for (let row = 0; row < height; row++) {
    for (let column = row < wholeRows ? wholeColumns : 0; column < width; column++) averageCut(image, row, column, factor, means, (row * width + column) * 3);
  }
  return { width, height, data: means };
}

/** The blocks of one row of the result, 2 × 2 pixels each. */
function averageOfTwo({ stride, start, data }: Part, row: number, _factor: number, columns: number, means: Uint8Array, to: number): void {
  for (let column = 0, a = start + row * 2 * stride, b = a + stride; column < columns; column++, a += 6, b += 6, to += 3) {
    means[to] = (data[a]! + data[a + 3]! + data[b]! + data[b + 3]! + 2) >> 2;
    means[to + 1] = (data[a + 1]! + data[a + 4]! + data[b + 1]! + data[b + 4]! + 2) >> 2;
    means[to + 2] = (data[a + 2]! + data[a + 5]! + data[b + 2]! + data[b + 5]! + 2) >> 2;
  }
}

function averageOfThree({ stride, start, data }: Part, row: number, _factor: number, columns: number, means: Uint8Array, to: number): void {
  for (let column = 0, a = start + row * 3 * stride, b = a + stride, c = b + stride; column < columns; column++, a += 9, b += 9, c += 9, to += 3) {
    // A ninth by whole numbers: 7282 / 65536 is exact up to 9 × 255.
    means[to] = Math.imul(data[a]! + data[a + 3]! + data[a + 6]! + data[b]! + data[b + 3]! + data[b + 6]! + data[c]! + data[c + 3]! + data[c + 6]! + 4, 7282) >>> 16;
    means[to + 1] = Math.imul(data[a + 1]! + data[a + 4]! + data[a + 7]! + data[b + 1]! + data[b + 4]! + data[b + 7]! + data[c + 1]! + data[c + 4]! + data[c + 7]! + 4, 7282) >>> 16;
    means[to + 2] = Math.imul(data[a + 2]! + data[a + 5]! + data[a + 8]! + data[b + 2]! + data[b + 5]! + data[b + 8]! + data[c + 2]! + data[c + 5]! + data[c + 8]! + 4, 7282) >>> 16;
  }
}

function averageOfMany({ stride, start, data }: Part, row: number, factor: number, columns: number, means: Uint8Array, to: number): void {
  const share = 1 / (factor * factor), half = (factor * factor) >> 1;
  for (let column = 0; column < columns; column++, to += 3) {
    let red = half, green = half, blue = half;
    for (let at = start + row * factor * stride + column * factor * 3, end = at + factor * stride; at < end; at += stride) {
      for (let i = at, stop = at + factor * 3; i < stop; i += 3) {
        red += data[i]!;
        green += data[i + 1]!;
        blue += data[i + 2]!;
      }
    }
    // Sums are whole; the little that is added keeps a whole mean from falling below itself.
    means[to] = (red + 0.01) * share;
    means[to + 1] = (green + 0.01) * share;
    means[to + 2] = (blue + 0.01) * share;
  }
}

/** One block at the far edge, of as many pixels as there are. */
function averageCut({ width, height, stride, start, data }: Part, row: number, column: number, factor: number, means: Uint8Array, to: number): void {
  const rows = Math.min(factor, height - row * factor), columns = Math.min(factor, width - column * factor), area = rows * columns;
  for (let channel = 0; channel < 3; channel++) {
    let sum = area >> 1;
    for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) sum += data[start + (row * factor + y) * stride + (column * factor + x) * 3 + channel]!;
    means[to + channel] = (sum + 0.01) / area;
  }
}

/** Source rows at work: as words, and the same memory as bytes. */
interface Lines {
  readonly words: readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  readonly bytes: readonly Uint8Array[];
}

function createLines(words: number): Lines {
  const lines = [new Uint32Array(words), new Uint32Array(words), new Uint32Array(words), new Uint32Array(words)] as const;
  return { words: lines, bytes: lines.map(({ buffer }) => new Uint8Array(buffer)) };
}

interface WholeWeights {
  readonly first: Int32Array;
  /** Source pixels of each result pixel, at least 1. */
  readonly taps: Int32Array;
  readonly stride: number;
  readonly weights: Int32Array;
}

/** Rounds weights so that each group still adds up; what is 0 at the end of a group is left out. */
function toWholeWeights({ first, taps, weights }: ResampleWeights, bits: number): WholeWeights {
  const whole = new Int32Array(weights.length), used = new Int32Array(first.length);
  for (let i = 0; i < first.length; i++) {
    let before = 0, sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      sum += weights[i * taps + tap]!;
      const upTo = tap === taps - 1 ? 1 << bits : Math.round(sum * (1 << bits));
      whole[i * taps + tap] = upTo - before;
      if (upTo > before) used[i] = tap + 1;
      before = upTo;
    }
  }
  // Mostly no pixel uses them all.
  const stride = used.reduce((most, count) => Math.max(most, count), leastTaps), kept = new Int32Array(first.length * stride);
  for (let i = 0; i < first.length; i++) kept.set(whole.subarray(i * taps, i * taps + used[i]!), i * stride);
  return { first, taps: used, stride, weights: kept };
}

/** Adds up the source rows of one result row, each times its weight: mostly four or fewer at once, otherwise four after four. */
function mixRows(from: Part, rows: WholeWeights, row: number, lines: Lines, even: Uint32Array, odd: Uint32Array, mixed: Uint16Array): void {
  const taps = rows.taps[row]!, first = rows.first[row]!, at = row * rows.stride, [p, q, r, s] = lines.words, weightOf = (tap: number): number => (tap < taps ? rows.weights[at + tap]! : 0);
  for (let tap = 0; tap < taps; tap += 4) {
    takeRows(from, first + tap, Math.min(4, taps - tap), lines);
    const a = weightOf(tap), b = weightOf(tap + 1), c = weightOf(tap + 2), d = weightOf(tap + 3);
    if (taps <= 4) mixFour(p, q, r, s, a, b, c, d, mixed);
    else addFour(p, q, r, s, a, b, c, d, tap === 0 ? 0 : -1, even, odd);
  }
  if (taps > 4) unpack(even, odd, mixed);
}

/** Copies rows to where words begin: rows of a picture begin anywhere. */
function takeRows({ data, stride, start, width }: Part, first: number, count: number, { bytes }: Lines): void {
  for (let k = 0; k < count; k++) {
    const from = start + (first + k) * stride;
    bytes[k]!.set(data.subarray(from, from + width * 3));
  }
}

function mixFour(p: Uint32Array, q: Uint32Array, r: Uint32Array, s: Uint32Array, a: number, b: number, c: number, d: number, mixed: Uint16Array): void {
  for (let i = 0, to = 0; i < p.length; i++, to += 4) {
    const one = p[i]!, two = q[i]!, three = r[i]!, four = s[i]!;
    const even = (Math.imul(one & 0xff00ff, a) + Math.imul(two & 0xff00ff, b) + Math.imul(three & 0xff00ff, c) + Math.imul(four & 0xff00ff, d)) | 0;
    const odd = (Math.imul((one >>> 8) & 0xff00ff, a) + Math.imul((two >>> 8) & 0xff00ff, b) + Math.imul((three >>> 8) & 0xff00ff, c) + Math.imul((four >>> 8) & 0xff00ff, d)) | 0;
    mixed[to] = even;
    mixed[to + 1] = odd;
    mixed[to + 2] = even >>> 16;
    mixed[to + 3] = odd >>> 16;
  }
}

/** The same for more than four rows: adds four to what those before gave. @param keep  0 for the first four, −1 after them. */
function addFour(p: Uint32Array, q: Uint32Array, r: Uint32Array, s: Uint32Array, a: number, b: number, c: number, d: number, keep: number, even: Uint32Array, odd: Uint32Array): void {
  for (let i = 0; i < even.length; i++) {
    const one = p[i]!, two = q[i]!, three = r[i]!, four = s[i]!;
    even[i] = ((even[i]! & keep) + Math.imul(one & 0xff00ff, a) + Math.imul(two & 0xff00ff, b) + Math.imul(three & 0xff00ff, c) + Math.imul(four & 0xff00ff, d)) | 0;
    odd[i] = ((odd[i]! & keep) + Math.imul((one >>> 8) & 0xff00ff, a) + Math.imul((two >>> 8) & 0xff00ff, b) + Math.imul((three >>> 8) & 0xff00ff, c) + Math.imul((four >>> 8) & 0xff00ff, d)) | 0;
  }
}

/** Puts the lanes back into the order of the bytes. */
function unpack(even: Uint32Array, odd: Uint32Array, mixed: Uint16Array): void {
  for (let i = 0, to = 0; i < even.length; i++, to += 4) {
    const e = even[i]!, o = odd[i]!;
    mixed[to] = e;
    mixed[to + 1] = o;
    mixed[to + 2] = e >>> 16;
    mixed[to + 3] = o >>> 16;
  }
}

function mixFourColumns(mixed: Uint16Array, { first, weights }: WholeWeights, out: Uint8Array, outAt: number): void {
  const shift = rowBits + columnBits, half = 1 << (shift - 1);
  for (let column = 0, w = 0, to = outAt; column < first.length; column++, w += leastTaps, to += 3) {
    const at = first[column]! * 3, a = weights[w]!, b = weights[w + 1]!, c = weights[w + 2]!, d = weights[w + 3]!;
    out[to] = (half + Math.imul(a, mixed[at]!) + Math.imul(b, mixed[at + 3]!) + Math.imul(c, mixed[at + 6]!) + Math.imul(d, mixed[at + 9]!)) >> shift;
    out[to + 1] = (half + Math.imul(a, mixed[at + 1]!) + Math.imul(b, mixed[at + 4]!) + Math.imul(c, mixed[at + 7]!) + Math.imul(d, mixed[at + 10]!)) >> shift;
    out[to + 2] = (half + Math.imul(a, mixed[at + 2]!) + Math.imul(b, mixed[at + 5]!) + Math.imul(c, mixed[at + 8]!) + Math.imul(d, mixed[at + 11]!)) >> shift;
  }
}

function mixColumns(mixed: Uint16Array, { first, taps, stride, weights }: WholeWeights, out: Uint8Array, outAt: number): void {
  const shift = rowBits + columnBits, half = 1 << (shift - 1);
  for (let column = 0; column < first.length; column++) {
    let red = half, green = half, blue = half, w = column * stride, at = first[column]! * 3;
    const end = w + taps[column]!, a = weights[w]!, b = weights[w + 1]!, c = weights[w + 2]!, d = weights[w + 3]!;
    red += Math.imul(a, mixed[at]!) + Math.imul(b, mixed[at + 3]!) + Math.imul(c, mixed[at + 6]!) + Math.imul(d, mixed[at + 9]!);
    green += Math.imul(a, mixed[at + 1]!) + Math.imul(b, mixed[at + 4]!) + Math.imul(c, mixed[at + 7]!) + Math.imul(d, mixed[at + 10]!);
    blue += Math.imul(a, mixed[at + 2]!) + Math.imul(b, mixed[at + 5]!) + Math.imul(c, mixed[at + 8]!) + Math.imul(d, mixed[at + 11]!);
    for (w += leastTaps, at += 3 * leastTaps; w < end; w++, at += 3) {
      const weight = weights[w]!;
      red += Math.imul(weight, mixed[at]!);
      green += Math.imul(weight, mixed[at + 1]!);
      blue += Math.imul(weight, mixed[at + 2]!);
    }
    out[outAt++] = red >> shift;
    out[outAt++] = green >> shift;
    out[outAt++] = blue >> shift;
  }
}
