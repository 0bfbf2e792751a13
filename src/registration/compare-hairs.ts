import type { Candidate } from './find-alignment.js';
import type { FieldPair } from './field-pair.js';
import { describeCommonSkin, describeDoubt, measureCommonArea } from './common-area.js';
import type { Statement } from './common-area.js';
import { fitThrough, fitThroughReversed } from './grow-matches.js';
import { pairRoots } from './pair-roots.js';
import type { ExpectedPlaces } from './pair-roots.js';
import type { FittedWarp } from './smooth-warp.js';

/** What is known of the detector: it decides how sure "lost" and "gained" are. */
export interface DetectorErrors {
  /** Share of the hairs in view that it misses, 0…1. */
  readonly missRate: number;
  /** False hairs for each true one, 0 or more. */
  readonly falseRate: number;
}

/** Hairs of the common area by index into the fields; `probability` that the statement is true. */
export interface HairComparison {
  readonly kept: { first: number; second: number; probability: number }[];
  readonly onlyFirst: { index: number; probability: number }[];
  readonly onlySecond: { index: number; probability: number }[];
  readonly commonAreaMm2: number;
  /** Median distance between the matched roots after alignment, mm; null without any in the common area. */
  readonly residualMm: number | null;
  readonly toSecond: FittedWarp;
  readonly toFirst: FittedWarp;
}

/** A matching root is looked for within four deviations, but never nearer than the first nor farther than the second, mm. */
const nearestReach = 0.1;
const farthestReach = 0.16;
/** Least depth inside both fields, mm. */
const leastGuardMm = 0.06;

/** Says of every counted hair in the skin that both photographs show whether it is in both or in one only. */
export function compareHairs(pair: FieldPair, { matching, stiffness }: Candidate, detector: DetectorErrors): HairComparison {
  const { first, second } = pair;
  const rootErrorMm = estimateRootError(pair, matching.partner, stiffness.rootErrorMm);
  const settled = { ...stiffness, rootErrorMm };
  const toSecond = fitThrough(first, second, matching.partner, settled);
  const expected = expectGenerously(pair, toSecond, rootErrorMm);
  const partner = pairRoots(expected, second);
  const toFirst = fitThroughReversed(first, second, matching.partner, settled);
  const isCommon = describeCommonSkin(first.field, second.field, toSecond, Math.max(leastGuardMm, 2.5 * rootErrorMm));
  const sightings = listSightings(pair, partner, expected, toFirst).filter(isCommon);
  const isDoubtful = describeDoubt(sightings);
  const sure = sightings.filter((sighting) => !isDoubtful(sighting));
  const areaMm2 = measureCommonArea(first.field, toSecond, (place) => isCommon(place) && !isDoubtful(place));

  const kept = sure.filter(({ says }) => says === 'both');
  const onlyFirst = sure.filter(({ says }) => says === 'onlyFirst'), onlySecond = sure.filter(({ says }) => says === 'onlySecond');
  const goneShare = shareTrulyGone(onlyFirst.length, kept.length, detector), newShare = shareTrulyGone(onlySecond.length, kept.length, detector);
  const strayDensity = (onlySecond.length + 1) / Math.max(areaMm2, 1e-6);
  return {
    kept: kept.map(({ i, j, distance }) => {
      // Twice the variance, because real errors of place have longer tails than a bell.
      const variance = 2 * expected.variance[i];
      const same = ((1 - goneShare) * Math.exp(-(distance * distance) / (2 * variance))) / (2 * Math.PI * variance);
      return { first: i, second: j, probability: same / (same + goneShare * strayDensity) };
    }),
    onlyFirst: onlyFirst.map(({ i }) => ({ index: i, probability: probabilityGone(first.roots[i].confidence, goneShare, detector) })),
    onlySecond: onlySecond.map(({ j }) => ({ index: j, probability: probabilityGone(second.roots[j].confidence, newShare, detector) })),
    commonAreaMm2: areaMm2,
    residualMm: median(kept.map(({ distance }) => distance)),
    toSecond, toFirst,
  };
}

/** A counted hair as one or both photographs show it; −1 where one does not. */
interface Sighting extends Statement {
  readonly i: number;
  readonly j: number;
  readonly distance: number;
}

function listSightings({ first, second }: FieldPair, partner: Int32Array, expected: ExpectedPlaces, toFirst: FittedWarp): Sighting[] {
  const sightings: Sighting[] = [];
  const taken = new Set<number>();
  partner.forEach((j, i) => {
    const [firstX, firstY, thereX, thereY] = [first.x[i], first.y[i], expected.x[i], expected.y[i]];
    if (j < 0) {
      if (first.roots[i].counted) sightings.push({ says: 'onlyFirst', i, j, distance: NaN, firstX, firstY, secondX: thereX, secondY: thereY });
      return;
    }
    taken.add(j);
    if (!first.roots[i].counted || !second.roots[j].counted) return;
    const back = toFirst.apply(second.x[j], second.y[j]);
    sightings.push({
      says: 'both', i, j, distance: Math.hypot(thereX - second.x[j], thereY - second.y[j]),
      // Both sightings are averaged, so that the hair lies inside or outside for both photographs alike.
      firstX: (firstX + back.x) / 2, firstY: (firstY + back.y) / 2, secondX: (thereX + second.x[j]) / 2, secondY: (thereY + second.y[j]) / 2,
    });
  });
  for (let j = 0; j < second.x.length; j++) {
    if (taken.has(j) || !second.roots[j].counted) continue;
    const back = toFirst.apply(second.x[j], second.y[j]);
    sightings.push({ says: 'onlySecond', i: -1, j, distance: NaN, firstX: back.x, firstY: back.y, secondX: second.x[j], secondY: second.y[j] });
  }
  return sightings;
}

function expectGenerously({ first }: FieldPair, warp: FittedWarp, rootErrorMm: number): ExpectedPlaces {
  const n = first.x.length;
  const expected = { x: new Float64Array(n), y: new Float64Array(n), variance: new Float64Array(n), reach: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const place = warp.predict(first.x[i], first.y[i]);
    expected.x[i] = place.x;
    expected.y[i] = place.y;
    expected.variance[i] = place.variance + rootErrorMm ** 2;
    expected.reach[i] = Math.min(farthestReach, Math.max(nearestReach, 4 * Math.sqrt(expected.variance[i])));
  }
  return expected;
}

/** Error of a root's place in each direction from the median distance (1.1774 deviations of a two-way bell); a few wrong pairs do not move it. */
function estimateRootError({ first, second }: FieldPair, partner: Int32Array, assumed: number): number {
  const warp = fitThrough(first, second, partner, { shear: 0.025, stretchMm: 0.1, lengthMm: 2.5, rootErrorMm: assumed });
  const distances: number[] = [];
  partner.forEach((j, i) => {
    if (j < 0) return;
    const there = warp.apply(first.x[i], first.y[i]);
    distances.push(Math.hypot(there.x - second.x[j], there.y - second.y[j]));
  });
  const typical = median(distances)! / 1.1774;
  // Few matches fit their own warp too well: what was assumed counts as eight of them.
  return Math.min(0.05, Math.max(0.012, (typical * distances.length + assumed * 8) / (distances.length + 8)));
}

/** Share of hairs that truly went (or came), once misses and false detections are taken off what was seen in one photograph only. */
function shareTrulyGone(only: number, both: number, { missRate, falseRate }: DetectorErrors): number {
  const seen = (only + 0.5) / (only + both + 1);
  return Math.max(0.01, Math.min(0.95, (seen - missRate - falseRate) / Math.max(0.05, 1 - missRate)));
}

/** A hair seen in one photograph only is gone, or was missed in the other, or never was a hair. */
function probabilityGone(confidence: number, goneShare: number, { missRate }: DetectorErrors): number {
  const gone = confidence * goneShare, missed = confidence * (1 - goneShare) * missRate;
  return gone / (gone + missed + (1 - confidence));
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
