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

/** Least depth inside both fields, mm, and in errors of place. */
const leastGuardMm = 0.03, guardDeviations = 1.5;

/**
 * Tells whether skin belongs to the common area: seen in both photographs, drawn in by a guard so that an error of place at a
 * border loses or gains no hair, and known to the map.
 *
 * @param rootErrorMm  Error of an exit's place in each direction, mm.
 */
export function describeCommonSkin(first: FieldOfView, second: FieldOfView, toSecond: FittedWarp, rootErrorMm: number): (place: SharedPlace) => boolean {
  return (place) => {
    const depthMm = Math.min(first.depth(place.firstX, place.firstY), second.depth(place.secondX, place.secondY));
    if (!(depthMm >= leastGuardMm)) return false;
    const { variance } = toSecond.predict(place.firstX, place.firstY);
    return variance <= largestDeviationMm ** 2 && depthMm >= guardDeviations * Math.sqrt(variance + rootErrorMm ** 2);
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
