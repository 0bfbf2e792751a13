import { createRandom } from '../../src/phantom/random.js';
import type { RasterImage } from '../../src/raster/raster-image.js';

/** A ruler to paint over a picture. Lengths in millimetres unless said otherwise. */
export interface PaintedRuler {
  readonly pixelsPerMillimetre: number;
  /** Distance between neighbouring ticks. */
  readonly tickEvery: number;
  /** Direction of the ruler's edge, radians; 0 runs to the right with the ticks pointing down. */
  readonly angle: number;
  /** A point of the ruler's edge, pixels. */
  readonly row: number;
  readonly column: number;
  /** Black on white paper, dark engraving on steel, dark ticks on clear plastic, or white ticks on black. */
  readonly style: 'paper' | 'steel' | 'clear' | 'black';
  readonly tickWidth: number;
  /** Of the shortest ticks. */
  readonly tickLength: number;
  /** Part of a millimetre by which a millimetre grows over one millimetre along the edge: a tilted ruler. */
  readonly tilt?: number;
  /** Of the body, across the edge; default 12. */
  readonly bodyWidth?: number;
  /** Part along the edge that there is, measured from the point; default all. */
  readonly from?: number;
  readonly to?: number;
  readonly digits?: boolean;
  /** A line along the edge that joins the ticks. */
  readonly edgeLine?: boolean;
  readonly seed?: number;
}

/**
 * Paints a ruler: short ticks, longer ones every fifth and longest every tenth, digit-like marks beyond the longest.
 *
 *     ┌─┬─┬─┬─┬─┬─┬─┬─┬─┬─┬──
 *     │ ╵ ╵ ╵ ╵ │ ╵ ╵ ╵ ╵ │
 *     │         ╵         │
 *
 * @returns A new picture.
 */
export function paintRuler(image: RasterImage, ruler: PaintedRuler): RasterImage {
  const { width, height } = image, data = new Uint8Array(image.data), random = createRandom(ruler.seed ?? 1);
  const { pixelsPerMillimetre: scale, tickEvery, style, tickWidth, tickLength, tilt = 0, bodyWidth = 12, from = -Infinity, to = Infinity } = ruler;
  const cosine = Math.cos(ruler.angle), sine = Math.sin(ruler.angle), brightness = random.uniform(0.85, 1.03), shine = random.uniform(0, 2 * Math.PI);
  const marks = Array.from({ length: 64 }, () => Array.from({ length: 12 }, () => random.chance(0.55)));
  const inkAt = (u: number, v: number): number => {
    const k = Math.round(u / tickEvery), off = Math.abs(u - k * tickEvery);
    const long = k % 10 === 0 ? tickLength * 1.9 : k % 5 === 0 ? tickLength * 1.45 : tickLength;
    if (v >= 0.02 && v <= long && off <= tickWidth / 2) return 1;
    if (ruler.edgeLine === true && v >= 0 && v <= tickWidth) return 1;
    if (ruler.digits !== false) {
      // A 3 × 4 pattern of blocks for each tenth tick, where its number would stand.
      const ten = Math.round(u / (10 * tickEvery)), size = tickEvery * 0.55, x = Math.floor((u - ten * 10 * tickEvery) / size + 1.5), y = Math.floor((v - tickLength * 2.05) / size);
      if (x >= 0 && x < 3 && y >= 0 && y < 4 && marks[((ten % 64) + 64) % 64][y * 3 + x]) return 1;
    }
    return 0;
  };
  const paints = { paper: [[244, 242, 236], [24, 24, 28]], steel: [[168, 170, 172], [44, 44, 48]], clear: [[235, 238, 240], [28, 26, 30]], black: [[26, 26, 28], [232, 232, 228]] } as const;
  const [body, ink] = paints[style], cover = style === 'clear' ? 0.12 : 1, parts = 3;
  for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) {
    let ground = 0, drawn = 0;
    for (let i = 0; i < parts; i++) for (let j = 0; j < parts; j++) {
      const x = column + (i + 0.5) / parts - 0.5 - ruler.column, y = row + (j + 0.5) / parts - 0.5 - ruler.row;
      const along = (x * cosine + y * sine) / scale, v = (y * cosine - x * sine) / scale;
      const u = along / (1 + tilt * along);
      if (v < 0 || v > bodyWidth || u < from || u > to) continue;
      ground++;
      drawn += inkAt(u, v);
    }
    if (ground === 0) continue;
    const at = (row * width + column) * 3, a = (ground / parts ** 2) * cover, b = drawn / parts ** 2;
    const light = brightness * (style === 'steel' ? 1 + 0.25 * Math.sin(shine + (row * cosine - column * sine) / (scale * 2)) : 1);
    for (let c = 0; c < 3; c++) data[at + c] = Math.max(0, Math.min(255, Math.round((data[at + c] * (1 - a) + Math.min(255, body[c] * light) * a) * (1 - b) + ink[c] * b)));
  }
  return { width, height, data };
}

/** Draws dark hairs over a picture, so that they lie on a ruler as well. */
export function drawHairsOver(image: RasterImage, count: number, thicknessPx: number, seed: number): RasterImage {
  const { width, height } = image, data = new Uint8Array(image.data), random = createRandom(seed);
  for (let hair = 0; hair < count; hair++) {
    let x = random.uniform(0, width), y = random.uniform(0, height), heading = random.uniform(0, 2 * Math.PI);
    const bend = random.normal(0, 0.004), radius = thicknessPx * random.uniform(0.35, 0.6), length = random.uniform(0.15, 0.6) * width, colour = [40, 30, 26].map((value) => value + random.uniform(-10, 40));
    for (let step = 0; step < length; step++) {
      x += Math.cos(heading);
      y += Math.sin(heading);
      heading += bend;
      for (let r = Math.max(0, Math.floor(y - radius - 1)); r <= Math.min(height - 1, y + radius + 1); r++) {
        for (let c = Math.max(0, Math.floor(x - radius - 1)); c <= Math.min(width - 1, x + radius + 1); c++) {
          const share = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(c - x, r - y)));
          for (let channel = 0; channel < 3; channel++) {
            const at = (r * width + c) * 3 + channel;
            data[at] = Math.min(data[at], Math.round(data[at] * (1 - share) + colour[channel] * share));
          }
        }
      }
    }
  }
  return { width, height, data };
}

/** Spacing of neighbouring ticks near a place along a painted ruler, pixels. */
export function spacingOf(ruler: PaintedRuler, alongMm: number): number {
  // along = u / (1 − tilt·u), so a step of u stretches by (1 + tilt·along)².
  return ruler.pixelsPerMillimetre * ruler.tickEvery * (1 + (ruler.tilt ?? 0) * alongMm) ** 2;
}
