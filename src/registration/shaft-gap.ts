import type { HairRoot, PlaceMm } from './constellation.js';
import type { FieldOfView } from './field-of-view.js';

/** The other shafts are looked for at so many places along the hair; farther away than this, mm, they hide nothing. */
const places = 11;
const farthestMm = 0.15;

/**
 * How far from the shafts of `others` a hair runs that is laid at `at` and turned by `turn` radians: the mean along the hair of the distance to the nearest of
 * them, mm, 0 where it lies upon them all the way, at most `farthestMm`. A shaft that only crosses hides little of a hair, so it counts for little.
 * Shafts are taken as straight; one whose direction or length is not known is its exit.
 */
export function measureShaftGap(hair: HairRoot, at: PlaceMm, turn: number, others: readonly HairRoot[]): number {
  const [dx, dy] = extentOf(hair, turn), nearest = new Float64Array(places).fill(farthestMm);
  for (const other of others) {
    const [ex, ey] = extentOf(other, 0), length2 = ex * ex + ey * ey;
    for (let k = 0; k < places; k++) {
      const x = at.x + (k / (places - 1)) * dx - other.x, y = at.y + (k / (places - 1)) * dy - other.y;
      const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, (x * ex + y * ey) / length2));
      nearest[k] = Math.min(nearest[k], Math.hypot(x - along * ex, y - along * ey));
    }
  }
  return nearest.reduce((sum, distance) => sum + distance, 0) / places;
}

/** Distance of the nearest of these exits from a place, mm; Infinity where there are none. */
export function findNearestExit({ x, y }: PlaceMm, others: readonly PlaceMm[]): number {
  return others.reduce((nearest, other) => Math.min(nearest, Math.hypot(other.x - x, other.y - y)), Infinity);
}

/**
 * How much of a hair laid at `at` and turned by `turn` radians lies inside a field before it first leaves it, mm, in steps of a twentieth of its length;
 * Infinity where its direction is not known, or where it does not leave the field.
 */
export function measureShown(hair: HairRoot, at: PlaceMm, turn: number, field: Pick<FieldOfView, 'depth'>): number {
  const [dx, dy] = extentOf(hair, turn), steps = 20;
  for (let k = 0; k <= steps; k++) {
    if (field.depth(at.x + (k / steps) * dx, at.y + (k / steps) * dy) <= 0) return (k / steps) * Math.hypot(dx, dy);
  }
  return Infinity;
}

function extentOf({ directionRadians, lengthMm }: HairRoot, turn: number): [number, number] {
  const length = lengthMm ?? 0;
  return directionRadians === null ? [0, 0] : [length * Math.cos(directionRadians + turn), length * Math.sin(directionRadians + turn)];
}
