import type { Affine } from '../../raster/affine.js';
import { blurMap } from '../../raster/blur-map.js';
import { boxBlur } from '../../raster/box-blur.js';
import type { FloatMap } from '../../raster/raster-image.js';
import { sampleMap } from '../../raster/sample-map.js';
import type { HeadView } from './head-view.js';

/** Slopes of a picture, each of length up to 1: how clear it is, not how steep. */
export interface Slopes {
  readonly across: FloatMap;
  readonly down: FloatMap;
}

/** Slopes weaker than this share of the usual ones are grain. */
const grainShare = 0.6;

/**
 * Slopes by direction and clearness (normalised gradient fields; Haber and Modersitzki, MICCAI 2006): another lamp moves
 * the brightness and leaves most directions.
 * @param even   Brightness without light.
 * @param sigma  Pixels; coarser slopes forgive more.
 */
export function findSlopes(even: FloatMap, sigma: number): Slopes {
  const { width, height, data } = sigma < 3 ? blurMap(even, sigma) : boxBlur(even, sigma), across = new Float32Array(data.length), down = new Float32Array(data.length);
  let sum = 0;
  for (let row = 1; row < height - 1; row++) {
    for (let at = row * width + 1; at < (row + 1) * width - 1; at++) {
      across[at] = data[at + 1] - data[at - 1];
      down[at] = data[at + width] - data[at - width];
      sum += across[at] ** 2 + down[at] ** 2;
    }
  }
  const grain = (grainShare * grainShare * sum) / data.length;
  for (let at = 0; at < data.length; at++) {
    const length = Math.sqrt(across[at] ** 2 + down[at] ** 2 + grain + 1e-12);
    across[at] /= length;
    down[at] /= length;
  }
  return { across: { width, height, data: across }, down: { width, height, data: down } };
}

/** How well two heads lie on one another. */
export interface Agreement {
  /** Intersection over union of both scalps where both photographs show something, 0…1. */
  readonly outline: number;
  /** How far slopes in and around the scalp agree in direction: 1 for the same picture, about 0 for any other. */
  readonly detail: number;
  /** Share of the first scalp that lies inside the second photograph, 0…1. */
  readonly seen: number;
}

/** The first view's samples: a grid of places in and around its scalp. */
export interface Samples {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly scalp: Float32Array;
  readonly across: Float32Array;
  readonly down: Float32Array;
}

/** Places `spacing` pixels apart within `margin` pixels of the scalp's bounding box. */
export function layOutSamples(view: HeadView, slopes: Slopes, spacing: number, margin: number): Samples {
  const [top, bottom, left, right] = scalpBox(view), places: [number, number][] = [];
  for (let y = Math.max(0, top - margin); y <= Math.min(view.height - 1, bottom + margin); y += spacing) {
    for (let x = Math.max(0, left - margin); x <= Math.min(view.width - 1, right + margin); x += spacing) places.push([Math.round(x), Math.round(y)]);
  }
  const pick = (map: FloatMap): Float32Array => Float32Array.from(places, ([x, y]) => map.data[y * map.width + x]);
  return { x: Float32Array.from(places, ([x]) => x), y: Float32Array.from(places, ([, y]) => y), scalp: pick(view.scalp), across: pick(slopes.across), down: pick(slopes.down) };
}

function scalpBox({ region: { width, height, data } }: HeadView): [number, number, number, number] {
  let top = height, bottom = -1, left = width, right = -1;
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      if (data[at] === 0) continue;
      top = Math.min(top, row);
      bottom = row;
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
  }
  return [top, bottom, left, right];
}

/** Compares the first view's samples with what the second shows at their images under the map. */
export function measureAgreement(samples: Samples, view: HeadView, slopes: Slopes, map: Affine): Agreement {
  let both = 0, either = 0, alike = 0, clear = 0, seen = 0, all = 0;
  const size = Math.sqrt(Math.abs(map.a * map.d - map.b * map.c)) || 1e-9;
  const [a, b, c, d] = [map.a / size, map.b / size, map.c / size, map.d / size];
  for (let i = 0; i < samples.x.length; i++) {
    const x = map.a * samples.x[i] + map.b * samples.y[i] + map.tx, y = map.c * samples.x[i] + map.d * samples.y[i] + map.ty;
    const own = samples.scalp[i];
    all += own;
    const other = sampleMap(view.scalp, x, y, -1);
    if (other < 0) continue;
    seen += own;
    both += Math.min(own, other);
    either += Math.max(own, other);
    // The first view's slope, carried along with the turn, against the second's.
    const [sx, sy] = [a * samples.across[i] + b * samples.down[i], c * samples.across[i] + d * samples.down[i]];
    const gx = sampleMap(slopes.across, x, y, 0), gy = sampleMap(slopes.down, x, y, 0);
    const first = Math.sqrt(sx * sx + sy * sy), second = Math.sqrt(gx * gx + gy * gy);
    alike += sx * gx + sy * gy;
    clear += (first * first + second * second) / 2;
  }
  return { outline: either === 0 ? 0 : both / either, detail: clear === 0 ? 0 : Math.max(0, alike / clear), seen: all === 0 ? 0 : seen / all };
}
