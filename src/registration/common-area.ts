import { upperTail } from '../statistics/normal-distribution.js';
import type { FieldOfView } from './field-of-view.js';
import type { FittedWarp } from './smooth-warp.js';

/** A place as both photographs have it, mm. */
export interface SharedPlace {
  readonly firstX: number;
  readonly firstY: number;
  readonly secondX: number;
  readonly secondY: number;
}

/**
 * Skin whose place in the other photograph is known less well than this, mm, is left out: its hairs would be called lost
 * and gained for being looked for in the wrong place. It lies where stretched skin has no matched hair for millimetres.
 */
const largestDeviationMm = 0.09;

/** A hair that one photograph shows counts as of the common skin where it lies inside the other one with at least this probability. */
const leastInside = 0.02;

/** Where skin may lie: seen in both photographs, and known to the map. */
export interface CommonSkin {
  /** Whether a place that is known as well as the map knows it, or a hair that both photographs show, lies in it. */
  readonly contains: (place: SharedPlace) => boolean;
  /**
   * Probability that a hair lies in it that only the first photograph shows, or only the second one. Its place in the other photograph is known to an
   * error only: near a border it counts for as much as it is likely to lie inside, so that as much is wrongly left out as wrongly taken in.
   */
  readonly chanceOfFirst: (place: SharedPlace) => number;
  readonly chanceOfSecond: (place: SharedPlace) => number;
}

/** @param rootErrorMm  Error of an exit's place in each direction, mm. */
export function describeCommonSkin(first: FieldOfView, second: FieldOfView, toSecond: FittedWarp, rootErrorMm: number): CommonSkin {
  const varianceAt = ({ firstX, firstY }: SharedPlace): number => {
    const { variance } = toSecond.predict(firstX, firstY);
    return variance <= largestDeviationMm ** 2 ? variance : Infinity;
  };
  const depths = ({ firstX, firstY, secondX, secondY }: SharedPlace): [number, number] => [first.depth(firstX, firstY), second.depth(secondX, secondY)];
  const chance = (own: number, other: number, place: SharedPlace): number => {
    const variance = own >= 0 ? varianceAt(place) : Infinity;
    if (variance === Infinity) return 0;
    const inside = upperTail(-other / Math.sqrt(variance + rootErrorMm ** 2));
    return inside >= leastInside ? inside : 0;
  };
  return {
    contains: (place) => Math.min(...depths(place)) >= 0 && varianceAt(place) < Infinity,
    chanceOfFirst: (place) => { const [own, other] = depths(place); return chance(own, other, place); },
    chanceOfSecond: (place) => { const [other, own] = depths(place); return chance(own, other, place); },
  };
}

/** A hair of the common skin with what is said of it. */
export interface Statement extends SharedPlace {
  readonly says: 'both' | 'onlyFirst' | 'onlySecond';
}

/** Around a place, mm; hairs of each kind that raise the doubt. */
const doubtReachMm = 1.2;
const doubtfulHairs = 3;

/**
 * Tells whether the map is in doubt at a place: around it hairs went and others came and hardly one stayed. Skin does not
 * change so; a map that is off by a hair's distance looks so. (A bald patch, where hairs went and none came, raises no doubt.)
 */
export function describeDoubt(statements: readonly Statement[]): (place: SharedPlace) => boolean {
  return ({ firstX, firstY }) => {
    let both = 0, onlyFirst = 0, onlySecond = 0;
    for (const statement of statements) {
      if ((statement.firstX - firstX) ** 2 + (statement.firstY - firstY) ** 2 > doubtReachMm ** 2) continue;
      if (statement.says === 'both') both++;
      else if (statement.says === 'onlyFirst') onlyFirst++;
      else onlySecond++;
    }
    const exchanged = Math.min(onlyFirst, onlySecond);
    return exchanged >= doubtfulHairs && both <= exchanged;
  };
}

/** The area is counted on a grid of about this many cells a side. */
const cellsAcross = 50;

/** The common area in mm², the geometric mean of what the two photographs' scales make of it. */
export function measureCommonArea(first: FieldOfView, toSecond: FittedWarp, contains: (place: SharedPlace) => boolean): number {
  const cell = Math.max(first.right - first.left, first.bottom - first.top) / cellsAcross;
  let cells = 0;
  for (let y = first.top + cell / 2; y < first.bottom; y += cell) {
    for (let x = first.left + cell / 2; x < first.right; x += cell) {
      const there = toSecond.apply(x, y);
      if (contains({ firstX: x, firstY: y, secondX: there.x, secondY: there.y })) cells++;
    }
  }
  return cells * cell * cell * Math.hypot(toSecond.real, toSecond.imaginary);
}
