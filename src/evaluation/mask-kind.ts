import type { Mask } from '../raster/raster-image.js';

/** Marks wider than this share of the picture are no shafts: they outline the hair of a whole head. */
const widestShaftShare = 0.06;

/**
 * Whether hair masks outline single shafts (close-ups) or the hair of heads (global photographs), from how wide their marks are:
 * twice the area over the length of the outline. On sample masks 0.03–0.04 of the longer side for shafts, 0.12 for heads (medians).
 */
export function tellMaskKind(masks: readonly Mask[]): 'closeup' | 'global' {
  const widths = masks.map(markWidthShare).sort((a, b) => a - b);
  return widths.length > 0 && widths[widths.length >> 1]! > widestShaftShare ? 'global' : 'closeup';
}

function markWidthShare({ width, height, data }: Mask): number {
  let area = 0, outline = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const inside = data[at] !== 0;
      if (inside) area++;
      if (x > 0 && inside !== (data[at - 1] !== 0)) outline++;
      if (y > 0 && inside !== (data[at - width] !== 0)) outline++;
    }
  }
  return (2 * area) / Math.max(1, outline) / Math.max(width, height);
}
