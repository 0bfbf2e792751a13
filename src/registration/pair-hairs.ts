import type { HairRoot, PlaceMm } from './constellation.js';
import type { FieldPair } from './field-pair.js';
import { findStrayPartners } from './find-stray-partners.js';
import { pairRoots } from './pair-roots.js';
import type { ExpectedPlaces } from './pair-roots.js';

/** Pairs of hairs, counted in one photograph at least, wherever the roots have found each other; and the counted hairs left over. */
export interface Pairing {
  readonly pairs: readonly { readonly one: HairRoot; readonly other: HairRoot; readonly there: PlaceMm; readonly variance: number }[];
  /** Indices into the roots of each field. */
  readonly onlyFirst: readonly number[];
  readonly onlySecond: readonly number[];
}

/**
 * Pairs of roots at one place; then, of the counted hairs that are left, those that fit a little up or down the shaft, or whose exit was
 * taken for the tip in one photograph; then those of which the other photograph shows a faint trace, or a shaft whose exit its edge may hide.
 *
 * A hair that counts in one photograph and is cut short by the edge of the other is there all the same: it is paired.
 *
 * @param expected  Where the roots of the first field lie in the second; `expectedBack` the other way.
 * @param turn  How much directions turn from the first field to the second, radians.
 */
export function pairHairs({ first, second }: FieldPair, expected: ExpectedPlaces, expectedBack: ExpectedPlaces, turn: number): Pairing {
  const partner = pairRoots(expected, second), pairs: Pairing['pairs'][number][] = [];
  const onlyFirst = new Set<number>(), onlySecond = new Set(second.roots.keys());
  const join = (i: number, other: HairRoot): void => {
    onlyFirst.delete(i);
    pairs.push({ one: first.roots[i], other, there: { x: expected.x[i], y: expected.y[i] }, variance: expected.variance[i] });
  };
  partner.forEach((j, i) => {
    if (j < 0) onlyFirst.add(i);
    else {
      onlySecond.delete(j);
      if (first.roots[i].counted || second.roots[j].counted) join(i, second.roots[j]);
    }
  });
  const counted = (roots: readonly HairRoot[], indices: Iterable<number>): number[] => [...indices].filter((k) => roots[k].counted);
  for (const seen of [(root: HairRoot): HairRoot => root, turnAround]) {
    const left = counted(second.roots, onlySecond);
    for (const { hair, candidate } of findStrayPartners({
      lonely: counted(first.roots, onlyFirst), hairs: first.roots, expected, candidates: left.map((j) => seen(second.roots[j])), owners: [], turn,
    })) {
      onlySecond.delete(left[candidate]);
      join(hair, seen(second.roots[left[candidate]]));
    }
  }
  const faintLater = findStrayPartners({ lonely: counted(first.roots, onlyFirst), hairs: first.roots, expected, candidates: second.traces, owners: second.roots, turn });
  const faintBefore = findStrayPartners({ lonely: counted(second.roots, onlySecond), hairs: second.roots, expected: expectedBack, candidates: first.traces, owners: first.roots, turn: -turn });
  for (const { hair, candidate } of faintLater) join(hair, second.traces[candidate]);
  for (const { hair: j, candidate } of faintBefore) {
    onlySecond.delete(j);
    const one = first.traces[candidate], other = second.roots[j];
    // Where the trace is expected is not computed; it lies as far from the hair as the hair's place in the first field from it.
    pairs.push({ one, other, there: { x: other.x + (one.x - expectedBack.x[j]), y: other.y + (one.y - expectedBack.y[j]) }, variance: expectedBack.variance[j] });
  }
  return { pairs, onlyFirst: counted(first.roots, onlyFirst), onlySecond: counted(second.roots, onlySecond) };
}

/** The same shaft with its exit at the other end. A shaft whose direction is not known has no other end. */
function turnAround(root: HairRoot): HairRoot {
  if (root.directionRadians === null || root.lengthMm === undefined || root.lengthMm === null) return { ...root, x: Infinity, y: Infinity };
  return {
    ...root, x: root.x + root.lengthMm * Math.cos(root.directionRadians), y: root.y + root.lengthMm * Math.sin(root.directionRadians),
    directionRadians: root.directionRadians + Math.PI,
  };
}
