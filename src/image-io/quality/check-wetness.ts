import type { QualityCheck } from '../../domain/result.js';
import type { Strands } from '../../raster/wide-strands.js';
import { grade, percentOf, rounded } from './grade.js';
import { qualityLimits } from './limits.js';

/** Wet or greasy hair: shafts stuck together to strands wider than a follicular unit. */
export function checkWetness(strands: Strands | null): QualityCheck {
  const value = strands === null ? null : rounded(strands.wideShare);
  return grade({
    check: 'wetness', value, unit: '', failsWhen: 'above', unknown: 'passes', limits: qualityLimits.clumpedShare,
    finding: (limit) => (value === null ? 'No hair stands out clearly enough to judge whether it sticks together.' : `${percentOf(value)} of the hair lies in strands wider than ${qualityLimits.widestUnitUm} µm (at most ${percentOf(limit)}).`),
    advice: 'Wash off grease, dry the hair and comb it apart, or clip it; then photograph again. Where it is dry and stands apart, the scale is too coarse: check it.',
  });
}

/** A film of water or grease: sheets, drops and streaks that mirror the light, which hide what lies below. White hair on dark skin can look the same. */
export function checkFilm(mirroredShare: number | null): QualityCheck {
  const value = mirroredShare === null ? null : rounded(mirroredShare);
  return grade({
    check: 'film', value, unit: '', failsWhen: 'above', unknown: 'passes', limits: qualityLimits.mirroredShare,
    finding: (limit) => (value === null ? 'Too little is left of the picture to look for mirrored light.' : `${percentOf(value)} of the area mirrors the light (at most ${percentOf(limit)}).`),
    advice: 'Dry the skin and the hair, wash off grease, or use polarised light or immersion fluid without bubbles.',
  });
}
