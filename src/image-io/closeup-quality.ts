import { resolutionGates, type Calibration } from '../domain/calibration.js';
import type { QualityCheck } from '../domain/result.js';
import { measureBrightness } from '../raster/brightness.js';
import { measureEdgeBlur } from '../raster/edge-blur.js';
import type { Mask, RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { shrinkMask } from '../raster/shrink-mask.js';
import { measureExposure } from './exposure.js';
import { workingPicture } from './working-picture.js';

export interface CloseupQuality {
  /** False when a check failed that makes every figure of the photograph doubtful. */
  readonly usable: boolean;
  readonly checks: QualityCheck[];
}

/**
 * Limits, set on 86 close-ups of three kinds of device: unspoilt ones stay far inside, the same ones blurred by 40 µm,
 * at a third of their brightness or at twice it fall outside.
 */
export const qualityLimits = {
  /** Sigma of the blur of clear edges. A shaft of 70 µm blurred more than this merges with its neighbour in the unit. */
  edgeBlurUm: 25,
  /** The same in shaft widths, where no scale is known. */
  edgeBlurInShaftWidths: 0.27,
  /** Blur widens what looks like a shaft, so nothing wider than this share of the shorter side is taken for one. */
  widestShaftShare: 0.03,
  /** Brightness that the brightest 5 % reach, 0…255. Well-exposed dark skin reaches 90. */
  leastBrightness: 72,
  /** Share of pixels with two or more channels at their end. */
  clippedShare: 0.2,
  /** Share of nearly white pixels. */
  glareShare: 0.15,
  /** Between the darkest and the brightest hundredth, levels of 255. */
  leastContrast: 20,
} as const;

/** Pixels that are enough to judge by. */
const enoughPixels = 350_000;
/** Blur is judged at about this scale, where camera noise and JPEG grain have been averaged away. */
const judgedUmPerPixel = 8;

/**
 * Judges whether a close-up can be measured: sharpness, exposure, glare, contrast, and whether the scale is fine enough.
 *
 * The resolution checks do not make a photograph unusable: what a coarse scale forbids is left out where it is measured.
 *
 * @param calibration  Null when the scale is unknown: sharpness is then judged in shaft widths, and resolution not at all.
 * @param valid        The photograph's size; only pixels inside are judged.
 */
export function assessCloseupQuality(image: RasterImage, calibration: Calibration | null, valid: Mask): CloseupQuality {
  const { picture, mask, factor } = judgedPicture(image, calibration, valid);
  const exposure = measureExposure(picture, mask);
  const imageChecks = [
    checkSharpness(picture, mask, calibration === null ? null : calibration.micrometresPerPixel * factor),
    ...checkExposure(exposure),
  ];
  return { usable: imageChecks.every(({ passed }) => passed), checks: [...imageChecks, ...checkResolution(calibration)] };
}

/** The photograph shrunk by a whole factor, coarse enough to be quick and free of noise, fine enough to show blur. */
function judgedPicture(image: RasterImage, calibration: Calibration | null, valid: Mask): { picture: RasterImage; mask: Mask; factor: number } {
  const working = workingPicture(image);
  const bySize = Math.ceil(Math.sqrt((working.image.width * working.image.height) / enoughPixels));
  const byScale = calibration === null ? 1 : Math.round(judgedUmPerPixel / (calibration.micrometresPerPixel * working.factor));
  const further = Math.max(1, bySize, Math.min(byScale, 8));
  const picture = further === 1 ? working.image : resampleImage(working.image, 1 / further);
  const factor = working.factor * further;
  return { picture, mask: shrinkMask(valid, picture, 1 / factor), factor };
}

function checkSharpness(picture: RasterImage, mask: Mask, umPerPixel: number | null): QualityCheck {
  const { sigma, strokeWidth } = measureEdgeBlur(measureBrightness(picture), mask);
  const advice = ' Focus on the skin, hold the device still and photograph again.';
  const nothing = 'No clear edge was found to judge the sharpness by.';
  if (umPerPixel !== null) {
    // Blur finer than the pixels judged by cannot be seen, so it must not be demanded either.
    const limit = Math.max(qualityLimits.edgeBlurUm, round(umPerPixel));
    const value = sigma === null ? null : round(sigma * umPerPixel);
    return judge('sharpness', value, limit, 'above', value === null ? nothing : `Edges are blurred over ${value} µm (at most ${limit} µm).`, advice);
  }
  const widest = qualityLimits.widestShaftShare * Math.min(picture.width, picture.height);
  const value = sigma === null ? null : round(sigma / Math.min(strokeWidth ?? widest, widest));
  const limit = qualityLimits.edgeBlurInShaftWidths;
  return judge('sharpness', value, limit, 'above', value === null ? nothing : `Edges are blurred over ${value} shaft widths (at most ${limit}).`, advice);
}

function checkExposure({ brightness, clippedShare, glareShare, contrast }: ReturnType<typeof measureExposure>): QualityCheck[] {
  const { leastBrightness, clippedShare: mostClipped, glareShare: mostGlare, leastContrast } = qualityLimits;
  return [
    judge('darkness', brightness, leastBrightness, 'below', `The bright parts reach ${brightness ?? 'no'} of 255 levels (at least ${leastBrightness}).`, ' Use more light or a longer exposure.'),
    judge('overexposure', clippedShare, mostClipped, 'above', `${percent(clippedShare)} of the area is too bright to show colour (at most ${percent(mostClipped)}).`, ' Use less light or a shorter exposure.'),
    judge('glare', glareShare, mostGlare, 'above', `${percent(glareShare)} of the area is white with glare (at most ${percent(mostGlare)}).`, ' Use polarised light or immersion fluid, or dry the skin.'),
    judge('contrast', contrast, leastContrast, 'below', `Dark and bright parts differ by ${contrast ?? 'no'} of 255 levels (at least ${leastContrast}).`, ' Clean the lens and keep light from falling into it.'),
  ];
}

function checkResolution(calibration: Calibration | null): QualityCheck[] {
  const value = calibration === null ? null : round(calibration.micrometresPerPixel);
  const { countingUmPerPixel, diameterUmPerPixel } = resolutionGates;
  const scale = value === null ? 'The scale is not known.' : `One pixel shows ${value} µm.`;
  return [
    judge('countingResolution', value, countingUmPerPixel, 'above', `${scale} Counting fine hair needs ${countingUmPerPixel} µm or less.`, ' Go nearer or use a stronger lens.', true),
    judge('diameterResolution', value, diameterUmPerPixel, 'above', `${scale} Telling terminal from vellus hair needs ${diameterUmPerPixel} µm or less.`, ' Go nearer or use a stronger lens.', true),
  ];
}

/** A value that could not be measured fails, unless `passesUnknown`. */
function judge(check: string, value: number | null, limit: number, failsWhen: 'below' | 'above', finding: string, advice: string, passesUnknown = false): QualityCheck {
  const passed = value === null ? passesUnknown : failsWhen === 'below' ? value >= limit : value <= limit;
  return { check, value, limit, failsWhen, passed, message: passed ? finding : finding + advice };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

function percent(share: number | null): string {
  return share === null ? 'An unknown part' : `${Number((share * 100).toPrecision(2))} %`;
}
