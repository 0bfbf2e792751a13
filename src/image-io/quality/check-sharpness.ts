import type { QualityCheck } from '../../domain/result.js';
import type { EdgeBlur } from '../../raster/edge-blur.js';
import type { Streaks } from '../../raster/streaks.js';
import { grade, percentOf, rounded } from './grade.js';
import { qualityLimits } from './limits.js';

const advice = 'Focus on the skin, hold the device still and photograph again.';
const nothing = 'No clear edge was found to judge the sharpness by.';

/**
 * Sharpness: the blur of clear edges in µm, or in widths of the shafts where no scale is known.
 * @param umPerPixel  Of the picture that was judged; null without a scale.
 * @param shortSide   Of the same picture, pixels.
 */
export function checkSharpness({ sigma, strokeWidth }: EdgeBlur, umPerPixel: number | null, shortSide: number): QualityCheck {
  const common = { check: 'sharpness', failsWhen: 'above', unknown: 'refuse', advice } as const;
  if (umPerPixel !== null) {
    // Blur finer than the pixels judged by cannot be seen, so it must not be demanded either.
    const least = rounded(umPerPixel), { warn, refuse } = qualityLimits.edgeBlurUm;
    const value = sigma === null ? null : rounded(sigma * umPerPixel);
    return grade({ ...common, value, unit: 'µm', limits: { warn: Math.max(warn, least), refuse: Math.max(refuse, least) }, finding: (limit) => (value === null ? nothing : `Edges are blurred over ${value} µm (at most ${limit} µm).`) });
  }
  const widest = qualityLimits.widestShaftShare * shortSide;
  const value = sigma === null ? null : rounded(sigma / Math.min(strokeWidth ?? widest, widest));
  return grade({ ...common, value, unit: 'shaft widths', limits: qualityLimits.edgeBlurInShaftWidths, finding: (limit) => (value === null ? nothing : `Edges are blurred over ${value} shaft widths (at most ${limit}).`) });
}

/**
 * Motion: edges of one direction that are blurred while others are sharp. Where all hairs lie along the motion their widths and
 * number stay right, and nothing is seen of it.
 */
export function checkMotion({ byDirection }: EdgeBlur, umPerPixel: number): QualityCheck {
  const uneven = byDirection !== null && byDirection.softest >= qualityLimits.motionRatio * byDirection.sharpest;
  const value = byDirection === null ? null : rounded(uneven ? byDirection.softest * umPerPixel : 0);
  return grade({
    check: 'motion', value, unit: 'µm', failsWhen: 'above', unknown: 'passes', limits: qualityLimits.motionBlurUm,
    finding: (limit) => (value === null ? 'Too few edges of different directions to see whether the device moved.' : value === 0 ? 'Edges of all directions are equally sharp.' : `Edges of one direction are blurred over ${value} µm, others much less (at most ${limit} µm).`),
    advice: 'Rest the device on the skin, hold it still, and use more light for a shorter exposure.',
  });
}

/**
 * Motion as the skin shows it, where hair lies along the way or is drawn out until no edge of it is left: streaks of one direction all over the picture, and no sharp edge across them.
 * Edges across them that are sharp, or no softer than the others, clear the device: then furrows, glare or down lie that way.
 */
export function checkStreaks(streaks: Streaks | null, { ofDirections, sigma }: EdgeBlur, umPerPixel: number): QualityCheck {
  const across = streaks === null ? null : ofDirections[Math.round((streaks.direction / Math.PI) * ofDirections.length) % ofDirections.length]!;
  const { sharp, asSharpAsOthers, ratio } = qualityLimits.acrossStreaks, blurUm = across === null ? null : across * umPerPixel;
  const isClear = blurUm !== null && (blurUm < sharp || (blurUm < asSharpAsOthers && blurUm < ratio * (sigma ?? 0) * umPerPixel));
  const value = streaks === null ? null : isClear ? 0 : rounded(streaks.share);
  return grade({
    check: 'streaks', value, unit: '', failsWhen: 'above', unknown: 'passes', limits: qualityLimits.streaks,
    finding: (limit) => (value === null ? 'Too little skin is seen between the hairs to look for streaks of motion.' : value === 0 ? 'No streaks of motion are seen in the skin.' : `${percentOf(value)} of the fine structure of the skin lies in one direction (at most ${percentOf(limit)}).`),
    advice: 'Rest the device on the skin, hold it still, and use more light for a shorter exposure.',
  });
}

/** Whether what looks like shafts is as wide as hair can be at the given scale: it is not when the scale belongs to another device. */
export function checkShaftWidth({ strokeWidth }: EdgeBlur, umPerPixel: number): QualityCheck {
  const value = strokeWidth === null ? null : rounded(strokeWidth * umPerPixel), { least, most } = qualityLimits.shaftWidthUm;
  const tooWide = value !== null && value > most;
  return grade({
    check: 'shaftWidth', value, unit: 'µm', failsWhen: tooWide ? 'above' : 'below', unknown: 'passes', limits: { warn: tooWide ? most : least, refuse: null },
    finding: () => (value === null ? 'Too few shafts to judge their width by.' : `Shafts look ${value} µm wide (hair and its tufts: ${least} to ${most} µm).`),
    advice: 'Check that the scale belongs to this device and magnification.',
  });
}
