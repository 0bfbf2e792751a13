/** Exits closer than this belong to one follicular unit (nearest exit of a unit's hairs: median 0.16 mm on clipped donor hair). */
export const unitDistanceMm = 0.2;
/** A unit is never wider than this. */
export const unitWidthMm = 0.4;

/**
 * Groups exits into follicular units, closest pairs first, so that chains of units do not grow into one.
 * @param roots  x, y of each exit.
 * @param pixelsPerMillimetre  Scale of those places.
 * @returns Number of the unit of each exit, from 1, in order of first appearance.
 */
export function groupUnits(roots: readonly (readonly [number, number])[], pixelsPerMillimetre: number): number[] {
  const near = unitDistanceMm * pixelsPerMillimetre, wide = unitWidthMm * pixelsPerMillimetre;
  const pairs: [number, number, number][] = [];
  for (let i = 0; i < roots.length; i++) {
    for (let j = i + 1; j < roots.length; j++) {
      const distance = Math.hypot(roots[i]![0] - roots[j]![0], roots[i]![1] - roots[j]![1]);
      if (distance < near) pairs.push([distance, i, j]);
    }
  }
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const group = roots.map((_, i) => i), members = roots.map((_, i) => [i]);
  for (const [, i, j] of pairs) {
    const a = group[i]!, b = group[j]!;
    if (a === b) continue;
    const fits = members[a]!.every((p) => members[b]!.every((q) => Math.hypot(roots[p]![0] - roots[q]![0], roots[p]![1] - roots[q]![1]) <= wide));
    if (!fits) continue;
    for (const member of members[b]!) group[member] = a;
    members[a] = [...members[a]!, ...members[b]!];
    members[b] = [];
  }
  const numbers = new Map<number, number>();
  return group.map((key) => {
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
    return numbers.get(key)!;
  });
}
