import type { Exclusion } from '../domain/result.js';
import type { Mask, RasterImage } from '../raster/raster-image.js';
import { transposeImage } from '../raster/transpose-image.js';
import { findBlankBands } from './valid-area/blank-bands.js';
import { clearPart, enlargePart, type ExcludedPart } from './valid-area/excluded-part.js';
import { findScopeField } from './valid-area/vignette.js';
import { workingPicture } from './working-picture.js';

export interface ValidArea {
  /** The photograph's size; 1 where skin and hair can be measured, 0 elsewhere. */
  readonly mask: Mask;
  /** What was taken out and why; shares do not overlap. */
  readonly exclusions: Exclusion[];
}

/**
 * Finds the part of a close-up in which there is skin and hair: without blank strips along the sides, the dark surround of
 * a round scope field, burned-in text, scale bars and measuring circles. Of thin drawings only the line itself is taken out.
 *
 * Borders are good to about 2 pixels times the factor by which the photograph exceeds 2.2 megapixels, and err to the safe side.
 */
export function findValidArea(image: RasterImage): ValidArea {
  const mask: Mask = { width: image.width, height: image.height, data: new Uint8Array(image.width * image.height).fill(1) };
  const { image: working, factor } = workingPicture(image);
  const exclusions: Exclusion[] = [];
  for (const part of findExcludedParts(working)) {
    const exclusion = clearPart(mask, enlargePart(part, factor));
    if (exclusion) exclusions.push(exclusion);
  }
  return { mask, exclusions };
}

function findExcludedParts(image: RasterImage): ExcludedPart[] {
  const transposed = transposeImage(image);
  const { bands, inner } = findBlankBands(image, transposed);
  const parts: ExcludedPart[] = bands.map(({ side, box }) => ({
    reason: side === 'top' || side === 'bottom' ? 'footerStrip' : 'border',
    shapes: [{ kind: 'box', box }],
  }));
  const field = findScopeField(image, inner);
  if (field) parts.push({ reason: 'vignette', shapes: [{ kind: 'outside', circle: field }] });
  return parts;
}
