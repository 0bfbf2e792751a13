import type { RasterImage } from '../raster/raster-image.js';
import type { Camera } from './camera.js';
import type { Rgb } from './conditions.js';
import type { SkinPlaces } from './noise.js';

/** A picture being painted: sRGB values that may leave 0…255 until it is developed, and each pixel's place on the skin. */
export interface Canvas extends SkinPlaces {
  readonly height: number;
  /** Red, green, blue of each pixel in turn. */
  readonly colour: Float32Array;
  readonly pixelsPerMillimetre: number;
}

export function createCanvas(camera: Camera, base: Rgb): Canvas {
  const { width, height } = camera, count = width * height;
  const colour = new Float32Array(count * 3), xMm = new Float32Array(count), yMm = new Float32Array(count);
  camera.fillSkin(xMm, yMm);
  for (let i = 0; i < colour.length; i += 3) {
    colour[i] = base[0];
    colour[i + 1] = base[1];
    colour[i + 2] = base[2];
  }
  return { width, height, colour, xMm, yMm, isUpright: liesUpright(width, xMm, yMm), pixelsPerMillimetre: camera.pixelsPerMillimetre };
}

function liesUpright(width: number, xMm: Float32Array, yMm: Float32Array): boolean {
  for (let from = 0; from < xMm.length; from += width) {
    for (let x = 0; x < width; x++) if (xMm[from + x] !== xMm[x] || yMm[from + x] !== yMm[from]) return false;
  }
  return true;
}

/** Multiplies each pixel by 1 + amount·map·channel weight. */
export function tint(canvas: Canvas, map: Float32Array, amount: number, channels: Rgb = [1, 1, 1]): void {
  const { colour } = canvas, r = amount * channels[0], g = amount * channels[1], b = amount * channels[2];
  for (let i = 0; i < map.length; i++) {
    const value = map[i]!;
    if (value === 0) continue;
    colour[3 * i]! *= 1 + value * r;
    colour[3 * i + 1]! *= 1 + value * g;
    colour[3 * i + 2]! *= 1 + value * b;
  }
}

/** Mixes a colour in, by a share 0…1 a pixel. */
export function cover(canvas: Canvas, share: Float32Array, paint: Rgb): void {
  const { colour } = canvas;
  for (let i = 0; i < share.length; i++) {
    const s = share[i]!;
    if (s <= 0) continue;
    for (let c = 0; c < 3; c++) colour[3 * i + c] = colour[3 * i + c]! * (1 - s) + paint[c]! * s;
  }
}

/**
 * Draws a soft-edged line of round brush into a map, keeping the larger value.
 * @param points  x, y pairs in pixels.
 */
export function strokeLine(
  map: Float32Array, width: number, height: number, points: readonly (readonly [number, number])[], radius: number, value: number,
): void {
  for (let k = 0; k + 1 < points.length; k++) {
    const [x0, y0] = points[k]!, [x1, y1] = points[k + 1]!;
    const dx = x1 - x0, dy = y1 - y0, square = dx * dx + dy * dy || 1e-9, reach = radius + 1;
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach)), right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach)), bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
        const distance = Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
        const alpha = Math.min(1, Math.max(0, radius + 0.5 - distance)) * Math.min(1, 2 * radius) * value;
        const at = y * width + x;
        if (alpha > map[at]!) map[at] = alpha;
      }
    }
  }
}

/** Gaussian blur of a map or an interleaved picture; the frame's edge is repeated. */
export function blurPlanes(data: Float32Array, width: number, height: number, channels: number, sigma: number): Float32Array {
  if (sigma < 0.05) return data.slice();
  if (sigma > 4) return blurByHalving(data, width, height, channels, sigma);
  const radius = Math.ceil(sigma * 3), taps = 2 * radius + 1;
  // A fourth weight of nothing after the last three costs less than adding these one by one.
  const kernel = new Float32Array(taps % 4 === 3 ? taps + 1 : taps);
  let sum = 0;
  for (let k = -radius; k <= radius; k++) sum += kernel[k + radius] = Math.exp(-(k * k) / (2 * sigma * sigma));
  for (let k = 0; k < taps; k++) kernel[k]! /= sum;
  const middle = new Float32Array(data.length), out = new Float32Array(data.length), stride = width * channels, edge = radius * channels;
  const padded = new Float32Array(stride + 2 * edge), places = new Int32Array(kernel.length), filled = findFilled(data, stride, height, edge);
  for (let k = 0; k < kernel.length; k++) places[k] = Math.min(k, taps - 1) * channels;
  for (let y = 0; y < height; y++) {
    const row = y * stride;
    padded.set(data.subarray(row, row + stride), edge);
    for (let k = 0; k < edge; k++) {
      padded[k] = data[row + (k % channels)]!;
      padded[padded.length - 1 - k] = data[row + stride - 1 - (k % channels)]!;
    }
    forEachRun(filled, y, y, (from, to) => { addWeighted(middle, row + from, Math.min(stride, to) - from, padded.subarray(from), places, kernel); });
  }
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < kernel.length; k++) places[k] = Math.min(height - 1, Math.max(0, y + Math.min(k, taps - 1) - radius)) * stride;
    forEachRun(filled, Math.max(0, y - radius), Math.min(height - 1, y + radius), (from, to) => {
      addWeighted(out, y * stride + from, Math.min(stride, to) - from, middle.subarray(from), places, kernel);
    });
  }
  return out;
}

/** Where a blur has anything to spread: most maps of lines and spots are empty almost everywhere. */
interface Filled {
  /** For each row, which of its stretches of `step` values are not empty once they are blurred along the row. */
  readonly stretches: Uint8Array;
  readonly perRow: number;
}

const step = 64;

function findFilled(data: Float32Array, stride: number, height: number, reach: number): Filled {
  const perRow = Math.ceil(stride / step), stretches = new Uint8Array(perRow * height);
  for (let y = 0; y < height; y++) {
    for (let from = 0; from < stride; from += step) {
      const to = Math.min(stride, from + step), first = findFirst(data, y * stride + from, y * stride + to) - y * stride;
      if (first === to) continue;
      const last = findLast(data, y * stride + from, y * stride + to) - y * stride;
      stretches.fill(1, y * perRow + Math.max(0, Math.floor((first - reach) / step)), y * perRow + Math.min(perRow, Math.floor((last + reach) / step) + 1));
    }
  }
  return { stretches, perRow };
}

function findFirst(data: Float32Array, from: number, to: number): number {
  while (from < to && data[from] === 0) from++;
  return from;
}

function findLast(data: Float32Array, from: number, to: number): number {
  while (to > from && data[to - 1] === 0) to--;
  return to - 1;
}

/** Calls with the beginning and end of each run of stretches that are not empty in any of the rows. */
function forEachRun({ stretches, perRow }: Filled, top: number, bottom: number, call: (from: number, to: number) => void): void {
  let start = -1;
  for (let k = 0; k <= perRow; k++) {
    let isFilled = false;
    for (let y = top; k < perRow && y <= bottom && !isFilled; y++) isFilled = stretches[y * perRow + k] === 1;
    if (isFilled && start < 0) start = k;
    if (isFilled || start < 0) continue;
    call(start * step, k * step);
    start = -1;
  }
}

/**
 * Writes the weighted sum of rows that begin at the given places. Four are added while a sum is at hand; each step is rounded as if it were
 * stored, so that the sum is the same, to the last bit, as if one row were added after the other.
 */
function addWeighted(out: Float32Array, to: number, length: number, from: Float32Array, places: Int32Array, weights: Float32Array): void {
  let k = 0;
  for (; k + 4 <= weights.length; k += 4) addFour(out, to, length, from, places, weights, k);
  for (; k < weights.length; k++) {
    const weight = weights[k]!, at = places[k]!;
    for (let i = 0; i < length; i++) out[to + i]! += weight * from[at + i]!;
  }
}

function addFour(out: Float32Array, to: number, length: number, from: Float32Array, places: Int32Array, weights: Float32Array, k: number): void {
  const w0 = weights[k]!, w1 = weights[k + 1]!, w2 = weights[k + 2]!, w3 = weights[k + 3]!, p0 = places[k]!, p1 = places[k + 1]!, p2 = places[k + 2]!, p3 = places[k + 3]!;
  for (let i = 0; i < length; i++) {
    out[to + i] = Math.fround(Math.fround(Math.fround(out[to + i]! + w0 * from[p0 + i]!) + w1 * from[p1 + i]!) + w2 * from[p2 + i]!) + w3 * from[p3 + i]!;
  }
}

/** Wide blurs on a picture of half the size, which looks the same and costs a fraction. */
function blurByHalving(data: Float32Array, width: number, height: number, channels: number, sigma: number): Float32Array {
  const w = (width + 1) >> 1, h = (height + 1) >> 1, half = new Float32Array(w * h * channels);
  for (let y = 0; y < h; y++) {
    const y0 = 2 * y, y1 = Math.min(height - 1, y0 + 1);
    for (let x = 0; x < w; x++) {
      const x0 = 2 * x, x1 = Math.min(width - 1, x0 + 1);
      for (let c = 0; c < channels; c++) {
        half[(y * w + x) * channels + c] = (data[(y0 * width + x0) * channels + c]! + data[(y0 * width + x1) * channels + c]!
          + data[(y1 * width + x0) * channels + c]! + data[(y1 * width + x1) * channels + c]!) / 4;
      }
    }
  }
  const soft = blurPlanes(half, w, h, channels, sigma / 2), out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    const v = Math.min(h - 1, Math.max(0, y / 2 - 0.25)), v0 = Math.floor(v), v1 = Math.min(h - 1, v0 + 1), fv = v - v0;
    for (let x = 0; x < width; x++) {
      const u = Math.min(w - 1, Math.max(0, x / 2 - 0.25)), u0 = Math.floor(u), u1 = Math.min(w - 1, u0 + 1), fu = u - u0;
      for (let c = 0; c < channels; c++) {
        const top = soft[(v0 * w + u0) * channels + c]! * (1 - fu) + soft[(v0 * w + u1) * channels + c]! * fu;
        const bottom = soft[(v1 * w + u0) * channels + c]! * (1 - fu) + soft[(v1 * w + u1) * channels + c]! * fu;
        out[(y * width + x) * channels + c] = top * (1 - fv) + bottom * fv;
      }
    }
  }
  return out;
}

/** Turns the painting into 8-bit sRGB. */
export function developCanvas(canvas: Canvas): RasterImage {
  const data = new Uint8Array(canvas.colour.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, Math.max(0, Math.round(canvas.colour[i]!)));
  return { width: canvas.width, height: canvas.height, data };
}
