import type { RasterImage } from '../raster/raster-image.js';
import { buildLevels } from './ruler/brightness-levels.js';
import { followTicks, type TickRow } from './ruler/follow-ticks.js';
import { weighTicks, type TickEvidence } from './ruler/judge-ticks.js';
import { measureSpacing } from './ruler/measure-spacing.js';
import { proposeCombs, type CombProposal } from './ruler/propose-combs.js';
import { toPatch, toPhotograph } from './ruler/rectify.js';
import { readTickPattern, type TickPattern } from './ruler/tick-pattern.js';
import { patchSpacing } from './ruler/trace-ticks.js';

/** A ruler seen in a photograph. What its ticks stand for is not read. */
export interface Ruler {
  /** Distance of neighbouring ticks at the middle of the photograph, pixels. */
  readonly spacingPx: number;
  /** One standard deviation of it. */
  readonly standardErrorPx: number;
  readonly tickCount: number;
  readonly pattern: TickPattern;
  /** Middle of each tick, pixels of the photograph. */
  readonly ticks: readonly { readonly row: number; readonly column: number }[];
}

/**
 * Why no ruler was read: nothing like one was seen; fewer than six ticks, and not five that are beyond doubt; other marks between the ticks, so that it is open
 * which ones are neighbours; rows of ticks with different spacing; strong tilt; ticks that cannot be placed exactly enough.
 */
export type RulerRefusal = 'nothing' | 'fewTicks' | 'marksBetween' | 'severalRulers' | 'tilted' | 'vagueTicks';

export type RulerSearch = { readonly ruler: Ruler } | { readonly ruler: null; readonly reason: RulerRefusal };

const fewestTicks = 6;
/** Change of the spacing over the photograph, as a share, beyond which no single scale holds for it. */
const strongestTilt = 0.2;
/** Two rows of ticks of one ruler agree to this share. */
const agreement = 0.04;
const vaguest = 0.02;

interface JudgedRow {
  readonly row: TickRow;
  readonly evidence: TickEvidence;
}

/** A ruler is asked for twice: for the scale, and for where it lies. Nothing may be painted into a picture that was asked for one. */
const searched = new WeakMap<RasterImage, RulerSearch>();

/**
 * Looks for the ticks of a ruler: straight marks of one kind at even distances that stand on a common line, anywhere, at any angle.
 * Hair that lies evenly by chance does not end on a line.
 *
 * Accuracy, and how often a ruler is found: docs/calibration.md. The spacing is that of the ruler's own plane: a ruler that lies
 * higher than the skin reads slightly large.
 */
export function searchRuler(image: RasterImage): RulerSearch {
  const known = searched.get(image) ?? lookForRuler(image);
  searched.set(image, known);
  return known;
}

function lookForRuler(image: RasterImage): RulerSearch {
  const levels = buildLevels(image), accepted: JudgedRow[] = [];
  let reason: RulerRefusal = 'nothing';
  for (const proposal of proposeCombs(levels)) {
    if (accepted.some(({ row }) => isOn(row, proposal))) continue;
    const row = followTicks(levels, proposal, image);
    if (row === null) continue;
    const evidence = weighTicks(row);
    if (!isTickLike(evidence)) continue;
    if (evidence.marksBetween > mostMarksBetween) reason = 'marksBetween';
    else if (evidence.count < fewestTicks && !isFaultless(evidence)) reason = reason === 'nothing' ? 'fewTicks' : reason;
    else accepted.push({ row, evidence });
  }
  if (accepted.length === 0) return { ruler: null, reason };
  accepted.sort((a, b) => b.evidence.count - a.evidence.count || a.evidence.unevenness - b.evidence.unevenness);
  const [best, ...others] = accepted, { spacingPx, standardErrorPx, variation } = measureSpacing(best.row, image);
  const disagrees = others.some(({ row }) => Math.abs(Math.log(measureSpacing(row, image).spacingPx / spacingPx)) > agreement && !isPartOf(row, best.row));
  if (disagrees) return { ruler: null, reason: 'severalRulers' };
  if (variation > strongestTilt) return { ruler: null, reason: 'tilted' };
  if (standardErrorPx > vaguest * spacingPx) return { ruler: null, reason: 'vagueTicks' };
  const { row, evidence } = best;
  return {
    ruler: {
      spacingPx, standardErrorPx, tickCount: row.ticks.length, pattern: readTickPattern(row, evidence),
      ticks: row.ticks.map(({ place }) => {
        const { x, y } = toPhotograph(row.frame, place, row.readingRow);
        return { row: y, column: x };
      }),
    },
  };
}

const mostMarksBetween = 0.34;

/** Ticks of stickers and of rulers for microscopes are half as long as their distance; shorter than four fifths of it they are taken where they are beyond doubt. */
const shortTicks = 0.35;

/** Limits set on painted rulers and on photographs without one; see bench/measure-scales.js. */
function isTickLike(evidence: TickEvidence): boolean {
  return evidence.count >= 5 && evidence.missingShare <= 0.3 && evidence.unevenness <= 0.045 && Math.max(...evidence.endsOnLine) >= 2.2 && evidence.turn <= 0.05
    && (evidence.length >= 0.8 || (evidence.length >= shortTicks && evidence.count >= fewestTicks && isFaultless(evidence))) && evidence.width <= 0.5 && evidence.widthSpread <= 0.4 && evidence.strength >= 8 && evidence.strengthSpread <= 0.5;
}

/** Whether ticks, as few as the five that a field of 6 mm shows of a ruler of millimetres, are beyond doubt: none missing, alike, at even distances, nothing between. */
function isFaultless({ missingShare, unevenness, endsOnLine, turn, widthSpread, strength, strengthSpread, marksBetween }: TickEvidence): boolean {
  return missingShare === 0 && unevenness <= 0.01 && Math.max(...endsOnLine) >= 3 && turn <= 0.02 && widthSpread <= 0.15 && strength >= 20 && strengthSpread <= 0.15 && marksBetween === 0;
}

/** Whether a proposal shows ticks that a row already has. */
function isOn({ frame, readingRow }: TickRow, { x, y, angle, spacing }: CombProposal): boolean {
  return Math.abs(toPatch(frame, x, y).j - readingRow) < 2 * patchSpacing && Math.abs(Math.sin(angle - frame.angle)) < 0.1 && Math.abs(spacing / frame.unit / patchSpacing - 1) < 0.08;
}

/** Whether the ticks of one row are ticks of the other: its longer ones, seen where the short ones do not reach. */
function isPartOf(coarse: TickRow, fine: TickRow): boolean {
  const same = coarse.ticks.filter(({ place }) => {
    const point = toPhotograph(coarse.frame, place, coarse.readingRow), { i, j } = toPatch(fine.frame, point.x, point.y);
    return fine.ticks.some((tick) => Math.abs(tick.at + tick.lean * (j - fine.frame.reachAcross) - i) < 0.15 * patchSpacing && j > tick.top - patchSpacing && j < tick.bottom + patchSpacing);
  });
  return same.length >= 0.7 * coarse.ticks.length;
}
