import type { LineRun } from '../../raster/line-runs.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { measureCrossProfile, type CrossProfile } from './cross-profile.js';
import { followInk, type Stretch } from './follow-ink.js';
import { proposeInks, readLineColours, type InkModel, type LineColours } from './ink-model.js';
import { measureBend } from './measure-bend.js';
import { placeEnd } from './place-end.js';

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

function typical(colours: Float32Array, from: number, to: number): [number, number, number] {
  return [0, 1, 2].map((channel) => {
    const values = Float32Array.from({ length: to - from }, (_, i) => colours[(from + i) * 3 + channel]).sort();
    return values[values.length >> 1];
  }) as [number, number, number];
}
