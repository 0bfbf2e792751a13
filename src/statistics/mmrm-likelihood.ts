import { dot, invertPositive, type Matrix, multiply, sumOfProducts, timesVector, zeros, zeroVector } from './matrix.js';
import type { Pattern } from './mmrm-moments.js';

/** The restricted likelihood at one covariance of the visits, with what Newton's method and Satterthwaite's formula need. */
export interface LikelihoodPoint {
  logLikelihood: number;
  /** Per element of the covariance, in the order of `covarianceElements`. */
  gradient: number[];
  /** Minus the second derivatives. */
  observedInformation: number[][];
  expectedInformation: number[][];
  /** Fixed effects: each visit's arms, then its slope of the baseline; visit after visit. */
  effects: number[];
  effectCovariance: number[][];
  /** Σ over subjects of X′ V⁻¹ Vₖ V⁻¹ X: how the covariance of the effects moves with each element. */
  effectDerivatives: number[][][];
}

/** Pairs of visits [row, column], column ≤ row: the free elements of an unstructured covariance. */
export function covarianceElements(visits: number): [number, number][] {
  return Array.from({ length: visits }, (_, row) => Array.from({ length: row + 1 }, (__, column): [number, number] => [row, column])).flat();
}

/**
 * Evaluates the restricted log likelihood (constants left out) and its derivatives with respect to the elements of the covariance.
 *
 *     P = V⁻¹ − V⁻¹X C X′V⁻¹,  C = (X′V⁻¹X)⁻¹
 *     ∂ℓ/∂θₖ = −½ tr(P Vₖ) + ½ y′P Vₖ P y
 *     −∂²ℓ/∂θₖ∂θₗ = y′P Vₖ P Vₗ P y − ½ tr(P Vₖ P Vₗ)
 *
 * Everything is summed over patterns of visits instead of subjects. The covariance is linear in its elements, so Vₖₗ = 0.
 *
 * @returns Null where the covariance is not positive definite, or an effect cannot be estimated.
 */
export function evaluateLikelihood(patterns: readonly Pattern[], covariance: Matrix, arms: number): LikelihoodPoint | null {
  const visits = covariance.length;
  const elements = covarianceElements(visits);
  const perVisit = arms + 1;
  const size = visits * perVisit;
  const columns = (pattern: Pattern, at: number): [number, number] => [pattern.visits[at] * perVisit + pattern.arm, pattern.visits[at] * perVisit + arms];

  /** Adds X′ M Z for a pattern, Z being X (parts 0 and 1 of z) or the change (part 2). */
  const addCross = (target: number[][], pattern: Pattern, inner: Matrix): void => {
    for (let v = 0; v < pattern.visits.length; v++) {
      for (let w = 0; w < pattern.visits.length; w++) {
        const factor = inner[v][w];
        const moment = pattern.moments[v][w];
        const [rows, others] = [columns(pattern, v), columns(pattern, w)];
        for (let a = 0; a < 2; a++) for (let b = 0; b < 2; b++) target[rows[a]][others[b]] += factor * moment[a][b];
      }
    }
  };

  const weights: { inverse: number[][]; logDeterminant: number }[] = [];
  const crossProduct = zeros(size, size);
  const right = zeroVector(size);
  let determinants = 0;
  for (const pattern of patterns) {
    const inverted = invertPositive(pattern.visits.map((row) => pattern.visits.map((column) => covariance[row][column])));
    if (inverted === null) return null;
    weights.push(inverted);
    determinants += pattern.n * inverted.logDeterminant;
    addCross(crossProduct, pattern, inverted.inverse);
    for (let v = 0; v < pattern.visits.length; v++) {
      for (let w = 0; w < pattern.visits.length; w++) {
        columns(pattern, v).forEach((row, a) => { right[row] += inverted.inverse[v][w] * pattern.moments[v][w][a][2]; });
      }
    }
  }
  const inverted = invertPositive(crossProduct);
  if (inverted === null) return null;
  const effectCovariance = inverted.inverse;
  const effects = timesVector(effectCovariance, right);

  let squares = 0;
  const gradient = elements.map(() => 0);
  const observed = zeros(elements.length, elements.length);
  const expected = zeros(elements.length, elements.length);
  const effectDerivatives = elements.map(() => zeros(size, size));
  const pulls = elements.map(() => zeroVector(size));
  const seconds: number[][][][] = elements.map((_, k) => elements.slice(0, k + 1).map(() => zeros(size, size)));

  patterns.forEach((pattern, index) => {
    const weight = weights[index].inverse;
    const own = pattern.visits.length;
    // Residual moments: Σ r rᵀ, and Σ x rᵀ per visit.
    const coefficients = Array.from({ length: own }, (_, v) => [...columns(pattern, v).map((at) => -effects[at]), 1]);
    const residuals = zeros(own, own);
    const leaning: number[][][] = Array.from({ length: own }, () => []);
    for (let v = 0; v < own; v++) {
      for (let w = 0; w < own; w++) {
        const towards = pattern.moments[v][w].map((row) => dot(row, coefficients[w]));
        residuals[v][w] = dot(coefficients[v], towards);
        leaning[v][w] = towards;
      }
    }
    squares += sumOfProducts(weight, residuals);
    const weighted = multiply(multiply(weight, residuals), weight);
    // W Vₖ for each element that this pattern has.
    const turned = elements.map(([row, column]) => {
      const [a, b] = [pattern.visits.indexOf(row), pattern.visits.indexOf(column)];
      if (a < 0 || b < 0) return null;
      const product = zeros(own, own);
      for (let v = 0; v < own; v++) {
        product[v][b] += weight[v][a];
        if (a !== b) product[v][a] += weight[v][b];
      }
      return { a, b, product };
    });
    turned.forEach((first, k) => {
      if (first === null) return;
      const { a, b, product } = first;
      const factor = a === b ? 1 : 2;
      gradient[k] += (factor * (weighted[a][b] - pattern.n * weight[a][b])) / 2;
      const inner = multiply(product, weight);
      addCross(effectDerivatives[k], pattern, inner);
      for (let v = 0; v < own; v++) {
        for (let w = 0; w < own; w++) columns(pattern, v).forEach((row, part) => { pulls[k][row] += inner[v][w] * leaning[v][w][part]; });
      }
      for (let l = 0; l <= k; l++) {
        const second = turned[l];
        if (second === null) continue;
        const trace = product.reduce((sum, row, v) => sum + row.reduce((part, value, w) => part + value * second.product[w][v], 0), 0);
        // r′ W Vₖ W Vₗ W r: the middle is (W Vₖ W)'s element of Vₗ on both sides of W r rᵀ W.
        const both = multiply(product, multiply(second.product, weight));
        const quadratic = sumOfProducts(both, residuals);
        observed[k][l] += quadratic - (pattern.n * trace) / 2;
        expected[k][l] += (pattern.n * trace) / 2;
        addCross(seconds[k][l], pattern, both);
      }
    });
  });

  const turnedEffects = effectDerivatives.map((derivative) => multiply(effectCovariance, derivative));
  for (let k = 0; k < elements.length; k++) {
    gradient[k] += trace(turnedEffects[k]) / 2;
    const bent = timesVector(effectCovariance, pulls[k]);
    for (let l = 0; l <= k; l++) {
      const lost = sumOfProducts(effectCovariance, seconds[k][l]);
      const gained = traceOfProduct(turnedEffects[k], turnedEffects[l]);
      const correction = lost - gained / 2;
      observed[k][l] += correction - dot(bent, pulls[l]);
      expected[k][l] -= correction;
      observed[l][k] = observed[k][l];
      expected[l][k] = expected[k][l];
    }
  }
  return {
    logLikelihood: -(determinants + inverted.logDeterminant + squares) / 2,
    gradient, observedInformation: observed, expectedInformation: expected, effects, effectCovariance, effectDerivatives,
  };
}

const trace = (matrix: Matrix): number => matrix.reduce((sum, row, at) => sum + row[at], 0);

function traceOfProduct(left: Matrix, right: Matrix): number {
  let sum = 0;
  for (let row = 0; row < left.length; row++) for (let column = 0; column < right.length; column++) sum += left[row][column] * right[column][row];
  return sum;
}
