import type { Position } from '../domain/hair.js';

/** A found root and the true root it belongs to, by their places in the two lists. */
export interface RootMatch {
  found: number;
  truth: number;
  distancePixels: number;
}

/**
 * Pairs found roots with true ones, one to one, the nearest pair first, up to and including a radius.
 *
 * @param radiusPixels  Largest distance of a pair.
 * @returns In the order of growing distance; ties in the order of the lists.
 */
export function matchRoots(found: readonly Position[], truth: readonly Position[], radiusPixels: number): RootMatch[] {
  const candidates: RootMatch[] = [];
  for (let f = 0; f < found.length; f++) {
    for (let t = 0; t < truth.length; t++) {
      const distancePixels = Math.hypot(found[f].row - truth[t].row, found[f].column - truth[t].column);
      if (distancePixels <= radiusPixels) candidates.push({ found: f, truth: t, distancePixels });
    }
  }
  candidates.sort((a, b) => a.distancePixels - b.distancePixels || a.truth - b.truth || a.found - b.found);
  const foundTaken = new Set<number>();
  const truthTaken = new Set<number>();
  return candidates.filter((pair) => {
    if (foundTaken.has(pair.found) || truthTaken.has(pair.truth)) return false;
    foundTaken.add(pair.found);
    truthTaken.add(pair.truth);
    return true;
  });
}
