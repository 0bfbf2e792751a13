import type { RasterImage } from '../../raster/raster-image.js';
import type { DrawnLine } from './drawn-line.js';
import { findEndMark, type EndMark } from './end-mark.js';
import { findLabel, type BarBox } from './find-label.js';
import { goesOn } from './goes-on.js';
import { hasRoundEnds } from './round-ends.js';

/** A line that may be a scale bar, in the pixels of a picture in which it lies level. */
export interface BarCandidate {
  readonly shape: 'ticked' | 'plain' | 'corner';
  readonly line: DrawnLine;
  /** Columns between which the stated length lies. */
  readonly from: number;
  readonly to: number;
  readonly standardErrorPx: number;
  readonly labelled: boolean;
  /** One of several boxes or dashes: how long the whole is, is not known. */
  readonly isPiece: boolean;
}

/** Shorter lines cannot be measured to 2 %, and letters have strokes that long. */
const shortestBar = 30;
/** A line as long as this share of the picture, or of a strip below it, parts it from something. */
const longestBar = 0.9;
/** Programs disagree on whether a pen's width belongs to the length: one standard deviation, as a share of the width. */
const penDoubt = 0.3;

/**
 * Sorts level lines into bars with ticks, bare bars and arms of a corner. Lines with long strokes at both ends (boxes),
 * and strokes of letters, are none of these.
 *
 * @param image    In which the lines lie level.
 * @param swapped  The same with rows and columns swapped.
 * @param upright  The lines that stand on the level ones, as level lines of the swapped picture.
 * @param isSwapped  Whether `image` is the turned one of the two: writing is looked for as it can be read.
 */
export function sortBars(image: RasterImage, swapped: RasterImage, lines: readonly DrawnLine[], upright: readonly DrawnLine[], isSwapped: boolean): BarCandidate[] {
  const candidates: BarCandidate[] = [];
  for (const line of lines) {
    const length = line.to - line.from;
    if (length < shortestBar || length > longestBar * image.width) continue;
    const arms = upright.filter((arm) => meets(arm, line) && arm.to - arm.from >= 0.5 * length);
    const leftArm = arms.find((arm) => isAt(arm.row, line.from, line.fromError, line.thickness)), rightArm = arms.find((arm) => isAt(arm.row, line.to, line.toError, line.thickness));
    if (leftArm && rightArm) continue;
    if (leftArm || rightArm) {
      // From corner to end the length is meant from the middle of the pen, its outer side or its inner one: to half its width.
      candidates.push({
        shape: 'corner', line, labelled: false, isPiece: false, from: leftArm?.row ?? line.from, to: rightArm?.row ?? line.to,
        standardErrorPx: Math.hypot(leftArm ? line.toError : line.fromError, 0.15, penDoubt * line.thickness),
      });
      continue;
    }
    const left = findEndMark(image, line, 'from'), right = findEndMark(image, line, 'to');
    const isTick = (mark: EndMark | null): boolean => mark === null || Math.max(mark.above, mark.below) < 0.5 * length;
    if (!isTick(left) || !isTick(right) || hasTwin(line, lines) || isGround(line, left ?? right, lines)) continue;
    const [near, far] = [line.row - line.thickness / 2, line.row + line.thickness / 2];
    const label = isSwapped
      ? findLabel(swapped, { top: line.from, bottom: line.to, left: near, right: far }, line.colour, line.contrast, line.crisp ? 2 : 3)
      : findLabel(image, { top: near, bottom: far, left: line.from, right: line.to }, line.colour, line.contrast, line.crisp ? 2 : 3);
    const labelled = label !== null && length >= 2.5 * (label.bottom - label.top) && !isUnderlined(label, line, isSwapped);
    const isPiece = hasNeighbour(line, lines) || goesOn(image, line);
    if (left !== null && right !== null && (labelled || isPlainlyTicked(line, left, right))) {
      // Some software means the middles of the ticks, some their outer sides; halfway between is off by half a tick's width at most.
      const tick = Math.max(left.thickness, right.thickness, 0.5 * line.thickness);
      candidates.push({
        shape: 'ticked', line, labelled, isPiece, from: left.column - tick / 4, to: right.column + tick / 4,
        standardErrorPx: Math.hypot(line.fromError / 2, line.toError / 2, 0.2, penDoubt * tick),
      });
      continue;
    }
    // A tick at one end only: the other end may lie where it was not seen.
    const isOneSided = (left === null) !== (right === null);
    const solid = line.thickness >= 5 && !hasRoundEnds(image, line), pen = solid ? 0 : line.thickness / 10;
    candidates.push({
      shape: 'plain', line, labelled, isPiece, from: line.from + pen, to: line.to - pen,
      standardErrorPx: isOneSided ? Infinity : Math.hypot(line.fromError, line.toError, solid ? 0.2 : penDoubt * line.thickness),
    });
  }
  return candidates;
}

/** Whether a line underlines writing: a caption of many letters, just as wide. What stands at a bar is a number and a unit. */
function isUnderlined(label: BarBox, line: DrawnLine, isSwapped: boolean): boolean {
  const tall = label.bottom - label.top, wide = label.right - label.left;
  return !isSwapped && wide >= 6 * tall && label.bottom <= line.row && Math.abs(label.left - line.from) <= tall && Math.abs(label.right - line.to) <= tall;
}

/** Whether another line as thick lies on the same row within a length: the next dash or box, or the other half of a bar that writing parts. */
function hasNeighbour(line: DrawnLine, lines: readonly DrawnLine[]): boolean {
  return lines.some((other) => {
    const gap = Math.max(other.from - line.to, line.from - other.to);
    return other !== line && gap > -3 && gap <= line.to - line.from && Math.abs(other.row - line.row) <= 1 && Math.max(other.thickness, line.thickness) <= 1.6 * Math.min(other.thickness, line.thickness) + 1;
  });
}

/** Whether ticks alone, without writing, make a line a bar: it is drawn beyond doubt, and they are long and alike. */
function isPlainlyTicked(line: DrawnLine, left: EndMark, right: EndMark): boolean {
  const shortest = Math.min(left.above + left.below, right.above + right.below), length = line.to - line.from;
  return line.crisp && length >= Math.max(60, 12 * line.thickness) && shortest >= 3 * line.thickness + 2 && areAlike(left, right);
}

/** Whether two ticks reach about equally far up, and down; a shaft that touches one of them is borne. */
function areAlike(a: EndMark, b: EndMark): boolean {
  return Math.abs(a.above - b.above) + Math.abs(a.below - b.below) <= Math.max(4, 0.6 * Math.max(a.above + a.below, b.above + b.below));
}

/**
 * Whether a line is the plain ground between other drawings: the white of a box above a bar, or between a bar and its
 * writing. A bar has the same ground on both sides, and no other line between its ticks.
 */
function isGround(line: DrawnLine, tick: EndMark | null, lines: readonly DrawnLine[]): boolean {
  return lines.some((other) => {
    const shared = Math.min(other.to, line.to) - Math.max(other.from, line.from), apart = Math.abs(other.row - line.row) - (other.thickness + line.thickness) / 2;
    if (other === line || shared < 0.4 * (line.to - line.from)) return false;
    const isAbove = other.row < line.row;
    if (apart < 2.5) return distance(isAbove ? line.below : line.above, other.colour) > 0.35 * line.contrast;
    return apart < ((isAbove ? tick?.above : tick?.below) ?? 0) && other.from > line.from - 2 && other.to < line.to + 2;
  });
}

/** Whether an upright line starts or ends on a level one. */
function meets(arm: DrawnLine, line: DrawnLine): boolean {
  const pen = Math.max(arm.thickness, line.thickness);
  return isAt(line.row, arm.from, arm.fromError, pen) || isAt(line.row, arm.to, arm.toError, pen);
}

/** Whether an end is at a place, given a pen's width and how well the end is known. */
const isAt = (place: number, end: number, error: number, pen: number): boolean => Math.abs(place - end) <= pen + 2 + 1.5 * error;

/** Whether another line of the same ends lies near: strokes of letters, sides of a box, lines of a grid. */
function hasTwin(line: DrawnLine, lines: readonly DrawnLine[]): boolean {
  const length = line.to - line.from, room = 0.15 * length;
  return lines.some((other) => other !== line && Math.abs(other.from - line.from) <= room && Math.abs(other.to - line.to) <= room && Math.abs(other.row - line.row) <= 6 * length
    && Math.max(other.thickness, line.thickness) < 1.6 * Math.min(other.thickness, line.thickness) && distance(line.colour, other.colour) < 80);
}

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
