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
  /** Typical colours just above and below it. */
  readonly above: readonly [number, number, number];
  readonly below: readonly [number, number, number];
  /** Distance of the line's colour from the surroundings, levels, three channels together. */
  readonly contrast: number;
  /** One ink, sharp edges, nothing in between: no shaft looks like that, but other drawings do. */
  readonly crisp: boolean;
}

/**
 * Follows a run to its ends and checks that it is a drawn line.
 *
 * @param run    Rough place, in pixels of `image`.
 * @param reach  Thickest line looked for, pixels.
 * @returns Null for shafts, furrows, circles, steps between two areas, and lines that run off the picture.
 */
export function traceDrawnLine(image: RasterImage, run: LineRun, reach: number): DrawnLine | null {
  let { from, to } = run, doubt = { from: 0, to: 0 }, profile: CrossProfile | null = null, model: InkModel | null = null, colours: LineColours | null = null;
  for (let round = 0; round < 2; round++) {
    profile = measureCrossProfile(image, profile === null ? run.row : Math.round(profile.row), from, to, reach);
    if (profile === null || profile.thickness > reach + 1 || profile.softness > softestColourEdge) return null;
    colours = readLineColours(image, profile);
    let best: Stretch | null = null;
    doubt = { from: 0, to: 0 };
    for (const candidate of proposeInks(colours, from, to)) {
      if (candidate.misfit > misfitLimit(profile.contrast)) continue;
      if (profile.softness > softestEdge && !(profile.contrast >= 100 && candidate.misfit <= 0.03 * profile.contrast)) continue;
      const stretch = followInk(colours, candidate, (from + to) >> 1, profile.contrast < 60 ? 0.8 : 0.65);
      if (stretch === null) continue;
      const isBetter: boolean = best === null || stretch.evidence > best.evidence * 1.03;
      if (best !== null) {
        // Inks that explain the line about as well should agree on where it ends.
        const near = Math.abs(stretch.evidence - best.evidence) <= 0.05 * best.evidence;
        doubt = near ? { from: Math.max(doubt.from, Math.abs(stretch.from - best.from)), to: Math.max(doubt.to, Math.abs(stretch.to - best.to)) } : isBetter ? { from: 0, to: 0 } : doubt;
      }
      if (!isBetter) continue;
      best = stretch;
      model = candidate;
    }
    if (best === null) return null;
    ({ from, to } = best);
  }
  if (profile === null || model === null || colours === null) return null;
  const length = to - from;
  if (length < 6 * profile.thickness || from < 2 || to > image.width - 2) return null;
  if (measureBend(image, profile, colours, model, from, to) > Math.max(0.3, 0.03 * profile.thickness)) return null;
  const left = placeEnd(colours, model, profile.contrast, from, -1), right = placeEnd(colours, model, profile.contrast, to - 1, 1);
  if (left === null || right === null) return null;
  return {
    row: profile.row, thickness: profile.thickness, from: left.edge, to: right.edge, fromError: Math.hypot(left.error, doubt.from / 2), toError: Math.hypot(right.error, doubt.to / 2),
    colour: typical(colours.line, from, to), above: typical(colours.above, from, to), below: typical(colours.below, from, to), contrast: profile.contrast,
    crisp: profile.contrast >= 50 && profile.softness <= 1 && model.misfit <= 0.06 * profile.contrast,
  };
}

/** Fall of an edge from three quarters to one quarter, pixels: twice that of a drawn line, less than that of a shaft. */
const softestEdge = 1.15;
/** Compression blurs colour over two pixels; allowed to lines that cannot be anything but drawn. */
const softestColourEdge = 1.8;
/** Ink that varies more than this along the line is none: compression makes up to 8 levels, a shaft's own shading more. */
const misfitLimit = (contrast: number): number => Math.max(0.1 * contrast, Math.min(8, 0.3 * contrast));

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

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Sum over its columns. */
  readonly evidence: number;
}

/** The stretch around a place of a run over which the evidence for ink adds up to most; null where it is seen on a smaller share than `leastShown`. */
function followInk(colours: LineColours, model: InkModel, middle: number, leastShown: number): Stretch | null {
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

/** A shaft of the ink's colour hides at most this many columns of an end. */
const longestHidden = 80;

/** Where the ink stops, to a fraction of a pixel, from how much of the last columns it covers. */
function placeEnd(colours: LineColours, model: InkModel, contrast: number, last: number, step: 1 | -1): { edge: number; error: number } | null {
  const { line, beside } = colours, { ink, opacity, misfit } = model, width = line.length / 3, faint = Math.max(100, 4 * misfit * misfit, (0.2 * contrast) ** 2);
  let covered = 0, hidden = 0, variance = 0;
  for (let k = -3; k <= 12 || (hidden > 0 && k <= longestHidden); k++) {
    const column = last + k * step;
    if (column < 1 || column >= width - 1) return null;
    let dot = 0, square = 0;
    for (let c = 0, at = column * 3; c < 3; c++, at++) {
      const full = ink[c] - opacity * beside[at];
      dot += full * (line[at] - beside[at]);
      square += full * full;
    }
    if (square < faint) {
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

function typical(colours: Float32Array, from: number, to: number): [number, number, number] {
  return [0, 1, 2].map((channel) => {
    const values = Float32Array.from({ length: to - from }, (_, i) => colours[(from + i) * 3 + channel]).sort();
    return values[values.length >> 1];
  }) as [number, number, number];
}
