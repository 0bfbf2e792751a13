import { blurMap } from '../../raster/blur-map.js';
import { boxBlur } from '../../raster/box-blur.js';
import type { FloatMap } from '../../raster/raster-image.js';

/** A spot that can be found again at another size and turn, with what it looks like. */
export interface Keypoint {
  readonly x: number;
  readonly y: number;
  /** Sigma of the spot, pixels. */
  readonly size: number;
  /** Direction of its surroundings, radians. */
  readonly angle: number;
  /** 128 numbers, length 1: directions of the slopes in 4 × 4 fields around it. */
  readonly look: Float32Array;
}

/** Blurs tried, each √2 of the one before. */
const smallestSigma = 1.4, levels = 8;
const leastResponse = 0.03;
/** Edges slip along themselves: the two curvatures of a spot may differ by this factor at most (Lowe, 2004). */
const largestCurvatureRatio = 10;

interface Spot { x: number; y: number; level: number; response: number }

/**
 * Finds spots that stand out at their own size (extrema of differences of Gaussians; Lowe, International Journal of Computer
 * Vision 2004) and describes their surroundings by the directions of slopes.
 * @param even    Brightness without light, see `evenLight`.
 * @param inside  Same size; spots are looked for where it is 0.5 or more.
 * @param most    The clearest so many are kept.
 */
export function findKeypoints(even: FloatMap, inside: FloatMap, most: number): Keypoint[] {
  const blurred = Array.from({ length: levels }, (_, k) => {
    const sigma = smallestSigma * 2 ** (k / 2);
    return sigma < 3 ? blurMap(even, sigma) : boxBlur(even, sigma);
  });
  const spots = findSpots(blurred, inside).sort((one, other) => other.response - one.response || one.y - other.y || one.x - other.x).slice(0, most);
  return spots.flatMap((spot) => describeSpot(blurred[spot.level], spot, smallestSigma * 2 ** (spot.level / 2)));
}

function findSpots(blurred: readonly FloatMap[], inside: FloatMap): Spot[] {
  const { width, height } = inside, spots: Spot[] = [];
  const differences = blurred.slice(1).map((map, k) => map.data.map((value, at) => value - blurred[k].data[at]));
  for (let level = 1; level < differences.length - 1; level++) {
    const [below, own, above] = [differences[level - 1], differences[level], differences[level + 1]];
    const edge = Math.ceil(3 * smallestSigma * 2 ** (level / 2));
    for (let row = edge; row < height - edge; row++) {
      for (let column = edge; column < width - edge; column++) {
        const at = row * width + column, value = own[at];
        if (Math.abs(value) < leastResponse || inside.data[at] < 0.5) continue;
        if (!isExtremum(value, at, width, below, own, above) || isEdge(own, at, width)) continue;
        spots.push({ x: column + peak(own[at - 1], value, own[at + 1]), y: row + peak(own[at - width], value, own[at + width]), level, response: Math.abs(value) });
      }
    }
  }
  return spots;
}

function isExtremum(value: number, at: number, width: number, below: Float32Array, own: Float32Array, above: Float32Array): boolean {
  const sign = value > 0 ? 1 : -1, size = Math.abs(value);
  for (let dy = -width; dy <= width; dy += width) {
    for (let dx = -1; dx <= 1; dx++) {
      const near = at + dy + dx;
      if (sign * below[near] >= size || sign * above[near] >= size || (near !== at && sign * own[near] >= size)) return false;
    }
  }
  return true;
}

function isEdge(map: Float32Array, at: number, width: number): boolean {
  const xx = map[at + 1] + map[at - 1] - 2 * map[at], yy = map[at + width] + map[at - width] - 2 * map[at];
  const xy = (map[at + width + 1] - map[at + width - 1] - map[at - width + 1] + map[at - width - 1]) / 4;
  const determinant = xx * yy - xy * xy;
  return determinant <= 0 || (xx + yy) ** 2 * largestCurvatureRatio >= (largestCurvatureRatio + 1) ** 2 * determinant;
}

/** Place of the top of a parabola through three neighbours, −0.5…0.5. */
function peak(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  return bend === 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}

const directions = 36;

/** One keypoint for each strong direction of the surroundings. */
function describeSpot(map: FloatMap, spot: Spot, size: number): Keypoint[] {
  const bins = new Float64Array(directions), reach = Math.round(4.5 * size);
  forEachSlope(map, spot, reach, size, (dx, dy, slope, angle) => {
    const place = (angle / (2 * Math.PI)) * directions, low = Math.floor(place);
    const weight = slope * Math.exp(-(dx * dx + dy * dy) / (2 * (1.5 * size) ** 2));
    bins[(low + directions) % directions] += weight * (1 - (place - low));
    bins[(low + 1 + directions) % directions] += weight * (place - low);
  });
  const strongest = Math.max(...bins);
  return [...bins.keys()].flatMap((k) => {
    const [before, here, after] = [bins[(k + directions - 1) % directions], bins[k], bins[(k + 1) % directions]];
    if (here < 0.8 * strongest || here <= before || here < after) return [];
    const angle = ((k + peak(before, here, after)) / directions) * 2 * Math.PI;
    return [{ x: spot.x, y: spot.y, size, angle, look: lookAround(map, spot, size, angle) }];
  });
}

const fields = 4, bearings = 8;

/** Slopes in 4 × 4 fields of 3 sigma, turned with the spot, in 8 directions each; spread linearly over neighbours. */
function lookAround(map: FloatMap, spot: Spot, size: number, turn: number): Float32Array {
  const look = new Float32Array(fields * fields * bearings), field = 3 * size;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  forEachSlope(map, spot, Math.round(field * 2.5 * Math.SQRT2), size, (dx, dy, slope, angle) => {
    const u = (cos * dx + sin * dy) / field + 1.5, v = (-sin * dx + cos * dy) / field + 1.5;
    if (u <= -1 || v <= -1 || u >= fields || v >= fields) return;
    const weight = slope * Math.exp(-((u - 1.5) ** 2 + (v - 1.5) ** 2) / 8);
    const place = ((((angle - turn) / (2 * Math.PI)) % 1) + 1) % 1 * bearings;
    const [u0, v0, b0] = [Math.floor(u), Math.floor(v), Math.floor(place)];
    for (let k = 0; k < 8; k++) {
      const uu = u0 + (k & 1), vv = v0 + ((k >> 1) & 1), bb = (b0 + (k >> 2)) % bearings;
      if (uu < 0 || vv < 0 || uu >= fields || vv >= fields) continue;
      look[(vv * fields + uu) * bearings + bb] += weight * (1 - Math.abs(u - uu)) * (1 - Math.abs(v - vv)) * (1 - Math.abs(place - b0 - (k >> 2)));
    }
  });
  return normalised(normalised(look).map((value) => Math.min(0.2, value)));
}

function normalised(look: Float32Array): Float32Array {
  let sum = 0;
  for (const value of look) sum += value * value;
  const length = Math.sqrt(sum) || 1;
  return look.map((value) => value / length);
}

/** Slopes around a spot; the map is blurred to its size, so a coarse spot needs not every pixel. */
function forEachSlope(map: FloatMap, spot: Spot, reach: number, size: number, take: (dx: number, dy: number, slope: number, angle: number) => void): void {
  const { width, height, data } = map, [column, row] = [Math.round(spot.x), Math.round(spot.y)], step = Math.max(1, Math.round(size / 3));
  for (let y = row - Math.floor(reach / step) * step; y <= row + reach; y += step) {
    for (let x = column - Math.floor(reach / step) * step; x <= column + reach; x += step) {
      if (x < 1 || y < 1 || x > width - 2 || y > height - 2) continue;
      const at = y * width + x, across = data[at + 1] - data[at - 1], down = data[at + width] - data[at - width];
      take(x - spot.x, y - spot.y, Math.sqrt(across * across + down * down), Math.atan2(down, across));
    }
  }
}
