import type { FloatMap, Mask } from '../../raster/raster-image.js';

/** How much of a region hair covers. */
export interface HeadCoverage {
  /** hair ÷ (hair + visible scalp), 0…1; null when the region shows no scalp at all. */
  readonly coverage: number | null;
  /** How far it moves when the border of the scalp is drawn tighter or wider than the network's even chance, 0…1. */
  readonly borderSpread: number;
}

/** Chances of being scalp at which the border is drawn to see what it matters. */
const borders = [0.25, 0.75] as const;

/**
 * Coverage inside a region: the mean share of hair, each pixel weighted by its chance of being scalp, so that the
 * uncertain rim counts for less.
 * @param scalp   Chance, 0…1, that hair grows or grew there.
 * @param hair    Share of hair there, 0…1.
 * @param region  Same size; nothing outside it counts.
 */
export function measureHeadCoverage(scalp: FloatMap, hair: FloatMap, region: Mask): HeadCoverage {
  let covered = 0, all = 0;
  for (let at = 0; at < region.data.length; at++) {
    if (region.data[at] === 0) continue;
    covered += scalp.data[at] * hair.data[at];
    all += scalp.data[at];
  }
  if (all < 1) return { coverage: null, borderSpread: 0 };
  const coverage = covered / all, others = borders.flatMap((border) => meanInside(hair.data, scalp.data, region.data, border) ?? []);
  return { coverage, borderSpread: Math.max(0, ...others.map((other) => Math.abs(other - coverage))) };
}

/** Mean share of hair where the chance of scalp reaches the border; null where it does nowhere. */
function meanInside(hair: Float32Array, scalp: Float32Array, region: Uint8Array, border: number): number | null {
  let covered = 0, all = 0;
  for (let at = 0; at < region.length; at++) {
    if (region[at] === 0 || scalp[at] < border) continue;
    covered += hair[at];
    all++;
  }
  return all < 1 ? null : covered / all;
}
