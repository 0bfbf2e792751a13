import { dot, factorise, solveLower, solveUpper } from './cholesky.js';
import type { PlaceMm } from './constellation.js';

/** How skin may deform between two visits beyond moving, turning and growing as a whole. */
export interface Stiffness {
  /** Standard deviation of each entry of the linear part that is no similarity: tilt, even stretching. */
  readonly shear: number;
  /** Standard deviation of the smooth uneven stretching, mm. */
  readonly stretchMm: number;
  /** Distance over which the uneven stretching changes, mm. */
  readonly lengthMm: number;
  /** Error of a root's place between two visits, in each direction, mm. */
  readonly rootErrorMm: number;
}

export interface FittedWarp {
  /** Where a place of the first field lies in the second. */
  apply(x: number, y: number): PlaceMm;
  /** The same, with the variance of it in each direction, mm². */
  predict(x: number, y: number): { x: number; y: number; variance: number };
  /** The similarity underneath: complex factor, and landing place of `anchor`. */
  readonly real: number;
  readonly imaginary: number;
  readonly anchor: PlaceMm;
  readonly landing: PlaceMm;
  /** Logarithm of the likelihood of the matched places at the best similarity, the stretching integrated out. */
  readonly logLikelihood: number;
  /** Logarithm of the volume of similarities that explain them equally well: add a log prior density to get the evidence. */
  readonly logVolume: number;
}

/**
 * Fits "similarity plus smooth stretching" to matched places: universal kriging with a Gaussian covariance.
 *
 * Places are complex numbers, so turn and scale are one factor and both directions share one matrix. The similarity is
 * estimated by generalised least squares; the stretching is what is left, smoothed; far from all matches it fades to the
 * similarity and its variance grows. Source of the method: Cressie, Statistics for Spatial Data, 1993, chapter 3.
 *
 * @param from, to  x, y of the matched roots, two at the least, all different.
 */
export function fitWarp(
  from: { x: Float64Array; y: Float64Array }, to: { x: Float64Array; y: Float64Array }, stiffness: Stiffness,
): FittedWarp {
  const n = from.x.length;
  const anchor = { x: mean(from.x), y: mean(from.y) };
  const zx = from.x.map((value) => value - anchor.x), zy = from.y.map((value) => value - anchor.y);
  const shear2 = stiffness.shear ** 2, stretch2 = stiffness.stretchMm ** 2, fall = -1 / (2 * stiffness.lengthMm ** 2);
  const covariance = (x1: number, y1: number, x2: number, y2: number): number =>
    shear2 * (x1 * x2 + y1 * y2) + stretch2 * Math.exp(fall * ((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2)));
  const root = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) root[i * n + j] = covariance(zx[i], zy[i], zx[j], zy[j]);
    root[i * n + i] += stiffness.rootErrorMm ** 2;
  }
  const logDeterminant = factorise(root, n);

  const ux = solveLower(root, zx), uy = solveLower(root, zy), one = solveLower(root, new Float64Array(n).fill(1));
  const wx = solveLower(root, to.x), wy = solveLower(root, to.y);
  // Normal equations of to ≈ s·z + t over complex numbers; their matrix is Hermitian.
  const zz = dot(ux, ux) + dot(uy, uy), zoRe = dot(ux, one), zoIm = -dot(uy, one), oo = dot(one, one);
  const zwRe = dot(ux, wx) + dot(uy, wy), zwIm = dot(ux, wy) - dot(uy, wx), owRe = dot(one, wx), owIm = dot(one, wy);
  const determinant = zz * oo - zoRe * zoRe - zoIm * zoIm;
  const real = (zwRe * oo - (zoRe * owRe - zoIm * owIm)) / determinant;
  const imaginary = (zwIm * oo - (zoRe * owIm + zoIm * owRe)) / determinant;
  const shiftX = (owRe - (zoRe * real + zoIm * imaginary)) / oo;
  const shiftY = (owIm - (zoRe * imaginary - zoIm * real)) / oo;

  const rx = new Float64Array(n), ry = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    rx[i] = wx[i] - (real * ux[i] - imaginary * uy[i]) - shiftX * one[i];
    ry[i] = wy[i] - (imaginary * ux[i] + real * uy[i]) - shiftY * one[i];
  }
  const logLikelihood = -n * Math.log(2 * Math.PI) - logDeterminant - 0.5 * (dot(rx, rx) + dot(ry, ry));
  const pullX = solveUpper(root, rx), pullY = solveUpper(root, ry);

  const nearness = (px: number, py: number): Float64Array => {
    const near = new Float64Array(n);
    for (let i = 0; i < n; i++) near[i] = covariance(px, py, zx[i], zy[i]);
    return near;
  };
  const land = (px: number, py: number, near: Float64Array): PlaceMm => ({
    x: real * px - imaginary * py + shiftX + dot(near, pullX), y: imaginary * px + real * py + shiftY + dot(near, pullY),
  });
  return {
    real, imaginary, anchor, logLikelihood,
    landing: { x: shiftX, y: shiftY },
    logVolume: 2 * Math.log(2 * Math.PI) - Math.log(determinant),
    apply: (x, y) => land(x - anchor.x, y - anchor.y, nearness(x - anchor.x, y - anchor.y)),
    predict(x, y) {
      const px = x - anchor.x, py = y - anchor.y;
      const near = nearness(px, py), k = solveLower(root, near);
      // What the similarity itself leaves open at this place.
      const aRe = px - dot(k, ux), aIm = py - dot(k, uy), b = 1 - dot(k, one);
      const open = ((aRe * aRe + aIm * aIm) * oo + b * b * zz - 2 * b * (aRe * zoRe - aIm * zoIm)) / determinant;
      const place = land(px, py, near);
      return { x: place.x, y: place.y, variance: Math.max(0, covariance(px, py, px, py) - dot(k, k)) + Math.max(0, open) };
    },
  };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
