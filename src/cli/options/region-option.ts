import { AnalysisError } from '../../errors.js';
import type { RegionRequest } from '../../index.js';

export const regionOptionHelp = (drawnWhere: string): string =>
  `region of a head: scalp, vertex, frontal, or drawn ${drawnWhere}, in pixels: ellipse:ROW,COLUMN,HEIGHT,WIDTH[,TURN] or polygon:ROW,COLUMN,ROW,COLUMN,…`;

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

/**
 * The same pixels of another photograph are another part of the head; `scalp`, `vertex` and `frontal` are looked for on each.
 * @throws AnalysisError `usage.invalid` for a region that was drawn.
 */
export function refuseDrawnForSeveral(region: RegionRequest | undefined): void {
  if (region === undefined || (region.shape !== 'ellipse' && region.shape !== 'polygon')) return;
  throw new AnalysisError('usage.invalid', `A region that was drawn (${region.shape}) is that of one photograph: its pixels are another part of the head on the next.`, {
    hint: 'Measure each photograph with its own region, or have `score` carry the region of a baseline to its follow-ups.',
  });
}
