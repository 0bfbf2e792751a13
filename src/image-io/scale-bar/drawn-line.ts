import type { LineRun } from '../../raster/line-runs.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { measureCrossProfile, type CrossProfile } from './cross-profile.js';
import { proposeInks, misfitAt, readLineColours, type InkModel, type LineColours } from './ink-model.js';
import { measureBend } from './measure-bend.js';

/**
 * A level line that software drew: one ink, edges straight to a third of a pixel, ends that stop at once.
 * Rows and columns in pixels; pixel centres are whole numbers, so a line over the columns 3 to 7 reaches from 2.5 to 7.5.
 */
export interface DrawnLine {
  readonly row: number;
  readonly thickness: number;
  readonly from: number;
  readonly to: number;
  /** Standard error of the two ends, pixels. */
  readonly fromError: number;
  readonly toError: number;
  /** Colour of the line where it covers most. */
  readonly colour: readonly [number, number, number];
  readonly contrast: number;
}

/** An end must be known this well, as a share of the length, or the line is no measure. */
const vaguestEnd = 0.02;

/**
 * Follows a run to its ends and checks that it is a drawn line.
 *
 * @param run    Rough place, in pixels of `image`.
 * @param reach  Thickest line looked for, pixels.
 * @returns Null for shafts, furrows, circles, steps between two areas, and lines that run off the picture.
 */
export function traceDrawnLine(image: RasterImage, run: LineRun, reach: number): DrawnLine | null {
  let { from, to } = run, profile: CrossProfile | null = null, model: InkModel | null = null, colours: LineColours | null = null;
  for (let round = 0; round < 2; round++) {
    profile = measureCrossProfile(image, profile === null ? run.row : Math.round(profile.row), from, to, reach);
    if (profile === null || profile.thickness > reach + 1 || profile.tail > Math.max(0.3, tailLevels / profile.contrast)) return null;
    colours = readLineColours(image, profile);
    let best: { from: number; to: number; evidence: number } | null = null;
    model = null;
    for (const candidate of proposeInks(colours, from, to)) {
      if (candidate.misfit > Math.max(9, profile.contrast * 0.22)) continue;
      const stretch = followInk(colours, candidate, (from + to) >> 1, image.width);
      if (stretch === null || (best !== null && stretch.evidence <= best.evidence * 1.03)) continue;
      best = stretch;
      model = candidate;
    }
    if (best === null) return null;
    ({ from, to } = best);
  }
  if (profile === null || model === null || colours === null) return null;
  const length = to - from;
  if (length < 6 * profile.thickness || from < 2 || to > image.width - 2) return null;
  if (measureBend(image, profile, colours, model, from, to) > 0.35) return null;
  const left = placeEnd(colours, model, from, -1, image.width), right = placeEnd(colours, model, to - 1, 1, image.width);
  if (left === null || right === null || left.error + right.error > Math.max(1, vaguestEnd * length)) return null;
  return {
    row: profile.row, thickness: profile.thickness, from: left.edge, to: right.edge, fromError: left.error, toError: right.error,
    colour: [0, 1, 2].map((c) => typical(colours, c, from, to)) as [number, number, number], contrast: profile.contrast,
  };
}

/** Beyond its edges a line may differ from its surroundings by this many levels: their own unevenness. */
const tailLevels = 14;

/** −2 where the ink is clearly not, 1 where it clearly is, 0 where ink and surroundings look the same. */
function evidenceAt({ line, beside }: LineColours, { ink, opacity, misfit }: InkModel, column: number): number {
  const withInk = misfitAt(line, beside, column, ink, 1 - opacity), without = misfitAt(line, beside, column, [0, 0, 0], 1);
  const scale = 3 * Math.max(16, 2 * misfit * misfit);
  if (withInk > Math.max(6 * scale, 0.04 * without)) return -2;
  return Math.min(1, Math.max(-2, (without - withInk) / scale));
}

/** The stretch around a place of a run over which the evidence for ink adds up to most; null where it is patchy. */
function followInk(colours: LineColours, model: InkModel, middle: number, width: number): { from: number; to: number; evidence: number } | null {
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
  return length < 16 || on < 0.5 * length || off > 0.08 * length ? null : { from: left, to: right + 1, evidence: sum };
}

/** Where the ink stops, to a fraction of a pixel, from how much of the last columns it covers. */
function placeEnd(colours: LineColours, model: InkModel, last: number, step: 1 | -1, width: number): { edge: number; error: number } | null {
  const { line, beside } = colours, { ink, opacity, misfit } = model;
  let covered = 0, hidden = 0, variance = 0;
  for (let k = -3; k <= 12; k++) {
    const column = last + k * step;
    if (column < 1 || column >= width - 1) return null;
    let dot = 0, square = 0;
    for (let c = 0, at = column * 3; c < 3; c++, at++) {
      const full = ink[c] - opacity * beside[at];
      dot += full * (line[at] - beside[at]);
      square += full * full;
    }
    if (square < Math.max(100, 4 * misfit * misfit)) {
      // Ink over something of its own colour: covered or not, nobody can tell.
      if (k > 0) hidden++;
      else covered++;
      continue;
    }
    const share = Math.min(1, Math.max(0, dot / square));
    if (k > 0 && share < 0.15) break;
    if (k > 0 && hidden > 0) {
      // What is seen again beyond a hidden piece belongs to it only when the ink is whole.
      if (share < 0.7) break;
      covered += hidden;
      hidden = 0;
    }
    covered += share;
    if (share < 0.85) variance += Math.min(0.08, (misfit * misfit) / square);
  }
  const error = Math.sqrt(variance + 0.1 ** 2 + (hidden * hidden) / 12);
  return { edge: last - 3 * step - 0.5 * step + step * (covered + hidden / 2), error };
}

function typical({ line }: LineColours, channel: number, from: number, to: number): number {
  const values = Float32Array.from({ length: to - from }, (_, i) => line[(from + i) * 3 + channel]).sort();
  return values[values.length >> 1];
}
