import type { Hair } from './hair.js';

/** Hairs around each that it is held against, and fewer than this tell nothing. */
const around = 5, fewestAround = 4;
/** Turned further than this from most of them, a hair lies across, radians. */
const across = Math.PI / 3;

/** Hairs that lie across the hairs around them, and how many were looked at. */
export interface AcrossOthers { readonly across: number; readonly of: number }

/**
 * Counts hairs that point another way than most of the five nearest: rooted hair leans one way from place to place, loose clippings and fibres lie as they fell.
 *
 *     / / / /        / - / \
 *      / / /    →     / / |      3 of 7 lie across
 */
export function countAcrossOthers(hairs: readonly Pick<Hair, 'root' | 'tip' | 'counted'>[]): AcrossOthers {
  const counted = hairs.filter((hair) => hair.counted), ways = counted.map(({ root, tip }) => Math.atan2(tip.row - root.row, tip.column - root.column));
  if (counted.length <= fewestAround) return { across: 0, of: counted.length };
  const lying = counted.filter(({ root }, i) => {
    const nearest = counted.map((other, k) => ({ k, away: Math.hypot(other.root.row - root.row, other.root.column - root.column) }))
      .filter(({ k }) => k !== i).sort((a, b) => a.away - b.away || a.k - b.k).slice(0, around);
    const turns = nearest.map(({ k }) => Math.abs(Math.atan2(Math.sin(ways[k]! - ways[i]!), Math.cos(ways[k]! - ways[i]!)))).sort((a, b) => a - b);
    return turns[turns.length >> 1]! > across;
  });
  return { across: lying.length, of: counted.length };
}
