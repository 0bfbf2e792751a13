import type { Position } from '../../../src/domain/hair.js';
import type { FollowUpResult, TimepointResult } from '../../../src/domain/result.js';

/** Carries a pixel of the follow-up to the baseline: x' = a·x + c·y + e, y' = b·x + d·y + f (x is the column). */
export interface Alignment { a: number; b: number; c: number; d: number; e: number; f: number }

/** With fewer matched hairs than this, only shift, turn and size are fitted. */
const fewestForShear = 8;

/**
 * The plane map that lays the matched hairs of a follow-up over those of the baseline, by least squares.
 * It is for looking: the measurement itself follows the skin more closely.
 * @returns Null when the photographs were not matched, or by fewer than three hairs.
 */
export function fitAlignment(baseline: TimepointResult, { measurement, hairs }: Pick<FollowUpResult, 'measurement' | 'hairs'>): Alignment | null {
  if (hairs === null || hairs.kept.length < 3) return null;
  const rootsOf = (result: TimepointResult): Map<number, Position> => new Map(result.hairs.map(({ id, root }) => [id, root]));
  const [before, after] = [rootsOf(baseline), rootsOf(measurement)];
  const pairs = hairs.kept.flatMap((kept) => {
    const [to, from] = [before.get(kept.baseline), after.get(kept.followUp)];
    return to === undefined || from === undefined ? [] : [{ x: from.column, y: from.row, toX: to.column, toY: to.row }];
  });
  if (pairs.length < 3) return null;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centre = { x: mean(pairs.map(({ x }) => x)), y: mean(pairs.map(({ y }) => y)), toX: mean(pairs.map(({ toX }) => toX)), toY: mean(pairs.map(({ toY }) => toY)) };
  let [xx, xy, yy, xX, yX, xY, yY] = [0, 0, 0, 0, 0, 0, 0];
  for (const pair of pairs) {
    const [x, y, toX, toY] = [pair.x - centre.x, pair.y - centre.y, pair.toX - centre.toX, pair.toY - centre.toY];
    xx += x * x; xy += x * y; yy += y * y;
    xX += x * toX; yX += y * toX; xY += x * toY; yY += y * toY;
  }
  const determinant = xx * yy - xy * xy;
  const isFlat = determinant <= 1e-6 * (xx + yy) ** 2;
  const linear = pairs.length < fewestForShear || isFlat ? similarity(xx + yy, xX + yY, xY - yX) : {
    a: (xX * yy - yX * xy) / determinant, c: (yX * xx - xX * xy) / determinant,
    b: (xY * yy - yY * xy) / determinant, d: (yY * xx - xY * xy) / determinant,
  };
  const { a, b, c, d } = linear;
  const all = { a, b, c, d, e: centre.toX - a * centre.x - c * centre.y, f: centre.toY - b * centre.x - d * centre.y };
  return Object.values(all).every(Number.isFinite) ? all : null;
}

function similarity(spread: number, along: number, across: number): { a: number; b: number; c: number; d: number } {
  const [cos, sin] = [along / spread, across / spread];
  return { a: cos, b: sin, c: -sin, d: cos };
}

export function svgMatrix({ a, b, c, d, e, f }: Alignment): string {
  return `matrix(${[a, b, c, d, e, f].map((value) => Number(value.toPrecision(9))).join(' ')})`;
}

/** Where a place of the baseline lies in the follow-up. */
export function undoAlignment({ a, b, c, d, e, f }: Alignment, x: number, y: number): { x: number; y: number } {
  const determinant = a * d - b * c;
  return { x: (d * (x - e) - c * (y - f)) / determinant, y: (a * (y - f) - b * (x - e)) / determinant };
}
