import { AnalysisError } from '../../errors.js';
import type { RegionRequest } from '../../index.js';

export const regionOptionHelp = 'region of a head, on the first photograph, in pixels: scalp, vertex, frontal, ellipse:ROW,COLUMN,HEIGHT,WIDTH[,TURN] or polygon:ROW,COLUMN,ROW,COLUMN,…';

const hint = 'Write scalp, vertex, frontal, ellipse:ROW,COLUMN,HEIGHT,WIDTH (and a turn in degrees) or polygon:ROW,COLUMN,… with at least three corners.';

/**
 * The region of a head given on the command line; undefined where none is.
 * @throws AnalysisError `region.invalid`.
 */
export function readRegion(text: string | undefined): RegionRequest | undefined {
  if (text === undefined) return undefined;
  const [shape, list = ''] = text.trim().split(':', 2), numbers = list === '' ? [] : list.split(',').map((part) => (/^\s*-?\d+(\.\d+)?\s*$/.test(part) ? Number(part) : NaN));
  if (numbers.every(Number.isFinite)) {
    if ((shape === 'scalp' || shape === 'vertex' || shape === 'frontal') && numbers.length === 0) return { shape };
    if (shape === 'ellipse' && (numbers.length === 4 || numbers.length === 5) && numbers[2] > 0 && numbers[3] > 0) {
      const [row, column, height, width, turnDegrees = 0] = numbers;
      return { shape, row, column, height, width, turnDegrees };
    }
    if (shape === 'polygon' && numbers.length >= 6 && numbers.length % 2 === 0) {
      return { shape, outline: Array.from({ length: numbers.length / 2 }, (_, k) => ({ row: numbers[2 * k], column: numbers[2 * k + 1] })) };
    }
  }
  throw new AnalysisError('region.invalid', `The region ${JSON.stringify(text.slice(0, 60))} cannot be understood.`, { hint });
}
