import { AnalysisError } from '../../errors.js';
import type { AreaRequest } from '../../index.js';

export const areaOptionHelp = 'target area in pixels: frame, circle:ROW,COLUMN,RADIUS or rectangle:ROW,COLUMN,WIDTH,HEIGHT (its top left corner)';

const hint = 'Write frame, circle:ROW,COLUMN,RADIUS or rectangle:ROW,COLUMN,WIDTH,HEIGHT, in pixels of the upright photograph.';

/**
 * The target area given on the command line; the whole frame where none is.
 * Whether it lies inside a photograph is seen when that is read.
 * @throws AnalysisError `area.invalid`.
 */
export function readArea(text: string | undefined): AreaRequest {
  const [shape, list = ''] = (text ?? 'frame').trim().split(':', 2);
  const numbers = list === '' ? [] : list.split(',').map((part) => (/^\s*\d+(\.\d+)?\s*$/.test(part) ? Number(part) : NaN));
  if (numbers.every(Number.isFinite)) {
    if (shape === 'frame' && numbers.length === 0) return { shape };
    if (shape === 'circle' && numbers.length === 3 && numbers[2] > 0) {
      const [row, column, radius] = numbers;
      return { shape, row, column, radius };
    }
    if (shape === 'rectangle' && numbers.length === 4 && numbers[2] > 0 && numbers[3] > 0) {
      const [row, column, width, height] = numbers;
      return { shape, row, column, width, height };
    }
  }
  throw new AnalysisError('area.invalid', `The target area ${JSON.stringify((text ?? '').slice(0, 60))} cannot be understood.`, { hint });
}
