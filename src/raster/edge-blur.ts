import { blurWhereAsked } from './blur-map.js';
import { calmMap, firstBlur } from './calm-map.js';
import type { FloatMap, Mask } from './raster-image.js';
import { slopeMap } from './slope-map.js';
import { takeQuantile } from './take-quantile.js';

export interface EdgeBlur {
  /** Median blur of the clear edges, as the sigma of a Gaussian, pixels; null when there are fewer than 50 clear edges. */
  readonly sigma: number | null;
  /** Median width of what two facing edges enclose, mostly shafts, pixels; null when fewer than 30 pairs were met. */
  readonly strokeWidth: number | null;
  /**
   * The same blur of the edges of one direction: those that lie across the direction of the largest blur, and those along it.
   * A device that moved draws them apart. Null where fewer than two directions have 60 edges.
   */
  readonly byDirection: { readonly sharpest: number; readonly softest: number } | null;
  /** Median blur of the clear edges where the brightness changes to the right, to the right and down, down, and to the left and down; null below 20 edges. */
  readonly ofDirections: readonly (number | null)[];
}

/** After the first blur, which is taken out of the answer again, the picture is blurred by this many pixels more; how much the edges soften tells how soft they were. */
const secondBlur = 2.2;
const directions = 4, fewestOfDirection = 60, fewestToTell = 20;
const widestStroke = 80;

/**
 * Estimates how blurred a picture is from its clear edges: an edge of sigma s, blurred again by t, loses slope by the
 * factor √(s² + t²) / s (Zhuo and Sim, Pattern Recognition 2011). Clear edges are ridge lines of the gradient above 40 % of
 * its 99th percentile, so that the shafts speak and not the skin.
 *
 * Good to about 10 % between 0.5 and 4 pixels; beyond, shafts narrower than their blur and noise bias it downwards.
 *
 * @param brightness  Any range.
 * @param valid       Same size; only edges inside count.
 */
export function measureEdgeBlur(brightness: FloatMap, valid: Mask): EdgeBlur {
  const calm = calmMap(brightness), soft = blurWhereAsked(calm, secondBlur), slopes = findSlopes(calm, valid);
  if (slopes === null) return { sigma: null, strokeWidth: null, byDirection: null, ofDirections: [null, null, null, null] };
  const found: Edges = { sigmas: [], ofDirection: Array.from({ length: directions }, () => []), widths: [] }, { width, height } = calm;
  for (let row = 2; row < height - 2; row++) followRow(calm, soft, slopes, row * width + 2, (row + 1) * width - 2, found);
  const { sigmas, ofDirection, widths } = found;
  const perDirection = ofDirection.filter((list) => list.length >= fewestOfDirection).map((list) => takeQuantile(Float32Array.from(list), 0.5));
  return {
    sigma: sigmas.length < 50 ? null : takeQuantile(Float32Array.from(sigmas), 0.5),
    byDirection: perDirection.length < 2 ? null : { sharpest: Math.min(...perDirection), softest: Math.max(...perDirection) },
    ofDirections: ofDirection.map((list) => (list.length < fewestToTell ? null : takeQuantile(Float32Array.from(list), 0.5))),
    strokeWidth: widths.length < 30 ? null : takeQuantile(Float32Array.from(widths), 0.5),
  };
}

type Blur = ReturnType<typeof blurWhereAsked>;

/** Blurred values to the right, to the left, below and above of the pixel at hand. */
const around = new Float32Array(4);

interface Slopes {
  readonly slope: Float32Array;
  /** From here on an edge is clear. */
  readonly threshold: number;
}

interface Edges {
  readonly sigmas: number[];
  readonly ofDirection: number[][];
  readonly widths: number[];
}

// Each loop over the pixels has a function of its own: engines compile a function anew for each of its loops.

/** Null where no pixel lies inside. */
function findSlopes(calm: FloatMap, valid: Mask): Slopes | null {
  const { width, height } = calm, all = slopeMap(calm).data, everywhere = !valid.data.includes(0), slope = everywhere ? all : new Float32Array(all.length);
  if (!everywhere) for (let row = 1; row < height - 1; row++) copyInside(slope, all, width, row * width + 1, (row + 1) * width - 1, valid);
  const sampled = sampleInside(slope, width, height, everywhere ? null : valid);
  return sampled.length === 0 ? null : { slope, threshold: Math.max(1.5, 0.4 * takeQuantile(sampled, 0.99)) };
}

function copyInside(slope: Float32Array, all: Float32Array, width: number, from: number, to: number, valid: Mask): void {
  for (let at = from; at < to; at++) if (isInside(valid, at, width)) slope[at] = all[at];
}

/** Every fifth pixel is enough for the quantile of slopes. */
function sampleInside(slope: Float32Array, width: number, height: number, valid: Mask | null): Float32Array {
  const sampled = new Float32Array(Math.ceil(slope.length / 5));
  let samples = 0;
  for (let row = 1; row < height - 1; row++) {
    const first = row * width + 1;
    for (let at = first + ((5 - (first % 5)) % 5); at < (row + 1) * width - 1; at += 5) if (valid === null || isInside(valid, at, width)) sampled[samples++] = slope[at];
  }
  return sampled.subarray(0, samples);
}

function followRow(calm: FloatMap, soft: Blur, slopes: Slopes, from: number, to: number, found: Edges): void {
  const { slope, threshold } = slopes;
  for (let at = from; at < to; at++) if (slope[at] >= threshold) followEdge(calm, soft, slopes, at, found);
}

/** One pixel with a clear slope: on the ridge it tells how blurred the edge is, and how far away the facing one lies. */
function followEdge(calm: FloatMap, soft: Blur, { slope, threshold }: Slopes, at: number, { sigmas, ofDirection, widths }: Edges): void {
  const { width, data } = calm;
  const x = (data[at + 1] - data[at - 1]) / 2 / slope[at], y = (data[at + width] - data[at - width]) / 2 / slope[at];
  const ahead = Math.round(y) * width + Math.round(x);
  if (slope[at] < slope[at + ahead] || slope[at] < slope[at - ahead]) return;
  soft(at + 1, around, 0);
  soft(at - 1, around, 1);
  soft(at + width, around, 2);
  soft(at - width, around, 3);
  const softAcross = around[0]! - around[1]!, softDown = around[2]! - around[3]!;
  const ratio = (2 * slope[at]) / Math.sqrt(softAcross * softAcross + softDown * softDown);
  if (ratio > 1.001) {
    const sigma = Math.sqrt(Math.max(0, secondBlur ** 2 / (ratio * ratio - 1) - firstBlur ** 2));
    sigmas.push(sigma);
    ofDirection[Math.round((Math.atan2(y, x) / Math.PI + 1) * directions) % directions].push(sigma);
  }
  const stroke = strokeAcross(calm, slope, threshold, at, -x, -y);
  if (stroke !== null) widths.push(stroke);
}

function isInside(valid: Mask, at: number, width: number): boolean {
  return valid.data[at] !== 0 && valid.data[at - width - 1] !== 0 && valid.data[at + width + 1] !== 0
    && valid.data[at - width + 1] !== 0 && valid.data[at + width - 1] !== 0;
}

/** Distance to the facing edge on the dark side, walking straight down the gradient; null when none is met. */
function strokeAcross({ width, height, data }: FloatMap, slope: Float32Array, threshold: number, from: number, x: number, y: number): number | null {
  // Rounded by what truncation leaves: half is added, and no place that counts lies below 0.
  const row = Math.floor(from / width) + 0.5;
  const column = (from % width) + 0.5;
  for (let distance = 2; distance <= widestStroke; distance++) {
    const r = (row + y * distance) | 0;
    const c = (column + x * distance) | 0;
    if (r < 2 || c < 2 || r >= height - 2 || c >= width - 2) return null;
    const at = r * width + c;
    if (slope[at] < threshold) continue;
    const facing = ((data[at + 1] - data[at - 1]) * x + (data[at + width] - data[at - width]) * y) / 2 / slope[at];
    if (facing < 0.7) continue;
    const ahead = Math.round(y) * width + Math.round(x);
    if (slope[at] >= slope[at + ahead] && slope[at] >= slope[at - ahead]) return distance;
  }
  return null;
}
