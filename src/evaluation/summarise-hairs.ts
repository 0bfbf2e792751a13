import { usualTerminalThresholdUm } from '../domain/terminal-threshold.js';
import { correlation, intraclassCorrelation, limitsOfAgreement, type IntraclassCorrelation, type LimitsOfAgreement } from '../statistics/agreement.js';
import { isRefused } from '../statistics/refusal.js';
import { rootMatchRadiusMm, type HairComparison, type PhotoComparison } from './compare-hairs.js';

/** How well roots were found, over all photographs with a known scale. */
export interface RootAgreement {
  radiusMm: number;
  found: number;
  truth: number;
  matched: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
}

/** Error of the diameters of matched hairs that are terminal and at least 4 pixels wide in truth. */
export interface DiameterAgreement {
  hairs: number;
  medianAbsoluteErrorUm: number;
  /** Mean of measured minus true. */
  biasUm: number;
}

/** Mean over photographs, percent of the true density. */
export interface DensityAgreement {
  meanAbsolutePercentError: number;
  biasPercent: number;
}

/** Agreement of hair counts with truth, over the photographs that gave a count. */
export interface HairSummary {
  /** Photographs with a count. */
  photos: number;
  /** Photographs that were measured but gave no count. */
  withoutCount: number;
  truthHairs: number;
  measuredHairs: number;
  /** Mean over photographs of |measured − true|, hairs. */
  meanAbsoluteCountError: number | null;
  /** Mean over photographs with hair of |measured − true| / true, percent. */
  meanAbsolutePercentError: number | null;
  /**
   * Densities, percent of the true ones: mean over photographs of the absolute error, and of the error. True densities are all
   * marked hairs over the measured area; where people left out hairs that the edge cuts, they are low by those. Of photographs that were marked in a part of it only nothing is said.
   */
  density: DensityAgreement | null;
  /** The same for terminal hairs; null where the truth gives no diameters. */
  terminalDensity: DensityAgreement | null;
  /** Mean of measured − true, hairs a photograph. */
  bias: number | null;
  /** Sum of measured over sum of true, minus 1, percent. */
  biasPercent: number | null;
  correlation: number | null;
  icc: IntraclassCorrelation | null;
  limitsOfAgreement: LimitsOfAgreement | null;
  roots: RootAgreement;
  /** Null where the truth gives no diameters. */
  terminalDiameter: DiameterAgreement | null;
}

const smallestWidthPixels = 4;
const terminalThresholdUm = usualTerminalThresholdUm;

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Brings the comparisons of many photographs together; a figure that cannot be given is null. */
export function summariseHairs(comparisons: readonly PhotoComparison[]): HairSummary {
  const counted = comparisons.filter((photo): photo is PhotoComparison & { measuredCount: number } => photo.measuredCount !== null);
  const measured = counted.map((photo) => photo.measuredCount);
  const truth = counted.map((photo) => photo.truthCount);
  const errors = measured.map((count, at) => count - truth[at]);
  const [measuredHairs, truthHairs] = [measured, truth].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const agreement = intraclassCorrelation(measured.map((count, at) => [count, truth[at]]));
  return {
    photos: counted.length,
    withoutCount: comparisons.length - counted.length,
    truthHairs,
    measuredHairs,
    meanAbsoluteCountError: mean(errors.map(Math.abs)),
    meanAbsolutePercentError: mean(errors.flatMap((error, at) => (truth[at] > 0 ? [(100 * Math.abs(error)) / truth[at]] : []))),
    density: summariseDensities(counted.map((photo) => [photo.measuredDensityPerCm2, photo.truthDensityPerCm2])),
    terminalDensity: summariseDensities(counted.map((photo) => [photo.measuredTerminalDensityPerCm2, photo.truthTerminalDensityPerCm2])),
    bias: mean(errors),
    biasPercent: truthHairs === 0 ? null : 100 * (measuredHairs / truthHairs - 1),
    correlation: correlation(measured, truth),
    icc: isRefused(agreement) ? null : agreement,
    limitsOfAgreement: limitsOfAgreement(measured, truth),
    roots: summariseRoots(counted),
    terminalDiameter: summariseDiameters(counted),
  };
}

function summariseDensities(pairs: readonly (readonly [number | null, number | null])[]): DensityAgreement | null {
  const errors = pairs.flatMap(([measured, truth]) => (measured === null || truth === null || truth === 0 ? [] : [100 * (measured / truth - 1)]));
  return errors.length === 0 ? null : { meanAbsolutePercentError: mean(errors.map(Math.abs))!, biasPercent: mean(errors)! };
}

function summariseRoots(comparisons: readonly PhotoComparison[]): RootAgreement {
  const hairs = comparisons.flatMap((photo) => photo.hairs ?? []);
  const found = hairs.filter((hair) => hair.id !== null).length;
  const truth = hairs.filter((hair) => hair.truthLine !== null).length;
  const matched = found + truth - hairs.length;
  return {
    radiusMm: rootMatchRadiusMm, found, truth, matched,
    precision: found === 0 ? null : matched / found,
    recall: truth === 0 ? null : matched / truth,
    f1: found + truth === 0 ? null : (2 * matched) / (found + truth),
  };
}

function summariseDiameters(comparisons: readonly PhotoComparison[]): DiameterAgreement | null {
  const errors = comparisons.flatMap((photo) => (photo.hairs ?? []).flatMap((hair) => diameterError(hair, photo.micrometresPerPixel)));
  if (errors.length === 0) return null;
  const sorted = errors.map(Math.abs).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return {
    hairs: errors.length,
    medianAbsoluteErrorUm: sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
    biasUm: mean(errors)!,
  };
}

function diameterError(hair: HairComparison, micrometresPerPixel: number | null): number[] {
  const { diameterUm, trueDiameterUm } = hair;
  if (diameterUm === null || trueDiameterUm === null || micrometresPerPixel === null) return [];
  if (trueDiameterUm <= terminalThresholdUm || trueDiameterUm < smallestWidthPixels * micrometresPerPixel) return [];
  return [diameterUm - trueDiameterUm];
}
