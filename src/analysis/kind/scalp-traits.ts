import { fillLargestRegion } from '../../raster/fill-region.js';
import type { GlobalMaps } from '../../raster/global-maps.js';

/** What the network for heads makes of a photograph, all 0…1. */
export interface ScalpTraits {
  /** Share of the photograph that the largest scalp takes, and its share of all that is taken for scalp. */
  readonly area: number;
  readonly oneness: number;
  /** Mean chance inside it, and share of cells whose chance is anywhere between 0.2 and 0.8. */
  readonly sureness: number;
  readonly doubt: number;
  /** 1 for a disc, towards 0 for what is frayed. */
  readonly roundness: number;
  /** Share of its border on the frame. */
  readonly cut: number;
}

export function describeScalp(maps: GlobalMaps): ScalpTraits {
  const { width, height, scalp } = maps, region = fillLargestRegion({ width, height, data: scalp });
  const { all, doubt } = countChances(scalp), { area, sure, border, frame } = region === null ? nothing : measureRegion(region.data, scalp, width, height);
  // The border of a disc counted by its cells' sides is 8 radii long.
  const around = border + frame;
  return {
    area: area / scalp.length, oneness: area / Math.max(1, all, area), sureness: area === 0 ? 0 : sure / area, doubt: doubt / scalp.length,
    roundness: around === 0 ? 0 : Math.min(1, (64 * area) / Math.PI / (around * around)), cut: around === 0 ? 0 : frame / around,
  };
}

function countChances(scalp: Float32Array): { all: number; doubt: number } {
  let all = 0, doubt = 0;
  for (let at = 0; at < scalp.length; at++) {
    if (scalp[at] >= 0.5) all++;
    if (scalp[at] > 0.2 && scalp[at] < 0.8) doubt++;
  }
  return { all, doubt };
}

const nothing = { area: 0, sure: 0, border: 0, frame: 0 };

/** Cells of the region, the sum of their chances, and the sides of cells at its border and on the frame. */
function measureRegion(region: Uint8Array, scalp: Float32Array, width: number, height: number): typeof nothing {
  let area = 0, sure = 0, border = 0, frame = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (region[at] === 0) continue;
      area++;
      sure += scalp[at];
      if (x + 1 === width) frame++; else if (region[at + 1] === 0) border++;
      if (x === 0) frame++; else if (region[at - 1] === 0) border++;
      if (y + 1 === height) frame++; else if (region[at + width] === 0) border++;
      if (y === 0) frame++; else if (region[at - width] === 0) border++;
    }
  }
  return { area, sure, border, frame };
}
