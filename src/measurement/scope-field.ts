import type { Exclusion } from '../domain/result.js';
import { depthBehind, layConvex, type ConvexSide } from '../raster/clip-convex.js';

/** What a scope shows inside its surround: a disc, mostly. Its border cuts shafts off as the photograph's edge does. */
export interface ScopeField {
  /** Distance of a place from the border, pixels of the photograph; above 0 inside, Infinity where no surround is seen. */
  readonly depth: (column: number, row: number) => number;
  /** First column of a row at least so far from the border, and the one behind the last; empty where none is. */
  readonly columnsWithin: (row: number, depth: number) => readonly [from: number, to: number];
}

/** A photograph that is all picture. */
export const unbounded: ScopeField = { depth: () => Infinity, columnsWithin: () => [-Infinity, Infinity] };

/** The field that is left inside what was left out as a scope's surround; `unbounded` where there is none. */
export function describeScopeField(exclusions: readonly Exclusion[]): ScopeField {
  const sides = exclusions.flatMap(({ inside }) => (inside === undefined ? [] : layConvex(inside)));
  if (sides.length === 0) return unbounded;
  return {
    depth: (column, row) => sides.reduce((least, side) => Math.min(least, depthBehind(side, { row, column })), Infinity),
    columnsWithin: (row, depth) => sides.reduce<readonly [number, number]>((span, side) => narrow(span, side, row, depth), [-Infinity, Infinity]),
  };
}

/** The columns of a span that lie at least so far behind a side. */
function narrow([from, to]: readonly [number, number], { downwards, rightwards, offset }: ConvexSide, row: number, depth: number): readonly [number, number] {
  const missing = depth - row * downwards - offset;
  if (Math.abs(rightwards) < 1e-12) return missing <= 0 ? [from, to] : [0, 0];
  return rightwards > 0 ? [Math.max(from, Math.ceil(missing / rightwards)), to] : [from, Math.min(to, Math.floor(missing / rightwards) + 1)];
}
