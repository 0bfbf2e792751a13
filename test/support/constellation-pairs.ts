import { createRandom } from '../../src/phantom/random.js';
import type { Alignment } from '../../src/registration/align-constellations.js';
import type { PlaceMm } from '../../src/registration/constellation.js';
import { makeScalp, passTime, photographScalp, plainVisit } from './constellations.js';
import type { ScalpHair, Sighting, Visit } from './constellations.js';

export interface PairConditions {
  readonly seed: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly densityPerCm2: readonly [number, number];
  readonly pattern: 'natural' | 'regular';
  /** Range of the true change, and of the share that both comes and goes besides. */
  readonly change: readonly [number, number];
  readonly turnover: number;
  /** Largest shift as a share of the width, turn in radians, logarithm of the scale, tilt in radians, stretching in mm. */
  readonly shift: number;
  readonly rotation: number;
  readonly logScale: number;
  readonly tilt: number;
  readonly stretchMm: number;
  readonly rootErrorMm: number;
  readonly missRate: number;
  readonly falseRate: number;
  /** The follow-up shows another person's skin. */
  readonly different: boolean;
}

/** Two visits of 1 cm² that differ in everything registration promises to bear. */
export const hardPair: Omit<PairConditions, 'seed'> = {
  widthMm: 10, heightMm: 10, densityPerCm2: [60, 200], pattern: 'natural', change: [-0.45, 0.6], turnover: 0.08,
  shift: 0.4, rotation: Math.PI, logScale: 0.1, tilt: 0.2, stretchMm: 0.1, rootErrorMm: 0.02, missRate: 0.06, falseRate: 0.06, different: false,
};

/** A 70× close-up of 0.1 cm² taken twice in the same way; units of hairs gone. */
export const smallPair: Omit<PairConditions, 'seed'> = {
  widthMm: 3.54, heightMm: 2.83, densityPerCm2: [100, 180], pattern: 'natural', change: [-0.45, 0], turnover: 0,
  shift: 0.05, rotation: 0.16, logScale: 0.04, tilt: 0.05, stretchMm: 0, rootErrorMm: 0.015, missRate: 0.02, falseRate: 0.02, different: false,
};

export interface MadePair {
  readonly baseline: Sighting;
  readonly followUp: Sighting;
  readonly hairsBefore: readonly ScalpHair[];
  readonly hairsAfter: readonly ScalpHair[];
  readonly visits: readonly [Visit, Visit];
}

export function makePair(conditions: PairConditions): MadePair {
  const { seed, widthMm, heightMm, pattern } = conditions;
  const random = createRandom(seed * 7919);
  const densityPerCm2 = random.uniform(...conditions.densityPerCm2), change = random.uniform(...conditions.change), both = random.uniform(0, conditions.turnover);
  const halfSideMm = 0.6 * Math.hypot(widthMm, heightMm) + conditions.shift * widthMm;
  const hairsBefore = makeScalp({ seed: seed * 7919 + 1, densityPerCm2, halfSideMm, pattern });
  const hairsAfter = conditions.different
    ? makeScalp({ seed: seed * 7919 + 2, densityPerCm2: densityPerCm2 * random.uniform(0.8, 1.25), halfSideMm, pattern })
    : passTime(hairsBefore, { seed: seed * 7919 + 3, lostShare: Math.max(0, -change) + both, gainedShare: Math.max(0, change) + both, halfSideMm });
  const first: Visit = {
    ...plainVisit, seed: seed * 7919 + 4, widthMm, heightMm, rootErrorMm: conditions.rootErrorMm, missRate: conditions.missRate, falseRate: conditions.falseRate,
    stretchMm: random.uniform(0, conditions.stretchMm), stretchPhase: random.uniform(0, 6),
  };
  const towards = random.uniform(0, 2 * Math.PI), far = random.uniform(0, conditions.shift) * widthMm;
  const second: Visit = {
    ...first, seed: seed * 7919 + 5, centre: { x: far * Math.cos(towards), y: far * Math.sin(towards) },
    rotation: random.uniform(-conditions.rotation, conditions.rotation), scale: Math.exp(random.uniform(-conditions.logScale, conditions.logScale)),
    tilt: random.uniform(0, conditions.tilt), tiltDirection: random.uniform(0, 6),
    stretchMm: random.uniform(0, conditions.stretchMm), stretchPhase: random.uniform(0, 6), combed: random.normal(0, 0.15),
  };
  return { baseline: photographScalp(hairsBefore, first), followUp: photographScalp(hairsAfter, second), hairsBefore, hairsAfter, visits: [first, second] };
}

/** Median distance, µm, between where the alignment carries the baseline's places and where that skin truly lies. */
export function placeErrorUm({ baseline, followUp, hairsBefore, visits }: MadePair, alignment: Alignment): number {
  const errors: number[] = [];
  for (const hair of hairsBefore) {
    const from = baseline.toPhoto(hair), to = followUp.toPhoto(hair);
    if (depth(from, visits[0]) < 0 || depth(to, visits[1]) < 0) continue;
    const carried = alignment.toFollowUp(from);
    errors.push(1000 * Math.hypot(carried.x - to.x, carried.y - to.y));
  }
  errors.sort((a, b) => a - b);
  return errors[errors.length >> 1];
}

/** Hairs said to be kept, lost or gained, and how many of these statements are true of the scalp. */
export function checkStatements({ baseline, followUp, hairsBefore, hairsAfter }: MadePair, { kept, lost, gained }: Alignment): { said: number; true: number } {
  const before = new Set(hairsBefore.map((hair) => hair.key)), after = new Set(hairsAfter.map((hair) => hair.key));
  const wasKept = (key: number | undefined): boolean => key !== undefined && before.has(key) && after.has(key);
  const right = kept.filter((hair) => wasKept(baseline.keys.get(hair.baseline)) && wasKept(followUp.keys.get(hair.followUp))).length
    + lost.filter((hair) => !wasKept(baseline.keys.get(hair.id))).length + gained.filter((hair) => !wasKept(followUp.keys.get(hair.id))).length;
  return { said: kept.length + lost.length + gained.length, true: right };
}

/** The true change, percent, of the skin that lies at least 0.06 mm inside both photographs. */
export function truePercent({ baseline, followUp, hairsBefore, hairsAfter, visits }: MadePair): number {
  const shared = (hair: PlaceMm): boolean => Math.min(depth(baseline.toPhoto(hair), visits[0]), depth(followUp.toPhoto(hair), visits[1])) > 0.06;
  return 100 * (hairsAfter.filter(shared).length / hairsBefore.filter(shared).length - 1);
}

function depth({ x, y }: PlaceMm, { widthMm, heightMm }: Visit): number {
  return Math.min(x, y, widthMm - x, heightMm - y);
}
