import type { HairRoot, PlaceMm } from './constellation.js';

/** The other shaft is looked at from so many places along the hair. */
const places = 5;

/**
 * How near the shafts of `others` come to a hair laid at `at` and turned by `turn` radians, mm; Infinity where there are none.
 * Shafts are taken as straight; one whose direction or length is not known is its exit.
 */
export function measureShaftGap(hair: HairRoot, at: PlaceMm, turn: number, others: readonly HairRoot[]): number {
  const [dx, dy] = extentOf(hair, turn);
  let nearest = Infinity;
  for (const other of others) {
    const [ex, ey] = extentOf(other, 0), length2 = ex * ex + ey * ey;
    for (let k = 0; k < places; k++) {
      const x = at.x + (k / (places - 1)) * dx - other.x, y = at.y + (k / (places - 1)) * dy - other.y;
      const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, (x * ex + y * ey) / length2));
      nearest = Math.min(nearest, Math.hypot(x - along * ex, y - along * ey));
    }
  }
  return nearest;
}

function extentOf({ directionRadians, lengthMm }: HairRoot, turn: number): [number, number] {
  const length = lengthMm ?? 0;
  return directionRadians === null ? [0, 0] : [length * Math.cos(directionRadians + turn), length * Math.sin(directionRadians + turn)];
}
