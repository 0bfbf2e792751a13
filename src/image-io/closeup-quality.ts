import type { Calibration } from '../domain/calibration.js';
import type { Appearance, QualityCheck } from '../domain/result.js';
import { measureBrightness } from '../raster/brightness.js';
import { measureColourCells } from '../raster/colour-cells.js';
import { measureEdgeBlur } from '../raster/edge-blur.js';
import { measureFineGrain } from '../raster/fine-grain.js';
import { measureMirroredLight } from '../raster/mirrored-light.js';
import type { Mask, RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { shrinkInside } from '../raster/shrink-inside.js';
import type { RowSpans } from '../raster/row-spans.js';
import { shrinkSpans } from '../raster/shrink-spans.js';
import { measureStreaks } from '../raster/streaks.js';
import { measureStrands } from '../raster/wide-strands.js';
import { measureExposure } from './exposure.js';
import { checkExposure } from './quality/check-exposure.js';
import { checkResolution } from './quality/check-resolution.js';
import { checkMotion, checkShaftWidth, checkSharpness, checkStreaks } from './quality/check-sharpness.js';
import { checkSurface } from './quality/check-surface.js';
import { checkFilm, checkWetness } from './quality/check-wetness.js';
import { rounded } from './quality/grade.js';
import { qualityLimits } from './quality/limits.js';
import { halfPicture, workingPicture } from './working-picture.js';

export interface CloseupQuality {
  /** False when a check failed that makes every figure of the photograph doubtful. */
  readonly usable: boolean;
  readonly checks: QualityCheck[];
  readonly appearance: Appearance;
}

/** Pixels that are enough to judge by, and that are needed for it. */
const enoughPixels = 350_000, fewestPixels = 60_000;
/** Blur is judged at about this scale, where camera noise and JPEG grain have been averaged away. */
const judgedUmPerPixel = 8;
/** Skin this near to a hair is blurred with it. */
const skinBesideHairUm = 40;
/** Pixels of the judged picture at which the blurs that sharpness is measured with have left less than a twentieth of an edge. */
const reachOfEdges = 6;

/**
 * Judges whether a close-up can be measured: sharpness, exposure, glare, contrast, colour, whether it shows one piece of skin at
 * all, whether hair sticks together, and whether the scale is fine enough and fits what is seen. Each check carries its value,
 * its limit, and what to do better; `severity` says whether failing it makes the photograph unusable or only doubtful.
 *
 * @param calibration  Null when the scale is unknown: sharpness is then judged in shaft widths, resolution and wetness not at all.
 * @param valid        The photograph's size; only pixels inside are judged.
 */
export function assessCloseupQuality(image: RasterImage, calibration: Calibration | null, valid: RowSpans): CloseupQuality {
  const { picture, mask, factor } = judgedPicture(image, calibration, valid);
  const umPerPixel = calibration === null ? null : calibration.micrometresPerPixel * factor;
  const brightness = measureBrightness(picture), blur = measureEdgeBlur(brightness, clearOfDrawnEdges(mask));
  const exposure = measureExposure(picture, mask), cells = measureColourCells(picture, mask);
  const strands = umPerPixel === null ? null : measureStrands(brightness, mask, qualityLimits.widestUnitUm / umPerPixel, (1.4 * qualityLimits.widestUnitUm) / umPerPixel);
  const checks = [
    checkSharpness(blur, umPerPixel, Math.min(picture.width, picture.height)),
    ...(umPerPixel === null ? [] : [checkMotion(blur, umPerPixel), checkStreaks(measureStreaks(brightness, mask, Math.round(skinBesideHairUm / umPerPixel)), blur, umPerPixel)]),
    ...checkExposure(exposure, cells),
    ...checkSurface(cells, measureFineGrain(brightness, mask)),
    ...(umPerPixel === null ? [] : [checkWetness(strands), checkFilm(measureMirroredLight(brightness, mask)), checkShaftWidth(blur, umPerPixel)]),
    ...checkResolution(calibration),
  ];
  return {
    usable: checks.every(({ severity }) => severity !== 'refuse'), checks,
    appearance: {
      skinColour: cells === null ? null : [...cells.colour], glareShare: exposure.glareShare,
      edgeBlurUm: blur.sigma === null || umPerPixel === null ? null : rounded(blur.sigma * umPerPixel),
      clumpedShare: strands === null ? null : rounded(strands.wideShare),
    },
  };
}

/** Frames, strips and letters have sharper edges than skin, and their blur reaches beyond what is left out; where hardly anything lies further away, all is judged. */
function clearOfDrawnEdges(mask: Mask): Mask {
  const clear = shrinkInside(mask, reachOfEdges);
  return clear === mask || countInside(clear) >= 0.3 * countInside(mask) ? clear : mask;
}

function countInside({ data }: Mask): number {
  let count = 0;
  for (let at = 0; at < data.length; at++) if (data[at] !== 0) count++;
  return count;
}

/** The photograph shrunk by a whole factor, coarse enough to be quick and free of noise, fine enough to show blur. */
function judgedPicture(image: RasterImage, calibration: Calibration | null, valid: RowSpans): { picture: RasterImage; mask: Mask; factor: number } {
  const working = workingPicture(image);
  const bySize = Math.ceil(Math.sqrt((working.image.width * working.image.height) / enoughPixels));
  const byScale = calibration === null ? 1 : Math.round(judgedUmPerPixel / (calibration.micrometresPerPixel * working.factor));
  // A scale that belongs to another device must not shrink the picture to nothing: what is wrong with it would no longer be seen.
  const most = Math.max(1, Math.floor(Math.sqrt((working.image.width * working.image.height) / fewestPixels)));
  const further = Math.max(1, bySize, Math.min(byScale, most));
  const picture = further === 1 ? working.image : further === 2 ? halfPicture(working.image) : resampleImage(working.image, 1 / further);
  const factor = working.factor * further;
  return { picture, mask: shrinkSpans(valid, picture, 1 / factor), factor };
}
