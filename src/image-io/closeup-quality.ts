import type { Calibration } from '../domain/calibration.js';
import type { Appearance, QualityCheck } from '../domain/result.js';
import { measureBrightness } from '../raster/brightness.js';
import { cropImage } from '../raster/crop-image.js';
import { measureColourCells } from '../raster/colour-cells.js';
import { measureEdgeBlur } from '../raster/edge-blur.js';
import { measureFineGrain } from '../raster/fine-grain.js';
import { measureMirroredLight } from '../raster/mirrored-light.js';
import type { Mask, RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { shrinkInside } from '../raster/shrink-inside.js';
import { unpackRow, type RowSpans } from '../raster/row-spans.js';
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
/** Blur is judged at about this scale, where camera noise and JPEG grain have been averaged away, and up to so many times as coarse. */
const judgedUmPerPixel = 8, stillFine = 1.25;
/** Pixels of the middle of a large photograph in which its blur is judged: at 8 µm 0.45 cm². */
const blurPixels = 700_000;
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
  const brightness = measureBrightness(picture), fine = calibration === null ? null : middleForBlur(image, calibration.micrometresPerPixel, factor, valid);
  const forBlur = fine === null ? { brightness, mask, umPerPixel, shortSide: Math.min(picture.width, picture.height) }
    : { brightness: measureBrightness(fine.picture), mask: fine.mask, umPerPixel: calibration!.micrometresPerPixel * fine.factor, shortSide: Math.min(fine.picture.width, fine.picture.height) };
  const blur = measureEdgeBlur(forBlur.brightness, clearOfDrawnEdges(forBlur.mask));
  const exposure = measureExposure(picture, mask), cells = measureColourCells(picture, mask);
  const strands = umPerPixel === null ? null : measureStrands(brightness, mask, qualityLimits.widestUnitUm / umPerPixel, (1.4 * qualityLimits.widestUnitUm) / umPerPixel);
  const checks = [
    checkSharpness(blur, forBlur.umPerPixel, forBlur.shortSide),
    ...(forBlur.umPerPixel === null ? [] : [checkMotion(blur, forBlur.umPerPixel), checkStreaks(measureStreaks(forBlur.brightness, forBlur.mask, Math.round(skinBesideHairUm / forBlur.umPerPixel)), blur, forBlur.umPerPixel)]),
    ...checkExposure(exposure, cells),
    ...checkSurface(cells, measureFineGrain(brightness, mask)),
    ...(umPerPixel === null ? [] : [checkWetness(strands), checkFilm(measureMirroredLight(brightness, mask)), checkShaftWidth(blur, forBlur.umPerPixel!)]),
    ...checkResolution(calibration),
  ];
  return {
    usable: checks.every(({ severity }) => severity !== 'refuse'), checks,
    appearance: {
      skinColour: cells === null ? null : [...cells.colour], glareShare: exposure.glareShare,
      edgeBlurUm: blur.sigma === null || forBlur.umPerPixel === null ? null : rounded(blur.sigma * forBlur.umPerPixel),
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

/**
 * The middle of a photograph that is too large to be judged as a whole at a scale that shows blur; null where the judged picture shows it.
 * @param judgedFactor  Original pixels a pixel of the judged picture.
 */
function middleForBlur(image: RasterImage, micrometresPerPixel: number, judgedFactor: number, valid: RowSpans): { picture: RasterImage; mask: Mask; factor: number } | null {
  const factor = Math.max(1, Math.round(judgedUmPerPixel / micrometresPerPixel));
  if (factor >= judgedFactor || micrometresPerPixel * judgedFactor <= stillFine * judgedUmPerPixel) return null;
  const share = Math.min(1, Math.sqrt((blurPixels * factor ** 2) / (image.width * image.height)));
  const width = Math.floor((image.width * share) / factor) * factor, height = Math.floor((image.height * share) / factor) * factor;
  const column = (image.width - width) >> 1, row = (image.height - height) >> 1, middle = cropImage(image, { row, column, width, height });
  const picture = factor === 1 ? middle : resampleImage(middle, 1 / factor), mask = cropMask(valid, row, column, factor, picture);
  return countInside(mask) >= fewestPixels ? { picture, mask, factor } : null;
}

/** What is valid of a window that was shrunk by a whole factor: each pixel as the middle one of those it stands for. */
function cropMask(valid: RowSpans, row: number, column: number, factor: number, { width, height }: { readonly width: number; readonly height: number }): Mask {
  const data = new Uint8Array(width * height), line = new Uint8Array(valid.width), centre = factor >> 1;
  for (let y = 0; y < height; y++) {
    unpackRow(valid, row + y * factor + centre, line);
    for (let x = 0; x < width; x++) data[y * width + x] = line[column + x * factor + centre]!;
  }
  return { width, height, data };
}
