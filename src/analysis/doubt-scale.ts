import type { Calibration } from '../domain/calibration.js';
import type { TimepointResult } from '../domain/result.js';
import { judgeWidths, type ScaleDoubt } from '../measurement/judge-widths.js';
import { measureShaftWidths } from '../measurement/shaft-widths.js';
import { traceShafts } from '../measurement/trace-shafts.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';
import type { RowSpans } from '../raster/row-spans.js';
import type { ShaftMaps } from '../raster/shaft-maps.js';
import type { Segmenter } from '../segmentation/segmenter.js';
import { leastLookSidePx, lookInsideFrame } from './look-inside-frame.js';

/** Strokes wider than this are looked at again, µm: 6 of 80 donor close-ups have wider ones, and all 80 at twice their scale. */
const widestUsualStrokeUm = 115;

export interface DoubtfulLook {
  readonly image: RasterImage;
  readonly calibration: Calibration;
  readonly quality: TimepointResult['quality'];
  readonly valid: RowSpans;
  readonly frame: PixelWindow;
  readonly scale: number;
  readonly maps: ShaftMaps;
}

/**
 * Looks at a photograph once more, at half the network's scale, where what looks like shafts is wider than hair mostly is: whether the given scale is too coarse.
 * The second look costs a quarter of the first.
 * @returns Null where there is no doubt.
 */
export async function doubtScale(segmenter: Segmenter, { image, calibration, quality, valid, frame, scale, maps }: DoubtfulLook): Promise<ScaleDoubt | null> {
  const stroke = quality.checks.find(({ check }) => check === 'shaftWidth')?.value ?? null, halved = scale / 2;
  if (stroke === null || stroke <= widestUsualStrokeUm || !quality.usable) return null;
  if (halved * Math.min(frame.right - frame.left, frame.bottom - frame.top) < leastLookSidePx) return null;
  const again = await lookInsideFrame(segmenter, image, halved).looking;
  const widthsIn = (seen: ShaftMaps, lookedAt: number) => measureShaftWidths({ candidates: traceShafts(seen), hair: seen.hair, scale: lookedAt, image, valid, frame });
  return judgeWidths(widthsIn(maps, scale), widthsIn(again, halved), calibration.micrometresPerPixel);
}
