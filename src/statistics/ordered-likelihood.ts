import { dot, invertPositive, timesVector, zeros, zeroVector } from './matrix.js';

/** One subject: the place of the outcome on the scale, from 0, and what may shift it. */
export interface OrderedRow {
  category: number;
  covariates: number[];
}

export interface OrderedFit {
  /** The cuts between the categories, then a slope for each covariate. */
  parameters: number[];
  /** Null where the likelihood has no top, or none was reached. */
  covariance: number[][] | null;
  logLikelihood: number;
}

/** A slope beyond this is followed no further. */
const runawayBeyond = 30;

/**
 * The top of the likelihood, by Newton's method with halved steps: it has one at most. A slope without a top is followed until it is beyond `runawayBeyond`:
 * everything that it does not draw with it has then reached its place.
 */
export function climbLikelihood(rows: readonly OrderedRow[], cuts: number): OrderedFit {
  let parameters = startingCuts(rows, cuts);
  let here = evaluateLikelihood(rows, cuts, parameters);
  const stop = (): OrderedFit => ({ parameters, covariance: null, logLikelihood: here.logLikelihood });
  for (let step = 0; step < 60; step++) {
    const inverted = invertPositive(here.information);
    if (inverted === null) return stop();
    const direction = timesVector(inverted.inverse, here.gradient);
    const decrement = dot(direction, here.gradient);
    let next = here;
    let moved = parameters;
    for (let length = 1; length > 1e-6; length /= 2) {
      moved = parameters.map((value, at) => value + length * direction[at]);
      next = evaluateLikelihood(rows, cuts, moved);
      if (next.logLikelihood >= here.logLikelihood - 1e-12 * Math.abs(here.logLikelihood)) break;
    }
    parameters = moved;
    here = next;
    // Newton's method doubles the digits: a step that gains so little has just brought all of them.
    if (decrement < 1e-9) return { parameters, covariance: invertPositive(here.information)?.inverse ?? null, logLikelihood: here.logLikelihood };
    if (parameters.slice(cuts).some((slope) => Math.abs(slope) > runawayBeyond)) return stop();
  }
  return stop();
}

function startingCuts(rows: readonly OrderedRow[], cuts: number): number[] {
  const start = Array.from({ length: cuts }, (_, cut) => {
    const share = rows.filter(({ category }) => category <= cut).length / rows.length;
    return Math.log(share / (1 - share));
  });
  return [...start, ...rows[0].covariates.map(() => 0)];
}

const logistic = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/** Fisher's information: the mean square of the gradient over everything that might have been observed. */
export function expectInformation(rows: readonly OrderedRow[], cuts: number, parameters: readonly number[]): number[][] {
  const size = parameters.length, information = zeros(size, size);
  for (const { covariates } of rows) {
    const shift = covariates.reduce((sum, value, at) => sum + value * parameters[cuts + at], 0);
    // P(value ≤ j) from below the first category, where it is 0, to the last, where it is 1.
    const below = [0, ...parameters.slice(0, cuts).map((cut) => logistic(cut - shift)), 1], slopes = below.map((value) => value * (1 - value));
    for (let category = 0; category <= cuts; category++) {
      const change = zeroVector(size);
      if (category < cuts) change[category] += slopes[category + 1];
      if (category > 0) change[category - 1] -= slopes[category];
      covariates.forEach((covariate, at) => { change[cuts + at] = -covariate * (slopes[category + 1] - slopes[category]); });
      const chance = below[category + 1] - below[category];
      for (let row = 0; row < size; row++) for (let column = 0; column < size; column++) information[row][column] += (change[row] * change[column]) / chance;
    }
  }
  return information;
}

/** Log likelihood, its gradient, and minus its second derivatives. −Infinity where the cuts are out of order. */
export function evaluateLikelihood(rows: readonly OrderedRow[], cuts: number, parameters: readonly number[]): { logLikelihood: number; gradient: number[]; information: number[][] } {
  const size = parameters.length;
  const gradient = zeroVector(size);
  const information = zeros(size, size);
  let logLikelihood = 0;
  for (const { category, covariates } of rows) {
    const shift = covariates.reduce((sum, value, at) => sum + value * parameters[cuts + at], 0);
    const ends = [category, category - 1].map((cut) => {
      if (cut < 0) return { value: 0, slope: 0, bend: 0, places: null };
      if (cut >= cuts) return { value: 1, slope: 0, bend: 0, places: null };
      const value = logistic(parameters[cut] - shift);
      const slope = value * (1 - value);
      const places = zeroVector(size);
      places[cut] = 1;
      covariates.forEach((covariate, at) => { places[cuts + at] = -covariate; });
      return { value, slope, bend: slope * (1 - 2 * value), places };
    });
    const [upper, lower] = ends;
    const probability = upper.value - lower.value;
    if (!(probability > 0)) return { logLikelihood: -Infinity, gradient, information };
    logLikelihood += Math.log(probability);
    const first = [upper.slope / probability, -lower.slope / probability];
    const second = [
      [upper.bend / probability - first[0] ** 2, -first[0] * first[1]],
      [-first[0] * first[1], -lower.bend / probability - first[1] ** 2],
    ];
    for (const [a, end] of ends.entries()) {
      if (end.places === null) continue;
      for (let row = 0; row < size; row++) {
        if (end.places[row] === 0) continue;
        gradient[row] += first[a] * end.places[row];
        for (const [b, other] of ends.entries()) {
          if (other.places === null) continue;
          for (let column = 0; column < size; column++) information[row][column] -= second[a][b] * end.places[row] * other.places[column];
        }
      }
    }
  }
  return { logLikelihood, gradient, information };
}
