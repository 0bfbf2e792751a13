import { AnalysisError } from '../errors.js';
import { findPictureFrame, findSurroundedField, mayBeFramed } from '../image-io/valid-area.js';
import { normaliseExposure } from '../raster/normalise-exposure.js';
import { scaleWindow, wholeWindow, type PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { wholeSpans, type RowSpans } from '../raster/row-spans.js';
import type { ShaftMaps } from '../raster/shaft-maps.js';
import { segmentWindow } from '../segmentation/segment-window.js';
import type { Segmenter } from '../segmentation/segmenter.js';
import { layField } from './lay-field.js';

/** Sides of less than a third of a millimetre, pixels of the network's picture, show no hair. */
const leastSide = 34;
/** The same for a picture that is not there yet, whose sides are rounded. */
export const leastLookSidePx = leastSide + 2;

interface Look {
  /** The network's picture, its brightness set by what the frame shows. */
  readonly picture: RasterImage;
  /** What the network sees there; not waited for, so that other work can go on. */
  readonly looking: Promise<ShaftMaps>;
}

/**
 * Brings a close-up to the network's scale and lets the network look at what its frame shows: a frame around the skin must neither set the brightness nor look like anything.
 * Where none is likely and the network has a thread of its own, it begins before all sides have been gone through, and once more should there be a frame after all; what comes out is the same.
 * @param scale  Network pixels per pixel of the photograph.
 * @throws AnalysisError `photo.tooSmall`.
 */
export function lookInsideFrame(segmenter: Segmenter, image: RasterImage, scale: number): Look & { readonly frame: PixelWindow } {
  const resampled = resampleImage(image, scale), whole = wholeWindow(resampled);
  const early = segmenter.looksMeanwhile && isLargeEnough(whole) && !mayBeFramed(image) ? look(segmenter, resampled, whole, wholeSpans(resampled)) : null;
  const frame = findPictureFrame(image), shown = scaleWindow(frame, image, resampled, scale);
  if (!isLargeEnough(shown)) {
    throw new AnalysisError('photo.tooSmall', 'At the given scale the photograph shows less than a third of a millimetre of skin.', { hint: 'Check the scale: micrometres per pixel of the photograph as it is stored.' });
  }
  const isWhole = shown.top === 0 && shown.left === 0 && shown.bottom === whole.bottom && shown.right === whole.right;
  const field = findSurroundedField(image);
  return { frame, ...(early !== null && isWhole && field === null ? early : look(segmenter, resampled, shown, layField(resampled, shown, field, scale))) };
}

function look(segmenter: Segmenter, resampled: RasterImage, shown: PixelWindow, skin: RowSpans): Look {
  const picture = normaliseExposure(resampled, skin), looking = segmentWindow(segmenter, picture, shown);
  // It may fail before anybody waits for it.
  looking.catch(() => undefined);
  return { picture, looking };
}

function isLargeEnough({ top, left, bottom, right }: PixelWindow): boolean {
  return bottom - top >= leastSide && right - left >= leastSide;
}
