import type { Calibration } from '../domain/calibration.js';
import { cutTipMm } from '../domain/cut-tip.js';
import { resolutionGates } from '../domain/resolution-gates.js';
import type { Correction } from '../domain/correction.js';
import type { Hair, HairKind, Position } from '../domain/hair.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import { isInside, type RowSpans } from '../raster/row-spans.js';
import { layDrawnShaft } from './drawn-shaft.js';
import { alongShaft, readMap, type ShaftCandidate } from './find-shafts.js';
import { groupUnits } from './group-units.js';
import { hairProbabilityThreshold } from './hair-coverage.js';
import { measureWidth, type ShaftLine } from './measure-diameter.js';
import { inNetworkPixels, networkPixelsPerMm } from './network-pixels.js';
import { unbounded, type ScopeField } from './scope-field.js';
import { confidenceOf, confidenceThreshold, traceThreshold } from './shaft-confidence.js';

/** What measuring the shafts of one photograph needs. */
export interface ShaftMeasuringInput {
  /** Candidates in pixels of the network's picture, duplicates dropped. */
  readonly candidates: readonly ShaftCandidate[];
  /** Hair probability of that picture. */
  readonly hair: FloatMap;
  /** Network pixels per original pixel. */
  readonly scale: number;
  /** The original photograph. */
  readonly image: RasterImage;
  /** Where the original shows skin or hair inside the target area; the original's size. */
  readonly valid: RowSpans;
  /** Where the photograph itself ends and cuts shafts off; blank bands along its sides are no part of it. */
  readonly frame: PixelWindow;
  /** What a scope shows inside its surround, whose border cuts shafts off, too; default all. */
  readonly field?: ScopeField;
  readonly calibration: Calibration | null;
  readonly terminalThresholdUm: number;
  /** What a person changed on the shafts that were found. */
  readonly correction?: Readonly<Pick<Correction, 'drawn'>> & { readonly removed: readonly Readonly<Correction['removed'][number]>[] };
}

/** How hairs are counted; written into every result. */
export const countingRule =
  'A hair counts when its exit from the skin lies inside the target area and the photograph shows its whole shaft or at least 0.37 mm of it. A shaft that only crosses, a loose fragment and a shaft whose exit lies outside the photograph do not count; within 0.07 mm of the edge of the photograph an exit counts where it is plainly seen or much of its shaft shows. Densities are those of the exits seen clear of that edge, cut hairs included, so that leaving these out of the count does not lower them; hairs hidden by others are allowed for.';

/** A hair that the photograph's edge cuts counts when this much of it shows: people who count such hairs leave out nearly all shorter ones and keep most longer ones. */
export const leastShownMm = 0.37;

/** An exit this close to the edge may as well lie beyond it, mm. */
const edgeOfExitsMm = 0.067;
/**
 * Where an exit lies at the edge, the shown length in mm plus twice the height of the exit's peak must reach this.
 * On rendered scalps the peak alone tells exits inside from shafts that enter; people also count nearly every shaft of which more than half a millimetre shows.
 */
const leastSeenAtEdge = 1;
/** No shaft is wider than this to either side, pixels of the network's picture. */
const widestHalf = inNetworkPixels(117);

/** A shaft that is to be measured: where it lies, and how sure it is. */
interface Shaft {
  readonly id: number;
  readonly line: ShaftLine;
  readonly confidence: number;
  /** Why it does not count; null when it does. */
  readonly reason: Hair['notCountedBecause'];
  readonly isDrawn: boolean;
  readonly hasEdges: boolean;
}

/**
 * Turns accepted candidates into hairs: places on the original photograph, length, sub-pixel diameter, kind, unit, counted or not.
 * A person's correction leaves the others' numbers as they are; hairs that a person drew are numbered on, and are measured and counted by the same rules.
 * @returns In reading order of their exits, ids from 1; after them, numbered on, the faint traces that would count if they were hairs (`uncertain`).
 * @throws AnalysisError `correction.invalid` when a person drew a hair that cannot be one.
 */
export function measureShafts(input: ShaftMeasuringInput): Hair[] {
  const { calibration, terminalThresholdUm } = input, shafts = correctShafts(listShafts(input), input);
  const lines = shafts.filter(({ reason }) => reason !== 'uncertain').map(({ line }) => line);
  const canMeasureDiameter = calibration !== null && calibration.micrometresPerPixel <= resolutionGates.diameterUmPerPixel;
  const counted = shafts.filter(({ reason }) => reason === null);
  const units = calibration === null ? null : groupUnits(
    counted.map(({ line: { points } }) => [points[0]![0], points[0]![1]] as const), 1000 / calibration.micrometresPerPixel,
  );
  const unitOf = new Map(counted.map(({ id }, k) => [id, units?.[k] ?? null]));

  return shafts.map(({ id, line, confidence, reason, isDrawn, hasEdges }): Hair => {
    // A trace has the hairs as its neighbours; the hairs are measured as if there were no traces.
    const around = reason === 'uncertain' ? [...lines, line] : lines, own = around.indexOf(line);
    const points = line.points, umPerPixel = calibration?.micrometresPerPixel ?? null;
    let lengthPx = 0;
    for (let k = 0; k + 1 < points.length; k++) lengthPx += Math.hypot(points[k + 1]![0] - points[k]![0], points[k + 1]![1] - points[k]![1]);
    const width = canMeasureDiameter && hasEdges ? measureWidth(input.image, around, own, input.frame) : null;
    const diameterUm = width === null || umPerPixel === null ? null : round(width.widthPx * umPerPixel, 1);
    const deviationUm = width === null || calibration === null ? 0
      : Math.hypot(width.standardErrorPx * calibration.micrometresPerPixel, (diameterUm ?? 0) * calibration.relativeUncertainty);
    const interval: [number, number] | null = diameterUm === null ? null
      : [round(Math.max(0, diameterUm - 1.96 * deviationUm), 1), round(diameterUm + 1.96 * deviationUm, 1)];
    const path = points.map(placeOf);
    return {
      id, root: path[0]!, tip: path[path.length - 1]!, path,
      rootVisible: reason !== 'rootOutside' && reason !== 'rootHidden',
      lengthMm: umPerPixel === null ? null : round((lengthPx * umPerPixel) / 1000, 4),
      diameterUm, diameterIntervalUm: interval, kind: canMeasureDiameter ? kindOf(interval, terminalThresholdUm) : null,
      unit: unitOf.get(id) ?? null, confidence: round(confidence, 4), counted: reason === null, notCountedBecause: reason,
      ...(isDrawn ? { drawnByPerson: true } as const : {}),
    };
  });
}

/** The shafts that are taken for hairs, in reading order, and after them the traces. */
function listShafts(input: ShaftMeasuringInput): Shaft[] {
  const { scale } = input, toOriginal = (value: number): number => (value + 0.5) / scale - 0.5;
  const inReadingOrder = input.candidates.map((candidate) => ({ candidate, confidence: confidenceOf(candidate.evidence) }))
    .filter(({ confidence }) => confidence >= traceThreshold)
    .sort((a, b) => a.candidate.rootY - b.candidate.rootY || a.candidate.rootX - b.candidate.rootX)
    .map(({ candidate, confidence }) => ({ candidate, confidence, reason: decideCounting(candidate, input, toOriginal) }));
  const accepted = inReadingOrder.filter(({ confidence }) => confidence >= confidenceThreshold);
  const traces = inReadingOrder.filter(({ confidence, reason }) => confidence < confidenceThreshold && reason === null);
  return [...accepted, ...traces.map((trace) => ({ ...trace, reason: 'uncertain' as const }))].map(({ candidate, confidence, reason }, at) => ({
    id: at + 1, line: lineOf(candidate, input.hair, scale, toOriginal), confidence, reason, isDrawn: false, hasEdges: true,
  }));
}

/** Takes out the hairs that a person took out, and adds those that were drawn, numbered on. */
function correctShafts(shafts: readonly Shaft[], input: ShaftMeasuringInput): readonly Shaft[] {
  const { correction, scale, hair } = input;
  if (correction === undefined) return shafts;
  const toOriginal = (value: number): number => (value + 0.5) / scale - 0.5;
  const nameOf = (root: Position, tip: Position): string => [root.row, root.column, tip.row, tip.column].join(' ');
  const removed = new Set(correction.removed.map(({ root, tip }) => nameOf(root, tip)));
  const kept = shafts.filter(({ line: { points } }) => !removed.has(nameOf(placeOf(points[0]!), placeOf(points[points.length - 1]!))));
  const drawn = correction.drawn.map(({ path }, at): Shaft => {
    const shaft = layDrawnShaft(path, hair, scale), { points, rootX, rootY, tipX, tipY, length, isSeen } = shaft;
    const middle = { x: (points[3]![0] + 0.5) * scale - 0.5, y: (points[3]![1] + 0.5) * scale - 0.5 };
    return {
      id: shafts.length + at + 1, confidence: 1, isDrawn: true, hasEdges: isSeen,
      line: { points, roughWidth: maskWidth(hair, { x: rootX, y: rootY }, middle, { x: tipX, y: tipY }) / scale },
      // Whoever draws an exit sees it as plainly as can be.
      reason: decideCounting({ rootX, rootY, tipX, tipY, evidence: { root: 1, length } }, input, toOriginal),
    };
  });
  return [...kept, ...drawn];
}

/** A place as it is written into a result, to a hundredth of a pixel. */
const placeOf = ([x, y]: readonly [number, number]): Position => ({ row: round(y, 2), column: round(x, 2) });

/** Terminal above the threshold, vellus up to it, indeterminate where the interval holds it or there is none. */
export function kindOf(intervalUm: readonly [number, number] | null, thresholdUm: number): HairKind {
  if (intervalUm === null) return 'indeterminate';
  if (intervalUm[0] > thresholdUm) return 'terminal';
  return intervalUm[1] <= thresholdUm ? 'vellus' : 'indeterminate';
}

type Ends = Pick<ShaftCandidate, 'rootX' | 'rootY' | 'tipX' | 'tipY'> & { readonly evidence: Pick<ShaftCandidate['evidence'], 'root' | 'length'> };

function decideCounting(candidate: Ends, input: ShaftMeasuringInput, toOriginal: (value: number) => number): Hair['notCountedBecause'] {
  const { valid, frame, field = unbounded, scale } = input, { rootX, rootY, tipX, tipY, evidence } = candidate;
  const fromEdge = (x: number, y: number): number =>
    (scale / networkPixelsPerMm) * Math.min(toOriginal(x) - frame.left + 0.5, toOriginal(y) - frame.top + 0.5, frame.right - 0.5 - toOriginal(x), frame.bottom - 0.5 - toOriginal(y), field.depth(toOriginal(x), toOriginal(y)));
  const shownMm = evidence.length / networkPixelsPerMm;
  if (fromEdge(rootX, rootY) < edgeOfExitsMm && shownMm + 2 * evidence.root < leastSeenAtEdge) return 'rootOutside';
  const column = Math.round(toOriginal(rootX)), row = Math.round(toOriginal(rootY));
  if (column < 0 || row < 0 || column >= valid.width || row >= valid.height) return 'rootOutside';
  if (!isInside(valid, row, column)) return 'outsideTargetArea';
  return fromEdge(tipX, tipY) < cutTipMm && shownMm < leastShownMm ? 'cutShort' : null;
}

function lineOf(candidate: ShaftCandidate, hair: FloatMap, scale: number, toOriginal: (value: number) => number): ShaftLine {
  const inside = (value: number, size: number): number => Math.max(0, Math.min(size - 1, value));
  const root = { x: inside(candidate.rootX, hair.width), y: inside(candidate.rootY, hair.height) }, middle = { x: candidate.middleX, y: candidate.middleY }, tip = { x: candidate.tipX, y: candidate.tipY };
  const points = Array.from({ length: 7 }, (_, k) => {
    const [x, y] = alongShaft(root, middle, tip, k / 6);
    return [toOriginal(x), toOriginal(y)] as const;
  });
  return { points, roughWidth: maskWidth(hair, root, middle, tip) / scale };
}

/** Width of the hair mask across the middle of a shaft, in the mask's pixels; at most what one shaft can be. */
function maskWidth(hair: FloatMap, root: { x: number; y: number }, middle: { x: number; y: number }, tip: { x: number; y: number }): number {
  const length = Math.hypot(tip.x - root.x, tip.y - root.y) || 1, nx = -(tip.y - root.y) / length, ny = (tip.x - root.x) / length;
  const widths: number[] = [];
  for (let k = 0; k < 7; k++) {
    const [x, y] = alongShaft(root, middle, tip, 0.3 + 0.08 * k);
    let width = 0;
    for (const side of [-1, 1]) {
      for (let d = 0.25; d < widestHalf; d += 0.5) {
        if (readMap(hair, x + side * d * nx, y + side * d * ny) < hairProbabilityThreshold) break;
        width += 0.5;
      }
    }
    widths.push(width);
  }
  // The lower third: where another shaft crosses or touches, the mask is wider than this one.
  return Math.max(2, widths.sort((a, b) => a - b)[2]!);
}

const round = (value: number, digits: number): number => {
  const rounded = Number(value.toFixed(digits));
  return rounded === 0 ? 0 : rounded;
};
