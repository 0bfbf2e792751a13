import type { HairKind } from '../domain/hair.js';
import { usualTerminalThresholdUm } from '../domain/terminal-threshold.js';
import { createRandom, type Random } from './random.js';

/** How the hair of a simulated scalp grows. Lengths in mm, diameters in µm, angles in radians. */
export interface GrowthParameters {
  readonly densityPerCm2: number;
  /** Shares of follicular units with 1, 2, 3, 4 hairs. */
  readonly unitShares: readonly number[];
  /** No two units stand closer than this. */
  readonly unitDistanceMm: number;
  readonly direction: number;
  /** Spread of the units' directions. */
  readonly directionSpread: number;
  /** Change of direction across the field, radians per mm. */
  readonly swirlPerMm: number;
  readonly lengthMm: number;
  /** Spread of the logarithm of the units' lengths. */
  readonly lengthSpread: number;
  readonly longestMm: number;
  /** Angle between neighbouring shafts of one unit. */
  readonly fan: number;
  /** Share of units whose shafts lean together instead of fanning out. */
  readonly convergingShare: number;
  /** Share of units whose shafts leave the skin all but through one exit and lie on each other; none where missing. */
  readonly tightShare?: number;
  readonly vellusShare: number;
  readonly vellusDiameterUm: number;
  readonly terminalDiameterUm: number;
  /** Bend over the length of a short hair, radians; long hair bends by it every 2 mm. */
  readonly curl: number;
  /** Shares of tips cut flat, flared, tapered. */
  readonly tipShares: readonly [number, number, number];
  /** Loose clipped fragments per cm². */
  readonly fragmentsPerCm2: number;
}

export interface PhantomHair {
  readonly id: number;
  readonly unit: number;
  readonly seed: number;
  /** False for a loose fragment. */
  readonly rooted: boolean;
  /** x, y pairs in mm from exit (root) to tip. */
  readonly pathMm: readonly (readonly [number, number])[];
  readonly lengthMm: number;
  readonly diameterUm: number;
  readonly kind: HairKind;
  readonly tipShape: 'flat' | 'flared' | 'tapered';
}

/** Everything that belongs to the skin and not to one photograph of it. */
export interface Scalp {
  readonly seed: number;
  /** The skin that has hair on it. */
  readonly area: SkinRectangle;
  readonly hairs: readonly PhantomHair[];
}

/** Rectangle of skin, mm. */
export interface SkinRectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The cut between terminal and vellus hair used for the truth, µm. */
export const truthTerminalAboveUm = usualTerminalThresholdUm;

/** Kind of a hair whose diameter is known exactly. */
export const kindOfTruth = (diameterUm: number): HairKind => (diameterUm > truthTerminalAboveUm ? 'terminal' : 'vellus');

/**
 * Grows hairs on a rectangle of skin: follicular units by random sequential placement with a smallest distance,
 * one to four near-parallel shafts each, in random painting order.
 * The direction, diameter and length statistics follow clipped donor hair (see docs/phantom.md).
 */
export function growScalp(seed: number, growth: GrowthParameters, area: SkinRectangle): Scalp {
  const random = createRandom(seed);
  const width = area.right - area.left, height = area.bottom - area.top;
  const shareSum = growth.unitShares.reduce((sum, share) => sum + share, 0);
  const hairsPerUnit = growth.unitShares.reduce((sum, share, i) => sum + share * (i + 1), 0) / shareSum;
  const unitCount = random.poisson((growth.densityPerCm2 * width * height) / 100 / hairsPerUnit);
  const centres = placeUnits(random, unitCount, growth.unitDistanceMm, area);
  const hairs: PhantomHair[] = [];
  const swirlAngle = random.uniform(0, 2 * Math.PI);
  centres.forEach((centre, index) => {
    const across = centre[0] * Math.cos(swirlAngle) + centre[1] * Math.sin(swirlAngle);
    const direction = growth.direction + growth.swirlPerMm * across + random.normal(0, growth.directionSpread);
    growUnit(random, growth, index + 1, centre, direction, hairs);
  });
  const fragmentCount = random.poisson((growth.fragmentsPerCm2 * width * height) / 100);
  for (let i = 0; i < fragmentCount; i++) hairs.push(dropFragment(random, growth, area));
  shuffle(random, hairs);
  return { seed, area, hairs: hairs.map((hair, i) => ({ ...hair, id: i + 1 })) };
}

function placeUnits(random: Random, count: number, distanceMm: number, area: SkinRectangle): [number, number][] {
  const centres: [number, number][] = [];
  const cell = Math.max(distanceMm, 0.05), columns = Math.ceil((area.right - area.left) / cell) + 1;
  const buckets = new Map<number, [number, number][]>();
  for (let attempt = 0; attempt < count * 30 && centres.length < count; attempt++) {
    const centre: [number, number] = [random.uniform(area.left, area.right), random.uniform(area.top, area.bottom)];
    const bx = Math.floor((centre[0] - area.left) / cell), by = Math.floor((centre[1] - area.top) / cell);
    let free = true;
    for (let dy = -1; dy <= 1 && free; dy++) {
      for (let dx = -1; dx <= 1 && free; dx++) {
        for (const other of buckets.get((by + dy) * columns + bx + dx) ?? []) {
          if ((other[0] - centre[0]) ** 2 + (other[1] - centre[1]) ** 2 < distanceMm * distanceMm) free = false;
        }
      }
    }
    if (!free) continue;
    const key = by * columns + bx;
    buckets.set(key, [...(buckets.get(key) ?? []), centre]);
    centres.push(centre);
  }
  return centres;
}

function growUnit(
  random: Random, growth: GrowthParameters, unit: number, centre: readonly [number, number], direction: number, hairs: PhantomHair[],
): void {
  const size = random.choose(growth.unitShares.map((_, i) => i + 1), growth.unitShares);
  const unitLength = growth.lengthMm * Math.exp(random.normal(0, growth.lengthSpread));
  const converging = size > 1 && random.chance(growth.convergingShare);
  const fan = random.normal(0, growth.fan);
  const leanTo = random.uniform(-0.15, 0.6);
  const step = converging ? random.uniform(0.06, 0.19) : random.chance(0.9) ? random.uniform(0.04, 0.16) : random.uniform(0.12, 0.25);
  const spread = direction + Math.PI / 2 + random.normal(0, converging ? 0.25 : 0.5);
  const vellusUnit = random.chance(growth.vellusShare);
  // Asked only where it can be so: scalps without tight units stay what they were.
  const tight = size > 1 && growth.tightShare !== undefined && growth.tightShare > 0 && random.chance(growth.tightShare);
  for (let j = 0; j < size; j++) {
    const vellus = size === 1 ? vellusUnit : random.chance(Math.min(0.9, growth.vellusShare * (vellusUnit ? 2.5 : 1)));
    const diameterUm = vellus
      ? clamp(random.normal(growth.vellusDiameterUm, 6), 12, 58)
      : clamp(random.normal(growth.terminalDiameterUm, growth.terminalDiameterUm * 0.14), 34, 145);
    const apart = Math.max(step, (diameterUm / 1000) * random.uniform(0.5, 1.05)), gap = tight ? 0.3 * apart : apart;
    const offset = (j - (size - 1) / 2) * gap + random.normal(0, 0.012);
    const forward = random.normal(0, size > 1 ? 0.04 : 0);
    const root: [number, number] = [
      centre[0] + offset * Math.cos(spread) + forward * Math.cos(direction),
      centre[1] + offset * Math.sin(spread) + forward * Math.sin(direction),
    ];
    const shorter = size > 1 && random.chance(0.25) ? random.uniform(0.45, 1) : 1;
    const lengthMm = clamp(unitLength * Math.exp(random.normal(0, 0.18)) * shorter * (vellus ? random.uniform(0.5, 1) : 1), 0.06, growth.longestMm);
    const angle = converging
      ? direction - Math.atan((offset * (1 - leanTo)) / Math.max(unitLength, 0.1)) + random.normal(0, 0.05)
      : direction + fan * (j - (size - 1) / 2) + random.normal(0, 0.1);
    hairs.push({
      id: 0, unit, seed: random.integer(0x7fffffff), rooted: true,
      pathMm: bendPath(random, root, angle, lengthMm, growth.curl),
      lengthMm, diameterUm,
      kind: kindOfTruth(diameterUm),
      tipShape: random.choose(['flat', 'flared', 'tapered'] as const, growth.tipShares),
    });
  }
}

function dropFragment(random: Random, growth: GrowthParameters, area: SkinRectangle): PhantomHair {
  const lengthMm = Math.exp(random.uniform(Math.log(0.03), Math.log(random.chance(0.85) ? 0.22 : 0.5)));
  const angle = random.chance(0.7) ? random.uniform(0, 2 * Math.PI) : growth.direction + random.normal(0, 0.4);
  const diameterUm = random.chance(0.8) ? random.uniform(14, 75) : growth.terminalDiameterUm;
  const start: [number, number] = [random.uniform(area.left, area.right), random.uniform(area.top, area.bottom)];
  return {
    id: 0, unit: 0, seed: random.integer(0x7fffffff), rooted: false,
    pathMm: bendPath(random, start, angle, lengthMm, 0.2), lengthMm, diameterUm,
    kind: kindOfTruth(diameterUm),
    tipShape: random.choose(['flat', 'flared', 'tapered'] as const, [0.5, 0.2, 0.3]),
  };
}

/** A gently bent line: constant curvature, its change along the shaft, and for long hair a slow random walk. */
export function bendPath(
  random: Random, root: readonly [number, number], angle: number, lengthMm: number, curl: number,
): (readonly [number, number])[] {
  const step = lengthMm > 3 ? 0.1 : Math.max(0.02, Math.min(0.06, lengthMm / 6));
  const count = Math.max(3, Math.ceil(lengthMm / step)), length = lengthMm / count;
  const scaleMm = Math.max(0.3, Math.min(lengthMm, 2));
  let curvature = random.normal(0, curl) / scaleMm;
  const drift = random.normal(0, curl * 0.5) / (scaleMm * scaleMm);
  const path: (readonly [number, number])[] = [root];
  let [x, y] = root, direction = angle;
  for (let i = 0; i < count; i++) {
    if (lengthMm > 3) curvature = curvature * 0.985 + random.normal(0, (curl / scaleMm) * 0.17);
    else curvature += drift * length;
    direction += curvature * length;
    x += Math.cos(direction) * length;
    y += Math.sin(direction) * length;
    path.push([x, y]);
  }
  return path;
}

function shuffle<T>(random: Random, items: T[]): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
