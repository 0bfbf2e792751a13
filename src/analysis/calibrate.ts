import { plausibleMicrometresPerPixel, type Calibration } from '../domain/calibration.js';
import type { Position } from '../domain/hair.js';
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
  | { readonly method: 'ruler'; readonly millimetres: number }
  /** Two points that a person marked on a ruler in the picture, and the length between them. */
  | TwoPoints;

export interface TwoPoints {
  readonly method: 'twoPoint';
  readonly millimetres: number;
  readonly from: Position;
  readonly to: Position;
  /** Standard deviation of each point's place, pixels of the upright original; about one pixel of the screen that it was marked on. */
  readonly pointErrorPx: number;
}

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
  if (request.method === 'twoPoint') return calibrateByPoints(request, image);
  if (request.method === 'scaleBar') return calibrateByBar(image, request.millimetres);
  throw new AnalysisError('calibration.notFound', 'Rulers in the photograph cannot be read yet.');
}

/** Rulers are divided to about half a percent of a short length. */
const rulerDivision = 0.005;

/** Beyond this the length says too little: a 10 % error of the scale is one of 20 % in a density. */
const largestPointUncertainty = 0.1;

function calibrateByPoints({ from, to, millimetres, pointErrorPx }: TwoPoints, image: RasterImage): Calibration {
  const inside = [from, to].every(({ row, column }) => row >= -0.5 && column >= -0.5 && row <= image.height - 0.5 && column <= image.width - 0.5);
  if (!inside) throw new AnalysisError('calibration.invalid', `Both points must lie in the photograph, which is ${image.width} × ${image.height} pixels.`);
  if (!(pointErrorPx > 0)) throw new AnalysisError('calibration.invalid', 'The error of a marked point must be above 0 pixels.');
  const lengthPx = Math.hypot(to.row - from.row, to.column - from.column);
  const uncertainty = Math.hypot((Math.SQRT2 * pointErrorPx) / lengthPx, rulerDivision);
  if (!(uncertainty <= largestPointUncertainty)) {
    throw new AnalysisError('calibration.invalid', 'The two points lie too close together to give a scale.', { hint: 'Mark two points far apart on the ruler, and zoom in while you do.' });
  }
  return checked((millimetres * 1000) / lengthPx, 'twoPoint', Number(uncertainty.toPrecision(3)));
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
