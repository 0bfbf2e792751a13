import type { Hair, Position } from '../../domain/hair.js';
import type { TimepointResult } from '../../domain/result.js';
import { layBack, layPlace, type Laid } from './lay-over-baseline.js';
import type { NumberFormats } from './number-formats.js';

/** How densely hair stands at each place of a photograph: square cells, row by row; null outside the measured area. */
export interface DensityMap {
  readonly rows: number;
  readonly columns: number;
  readonly cellMm: number;
  /** The first step of the key that the cell's density is below. */
  readonly steps: readonly (number | null)[];
}

export interface DensityMaps {
  readonly state: 'shown';
  readonly before: DensityMap;
  readonly after: DensityMap;
  /** What each step of the key means, from the sparsest: "0–50". */
  readonly key: readonly string[];
  readonly sentences: readonly string[];
}

export type DensityView = DensityMaps | { readonly state: 'notShown'; readonly reason: string };

/** A place is judged by about so many hairs around it; with fewer in the whole photograph there are no two places to tell apart. Convention. */
const hairsBehindAPlace = 20, fewestHairs = 3 * hairsBehindAPlace;
const cellsAcross = 56, mostSteps = 8;

/**
 * Where hair stands densely and where sparsely, before and after, in the baseline's frame where the photographs are laid over one another.
 *
 * Each counted hair is spread over its surroundings (Gaussian kernel, width such that some twenty hairs lie under it, the same at both
 * visits) and divided by as much of those surroundings as was measured, so that the rim of the area is not sparser for being a rim. The
 * mean over the area is about the printed density: hairs stand for the area that densities are counted on.
 *
 * @param laid  How the follow-up lies on the baseline; null draws each in its own frame.
 */
export function describeDensity(
  baseline: TimepointResult, followUp: TimepointResult, laid: Laid | null, names: readonly [string, string], formats: NumberFormats,
): DensityView {
  for (const [result, name] of [[baseline, names[0]], [followUp, names[1]]] as const) {
    const { densityPerCm2, hairCount } = result.measurements;
    if (densityPerCm2 === null || result.calibration === null) return { state: 'notShown', reason: `${name}: there is no hair density; the table of measurements says why.` };
    if (hairCount! < fewestHairs) return { state: 'notShown', reason: `${name}: ${formats.number(hairCount!)} counted hairs are too few to tell one place from another; at least ${formats.number(fewestHairs)} are needed.` };
  }
  const mean = Math.sqrt(baseline.measurements.densityPerCm2! * followUp.measurements.densityPerCm2!) / 100;
  const kernelMm = Math.sqrt(hairsBehindAPlace / (4 * Math.PI * mean));
  const fields = [fieldOf(baseline, baseline, null), fieldOf(followUp, laid === null ? followUp : baseline, laid)] as const;
  const cellMm = Math.max(...fields.flatMap(({ widthMm, heightMm }) => [widthMm, heightMm])) / cellsAcross;
  const [before, after] = fields.map((field) => spreadHairs(field, cellMm, kernelMm));
  const step = chooseStep(Math.max(...[...before!.perCm2, ...after!.perCm2].map((value) => value ?? 0)));
  const stepped = ({ rows, columns, perCm2 }: SpreadHairs): DensityMap => ({ rows, columns, cellMm, steps: perCm2.map((value) => (value === null ? null : Math.min(mostSteps - 1, Math.floor(value / step)))) });
  const maps = [stepped(before!), stepped(after!)] as const, used = Math.max(...maps.flatMap(({ steps }) => steps.map((value) => value ?? 0)));
  return {
    state: 'shown', before: maps[0], after: maps[1],
    key: Array.from({ length: used + 1 }, (_, at) => (at === mostSteps - 1 ? `${formats.number(at * step)} and more` : formats.range([at * step, (at + 1) * step]))),
    sentences: [
      `Counted hairs per\u00a0cm², each place judged by the ${formats.number(hairsBehindAPlace)} or so hairs within about ${formats.significant(2 * kernelMm)}\u00a0mm. By chance alone two places of equally dense hair differ by up to ${formats.percent(100 * 1.96 * Math.sqrt(2 / hairsBehindAPlace))} in such a map; it shows where to look, and measures nothing.`,
      laid === null ? 'The two maps are not laid over one another.' : 'Both maps are in the frame of the baseline.',
    ],
  };
}

interface Field { widthMm: number; heightMm: number; roots: Position[]; hairWeight: number; isMeasured: (place: Position) => boolean }

/** Roots in mm of the frame that is drawn, and whether a place of it was measured. */
function fieldOf(result: TimepointResult, frame: TimepointResult, laid: Laid | null): Field {
  const { targetArea: { areaCm2, countingAreaCm2, outline, exclusions }, photo } = result, mm = frame.calibration!.micrometresPerPixel / 1000;
  const toFrame = (place: Position): Position => (laid === null ? place : layPlace(laid, place)), toPhoto = (place: Position): Position => (laid === null ? place : layBack(laid, place));
  // A rectangle that is mostly left out; that around a drawn circle is not. Of what lies around a scope's field its outline is known.
  const fields = exclusions.flatMap(({ inside }) => (inside === undefined ? [] : [inside]));
  const leftOut = exclusions.filter(({ inside }) => inside === undefined).filter(({ share, rows, columns }) => share * photo.width * photo.height > 0.5 * (rows[1] - rows[0]) * (columns[1] - columns[0]));
  return {
    widthMm: frame.photo.width * mm, heightMm: frame.photo.height * mm, hairWeight: countingAreaCm2 == null || areaCm2 === null ? 1 : areaCm2 / countingAreaCm2,
    roots: result.hairs.filter((hair: Hair) => hair.counted).map(({ root }) => toFrame(root)).map(({ row, column }) => ({ row: (row + 0.5) * mm, column: (column + 0.5) * mm })),
    isMeasured: (place) => {
      const { row, column } = toPhoto({ row: place.row / mm - 0.5, column: place.column / mm - 0.5 });
      if (row < -0.5 || column < -0.5 || row > photo.height - 0.5 || column > photo.width - 0.5) return false;
      return (outline.length < 3 || isInside(outline, row, column)) && fields.every((field) => isInside(field, row, column)) && !leftOut.some(({ rows, columns }) => row >= rows[0] && row < rows[1] && column >= columns[0] && column < columns[1]);
    },
  };
}

/** Whether a ray to the left crosses the outline an odd number of times; the outline runs through the outermost pixels' middles. */
function isInside(outline: readonly Position[], row: number, column: number): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const p = outline[i]!, q = outline[j]!;
    if ((p.row > row) !== (q.row > row) && column < ((q.column - p.column) * (row - p.row)) / (q.row - p.row) + p.column) inside = !inside;
  }
  return inside;
}

interface SpreadHairs { rows: number; columns: number; perCm2: (number | null)[] }

function spreadHairs({ widthMm, heightMm, roots, hairWeight, isMeasured }: Field, cellMm: number, kernelMm: number): SpreadHairs {
  const rows = Math.max(1, Math.round(heightMm / cellMm)), columns = Math.max(1, Math.round(widthMm / cellMm));
  const hairs = new Float64Array(rows * columns), measured = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) for (let column = 0; column < columns; column++, at++) measured[at] = isMeasured({ row: (row + 0.5) * cellMm, column: (column + 0.5) * cellMm }) ? 1 : 0;
  for (const root of roots) {
    const row = Math.floor(root.row / cellMm), column = Math.floor(root.column / cellMm);
    if (row >= 0 && column >= 0 && row < rows && column < columns) hairs[row * columns + column]! += hairWeight;
  }
  const sum = blur(hairs, rows, columns, kernelMm / cellMm), area = blur(measured, rows, columns, kernelMm / cellMm);
  return { rows, columns, perCm2: Array.from(sum, (value, at) => (measured[at] === 0 ? null : (100 * value) / (area[at]! * cellMm * cellMm))) };
}

/** Gaussian blur of a small grid, first along its rows, then along its columns. Nothing comes in from beyond. */
function blur(grid: Float64Array, rows: number, columns: number, sigma: number): Float64Array {
  const reach = Math.ceil(3.5 * sigma), weights = Array.from({ length: reach + 1 }, (_, k) => Math.exp(-(k * k) / (2 * sigma * sigma)));
  const along = (source: Float64Array, count: number, stride: number, lines: number, lineStride: number): Float64Array => {
    const target = new Float64Array(source.length);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < count; i++) {
        let total = 0;
        for (let j = Math.max(0, i - reach); j <= Math.min(count - 1, i + reach); j++) total += source[line * lineStride + j * stride]! * weights[Math.abs(i - j)]!;
        target[line * lineStride + i * stride] = total;
      }
    }
    return target;
  };
  return along(along(grid, columns, 1, rows, columns), rows, columns, columns, 1);
}

/** A round step such that the densest place lies within the key. */
function chooseStep(densest: number): number {
  return [10, 20, 25, 50, 100, 200].find((step) => densest < step * mostSteps) ?? 500;
}
