import type { Calibration } from '../domain/calibration.js';
import type { AreaRequest } from '../domain/correction.js';
import type { Exclusion, TargetArea } from '../domain/result.js';
import { AnalysisError } from '../errors.js';
import { clearSpan, countInSpan, type RowSpans } from '../raster/row-spans.js';

export type { AreaRequest };

/** A square millimetre holds about two hairs; a density from less says nothing. */
const smallestAreaMm2 = 1;
/** Where less than this share of the asked area is left, what was left out is why so little is, not the area that was asked for. */
const mostlyLeftOut = 0.5;

/**
 * Cuts the asked area out of what is fit to be measured.
 * @param fit  Where the photograph shows skin or hair; changed in place to the measured area.
 * @throws AnalysisError `area.invalid` when it leaves the photograph, `photo.unusable` when nothing fit is left in it, or too little because of what was left out.
 */
export function layTargetArea(request: AreaRequest, fit: RowSpans, exclusions: readonly Exclusion[], calibration: Calibration | null): { area: TargetArea; valid: RowSpans } {
  const { width, height } = fit, spanOf = rowSpans(request, width, height);
  const untouched = request.shape === 'frame' && exclusions.length === 0;
  let shape = untouched ? width * height : 0, valid = shape;
  for (let row = 0; row < height && !untouched; row++) {
    const [from, to] = spanOf(row);
    clearSpan(fit, row, 0, from);
    clearSpan(fit, row, to, width);
    shape += to - from;
    valid += countInSpan(fit, row, from, to);
  }
  if (shape === 0) throw new AnalysisError('area.invalid', 'The target area is smaller than a pixel.', { hint: 'Ask for a larger area, in pixels of the photograph.' });
  if (valid === 0) throw new AnalysisError('photo.unusable', 'Nothing in the target area is fit to be measured: it is all text, border or blank.');
  const mmPerPixel = calibration === null ? null : calibration.micrometresPerPixel / 1000;
  if (mmPerPixel !== null && valid * mmPerPixel * mmPerPixel < smallestAreaMm2) {
    if (valid < shape * mostlyLeftOut) {
      throw new AnalysisError('photo.unusable', `Only ${(valid * mmPerPixel * mmPerPixel).toPrecision(2)} mm² of the target area are fit to be measured: the rest looks like writing, lines or a border over the photograph.`, { hint: 'Give the photograph as the camera stored it, not a photograph of a screen or of a print.' });
    }
    throw new AnalysisError('area.invalid', `The target area holds ${(valid * mmPerPixel * mmPerPixel).toPrecision(2)} mm² of skin; less than ${smallestAreaMm2} mm² gives no density.`, { hint: 'Ask for a larger area, and check the scale.' });
  }
  return {
    valid: fit,
    area: {
      shape: request.shape, validShare: Number((valid / shape).toFixed(5)), exclusions: [...exclusions], outline: outlineOf(request, width, height),
      areaCm2: mmPerPixel === null ? null : Number(((valid * mmPerPixel * mmPerPixel) / 100).toPrecision(8)),
    },
  };
}

/** The middle of an area that somebody draws; null for the whole photograph. */
export function middleOf(request: AreaRequest): { row: number; column: number } | null {
  if (request.shape === 'frame') return null;
  return request.shape === 'circle' ? { row: request.row, column: request.column } : { row: request.row + request.height / 2, column: request.column + request.width / 2 };
}

/** Which columns of a row lie in the shape: the first, and the one behind the last; both equal where none does. */
function rowSpans(request: AreaRequest, width: number, height: number): (row: number) => readonly [from: number, to: number] {
  if (request.shape === 'frame') return () => [0, width];
  const numbers = Object.values(request).filter((value): value is number => typeof value === 'number');
  if (numbers.some((value) => !Number.isFinite(value))) throw new AnalysisError('area.invalid', 'Every number of a target area must be finite.');
  const none = [0, 0] as const;
  if (request.shape === 'circle') {
    const { row: middle, column, radius } = request;
    if (!(radius > 0) || column - radius < -0.5 || middle - radius < -0.5 || column + radius > width - 0.5 || middle + radius > height - 0.5) {
      throw new AnalysisError('area.invalid', `The circle leaves the photograph, which is ${width} × ${height} pixels.`);
    }
    return (row) => {
      const halfSquared = radius * radius - (row - middle) ** 2;
      if (halfSquared < 0) return none;
      const half = Math.sqrt(halfSquared), from = Math.ceil(column - half), to = Math.floor(column + half) + 1;
      return to > from ? [Math.max(0, from), Math.min(width, to)] : none;
    };
  }
  const { row: top, column: left } = request;
  if (!(request.width > 0 && request.height > 0) || top < 0 || left < 0 || top + request.height > height || left + request.width > width) {
    throw new AnalysisError('area.invalid', `The rectangle leaves the photograph, which is ${width} × ${height} pixels.`);
  }
  const from = Math.ceil(left), to = Math.ceil(left + request.width);
  return (row) => (row >= top && row < top + request.height ? [from, to] : none);
}

function outlineOf(request: AreaRequest, width: number, height: number): { row: number; column: number }[] {
  if (request.shape === 'circle') {
    return Array.from({ length: 64 }, (_, k) => {
      const angle = (2 * Math.PI * k) / 64;
      return { row: Number((request.row + request.radius * Math.sin(angle)).toFixed(2)), column: Number((request.column + request.radius * Math.cos(angle)).toFixed(2)) };
    });
  }
  const [top, left, h, w] = request.shape === 'frame' ? [0, 0, height, width] : [request.row, request.column, request.height, request.width];
  return [[top, left], [top, left + w], [top + h, left + w], [top + h, left]].map(([row, column]) => ({ row: row!, column: column! }));
}
