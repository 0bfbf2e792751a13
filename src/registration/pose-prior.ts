import { normalDensity } from '../statistics/normal-distribution.js';
import type { RootField } from './root-field.js';
import { wrapAngle } from './root-field.js';

/** A similarity that lays the first field onto the second: turn, size and where the middle of the first field lands. */
export interface Pose {
  readonly rotation: number;
  readonly logScale: number;
  /** Landing place of the first field's centre against the second field's centre, mm. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Scales further apart than this are refused: ±10 % and a margin for stretching. */
export const largestLogScale = 0.13;

const nearlyUpright = (10 * Math.PI) / 180;

/**
 * How likely a pose is before a single root has been compared: logarithm of a density over
 * (real part, imaginary part, x, y) of the similarity.
 *
 * Photographs of one target area are mostly taken in one way: the same way round (or turned as the lean of the shafts
 * says), at one size, of about the same place. Part of the belief stays with every other pose, so that none is
 * excluded. The shares are conventions; they only move how much agreement of the roots is asked for.
 */
export function createPosePrior(first: RootField, second: RootField): (pose: Pose) => number {
  const combed = first.meanDirection === null || second.meanDirection === null ? 0 : second.meanDirection - first.meanDirection;
  const areaMm2 = Math.max(first.field.areaMm2, second.field.areaMm2);
  return ({ rotation, logScale, shiftX, shiftY }) => {
    if (Math.abs(logScale) > largestLogScale) return -Infinity;
    const shift2 = (shiftX * shiftX + shiftY * shiftY) / areaMm2;
    const upright = normalDensity(wrapAngle(rotation), nearlyUpright), leaning = normalDensity(wrapAngle(rotation - combed), nearlyUpright);
    const alikeScale = normalDensity(logScale, 0.025), anyScale = 1 / (2 * largestLogScale);
    const nearPlace = Math.exp(-shift2 / (2 * 0.15 ** 2)) / (2 * Math.PI * 0.15 ** 2), anyPlace = shift2 < 0.64 ? 1 / (Math.PI * 0.64) : 0;
    const asBefore = (0.5 * upright + 0.5 * leaning) * alikeScale * nearPlace;
    const anyhow = (0.4 * leaning + 0.6 / (2 * Math.PI)) * (0.5 * alikeScale + 0.5 * anyScale) * (0.3 * nearPlace + 0.7 * anyPlace);
    return Math.log((0.6 * asBefore + 0.4 * anyhow) / areaMm2) - 2 * logScale;
  };
}
