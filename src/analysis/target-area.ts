import type { Calibration } from '../domain/calibration.js';
import type { Exclusion, TargetArea } from '../domain/result.js';
import { AnalysisError } from '../errors.js';
import type { Mask } from '../raster/raster-image.js';

/** The part of the photograph that is asked for, in pixels of the upright original. */
export type AreaRequest =
  | { readonly shape: 'frame' }
  | { readonly shape: 'circle'; readonly row: number; readonly column: number; readonly radius: number }
  | { readonly shape: 'rectangle'; readonly row: number; readonly column: number; readonly width: number; readonly height: number };

/** A square millimetre holds about two hairs; a density from less says nothing. */
const smallestAreaMm2 = 1;

/**
 * Cuts the asked area out of what is fit to be measured.
 * @param fit  Where the photograph shows skin or hair; changed in place to the measured area.
 * @throws AnalysisError `area.invalid` when it leaves the photograph, `photo.unusable` when nothing fit is left in it.
 */
export function layTargetArea(request: AreaRequest, fit: Mask, exclusions: readonly Exclusion[], calibration: Calibration | null): { area: TargetArea; valid: Mask } {
  const { width, height } = fit, inside = shapeTest(request, width, height), data = fit.data;
  let shape = 0, valid = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!inside(x, y)) { data[i] = 0; continue; }
      shape++;
      if (data[i] !== 0) valid++;
    }
  }
  if (valid === 0) throw new AnalysisError('photo.unusable', 'Nothing in the target area is fit to be measured: it is all text, border or blank.');
  const mmPerPixel = calibration === null ? null : calibration.micrometresPerPixel / 1000;
  if (mmPerPixel !== null && valid * mmPerPixel * mmPerPixel < smallestAreaMm2) {
    throw new AnalysisError('area.invalid', `The target area holds ${(valid * mmPerPixel * mmPerPixel).toPrecision(2)} mm² of skin; less than ${smallestAreaMm2} mm² gives no density.`, { hint: 'Ask for a larger area, and check the scale.' });
  }
  return {
    valid: { width, height, data },
    area: {
      shape: request.shape, validShare: Number((valid / shape).toFixed(5)), exclusions: [...exclusions], outline: outlineOf(request, width, height),
      areaCm2: mmPerPixel === null ? null : Number(((valid * mmPerPixel * mmPerPixel) / 100).toPrecision(8)),
    },
  };
}

function shapeTest(request: AreaRequest, width: number, height: number): (x: number, y: number) => boolean {
  if (request.shape === 'frame') return () => true;
  const numbers = Object.values(request).filter((value): value is number => typeof value === 'number');
  if (numbers.some((value) => !Number.isFinite(value))) throw new AnalysisError('area.invalid', 'Every number of a target area must be finite.');
  if (request.shape === 'circle') {
    const { row, column, radius } = request;
    if (!(radius > 0) || column - radius < -0.5 || row - radius < -0.5 || column + radius > width - 0.5 || row + radius > height - 0.5) {
      throw new AnalysisError('area.invalid', `The circle leaves the photograph, which is ${width} × ${height} pixels.`);
    }
    return (x, y) => (x - column) ** 2 + (y - row) ** 2 <= radius * radius;
  }
  const { row, column } = request;
  if (!(request.width > 0 && request.height > 0) || row < 0 || column < 0 || row + request.height > height || column + request.width > width) {
    throw new AnalysisError('area.invalid', `The rectangle leaves the photograph, which is ${width} × ${height} pixels.`);
  }
  return (x, y) => x >= column && x < column + request.width && y >= row && y < row + request.height;
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
