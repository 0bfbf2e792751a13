import type { FieldPair } from './field-pair.js';
import { pairRoots } from './pair-roots.js';
import type { ExpectedPlaces } from './pair-roots.js';
import { neighboursListed } from './root-field.js';
import type { RootField } from './root-field.js';
import { fitWarp } from './smooth-warp.js';
import type { FittedWarp, Stiffness } from './smooth-warp.js';

/** Matched roots, the warp through them and what it expects for every root of the first field. */
export interface Matching {
  /** For each root of the first field the index of its partner in the second, −1 for none. */
  readonly partner: Int32Array;
  readonly matched: number;
  readonly warp: FittedWarp;
  readonly expected: ExpectedPlaces;
}

/** A warp through more matches than these gets no better, only slower: so many at least, and one for each so many mm². */
const fewestControls = 80;
const areaOfControlMm2 = 2.5;
const mostRounds = 16;
/** A match is accepted up to this many standard deviations, and never farther than `farthestMm`. */
const acceptedDeviations = 3;
const farthestMm = 0.2;
/** Where a place is known less well than this, chance would match it; wait until the matches have come nearer. */
const largestDeviationMm = 0.11;
/** Of the neighbours that were looked for in view, at least this share must have been found too; asked of so many at least. */
const supportedShare = 0.35;
const fewestAsked = 5;
/** A small constellation is judged as a whole. */
const fewestMatchedToDrop = 12;

/**
 * Lets a first guess grow: fit, look where every other root should be, match what is there, fit again, until nothing moves.
 * Matches spread from the guess outwards as far as the stretching can be followed.
 *
 * @param start Partner of each root of the first field, −1 for none; at least two matched.
 * @returns null when it falls apart.
 */
export function growMatches(pair: FieldPair, start: Int32Array, stiffness: Stiffness): Matching | null {
  const { first, second } = pair;
  let partner = start;
  let warp: FittedWarp | null = null;
  let expected: ExpectedPlaces | null = null;
  const seen = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    if (!holdsWarp(first, partner)) return null;
    warp = fitThrough(first, second, partner, stiffness);
    expected = expectPlaces(first, warp, stiffness);
    const next = dropUnsupported(pair, pairRoots(expected, second), expected);
    const key = next.join();
    partner = next;
    // The same matches again, or a cycle: either way no later round brings anything new.
    if (seen.has(key)) break;
    seen.add(key);
  }
  if (warp === null || expected === null || !holdsWarp(first, partner)) return null;
  return { partner, matched: countMatched(partner), warp, expected };
}

/**
 * Takes back matches among neighbours that mostly found nothing. They are chance: the stretching there has not been understood
 * yet, and they would hold the warp in the wrong place.
 */
function dropUnsupported({ first, second }: FieldPair, partner: Int32Array, { x, y, reach }: ExpectedPlaces): Int32Array {
  if (countMatched(partner) < fewestMatchedToDrop) return partner;
  const isAsked = (i: number): boolean => partner[i] >= 0 || (reach[i] > 0 && second.field.depth(x[i], y[i]) > 0);
  return partner.map((j, i) => {
    if (j < 0) return -1;
    let asked = 0, found = 0;
    for (const neighbour of first.neighbours.subarray(i * neighboursListed, (i + 1) * neighboursListed)) {
      if (neighbour < 0 || !isAsked(neighbour)) continue;
      asked++;
      if (partner[neighbour] >= 0) found++;
    }
    return asked >= fewestAsked && found < supportedShare * asked ? -1 : j;
  });
}

function countMatched(partner: Int32Array): number {
  let count = 0;
  for (const j of partner) if (j >= 0) count++;
  return count;
}

/** The warp from the first field to the second through the matched roots, or a spread of them where there are many. */
export function fitThrough(first: RootField, second: RootField, partner: Int32Array, stiffness: Stiffness): FittedWarp {
  const controls = listControls(first, partner);
  return fitWarp(pick(first, controls), pick(second, controls.map((i) => partner[i])), stiffness);
}

/** The warp from the second field to the first through the same roots. */
export function fitThroughReversed(first: RootField, second: RootField, partner: Int32Array, stiffness: Stiffness): FittedWarp {
  const controls = listControls(first, partner);
  return fitWarp(pick(second, controls.map((i) => partner[i])), pick(first, controls), stiffness);
}

function pick({ x, y }: RootField, indices: readonly number[]): { x: Float64Array; y: Float64Array } {
  return { x: Float64Array.from(indices, (i) => x[i]), y: Float64Array.from(indices, (i) => y[i]) };
}

/** The matched roots of the first field that the warp is fitted through. */
export function listControls({ field }: RootField, partner: Int32Array): number[] {
  const all: number[] = [];
  partner.forEach((j, i) => { if (j >= 0) all.push(i); });
  const most = Math.max(fewestControls, Math.round(field.areaMm2 / areaOfControlMm2));
  return all.length <= most ? all : Array.from({ length: most }, (_, k) => all[Math.floor((k * all.length) / most)]);
}

/** Two places at least, not all in one spot: what a similarity needs. */
function holdsWarp({ x, y }: RootField, partner: Int32Array): boolean {
  const start = partner.findIndex((j) => j >= 0);
  return start >= 0 && partner.some((j, i) => j >= 0 && Math.hypot(x[i] - x[start], y[i] - y[start]) > 0.1);
}

function expectPlaces(first: RootField, warp: FittedWarp, stiffness: Stiffness): ExpectedPlaces {
  const n = first.x.length;
  const expected = { x: new Float64Array(n), y: new Float64Array(n), variance: new Float64Array(n), reach: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const place = warp.predict(first.x[i], first.y[i]);
    const variance = place.variance + stiffness.rootErrorMm ** 2;
    expected.x[i] = place.x;
    expected.y[i] = place.y;
    expected.variance[i] = variance;
    expected.reach[i] = Math.sqrt(place.variance) > largestDeviationMm ? 0 : Math.min(farthestMm, acceptedDeviations * Math.sqrt(variance));
  }
  return expected;
}
