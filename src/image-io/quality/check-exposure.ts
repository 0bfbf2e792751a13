import type { QualityCheck } from '../../domain/result.js';
import type { ColourCells } from '../../raster/colour-cells.js';
import type { Exposure } from '../exposure.js';
import { grade, percentOf } from './grade.js';
import { qualityLimits } from './limits.js';

/** Darkness, empty highlights, overexposure, glare and contrast. */
export function checkExposure({ brightness, highlights, clippedShare, glareShare, contrast }: Exposure, cells: ColourCells | null): QualityCheck[] {
  const leastBrightness = expectedBrightness(cells);
  return [
    grade({
      check: 'darkness', value: brightness, unit: 'levels of 255', failsWhen: 'below', unknown: 'refuse', limits: { warn: null, refuse: leastBrightness },
      finding: (limit) => `The bright parts reach ${brightness ?? 'no'} of 255 levels (at least ${limit} for skin of this colour).`, advice: 'Use more light or a longer exposure.',
    }),
    grade({
      check: 'highlights', value: highlights, unit: 'levels of 255', failsWhen: 'below', unknown: 'refuse', limits: qualityLimits.leastHighlights,
      finding: (limit) => `The brightest thousandth reaches ${highlights ?? 'no'} of 255 levels (at least ${limit}).`, advice: 'Use more light or a longer exposure.',
    }),
    grade({
      check: 'overexposure', value: clippedShare, unit: '', failsWhen: 'above', unknown: 'refuse', limits: qualityLimits.clippedShare,
      finding: (limit) => `${percentOf(clippedShare)} of the area is too bright to show colour (at most ${percentOf(limit)}).`, advice: 'Use less light or a shorter exposure.',
    }),
    grade({
      check: 'glare', value: glareShare, unit: '', failsWhen: 'above', unknown: 'refuse', limits: qualityLimits.glareShare,
      finding: (limit) => `${percentOf(glareShare)} of the area is white with glare (at most ${percentOf(limit)}).`, advice: 'Use polarised light or immersion fluid, or dry the skin.',
    }),
    grade({
      check: 'contrast', value: contrast, unit: 'levels of 255', failsWhen: 'below', unknown: 'refuse', limits: qualityLimits.leastContrast,
      finding: (limit) => `Dark and bright parts differ by ${contrast ?? 'no'} of 255 levels (at least ${limit}).`, advice: 'Clean the lens, keep light from falling into it, and use more light.',
    }),
  ];
}

/**
 * How bright a photograph should be at the least. Dark skin may be dark, an underexposed photograph of fair skin may not: melanin
 * takes away more blue than red, so that pigmented skin is told from fair by its saturation, which an exposure leaves as it is.
 * Saturation of the six tones of skin: 0.21, 0.29, 0.37, 0.44, 0.49, 0.44.
 */
function expectedBrightness(cells: ColourCells | null): number {
  const { pigmented, fair, unknown } = qualityLimits.leastBrightness;
  if (cells === null) return unknown;
  const [red, green, blue] = cells.colour, most = Math.max(red, green, blue), saturation = most === 0 ? 0 : (most - Math.min(red, green, blue)) / most;
  // Grey pictures, and skin under light of a strong colour, tell nothing about pigment.
  if (saturation < 0.03 || !(red >= green && green >= blue * 0.97)) return unknown;
  const share = Math.min(1, Math.max(0, (saturation - 0.2) / 0.22));
  return Math.round(fair + (pigmented - fair) * share);
}
