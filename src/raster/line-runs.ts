import type { RasterImage } from './raster-image.js';

/** A stretch of a row that is darker, or lighter, than what lies two rows above and below it. */
export interface LineRun {
  readonly row: number;
  /** First column, inclusive. */
  readonly from: number;
  /** Last column, exclusive. */
  readonly to: number;
  /** Sum of the contrasts of the columns that stand out, levels. */
  readonly strength: number;
}

/** Levels by which a pixel must differ from both sides in one channel. Twice the noise of a usable photograph. */
const smallestStep = 7;
/** A gap this long (a shaft that crosses) does not end a run. */
const longestGap = 48;

/**
 * Finds horizontal runs of pixels that form a thin line, one to three rows thick, in any channel, dark or light.
 *
 *     . . . . . . .
 *     . # # # . # .   →   one run: columns 1 to 5 of row 1
 *     . . . . . . .
 *
 * Shafts, furrows and circles give runs too, where they lie level for a while: what a run is must be judged by whoever asked.
 *
 * @param shortest  Fewest columns a run must be ahead by, those that stand out minus those that do not.
 * @returns Runs in reading order, several for one line (neighbouring rows, channels).
 */
export function findLineRuns(image: RasterImage, shortest: number): LineRun[] {
  const { width, height, data } = image, stride = width * 3, runs: LineRun[] = [];
  const score = new Int32Array(6), best = new Int32Array(6), start = new Int32Array(6), end = new Int32Array(6);
  const sum = new Float64Array(6), bestSum = new Float64Array(6);
  for (let row = 2; row < height - 2; row++) {
    const close = (k: number, next: number): void => {
      if (best[k] >= shortest) runs.push({ row, from: start[k], to: end[k], strength: bestSum[k] });
      score[k] = best[k] = sum[k] = bestSum[k] = 0;
      start[k] = next;
    };
    start.fill(0);
    for (let column = 0, at = row * stride; column < width; column++, at += 3) {
      for (let channel = 0; channel < 3; channel++) {
        const here = data[at + channel], above = data[at + channel - 2 * stride], below = data[at + channel + 2 * stride];
        const dark = (above < below ? above : below) - here, light = here - (above > below ? above : below);
        for (let k = channel, step = dark; k < 6; k += 3, step = light) {
          if (step > smallestStep) {
            sum[k] += step;
            if (++score[k] > best[k]) {
              best[k] = score[k];
              bestSum[k] = sum[k];
              end[k] = column + 1;
            }
          } else if (score[k] > 0) {
            score[k]--;
            if (score[k] === 0 || best[k] - score[k] > longestGap) close(k, column + 1);
          } else start[k] = column + 1;
        }
      }
    }
    for (let k = 0; k < 6; k++) close(k, 0);
  }
  return runs;
}

/**
 * Of runs that lie beside each other (within `rows` rows) over most of the shorter one's length, keeps the strongest.
 *
 * @returns At most `most` runs, strongest first.
 */
export function keepStrongestRuns(runs: readonly LineRun[], rows: number, most: number): LineRun[] {
  const kept: LineRun[] = [], byRow = new Map<number, LineRun[]>();
  const overlaps = (a: LineRun, b: LineRun): boolean => Math.min(a.to, b.to) - Math.max(a.from, b.from) > 0.5 * Math.min(a.to - a.from, b.to - b.from);
  for (const run of [...runs].sort((a, b) => b.strength - a.strength || a.row - b.row || a.from - b.from)) {
    let known = false;
    for (let row = run.row - rows; row <= run.row + rows && !known; row++) known = byRow.get(row)?.some((other) => overlaps(run, other)) ?? false;
    if (known) continue;
    kept.push(run);
    if (kept.length === most) break;
    const beside = byRow.get(run.row);
    if (beside) beside.push(run);
    else byRow.set(run.row, [run]);
  }
  return kept;
}
