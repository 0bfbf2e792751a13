import { measureBrightness } from '../raster/brightness.js';
import type { RasterImage } from '../raster/raster-image.js';
import { transposeImage } from '../raster/transpose-image.js';
import { sortBars, type BarCandidate } from './scale-bar/bar-candidates.js';
import { findDrawnLines } from './scale-bar/find-drawn-lines.js';

/** A place in the upright picture, pixels; pixel centres are whole numbers. */
export interface BarEnd {
  readonly row: number;
  readonly column: number;
}

/** A scale bar that software drew into a picture. What length it stands for is not read. */
export interface ScaleBar {
  /** Stated length in pixels: between end ticks (halfway between their middles and their outer sides), from corner to the end of an arm, or from end to end. */
  readonly lengthPx: number;
  /** One standard deviation: of the ends, and of whether the pen's width belongs to the length. */
  readonly standardErrorPx: number;
  /** Of a corner: the free end of the level arm and that of the upright one. */
  readonly ends: readonly [BarEnd, BarEnd];
  readonly orientation: 'horizontal' | 'vertical' | 'corner';
}

/** Why no bar was read: nothing drawn was seen, only bare lines without writing, an L with unequal arms, several unequal bars, one made of several pieces, or ends that cannot be placed. */
export type BarRefusal = 'nothing' | 'bareLine' | 'pieces' | 'unequalArms' | 'severalBars' | 'vagueEnds';

export type ScaleBarSearch = { readonly bar: ScaleBar } | { readonly bar: null; readonly reason: BarRefusal };

/** The arms of a corner, and two bars in one picture, must agree to this share of their length. */
const agreement = 0.02;
/** A bar less certain than this is not used, one standard deviation as a share of its length. */
const vaguest = 0.012;
/** Share by which a bar's length may differ when it is read a second time, from brightness alone. */
const sameLength = 0.015;

/**
 * Looks for a burned-in scale bar: a level or upright line with ticks at its ends, an L with two equal arms, or a bare line
 * with writing beside it; dark or light, one pixel thin to a sixth of its length. Shafts, furrows, circles, boxes, strips
 * and letters are passed over, and so are the ripples of compression. Lines shorter than 30 pixels, aslant or touching the frame are not found.
 */
export function searchScaleBar(image: RasterImage): ScaleBarSearch {
  const search = readBar(image);
  if (search.bar === null) return search;
  // Compression treats brightness and colour apart: a length that both give is not made by it.
  const again = readBar(withoutColour(image)).bar;
  return again !== null && Math.abs(again.lengthPx / search.bar.lengthPx - 1) > sameLength ? { bar: null, reason: 'vagueEnds' } : search;
}

function readBar(image: RasterImage): ScaleBarSearch {
  const swapped = transposeImage(image), level = findDrawnLines(image), upright = findDrawnLines(swapped);
  const across = sortBars(image, swapped, level, upright, false), down = sortBars(swapped, image, upright, level, true);
  const { corners, unequal } = joinArms(across, down);
  const lines = [...across.map((candidate) => ({ candidate, isUpright: false })), ...down.map((candidate) => ({ candidate, isUpright: true }))]
    .filter(({ candidate }) => candidate.shape !== 'corner');
  const single = lines.filter(({ candidate }) => !candidate.isPiece);
  const written = single.filter(({ candidate }) => candidate.labelled), ticked = single.filter(({ candidate }) => !candidate.labelled && candidate.shape === 'ticked');
  const bare = single.filter(({ candidate }) => !candidate.labelled && candidate.shape === 'plain');
  const certain = [...corners, ...written.map(asBar)];
  if (certain.length > 0) return choose(certain);
  if (unequal) return { bar: null, reason: 'unequalArms' };
  if (lines.some(({ candidate }) => candidate.isPiece && (candidate.labelled || candidate.shape === 'ticked'))) return { bar: null, reason: 'pieces' };
  if (ticked.length === 0) return { bar: null, reason: bare.length > 0 ? 'bareLine' : 'nothing' };
  // Without writing, a longer line beside it may be the bar that was meant.
  const longest = Math.max(...ticked.map(({ candidate }) => lengthOf(candidate)));
  return bare.some(({ candidate }) => lengthOf(candidate) > longest) ? { bar: null, reason: 'severalBars' } : choose(ticked.map(asBar));
}

function withoutColour(image: RasterImage): RasterImage {
  const brightness = measureBrightness(image).data;
  return { ...image, data: Uint8Array.from(image.data, (_, i) => Math.round(brightness[Math.floor(i / 3)])) };
}

/** Pairs level and upright arms that start from one point. */
function joinArms(across: readonly BarCandidate[], down: readonly BarCandidate[]): { corners: ScaleBar[]; unequal: boolean } {
  const corners: ScaleBar[] = [];
  let unequal = false;
  for (const arm of across) for (const other of down) {
    if (arm.shape !== 'corner' || other.shape !== 'corner' || !shareCorner(arm, other)) continue;
    const [a, b] = [lengthOf(arm), lengthOf(other)];
    if (Math.abs(a - b) > agreement * Math.max(a, b) + 1) unequal = true;
    else corners.push({
      lengthPx: (a + b) / 2, // Both arms share the doubt about the pen.
      standardErrorPx: Math.max(arm.standardErrorPx, other.standardErrorPx),
      orientation: 'corner', ends: [freeEnd(arm, other, false), freeEnd(other, arm, true)],
    });
  }
  return { corners, unequal };
}

/** The most certain of several bars, when all agree. */
function choose(bars: readonly ScaleBar[]): ScaleBarSearch {
  const doubt = ({ standardErrorPx, lengthPx }: ScaleBar): number => standardErrorPx / lengthPx;
  const best = bars.reduce((a, b) => (doubt(b) < doubt(a) ? b : a));
  if (bars.some(({ lengthPx }) => Math.abs(lengthPx - best.lengthPx) > agreement * best.lengthPx)) return { bar: null, reason: 'severalBars' };
  return doubt(best) > vaguest ? { bar: null, reason: 'vagueEnds' } : { bar: best };
}

function asBar({ candidate, isUpright }: { candidate: BarCandidate; isUpright: boolean }): ScaleBar {
  const { line, from, to, standardErrorPx } = candidate;
  return {
    lengthPx: to - from, standardErrorPx, orientation: isUpright ? 'vertical' : 'horizontal',
    ends: [placeOf(line.row, from, isUpright), placeOf(line.row, to, isUpright)],
  };
}

const lengthOf = ({ from, to }: BarCandidate): number => to - from;
const placeOf = (row: number, column: number, swapped: boolean): BarEnd => (swapped ? { row: column, column: row } : { row, column });

/** The end of an arm that is not the corner, which lies on the other arm. */
function freeEnd(arm: BarCandidate, other: BarCandidate, swapped: boolean): BarEnd {
  const far = Math.abs(arm.from - other.line.row) > Math.abs(arm.to - other.line.row) ? arm.from : arm.to;
  return placeOf(arm.line.row, far, swapped);
}

/** Whether two arms start from one point: each begins on the other. */
function shareCorner(arm: BarCandidate, other: BarCandidate): boolean {
  const begins = (a: BarCandidate, b: BarCandidate): boolean => Math.min(Math.abs(a.from - b.line.row), Math.abs(a.to - b.line.row)) < 0.5;
  return begins(arm, other) && begins(other, arm);
}
