import { composeAffine, type Affine } from '../../raster/affine.js';
import type { HeadView, ScalpPlace } from './head-view.js';
import { measureAgreement, type Agreement, type Samples, type Slopes } from './measure-agreement.js';

/** What the second view offers to be compared with. */
export interface Target {
  readonly view: HeadView;
  readonly slopes: Slopes;
}

/** Photographs that show less than this share of the scalp in common are not pulled further apart to agree better. */
const leastSeen = 0.35;

/** One figure for how well heads lie on one another; the outline finds the head, the details fix it. */
export function meritOf({ outline, detail, seen }: Agreement): number {
  return outline + detail - 2 * Math.max(0, leastSeen - seen);
}

/**
 * Climbs from a rough map to the best one near it: shifts, turns, sizes and, at last, slants, in steps that halve.
 * @param centre  Of the first head; steps are in shares of its radius, so that a large picture gets no other treatment.
 */
export function refineAlignment(samples: Samples, target: Target, start: Affine, centre: ScalpPlace, steps: { first: number; last: number; slants: boolean }): { map: Affine; agreement: Agreement } {
  let map = start, agreement = measureAgreement(samples, target.view, target.slopes, map), merit = meritOf(agreement);
  for (let step = steps.first; step >= steps.last; step /= 2) {
    for (let round = 0, improved = true; improved && round < 6; round++) {
      improved = false;
      for (const move of movesOf(step, centre, steps.slants)) {
        const tried = composeAffine(map, move), found = measureAgreement(samples, target.view, target.slopes, tried), value = meritOf(found);
        if (value <= merit + 1e-6) continue;
        [map, agreement, merit, improved] = [tried, found, value, true];
      }
    }
  }
  return { map, agreement };
}

/** Small motions of the first view about the middle of its scalp. */
function movesOf(step: number, { x, y, radius }: ScalpPlace, slants: boolean): Affine[] {
  const about = (a: number, b: number, c: number, d: number): Affine => ({ a, b, c, d, tx: x - a * x - b * y, ty: y - c * x - d * y });
  const shift = (dx: number, dy: number): Affine => ({ a: 1, b: 0, c: 0, d: 1, tx: dx * radius, ty: dy * radius });
  const turn = (angle: number): Affine => about(Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle));
  const size = (by: number): Affine => about(1 + by, 0, 0, 1 + by);
  const moves = [shift(step, 0), shift(-step, 0), shift(0, step), shift(0, -step), turn(step), turn(-step), size(step), size(-step)];
  if (slants) moves.push(about(1 + step, 0, 0, 1 - step), about(1 - step, 0, 0, 1 + step), about(1, step, step, 1), about(1, -step, -step, 1));
  return moves;
}
