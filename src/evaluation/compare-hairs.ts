import type { Position } from '../domain/hair.js';
import type { TimepointResult } from '../domain/result.js';
import { matchRoots } from './match-roots.js';
import type { PhotoTruth } from './read-hair-truth.js';

/** Two roots this close are the same hair; the distance at which two people's marks were compared. */
export const rootMatchRadiusMm = 0.11;

/** One hair of the comparison: found and true, missed (`id` null) or found where there is none (`truthLine` null). */
export interface HairComparison {
  id: number | null;
  /** Line of hairs.csv. */
  truthLine: number | null;
  class: string | null;
  root: Position;
  distanceUm: number | null;
  diameterUm: number | null;
  trueDiameterUm: number | null;
}

/** Measured against true hairs of one photograph. */
export interface PhotoComparison {
  photo: string;
  truthCount: number;
  /** Counted hairs whose root lies in the valid rows; null when the photograph gave no count. */
  measuredCount: number | null;
  /** Hairs per cm²; null without a scale or without a count. */
  measuredDensityPerCm2: number | null;
  /** True hairs over the measured area; null without a scale, and where that reaches below the valid rows: nobody marked the hairs there. */
  truthDensityPerCm2: number | null;
  /** The same for terminal hairs; true ones are thicker than the threshold of the measurement. Null where the truth gives no diameters. */
  measuredTerminalDensityPerCm2: number | null;
  truthTerminalDensityPerCm2: number | null;
  micrometresPerPixel: number | null;
  /** Null where the scale is unknown, so that 0.11 mm cannot be told in pixels. */
  hairs: HairComparison[] | null;
}

/** Compares the counted hairs of one photograph with its truth; positions of both in pixels of the upright photograph. */
export function compareHairs(truth: PhotoTruth, result: TimepointResult): PhotoComparison {
  const found = result.hairs.filter((hair) => hair.counted && hair.root.row < (truth.validRows ?? Infinity));
  const scale = truth.micrometresPerPixel, markedAreaCm2 = (truth.validRows ?? Infinity) < lastMeasuredRow(result) ? null : result.targetArea.areaCm2;
  const comparison = {
    photo: truth.name,
    truthCount: truth.hairs.length,
    measuredCount: result.measurements.hairCount === null ? null : found.length,
    measuredDensityPerCm2: result.measurements.densityPerCm2,
    truthDensityPerCm2: markedAreaCm2 === null ? null : truth.hairs.length / markedAreaCm2,
    measuredTerminalDensityPerCm2: result.measurements.terminalDensityPerCm2,
    truthTerminalDensityPerCm2: markedAreaCm2 === null || truth.hairs.some((hair) => hair.diameterUm === null) ? null
      : truth.hairs.filter((hair) => hair.diameterUm! > result.method.options.terminalThresholdUm).length / markedAreaCm2,
    micrometresPerPixel: scale,
  };
  if (scale === null) return { ...comparison, hairs: null };
  const matches = matchRoots(found.map((hair) => hair.root), truth.hairs.map((hair) => hair.root), (rootMatchRadiusMm * 1000) / scale);
  const matchOfFound = new Map(matches.map((match) => [match.found, match]));
  const foundTruth = new Set(matches.map((match) => match.truth));
  const hairs = found.map((hair, at): HairComparison => {
    const match = matchOfFound.get(at);
    const partner = match === undefined ? undefined : truth.hairs[match.truth];
    return {
      id: hair.id,
      truthLine: partner?.line ?? null,
      class: partner?.class ?? null,
      root: hair.root,
      distanceUm: match === undefined ? null : match.distancePixels * scale,
      diameterUm: hair.diameterUm,
      trueDiameterUm: partner?.diameterUm ?? null,
    };
  });
  const missed = truth.hairs.filter((_, at) => !foundTruth.has(at)).map((hair): HairComparison => ({
    id: null, truthLine: hair.line, class: hair.class, root: hair.root, distanceUm: null, diameterUm: null, trueDiameterUm: hair.diameterUm,
  }));
  return { ...comparison, hairs: [...hairs, ...missed] };
}

/** Row below the last one that was measured: the end of the area, or the strip below the picture that was left out of it. */
function lastMeasuredRow({ targetArea: { outline, exclusions } }: TimepointResult): number {
  const end = Math.max(...outline.map(({ row }) => row));
  return Math.min(end, ...exclusions.flatMap(({ reason, rows: [from, to] }) => (reason === 'footerStrip' && to >= end ? [from] : [])));
}
