import { plausibleMicrometresPerPixel, type Calibration } from '../domain/calibration.js';
import { AnalysisError } from '../errors.js';
import { searchScaleBar, type BarRefusal } from '../image-io/scale-bar.js';
import type { RasterImage } from '../raster/raster-image.js';

/** How the caller knows the scale of a photograph. */
export type CalibrationRequest =
  | { readonly method: 'given'; readonly micrometresPerPixel: number }
  /** Width of the field that the photograph's width shows. */
  | { readonly method: 'fieldWidth'; readonly millimetres: number }
  /** Length of the scale bar drawn into the picture. */
  | { readonly method: 'scaleBar'; readonly millimetres: number }
  /** Distance between two neighbouring ticks of a ruler in the picture. */
  | { readonly method: 'ruler'; readonly millimetres: number };

/** One standard deviation of the linear scale, as a share of it: a stated device scale, and a field width read off a data sheet. */
export const scaleUncertainty = { given: 0.01, fieldWidth: 0.02 } as const;

/**
 * Turns what the caller knows into a scale.
 * @param image  The upright photograph: its width, and the scale bar drawn into it.
 * @returns Null when nothing is known.
 * @throws AnalysisError `calibration.invalid` for numbers no photograph of a scalp can have, `calibration.notFound` when a bar or ruler cannot be read.
 */
export function calibrate(request: CalibrationRequest | null, image: RasterImage): Calibration | null {
  if (request === null) return null;
  if (request.method === 'given') return checked(request.micrometresPerPixel, 'given', scaleUncertainty.given);
  if (!(request.millimetres > 0)) throw new AnalysisError('calibration.invalid', 'A length in millimetres must be above 0.');
  if (request.method === 'fieldWidth') return checked((request.millimetres * 1000) / image.width, 'fieldWidth', scaleUncertainty.fieldWidth);
  if (request.method === 'scaleBar') return calibrateByBar(image, request.millimetres);
  throw new AnalysisError('calibration.notFound', 'Rulers in the photograph cannot be read yet.');
}

/** Screens and printers draw a bar to about half a percent. */
const barDrawing = 0.005;

const barRefusals: Record<BarRefusal, string> = {
  nothing: 'No scale bar could be found in this photograph.',
  bareLine: 'There is a straight line in this photograph, but nothing shows that it is a scale bar.',
  unequalArms: 'The two arms of the scale bar in this photograph differ in length.',
  severalBars: 'There are several scale bars of different lengths in this photograph.',
  vagueEnds: 'The ends of the scale bar in this photograph cannot be placed exactly enough.',
};

function calibrateByBar(image: RasterImage, millimetres: number): Calibration {
  const search = searchScaleBar(image);
  if (search.bar === null) throw new AnalysisError('calibration.notFound', barRefusals[search.reason]);
  const { lengthPx, standardErrorPx } = search.bar;
  return checked((millimetres * 1000) / lengthPx, 'scaleBar', Number(Math.hypot(standardErrorPx / lengthPx, barDrawing).toPrecision(3)));
}

function checked(micrometresPerPixel: number, method: Calibration['method'], relativeUncertainty: number): Calibration {
  const { smallest, largest } = plausibleMicrometresPerPixel;
  if (!(micrometresPerPixel >= smallest && micrometresPerPixel <= largest)) {
    throw new AnalysisError('calibration.invalid', `A scale of ${Number.isFinite(micrometresPerPixel) ? `${Number(micrometresPerPixel.toPrecision(4))} µm per pixel` : 'no number'} is not possible for a photograph of a scalp; expected ${smallest} to ${largest}.`);
  }
  return { micrometresPerPixel, method, relativeUncertainty };
}
