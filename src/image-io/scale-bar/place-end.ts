import type { InkModel, LineColours } from './ink-model.js';

/** A shaft of the ink's colour hides at most this many columns of an end. */
const longestHidden = 80;
/** Columns beyond which an end that is still not passed is none. */
const longestFade = 12;

/**
 * Where the ink stops, to a fraction of a pixel, from how much of the last columns it covers.
 *
 * @param last  Last column that is clearly ink.
 * @returns The edge and its standard error, pixels; null where the picture ends first.
 */
export function placeEnd(colours: LineColours, model: InkModel, contrast: number, last: number, step: 1 | -1): { edge: number; error: number } | null {
  const width = colours.line.length / 3, { misfit } = model, faint = Math.max(100, 4 * misfit * misfit, (0.2 * contrast) ** 2);
  let covered = 0, hidden = 0, variance = 0, k = -3, isOver = false;
  for (; k <= longestFade || (hidden > 0 && k <= longestHidden); k++) {
    const column = last + k * step;
    if (column < 1 || column >= width - 1) return null;
    const { dot, square } = compareWithInk(colours, model, column);
    if (square < faint) {
      // Ink over something of its own colour: covered or not, nobody can tell.
      if (k > 0) hidden++;
      else covered++;
      continue;
    }
    const share = Math.min(1, Math.max(0, dot / square));
    // What is seen again beyond a hidden piece belongs to it only when the ink is whole.
    if (k > 0 && share < (hidden > 0 ? 0.7 : 0.15)) {
      isOver = true;
      break;
    }
    if (k > 0) {
      covered += hidden;
      hidden = 0;
    }
    covered += share;
    if (share < 0.85) variance += Math.min(0.08, (misfit * misfit) / square);
  }
  const beyond = isOver ? findInkBeyond(colours, model, last + k * step, step, faint) : hidden > 0 ? 0 : k;
  return { edge: last - 3 * step - 0.5 * step + step * (covered + hidden / 2), error: Math.sqrt(variance + 0.1 ** 2 + (hidden * hidden) / 12 + beyond ** 2) };
}

/** How far a column's colour lies in the direction of the ink, and how far whole ink would, squared levels: their quotient is the share covered. */
function compareWithInk({ line, beside }: LineColours, { ink, opacity }: InkModel, column: number): { dot: number; square: number } {
  let dot = 0, square = 0;
  for (let c = 0, at = column * 3; c < 3; c++, at++) {
    const full = ink[c] - opacity * beside[at];
    dot += full * (line[at] - beside[at]);
    square += full * full;
  }
  return { dot, square };
}

/** Columns in which a line may be seen again beyond its end: a trace of it, or a longer piece of it. Farther off there may be writing. */
const nearGap = 5, farGap = 24, seenAgain = 8;

/**
 * Looks past the end of a line: compression may wipe out the columns before a tick, and something that lies along a line may hide a piece of it.
 *
 * @returns How many columns farther ink is seen again; 0 where it is not.
 */
function findInkBeyond(colours: LineColours, model: InkModel, end: number, step: 1 | -1, faint: number): number {
  const width = colours.line.length / 3;
  for (let k = 0, seen = 0, column = end; k < farGap && column >= 0 && column < width; k++, column += step) {
    const { dot, square } = compareWithInk(colours, model, column);
    seen = square >= faint && dot > 0.4 * square ? seen + 1 : 0;
    if (seen >= (k < nearGap ? 1 : seenAgain)) return k + 1;
  }
  return 0;
}
