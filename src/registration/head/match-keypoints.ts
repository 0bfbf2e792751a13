import type { Affine } from '../../raster/affine.js';
import { applyAffine, similarity } from '../../raster/affine.js';
import type { Keypoint } from './find-keypoints.js';

/** A spot of one head and the spot of the other that looks most like it. */
export interface Match {
  readonly from: Keypoint;
  readonly to: Keypoint;
}

/** The best partner must look this much more alike than the next one elsewhere (ratio of distances; Lowe, 2004). */
const largestRatio = 0.85;

/** Pairs spots that look alike, both ways best. */
export function matchKeypoints(from: readonly Keypoint[], to: readonly Keypoint[]): Match[] {
  const forth = nearest(from, to), back = nearest(to, from);
  return forth.flatMap((match, i) => (match !== null && match.ratio < largestRatio && back[match.index]?.index === i ? [{ from: from[i], to: to[match.index] }] : []));
}

function nearest(from: readonly Keypoint[], to: readonly Keypoint[]): ({ index: number; ratio: number } | null)[] {
  return from.map(({ look }) => {
    let best = -1, alike = -1, second = -1;
    for (let j = 0; j < to.length; j++) {
      const other = to[j].look;
      let sum = 0;
      for (let k = 0; k < 128; k += 4) sum += look[k] * other[k] + look[k + 1] * other[k + 1] + look[k + 2] * other[k + 2] + look[k + 3] * other[k + 3];
      if (sum > alike) {
        // The same spot with another direction is no rival.
        if (best >= 0 && Math.hypot(to[best].x - to[j].x, to[best].y - to[j].y) > 2) second = alike;
        alike = sum;
        best = j;
      } else if (sum > second && Math.hypot(to[best].x - to[j].x, to[best].y - to[j].y) > 2) second = sum;
    }
    return best < 0 ? null : { index: best, ratio: Math.sqrt(Math.max(0, 2 - 2 * alike) / Math.max(1e-9, 2 - 2 * second)) };
  });
}

/** The turn, size and shift on which most matches agree. */
export interface Consensus {
  readonly map: Affine;
  readonly agreeing: readonly Match[];
}

/** Heads may be photographed at sizes this many times apart. */
const largestScale = 6;

/**
 * Asks each match for the similarity that it implies and keeps the one with which most others agree. Nothing is drawn by lot.
 * @param tolerance  Pixels of the second view.
 * @returns Null without matches.
 */
export function findConsensus(matches: readonly Match[], tolerance: number): Consensus | null {
  let best: Consensus | null = null;
  for (const { from, to } of matches) {
    const scale = to.size / from.size;
    if (!(scale < largestScale && scale > 1 / largestScale)) continue;
    const map = similarity(to.angle - from.angle, scale, from, to);
    const agreeing = matches.filter((other) => agrees(map, other, 2 * tolerance));
    if (best === null || agreeing.length > best.agreeing.length) best = { map, agreeing };
  }
  for (let round = 0; best !== null && round < 4 && best.agreeing.length >= 3; round++) {
    const map: Affine = fitSimilarity(best.agreeing), agreeing: Match[] = matches.filter((other) => agrees(map, other, tolerance));
    if (agreeing.length < 3) break;
    best = { map, agreeing };
  }
  return best;
}

function agrees(map: Affine, { from, to }: Match, tolerance: number): boolean {
  const place = applyAffine(map, from.x, from.y);
  return (place.x - to.x) ** 2 + (place.y - to.y) ** 2 <= tolerance * tolerance;
}

/** Least squares over the matched places. */
function fitSimilarity(matches: readonly Match[]): Affine {
  const n = matches.length, mean = (pick: (match: Match) => number): number => matches.reduce((sum, match) => sum + pick(match), 0) / n;
  const from = { x: mean((m) => m.from.x), y: mean((m) => m.from.y) }, to = { x: mean((m) => m.to.x), y: mean((m) => m.to.y) };
  let along = 0, across = 0, size = 0;
  for (const match of matches) {
    const [u, v, p, q] = [match.from.x - from.x, match.from.y - from.y, match.to.x - to.x, match.to.y - to.y];
    along += u * p + v * q;
    across += u * q - v * p;
    size += u * u + v * v;
  }
  return similarity(Math.atan2(across, along), Math.hypot(along, across) / Math.max(1e-9, size), from, to);
}
