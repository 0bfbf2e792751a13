import { plausibleMicrometresPerPixel, type Calibration } from '../domain/calibration.js';
import { AnalysisError } from '../errors.js';

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
 * @param width  Width of the upright photograph in pixels.
 * @returns Null when nothing is known.
 * @throws AnalysisError `calibration.invalid` for numbers no photograph of a scalp can have, `calibration.notFound` when a bar or ruler cannot be read.
 */
export function calibrate(request: CalibrationRequest | null, width: number): Calibration | null {
  if (request === null) return null;
  if (request.method === 'given') return checked(request.micrometresPerPixel, 'given', scaleUncertainty.given);
  if (!(request.millimetres > 0)) throw new AnalysisError('calibration.invalid', 'A length in millimetres must be above 0.');
  if (request.method === 'fieldWidth') return checked((request.millimetres * 1000) / width, 'fieldWidth', scaleUncertainty.fieldWidth);
  throw new AnalysisError('calibration.notFound', `No ${request.method === 'ruler' ? 'ruler' : 'scale bar'} could be read in this photograph.`);
}

function checked(micrometresPerPixel: number, method: Calibration['method'], relativeUncertainty: number): Calibration {
  const { smallest, largest } = plausibleMicrometresPerPixel;
  if (!(micrometresPerPixel >= smallest && micrometresPerPixel <= largest)) {
    throw new AnalysisError('calibration.invalid', `A scale of ${Number.isFinite(micrometresPerPixel) ? `${Number(micrometresPerPixel.toPrecision(4))} µm per pixel` : 'no number'} is not possible for a photograph of a scalp; expected ${smallest} to ${largest}.`);
  }
  return { micrometresPerPixel, method, relativeUncertainty };
}
