import { judgeCheck, type CheckRule } from '../domain/judge-check.js';
import type { QualityCheck } from '../domain/result.js';
import { measureBrightness } from '../raster/brightness.js';
import { measureEdgeBlur } from '../raster/edge-blur.js';
import type { Mask, RasterImage } from '../raster/raster-image.js';
import { measureExposure } from './exposure.js';

/**
 * Limits of a single photograph of a head. The first four make it unusable, the last two are said. Of a head full of black hair the brightest twentieth is hair: in good light it
 * reaches 60 to 107 levels, and what is darker than the limit is lost in the grain (docs/global.md).
 */
const rules = {
  sharpness: { check: 'sharpness', limit: 0.035, failsWhen: 'above', advice: 'Focus on the hair and hold the camera still.' },
  darkness: { check: 'darkness', limit: 30, failsWhen: 'below', advice: 'Use more light.' },
  overexposure: { check: 'overexposure', limit: 0.5, failsWhen: 'above', advice: 'Use less light, and no direct flash.' },
  contrast: { check: 'contrast', limit: 16, failsWhen: 'below', advice: 'Clean the lens and keep light from falling into it.' },
  headSize: { check: 'headSize', limit: 150, failsWhen: 'below', advice: 'Go nearer, or use more pixels, so that the head fills the picture.' },
  cutOff: { check: 'cutOff', limit: 0.25, failsWhen: 'above', advice: 'Take in the whole head.' },
} as const satisfies Record<string, CheckRule>;

export interface HeadQuality {
  readonly usable: boolean;
  readonly checks: QualityCheck[];
}

/**
 * Judges whether the scalp on a photograph of a head can be measured.
 * @param picture  The photograph at working size.
 * @param region   The scalp on it.
 * @param scale    Working pixels a pixel of the photograph.
 */
export function assessHeadQuality(picture: RasterImage, region: Mask, scale: number): HeadQuality {
  const area = region.data.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0), radius = Math.sqrt(area / Math.PI);
  const { brightness, clippedShare, contrast } = measureExposure(picture, region);
  const { sigma } = measureEdgeBlur(measureBrightness(picture), region);
  const blur = sigma === null ? null : sigma / (2 * radius), acrossPx = Math.round((2 * radius) / scale), cut = shareAtFrame(region);
  const percent = (share: number | null): string => (share === null ? 'An unknown part' : `${Number((100 * share).toPrecision(2))} %`);
  const checks = [
    judgeCheck(rules.sharpness, blur, blur === null ? 'No clear edge was found to judge the sharpness by.' : `Edges are blurred over ${percent(blur)} of the width of the head (at most ${percent(rules.sharpness.limit)}).`),
    judgeCheck(rules.darkness, brightness, `The bright parts of the scalp reach ${brightness ?? 'no'} of 255 levels (at least ${rules.darkness.limit}).`),
    judgeCheck(rules.overexposure, clippedShare, `${percent(clippedShare)} of the scalp is too bright to show colour (at most ${percent(rules.overexposure.limit)}).`),
    judgeCheck(rules.contrast, contrast, `Dark and bright parts of the scalp differ by ${contrast ?? 'no'} of 255 levels (at least ${rules.contrast.limit}).`),
  ];
  const usable = checks.every(({ passed }) => passed);
  return {
    usable, checks: [
      ...checks,
      judgeCheck(rules.headSize, acrossPx, `The scalp is ${acrossPx} pixels wide (at least ${rules.headSize.limit}).`),
      judgeCheck(rules.cutOff, cut, `${percent(cut)} of the scalp's border is cut off by the edge of the photograph (at most ${percent(rules.cutOff.limit)}).`),
    ],
  };
}

/** Share of the region's border that lies on the frame. */
function shareAtFrame({ width, height, data }: Mask): number {
  let border = 0, frame = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (data[at] === 0) continue;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) frame++;
      else if (data[at - 1] === 0 || data[at + 1] === 0 || data[at - width] === 0 || data[at + width] === 0) border++;
    }
  }
  return frame / Math.max(1, border + frame);
}
