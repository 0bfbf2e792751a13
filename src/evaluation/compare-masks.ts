import type { FloatMap, Mask } from '../raster/raster-image.js';
import { thinMask } from '../raster/thin.js';
import { AnalysisError } from '../errors.js';

/** How far two centre lines may lie apart and still be the same, pixels. */
export const centreLineTolerancePixels = 2;

/** Pixels of one picture: hair found, hair in truth, both; the same for centre lines. */
export interface MaskComparison {
  photo: string;
  found: number;
  truth: number;
  both: number;
  foundLine: number;
  truthLine: number;
  /** Found centre line pixels within the tolerance of a true one. */
  foundLineNearTruth: number;
  truthLineNearFound: number;
  /** 0…1; 1 when neither holds hair. */
  dice: number;
  /** 0…1; 1 when neither holds hair. */
  centreLineF1: number;
}

/** Agreement of hair masks over many pictures; `pooled` weighs by hair pixels, `mean` by pictures. */
export interface MaskSummary {
  photos: number;
  dice: { pooled: number | null; mean: number | null };
  centreLine: { tolerancePixels: number; precision: number | null; recall: number | null; f1: { pooled: number | null; mean: number | null } };
}

/**
 * Compares a hair probability map with a mask made by hand.
 * @param threshold  Probability from which a pixel is hair.
 * @throws AnalysisError `truth.invalid` when the mask has another size than the picture.
 */
export function compareMasks(photo: string, hairMap: FloatMap, threshold: number, truth: Mask): MaskComparison {
  const { width, height } = hairMap;
  if (truth.width !== width || truth.height !== height) {
    throw new AnalysisError('truth.invalid', `The mask of ${photo} is ${truth.width} × ${truth.height} pixels, its picture ${width} × ${height}.`, {
      hint: 'Make the mask on the upright picture, at its full size.',
    });
  }
  const foundMask: Mask = { width, height, data: new Uint8Array(width * height) };
  let [found, truthCount, both] = [0, 0, 0];
  for (let at = 0; at < foundMask.data.length; at++) {
    const isFound = hairMap.data[at] >= threshold;
    const isTrue = truth.data[at] !== 0;
    if (isFound) {
      foundMask.data[at] = 1;
      found++;
    }
    if (isTrue) truthCount++;
    if (isFound && isTrue) both++;
  }
  const foundThin = thinMask(foundMask);
  const truthThin = thinMask(truth);
  const [foundLine, foundLineNearTruth] = countNear(foundThin, truthThin);
  const [truthLine, truthLineNearFound] = countNear(truthThin, foundThin);
  return {
    photo, found, truth: truthCount, both, foundLine, truthLine, foundLineNearTruth, truthLineNearFound,
    dice: overlap(both, both, found, truthCount) ?? 1,
    centreLineF1: overlap(foundLineNearTruth, truthLineNearFound, foundLine, truthLine) ?? 1,
  };
}

/** Brings the comparisons of many pictures together. */
export function summariseMasks(comparisons: readonly MaskComparison[]): MaskSummary {
  type Count = Exclude<keyof MaskComparison, 'photo' | 'dice' | 'centreLineF1'>;
  const sum = (key: Count): number => comparisons.reduce((total, comparison) => total + comparison[key], 0);
  const mean = (key: 'dice' | 'centreLineF1'): number | null =>
    comparisons.length === 0 ? null : comparisons.reduce((total, comparison) => total + comparison[key], 0) / comparisons.length;
  const [nearTruth, nearFound, foundLine, truthLine] = [sum('foundLineNearTruth'), sum('truthLineNearFound'), sum('foundLine'), sum('truthLine')];
  return {
    photos: comparisons.length,
    dice: { pooled: overlap(sum('both'), sum('both'), sum('found'), sum('truth')), mean: mean('dice') },
    centreLine: {
      tolerancePixels: centreLineTolerancePixels,
      precision: foundLine === 0 ? null : nearTruth / foundLine,
      recall: truthLine === 0 ? null : nearFound / truthLine,
      f1: { pooled: overlap(nearTruth, nearFound, foundLine, truthLine), mean: mean('centreLineF1') },
    },
  };
}

/** Harmonic mean of precision and recall; null when there is nothing on either side. */
function overlap(foundRight: number, truthFound: number, found: number, truth: number): number | null {
  if (found === 0 && truth === 0) return null;
  if (foundRight === 0 || truthFound === 0) return 0;
  const precision = foundRight / found;
  const recall = truthFound / truth;
  return (2 * precision * recall) / (precision + recall);
}

/** How many pixels a line has, and how many of them lie within the tolerance of another line. */
function countNear(line: Mask, other: Mask): [count: number, close: number] {
  let [count, close] = [0, 0];
  for (let row = 0; row < line.height; row++) {
    for (let column = 0; column < line.width; column++) {
      if (line.data[row * line.width + column] === 0) continue;
      count++;
      if (isNear(other, row, column)) close++;
    }
  }
  return [count, close];
}

function isNear(mask: Mask, row: number, column: number): boolean {
  const reach = centreLineTolerancePixels;
  for (let r = Math.max(0, row - reach); r <= Math.min(mask.height - 1, row + reach); r++) {
    for (let c = Math.max(0, column - reach); c <= Math.min(mask.width - 1, column + reach); c++) {
      if (mask.data[r * mask.width + c] !== 0 && (r - row) ** 2 + (c - column) ** 2 <= reach ** 2) return true;
    }
  }
  return false;
}
