import { firstFrom } from './first-from.js';
import type { FieldPair } from './field-pair.js';
import { largestLogScale } from './pose-prior.js';
import type { RootField } from './root-field.js';
import type { RootLookup } from './root-lookup.js';

/** Two roots of each field that are guessed to be the same two hairs, and how well their surroundings agree. */
export interface ProposedPose {
  readonly first: readonly [number, number];
  readonly second: readonly [number, number];
  readonly score: number;
}

/** Error of one root's place between two visits, mm; generous, because this is only the search. */
const rootErrorMm = 0.045;
/** Stretching moves a place by this share of its distance from the pair. */
const stretchShare = 0.02;
const shortestPairMm = 0.3;
const pairsPerRoot = 10;
const mostPairs = 240;
const neighboursAsked = 14;
const keptPoses = 300;

/**
 * Guesses poses from pairs of roots: every pair of the first field (a spread of them where there are many) against every
 * pair of like length in the second. Each guess lays the pair's surroundings onto the second field and adds up, root by root,
 * how much likelier the agreement is for the same skin than for chance.
 *
 * @returns The best guesses, best first.
 */
export function proposePoses(pair: FieldPair, lookup: RootLookup): ProposedPose[] {
  const { first, second, logPosePrior } = pair;
  const reach = pairReach(first, second);
  const firstPairs = spread(listPairs(first, reach, false), mostPairs);
  const secondPairs = listPairs(second, reach * Math.exp(largestLogScale) + 3 * rootErrorMm, true).sort((a, b) => a.length - b.length);
  const lengths = Float64Array.from(secondPairs, (pair) => pair.length);
  const { x: ax, y: ay } = first, { x: bx, y: by } = second;
  const best: ProposedPose[] = [];
  let leastScore = -Infinity;
  for (const { i, j, length } of firstPairs) {
    const surroundings = surround(first, i, j);
    const slack = largestLogScale + (1.5 * rootErrorMm) / length;
    const low = length * Math.exp(-slack), high = length * Math.exp(slack);
    const dx = ax[j] - ax[i], dy = ay[j] - ay[i], length2 = dx * dx + dy * dy;
    for (let k = firstFrom(lengths, low); k < lengths.length && lengths[k] <= high; k++) {
      const p = secondPairs[k].i, q = secondPairs[k].j;
      const ex = bx[q] - bx[p], ey = by[q] - by[p];
      // The similarity as one complex number: (second pair) / (first pair).
      const real = (ex * dx + ey * dy) / length2, imaginary = (ey * dx - ex * dy) / length2;
      let score = scoreSurroundings(surroundings, lookup, pair, bx[p], by[p], real, imaginary);
      // No threshold: in a field of few hairs, some of them gone, even the right guess has more against it than for it here.
      if (score <= leastScore) continue;
      const cx = first.field.centre.x - ax[i], cy = first.field.centre.y - ay[i];
      // Short pairs measure the scale badly: what is beyond the limit only by that is brought back to it.
      const logScale = Math.max(-largestLogScale, Math.min(largestLogScale, Math.log(Math.hypot(real, imaginary))));
      score += logPosePrior({
        rotation: Math.atan2(imaginary, real), logScale,
        shiftX: bx[p] + real * cx - imaginary * cy - second.field.centre.x,
        shiftY: by[p] + imaginary * cx + real * cy - second.field.centre.y,
      });
      if (score <= leastScore) continue;
      best.push({ first: [i, j], second: [p, q], score });
      if (best.length >= 4 * keptPoses) {
        best.sort(byScore);
        best.length = keptPoses;
        leastScore = best[keptPoses - 1].score;
      }
    }
  }
  return best.sort(byScore).slice(0, keptPoses);
}

function byScore(a: ProposedPose, b: ProposedPose): number {
  return b.score - a.score || a.first[0] - b.first[0] || a.first[1] - b.first[1] || a.second[0] - b.second[0] || a.second[1] - b.second[1];
}

/** Pairs up to this length give every root about `pairsPerRoot` partners. */
function pairReach(first: RootField, second: RootField): number {
  const density = Math.min(first.x.length / first.field.areaMm2, second.x.length / second.field.areaMm2);
  return Math.max(0.9, Math.sqrt(pairsPerRoot / (Math.PI * density)));
}

interface RootPair { i: number; j: number; length: number }

function listPairs({ x, y, unit }: RootField, reach: number, bothWays: boolean): RootPair[] {
  const pairs: RootPair[] = [];
  for (let i = 0; i < x.length; i++) {
    // x ascends, so the partners to the right end at the reach.
    for (let j = i + 1; j < x.length && x[j] - x[i] <= reach; j++) {
      const length = Math.hypot(x[j] - x[i], y[j] - y[i]);
      if (length > reach || length < shortestPairMm || unit[i] === unit[j]) continue;
      pairs.push({ i, j, length });
      if (bothWays) pairs.push({ i: j, j: i, length });
    }
  }
  return pairs;
}

function spread<T>(items: T[], count: number): T[] {
  return items.length <= count ? items : Array.from({ length: count }, (_, k) => items[Math.floor((k * items.length) / count)]);
}

/** The roots around a pair, nearest first, with all that does not depend on the guess. */
interface Surroundings {
  readonly count: number;
  /** Offsets from the pair's first root, mm. */
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  /** Variance of the place that a guess predicts for it, mm², and the logarithm of the density at its middle. */
  readonly variance: Float64Array;
  readonly logPeak: Float64Array;
  /** An earlier neighbour of the same unit, −2 one of the pair itself, −1 none. */
  readonly mate: Int32Array;
}

function surround({ x, y, unit }: RootField, i: number, j: number): Surroundings {
  const mx = (x[i] + x[j]) / 2, my = (y[i] + y[j]) / 2;
  const nearest: { k: number; d: number }[] = [];
  for (let k = 0; k < x.length; k++) {
    if (k === i || k === j) continue;
    const d = (x[k] - mx) ** 2 + (y[k] - my) ** 2;
    if (nearest.length === neighboursAsked && d >= nearest[neighboursAsked - 1].d) continue;
    let at = nearest.length;
    while (at > 0 && nearest[at - 1].d > d) at--;
    nearest.splice(at, 0, { k, d });
    if (nearest.length > neighboursAsked) nearest.pop();
  }
  const count = nearest.length;
  const surroundings: Surroundings = {
    count, dx: new Float64Array(count), dy: new Float64Array(count),
    variance: new Float64Array(count),
    logPeak: new Float64Array(count), mate: new Int32Array(count).fill(-1),
  };
  const ex = x[j] - x[i], ey = y[j] - y[i], length2 = ex * ex + ey * ey;
  nearest.forEach(({ k }, at) => {
    const dx = x[k] - x[i], dy = y[k] - y[i];
    const real = (dx * ex + dy * ey) / length2, imaginary = (dy * ex - dx * ey) / length2;
    // Predicted place = (1 − u)·first + u·second of the pair; each of the two carries its own error.
    const lever = (1 - real) ** 2 + real ** 2 + 2 * imaginary ** 2;
    const away = Math.sqrt(Math.min(dx * dx + dy * dy, (x[k] - x[j]) ** 2 + (y[k] - y[j]) ** 2));
    surroundings.dx[at] = dx;
    surroundings.dy[at] = dy;
    surroundings.variance[at] = rootErrorMm ** 2 * (1 + lever) + (stretchShare * away) ** 2;
    surroundings.logPeak[at] = -Math.log(2 * Math.PI * surroundings.variance[at]);
    if (unit[k] === unit[i] || unit[k] === unit[j]) surroundings.mate[at] = -2;
    else surroundings.mate[at] = nearest.findIndex((other, earlier) => earlier < at && unit[other.k] === unit[k]);
  });
  return surroundings;
}

/** Chances that a hair is found again, given what became of its unit; only for the search. */
const logKept = Math.log(0.6), logGone = Math.log(0.4), logAlike = Math.log(0.85), logUnlike = Math.log(0.15);
const hits = new Uint8Array(neighboursAsked);

function scoreSurroundings(
  around: Surroundings, lookup: RootLookup, pair: FieldPair, startX: number, startY: number, real: number, imaginary: number,
): number {
  const { x, y } = pair.second, { logFirst, logFurther } = pair.chance, { columns, rows, left, top, cellsPerMm, nearest, inView } = lookup;
  let score = 0;
  for (let k = 0; k < around.count; k++) {
    hits[k] = 0;
    const px = startX + real * around.dx[k] - imaginary * around.dy[k];
    const py = startY + imaginary * around.dx[k] + real * around.dy[k];
    const column = Math.floor((px - left) * cellsPerMm), row = Math.floor((py - top) * cellsPerMm);
    if (column < 0 || row < 0 || column >= columns || row >= rows || inView[row * columns + column] === 0) {
      hits[k] = 2;
      continue;
    }
    const mate = around.mate[k], mateHit = mate === -2 ? 1 : mate === -1 ? 2 : hits[mate];
    const goneLog = mateHit === 2 ? logGone : mateHit === 1 ? logUnlike : logAlike;
    const candidate = nearest[row * columns + column];
    let gain = goneLog;
    if (candidate >= 0) {
      const d2 = (x[candidate] - px) ** 2 + (y[candidate] - py) ** 2;
      const keptLog = mateHit === 2 ? logKept : mateHit === 1 ? logAlike : logUnlike;
      const found = keptLog + around.logPeak[k] - d2 / (2 * around.variance[k]) - (mateHit === 1 ? logFurther : logFirst);
      if (found > gain) {
        gain = found;
        hits[k] = 1;
      }
    }
    score += gain;
    // Five surrounding roots with next to no support: this guess will not come back.
    if (k === 4 && score < -2.5) return -Infinity;
  }
  return score;
}
