import type { Candidate } from './find-alignment.js';
import type { HairRoot } from './constellation.js';
import type { FieldPair } from './field-pair.js';
import { describeCommonSkin, describeDoubt, measureCommonArea } from './common-area.js';
import type { CommonSkin, Statement } from './common-area.js';
import { judgeOneSided } from './judge-one-sided.js';
import type { DetectorErrors } from './judge-one-sided.js';
import { fitThrough, fitThroughReversed } from './grow-matches.js';
import { measureDiscord, scaleMisses } from './measure-discord.js';
import { pairHairs } from './pair-hairs.js';
import type { Pairing } from './pair-hairs.js';
import type { ExpectedPlaces } from './pair-roots.js';
import type { RootField } from './root-field.js';
import { findNearestExit, measureShaftGap, measureShown } from './shaft-gap.js';
import type { FittedWarp } from './smooth-warp.js';

/** Hairs of the common area; `probability` that the statement is true. */
export interface HairComparison {
  readonly kept: { first: HairRoot; second: HairRoot; probability: number }[];
  readonly onlyFirst: { hair: HairRoot; probability: number }[];
  readonly onlySecond: { hair: HairRoot; probability: number }[];
  readonly commonAreaMm2: number;
  /** Median distance between the matched roots after alignment, mm; null without any in the common area. */
  readonly residualMm: number | null;
  readonly toSecond: FittedWarp;
  readonly toFirst: FittedWarp;
}

/** A matching root is looked for within four deviations, but never nearer than the first nor farther than the second, mm. */
const nearestReach = 0.1;
const farthestReach = 0.16;

/** Says of every counted hair in the skin that both photographs show whether it is in both or in one only. */
export function compareHairs(pair: FieldPair, { pair: aligned, matching, stiffness }: Candidate, errors: DetectorErrors): HairComparison {
  const { first, second } = pair;
  const rootErrorMm = estimateRootError(aligned, matching.partner, stiffness.rootErrorMm);
  const settled = { ...stiffness, rootErrorMm };
  const toSecond = fitThrough(aligned.first, aligned.second, matching.partner, settled);
  const expected = expectGenerously(first, toSecond, rootErrorMm);
  const toFirst = fitThroughReversed(aligned.first, aligned.second, matching.partner, settled);
  const expectedBack = expectGenerously(second, toFirst, rootErrorMm);
  const common = describeCommonSkin(first.field, second.field, toSecond, rootErrorMm);
  const turn = Math.atan2(toSecond.imaginary, toSecond.real);
  const pairing = pairHairs(pair, expected, expectedBack, turn);
  const sightings = listSightings(pair, pairing, expected, expectedBack, toFirst)
    .map((sighting) => ({ ...sighting, insideShare: chanceOf(sighting, common) })).filter(({ insideShare }) => insideShare > 0);
  const isDoubtful = describeDoubt(sightings.filter(({ insideShare }) => insideShare >= 0.5));
  const sure = sightings.filter((sighting) => !isDoubtful(sighting));
  const areaMm2 = measureCommonArea(first.field, toSecond, (place) => common.contains(place) && !isDoubtful(place));

  const kept = sure.filter(({ says }) => says === 'both');
  const onlyFirst = sure.filter(({ says }) => says === 'onlyFirst'), onlySecond = sure.filter(({ says }) => says === 'onlySecond');
  const discordOfFirst = measureDiscord(kept.map(({ one, other }) => ({ sure: other!.confidence, asked: one!.confidence })));
  const discordOfSecond = measureDiscord(kept.map(({ one, other }) => ({ sure: one!.confidence, asked: other!.confidence })));
  const gone = judge(onlyFirst.map(({ one, secondX, secondY, insideShare }) => ({ hair: one!, x: secondX, y: secondY, insideShare })), first, second, turn, kept.filter(({ one }) => one!.counted).length, scaleMisses(errors, discordOfSecond));
  const come = judge(onlySecond.map(({ other, firstX, firstY, insideShare }) => ({ hair: other!, x: firstX, y: firstY, insideShare })), second, first, -turn, kept.filter(({ other }) => other!.counted).length, scaleMisses(errors, discordOfFirst));
  const strayDensity = (onlySecond.length + 1) / Math.max(areaMm2, 1e-6), goneShare = Math.max(0.01, onlyFirst.length / (onlyFirst.length + kept.length + 1));
  return {
    kept: kept.map(({ one, other, distance, placeVariance }) => {
      // Twice the variance, because real errors of place have longer tails than a bell.
      const variance = 2 * placeVariance;
      const same = ((1 - goneShare) * Math.exp(-(distance * distance) / (2 * variance))) / (2 * Math.PI * variance);
      return { first: one!, second: other!, probability: same / (same + goneShare * strayDensity) };
    }),
    onlyFirst: gone, onlySecond: come,
    commonAreaMm2: areaMm2,
    residualMm: median(kept.map(({ distance }) => distance)),
    toSecond, toFirst,
  };
}

/** @param lonely  Hairs of `own` without a partner, and where they should be in `other`, whose directions are turned by `turn`. */
function judge(lonely: readonly { hair: HairRoot; x: number; y: number; insideShare: number }[], own: RootField, other: RootField, turn: number, kept: number, errors: DetectorErrors): { hair: HairRoot; probability: number }[] {
  const probabilities = judgeOneSided(lonely.map(({ hair, x, y, insideShare }) => ({
    insideShare, confidence: hair.confidence, gapMm: measureShaftGap(hair, { x, y }, turn, other.roots), shownMm: measureShown(hair, { x, y }, turn, other.shown),
    sameExitMm: findNearestExit(hair, own.roots.filter(({ id }) => id !== hair.id)), takenExitMm: findNearestExit({ x, y }, other.roots),
  })), kept, errors);
  return lonely.map(({ hair }, k) => ({ hair, probability: probabilities[k] }));
}

/** A hair as one or both photographs show it, counted at one of them at least; null where one does not show it. */
interface Sighting extends Statement {
  readonly one: HairRoot | null;
  readonly other: HairRoot | null;
  /** Between where one photograph expects it and where the other shows it, mm; and the variance of that place in each direction. */
  readonly distance: number;
  readonly placeVariance: number;
}

/** Probability that a hair lies in the common skin: 0 or 1 where both photographs show it. */
function chanceOf(sighting: Sighting, common: CommonSkin): number {
  if (sighting.says === 'both') return common.contains(sighting) ? 1 : 0;
  return sighting.says === 'onlyFirst' ? common.chanceOfFirst(sighting) : common.chanceOfSecond(sighting);
}

function listSightings({ first, second }: FieldPair, { pairs, onlyFirst, onlySecond }: Pairing, expected: ExpectedPlaces, expectedBack: ExpectedPlaces, toFirst: FittedWarp): Sighting[] {
  return [
    ...pairs.map(({ one, other, there, variance }): Sighting => {
      const back = toFirst.apply(other.x, other.y);
      return {
        says: 'both', one, other, distance: Math.hypot(there.x - other.x, there.y - other.y), placeVariance: variance,
        // Both sightings are averaged, so that the hair lies inside or outside for both photographs alike.
        firstX: (one.x + back.x) / 2, firstY: (one.y + back.y) / 2, secondX: (there.x + other.x) / 2, secondY: (there.y + other.y) / 2,
      };
    }),
    ...onlyFirst.map((i): Sighting => {
      const one = first.roots[i];
      return { says: 'onlyFirst', one, other: null, distance: NaN, placeVariance: NaN, firstX: one.x, firstY: one.y, secondX: expected.x[i], secondY: expected.y[i] };
    }),
    ...onlySecond.map((j): Sighting => {
      const other = second.roots[j];
      return { says: 'onlySecond', one: null, other, distance: NaN, placeVariance: NaN, firstX: expectedBack.x[j], firstY: expectedBack.y[j], secondX: other.x, secondY: other.y };
    }),
  ];
}

function expectGenerously(first: RootField, warp: FittedWarp, rootErrorMm: number): ExpectedPlaces {
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

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
