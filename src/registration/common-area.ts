import type { FieldOfView } from './field-of-view.js';
import type { FittedWarp } from './smooth-warp.js';

/** A place as both photographs have it. */
export interface SharedPlace {
  readonly firstX: number;
  readonly firstY: number;
  readonly secondX: number;
  readonly secondY: number;
}

/** The skin that both photographs show, drawn in by a guard so that an error of place at a border loses or gains no hair. */
export interface CommonArea {
  /** In mm², the geometric mean of what the two photographs' scales make of it. */
  readonly areaMm2: number;
  contains(place: SharedPlace): boolean;
}

/** The area is counted on a grid of about this many cells a side. */
const cellsAcross = 70;

/**
 * @param toSecond Carries places of the first field to the second.
 * @param guardMm  A place must lie at least this deep inside both fields.
 */
export function measureCommonArea(first: FieldOfView, second: FieldOfView, toSecond: FittedWarp, guardMm: number): CommonArea {
  const contains = (place: SharedPlace): boolean =>
    first.depth(place.firstX, place.firstY) >= guardMm && second.depth(place.secondX, place.secondY) >= guardMm;
  const cell = Math.max(first.right - first.left, first.bottom - first.top) / cellsAcross;
  let cells = 0;
  for (let y = first.top + cell / 2; y < first.bottom; y += cell) {
    for (let x = first.left + cell / 2; x < first.right; x += cell) {
      if (first.depth(x, y) < guardMm) continue;
      const there = toSecond.apply(x, y);
      if (second.depth(there.x, there.y) >= guardMm) cells++;
    }
  }
  return { areaMm2: cells * cell * cell * Math.hypot(toSecond.real, toSecond.imaginary), contains };
}
