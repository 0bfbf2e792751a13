import type { AdjustedMean, ArmDifference } from './ancova.js';
import { mean } from './describe.js';
import { estimateByT, type Estimate } from './estimate.js';
import { dot, invertPositive, type Matrix, timesVector, zeros, zeroVector } from './matrix.js';
import { covarianceElements, evaluateLikelihood, type LikelihoodPoint } from './mmrm-likelihood.js';
import { groupByPattern, type Pattern, type RepeatedChange } from './mmrm-moments.js';
import type { Refusal } from './refusal.js';

export type { RepeatedChange } from './mmrm-moments.js';

export interface MixedModel {
  /** One entry a visit, in their order. */
  visits: { adjustedMeans: AdjustedMean[]; differences: ArmDifference[] }[];
  /** Unstructured covariance of the changes at the visits, visit × visit. */
  covariance: number[][];
  subjects: number;
  observations: number;
}

/** Fewest subjects of all arms together who have both of any two visits: below it their covariance is a guess. Convention. */
const fewestTogether = 5;

/**
 * Mixed model for repeated measures: change ~ visit × arm + visit × baseline, unstructured covariance within a subject,
 * restricted maximum likelihood, degrees of freedom after Satterthwaite from the observed information.
 *
 * Uses whatever visits a subject has; nothing is filled in. Unbiased where drop-out depends only on what was measured
 * before (missing at random). Means are given at the mean baseline of all rows.
 *
 * @param arms    The arms to compare, the reference first. Rows of other arms are left out.
 * @param visits  Number of visits; every row's `visit` lies in 0…visits − 1.
 * @param visitNames  What a refusal calls them.
 */
export function fitMixedModel(
  allRows: readonly RepeatedChange[], arms: readonly string[], visits: number,
  visitNames: readonly string[] = Array.from({ length: visits }, (_, at) => `visit ${at + 1} after the baseline`),
): MixedModel | Refusal {
  const rows = allRows.filter(({ arm }) => arms.includes(arm));
  const refusal = whyNot(rows, arms, visits, visitNames);
  if (refusal !== null) return { refused: refusal };

  // Numbers near 1 keep the arithmetic exact; undone below.
  const centre = mean(rows.map(({ baseline }) => baseline));
  const spread = Math.sqrt(mean(rows.map(({ baseline }) => (baseline - centre) ** 2))) || 1;
  const scale = Math.sqrt(mean(rows.map(({ change }) => change ** 2))) || 1;
  const patterns = groupByPattern(rows.map((row) => ({ ...row, baseline: (row.baseline - centre) / spread, change: row.change / scale })), arms);
  const fit = maximise(patterns, arms.length, visits);
  if (fit === null) return { refused: 'The model has no stable solution for these subjects and visits.' };

  const information = invertPositive(fit.point.observedInformation);
  if (information === null) return { refused: 'The likelihood is flat, so the uncertainty of the model cannot be given.' };
  const perVisit = arms.length + 1;
  const estimate = (weights: readonly number[]): Estimate => {
    const { effectCovariance, effectDerivatives, effects } = fit.point;
    const turned = timesVector(effectCovariance, weights);
    const variance = dot(weights, turned);
    // ∂C/∂θₖ = C (X′V⁻¹VₖV⁻¹X) C.
    const slopes = effectDerivatives.map((derivative) => dot(turned, timesVector(derivative, turned)));
    const freedom = (2 * variance ** 2) / dot(slopes, timesVector(information.inverse, slopes));
    return estimateByT(dot(weights, effects) * scale, Math.sqrt(variance) * scale, freedom);
  };
  return {
    visits: Array.from({ length: visits }, (_, visit) => {
      const weightsOf = (arm: number, reference?: number): number[] => {
        const weights = zeroVector(visits * perVisit);
        weights[visit * perVisit + arm] = 1;
        if (reference !== undefined) weights[visit * perVisit + reference] = -1;
        return weights;
      };
      return {
        adjustedMeans: arms.map((arm, at) => {
          const { pValue: _pValue, ...adjusted } = estimate(weightsOf(at));
          return { arm, n: rows.filter((row) => row.visit === visit && row.arm === arm).length, ...adjusted };
        }),
        differences: arms.slice(1).map((arm, at) => ({ arm, reference: arms[0], ...estimate(weightsOf(at + 1, 0)) })),
      };
    }),
    covariance: fit.covariance.map((row) => row.map((value) => value * scale ** 2)),
    subjects: new Set(rows.map(({ subject }) => subject)).size,
    observations: rows.length,
  };
}

function whyNot(rows: readonly RepeatedChange[], arms: readonly string[], visits: number, visitNames: readonly string[]): string | null {
  if (arms.length < 2) return 'There is only one arm, so there is nothing to compare it with.';
  if (visits < 2) return 'There is only one visit after the baseline; the analysis of covariance says the same.';
  for (let visit = 0; visit < visits; visit++) {
    const thin = arms.find((arm) => rows.filter((row) => row.visit === visit && row.arm === arm).length < 2);
    if (thin !== undefined) return `Fewer than 2 subjects of the arm ${thin} have a value at ${visitNames[visit]}.`;
  }
  const has = Array.from({ length: visits }, (_, visit) => new Set(rows.filter((row) => row.visit === visit).map(({ subject }) => subject)));
  const needed = arms.length + fewestTogether;
  for (const [row, column] of covarianceElements(visits)) {
    const together = [...has[row]].filter((subject) => has[column].has(subject)).length;
    if (together < needed) return `Only ${together} subjects have ${row === column ? `a value at ${visitNames[row]}` : `both ${visitNames[column]} and ${visitNames[row]}`}; ${needed} are needed.`;
  }
  return null;
}

/** Fisher's scoring while far from the top, Newton's method near it; steps are halved until the likelihood rises. */
function maximise(patterns: readonly Pattern[], arms: number, visits: number): { covariance: number[][]; point: LikelihoodPoint } | null {
  const elements = covarianceElements(visits);
  const start = startingVariance(patterns, visits);
  let covariance = zeros(visits, visits).map((row, at) => row.map((_, other) => (at === other ? start[at] : 0.5 * Math.sqrt(start[at] * start[other]))));
  let point = evaluateLikelihood(patterns, covariance, arms);
  if (point === null) return null;
  for (let step = 0; step < 200; step++) {
    const newton = step < 3 ? null : invertPositive(point.observedInformation);
    const inverted = newton ?? invertPositive(point.expectedInformation);
    if (inverted === null) return null;
    const direction = timesVector(inverted.inverse, point.gradient);
    const decrement = dot(direction, point.gradient);
    const moved = climb(patterns, arms, covariance, elements, direction, point.logLikelihood);
    // No rise left beyond rounding: this is the top if the slope is flat.
    if (moved === null) return decrement < 1e-9 ? { covariance, point } : null;
    [covariance, point] = [moved.covariance, moved.point];
    // Newton's method doubles the digits: a step that gains so little has just brought all of them.
    if (newton !== null && decrement < 1e-9) return { covariance, point };
  }
  return null;
}

function climb(patterns: readonly Pattern[], arms: number, from: Matrix, elements: readonly [number, number][], direction: readonly number[], height: number) {
  for (let length = 1; length > 1e-8; length /= 2) {
    const covariance = from.map((row) => [...row]);
    elements.forEach(([row, column], at) => {
      covariance[row][column] += length * direction[at];
      if (row !== column) covariance[column][row] += length * direction[at];
    });
    const point = evaluateLikelihood(patterns, covariance, arms);
    if (point !== null && point.logLikelihood >= height - 1e-13 * Math.abs(height)) return { covariance, point };
  }
  return null;
}

/** Variance of the change at each visit, arms pooled by their means. */
function startingVariance(patterns: readonly Pattern[], visits: number): number[] {
  return Array.from({ length: visits }, (_, visit) => {
    let [squares, n] = [0, 0];
    for (const arm of new Set(patterns.map((pattern) => pattern.arm))) {
      let [count, sum, square] = [0, 0, 0];
      for (const pattern of patterns.filter((other) => other.arm === arm && other.visits.includes(visit))) {
        const moment = pattern.moments[pattern.visits.indexOf(visit)][pattern.visits.indexOf(visit)];
        count += pattern.n;
        sum += moment[0][2];
        square += moment[2][2];
      }
      if (count > 0) squares += square - sum ** 2 / count;
      n += count;
    }
    return Math.max(squares / n, 1e-6);
  });
}
