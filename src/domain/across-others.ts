import type { Hair } from './hair.js';

/** Hairs around each that it is held against, and fewer than this tell nothing. */
const around = 5, fewestAround = 4;
/** Turned further than this from most of them, a hair lies across, and further than the second just backwards, radians. */
const across = Math.PI / 3, backwards = (5 * Math.PI) / 6;

/** Hairs that lie across the hairs around them, and how many were looked at. */
export interface AcrossOthers { readonly across: number; readonly of: number }

/**
 * Counts hairs that point another way than most of the five nearest: rooted hair leans one way from place to place, loose clippings and fibres lie as they fell.
 * Of what fell by chance three lie aside for one that lies just backwards, so no more of these are counted than of those: where more do, the two ends of faint hair were taken for each other.
 *
 *     / / / /        / - / \
 *      / / /    →     / / |      3 of 7 lie across
 */
export function countAcrossOthers(hairs: readonly Pick<Hair, 'root' | 'tip' | 'counted'>[]): AcrossOthers {
  const counted = hairs.filter((hair) => hair.counted), ways = counted.map(({ root, tip }) => Math.atan2(tip.row - root.row, tip.column - root.column));
  if (counted.length <= fewestAround) return { across: 0, of: counted.length };
  const turned = counted.map((_, i) => {
    const turns = nearestTo(i, counted).map((k) => Math.abs(Math.atan2(Math.sin(ways[k]! - ways[i]!), Math.cos(ways[k]! - ways[i]!)))).sort((a, b) => a - b);
    return turns[turns.length >> 1]!;
  });
  const aside = turned.filter((turn) => turn > across && turn <= backwards).length, back = turned.filter((turn) => turn > backwards).length;
  return { across: aside + Math.min(aside, back), of: counted.length };
}

/** Those nearest to one, the first of equally near ones first; not by sorting them all, which takes many seconds where thousands of hairs are seen. */
function nearestTo(one: number, hairs: readonly Pick<Hair, 'root'>[]): number[] {
  const { row, column } = hairs[one]!.root, nearest: number[] = [], away: number[] = [];
  for (let k = 0; k < hairs.length; k++) {
    const { root } = hairs[k]!, distance = (root.row - row) ** 2 + (root.column - column) ** 2;
    if (k === one || (nearest.length === around && distance >= away[around - 1]!)) continue;
    let at = Math.min(nearest.length, around - 1);
    for (; at > 0 && away[at - 1]! > distance; at--) { nearest[at] = nearest[at - 1]!; away[at] = away[at - 1]!; }
    nearest[at] = k;
    away[at] = distance;
  }
  return nearest;
}
