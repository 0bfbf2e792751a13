import type { Position } from '../domain/hair.js';
import { AnalysisError } from '../errors.js';
import type { FloatMap } from '../raster/raster-image.js';
import { readMap } from './find-shafts.js';
import { hairProbabilityThreshold } from './hair-coverage.js';
import { inNetworkPixels } from './network-pixels.js';

/** Pixels of the network's picture: a drawn line is moved sideways by at most half a usual shaft, and a shorter one is no hair. */
const largestShift = inNetworkPixels(33), shortest = inNetworkPixels(40);
/** Points of a line, exit and tip included; as many as a line that the program found has. */
const pointsOnLine = 7;

/** A place on the original photograph, pixels. */
type Point = readonly [x: number, y: number];

/** A shaft that a person drew, laid onto what the photograph shows. */
export interface DrawnShaft {
  /** From the exit to the tip, original pixels. */
  readonly points: readonly Point[];
  /** Both ends and the distance between them in pixels of the network's picture. */
  readonly rootX: number;
  readonly rootY: number;
  readonly tipX: number;
  readonly tipY: number;
  readonly length: number;
  /** Whether the network sees hair along most of it; without that its edges cannot be told from the skin. */
  readonly isSeen: boolean;
}

/**
 * Lays a line that a person drew onto the hair under it: both ends stay where they were put, the points between move sideways to the middle
 * of the shaft that the network sees there, so that a bent hair can be drawn with two clicks and its width is read across its middle.
 * @param path   From the exit to the tip, original pixels.
 * @param hair   Hair probability of the network's picture.
 * @param scale  Network pixels per original pixel.
 * @throws AnalysisError `correction.invalid` for a line that leaves the photograph or is shorter than 0.04 mm.
 */
export function layDrawnShaft(path: readonly Position[], hair: FloatMap, scale: number): DrawnShaft {
  const toNetwork = (value: number): number => (value + 0.5) * scale - 0.5;
  const places = path.map(({ row, column }): Point => [toNetwork(column), toNetwork(row)]);
  if (places.some(([x, y]) => x < -0.5 || y < -0.5 || x > hair.width - 0.5 || y > hair.height - 0.5)) {
    throw new AnalysisError('correction.invalid', 'A drawn hair leaves the photograph.');
  }
  const [rootX, rootY] = places[0]!, [tipX, tipY] = places[places.length - 1]!;
  if (lengthOf(places) < shortest) throw new AnalysisError('correction.invalid', 'A drawn hair is too short to be one.');
  let seen = 0;
  const laid = spread(places).map(([x, y, ux, uy], k): Point => {
    if (k === 0 || k === pointsOnLine - 1) return [x, y];
    const shift = shiftToMiddle(hair, x, y, -uy, ux);
    if (shift === null) return [x, y];
    seen += 1;
    return [x - uy * shift, y + ux * shift];
  });
  const toOriginal = (value: number): number => (value + 0.5) / scale - 0.5;
  return {
    points: laid.map(([x, y]) => [toOriginal(x), toOriginal(y)] as const), rootX, rootY, tipX, tipY,
    length: Math.hypot(tipX - rootX, tipY - rootY), isSeen: seen >= (pointsOnLine - 2) / 2,
  };
}

/** How far to the side the middle of the hair lies; null where the network sees none within reach. */
function shiftToMiddle(hair: FloatMap, x: number, y: number, nx: number, ny: number): number | null {
  let weight = 0, moment = 0, highest = 0;
  for (let d = -largestShift; d <= largestShift; d += 0.5) {
    const probability = readMap(hair, x + d * nx, y + d * ny);
    weight += probability;
    moment += probability * d;
    highest = Math.max(highest, probability);
  }
  return highest < hairProbabilityThreshold ? null : moment / weight;
}

function lengthOf(places: readonly Point[]): number {
  let length = 0;
  for (let k = 1; k < places.length; k++) length += Math.hypot(places[k]![0] - places[k - 1]![0], places[k]![1] - places[k - 1]![1]);
  return length;
}

/** Points at equal distances along a line, with its direction there. */
function spread(places: readonly Point[]): [x: number, y: number, ux: number, uy: number][] {
  const all = lengthOf(places);
  return Array.from({ length: pointsOnLine }, (_, k) => {
    let left = (all * k) / (pointsOnLine - 1);
    for (let i = 0; i + 1 < places.length; i++) {
      const [x, y] = places[i]!, dx = places[i + 1]![0] - x, dy = places[i + 1]![1] - y, length = Math.hypot(dx, dy);
      if ((left <= length && length > 0) || i + 2 === places.length) {
        const share = length > 0 ? Math.min(1, left / length) : 0;
        return [x + dx * share, y + dy * share, dx / (length || 1), dy / (length || 1)];
      }
      left -= length;
    }
    throw new RangeError('Expected a line of at least two points.');
  });
}
