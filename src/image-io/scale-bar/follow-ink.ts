import { misfitAt, type InkModel, type LineColours } from './ink-model.js';

/**
 * −2 where the ink is clearly not, 1 where it clearly is, 0 where ink and surroundings look the same.
 * At the edge of a crossing shaft the surroundings differ above and below: each of the two, and their mean, may be meant.
 */
function evidenceAt({ line, beside, above, below }: LineColours, { ink, opacity, misfit }: InkModel, column: number): number {
  let withInk = Infinity, without = Infinity, expected = Infinity;
  for (const around of [beside, above, below]) {
    withInk = Math.min(withInk, misfitAt(line, around, column, ink, 1 - opacity));
    without = Math.min(without, misfitAt(line, around, column, nothing, 1));
    let step = 0;
    for (let c = 0; c < 3; c++) step += (ink[c] - opacity * around[column * 3 + c]) ** 2;
    expected = Math.min(expected, step);
  }
  const scale = 3 * Math.max(quietest ** 2, 2 * misfit * misfit);
  // Over a shaft of nearly the ink's colour a wrong shade says little.
  const lowest = expected < faintStep ** 2 ? -0.3 : -2;
  if (withInk > Math.max(6 * scale, 0.04 * without)) return lowest;
  return Math.min(1, Math.max(lowest, (without - withInk) / scale));
}

/** Compression disturbs a line by this many levels where a shaft crosses, however even it is elsewhere. */
const quietest = 7;
/** Steps in colour below this, levels, are no more than what compression makes beside a shaft. */
const faintStep = 50;
const nothing = [0, 0, 0] as const;

/** Columns that an ink covers, the second exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Sum over its columns. */
  readonly evidence: number;
}

/** The stretch around a place of a run over which the evidence for ink adds up to most; null where it is seen on a smaller share than `leastShown`. */
export function followInk(colours: LineColours, model: InkModel, middle: number, leastShown: number): Stretch | null {
  const width = colours.line.length / 3;
  const walk = (start: number, step: 1 | -1): number => {
    let sum = 0, best = 0, end = start - step;
    for (let column = start; column >= 0 && column < width; column += step) {
      sum += evidenceAt(colours, model, column);
      if (sum > best) {
        best = sum;
        end = column;
      } else if (best - sum > 24) break;
    }
    return end;
  };
  const right = walk(middle, 1), left = walk(middle - 1, -1);
  let on = 0, off = 0, sum = 0;
  for (let column = left; column <= right; column++) {
    const evidence = evidenceAt(colours, model, column);
    sum += evidence;
    if (evidence > 0.3) on++;
    else if (evidence < -0.3) off++;
  }
  const length = right - left + 1;
  return length < 16 || on < leastShown * length || off > 0.08 * length ? null : { from: left, to: right + 1, evidence: sum };
}
