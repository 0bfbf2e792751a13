/** Least squares straight line or parabola through places of ticks: `place = c₀ + c₁·x + c₂·x²`, `x` the tooth. */
export interface SpacingCurve {
  readonly coefficients: readonly [number, number, number];
  /** Root mean square of what is left, with the freedom used up taken off. */
  readonly residual: number;
  /** Standard error of the slope at `x`. */
  slopeErrorAt(x: number): number;
  readonly bendError: number;
}

/** @returns Null for fewer than two points more than the curve has numbers. */
export function fitCurve(xs: readonly number[], ys: readonly number[], degree: 1 | 2 = 2): SpacingCurve | null {
  const n = xs.length, terms = degree + 1;
  if (n < terms + 1) return null;
  const middle = xs.reduce((sum, x) => sum + x, 0) / n, scale = Math.max(1e-9, Math.max(...xs) - Math.min(...xs)) / 2;
  const matrix = Array.from({ length: terms }, () => Array.from({ length: 2 * terms }, () => 0)), right = Array.from({ length: terms }, () => 0);
  for (let i = 0; i < n; i++) {
    const x = (xs[i] - middle) / scale, powers = [1, x, x * x];
    for (let a = 0; a < terms; a++) {
      right[a] += powers[a] * ys[i];
      for (let b = 0; b < terms; b++) matrix[a][b] += powers[a] * powers[b];
    }
  }
  const inverse = invert(matrix, terms);
  if (inverse === null) return null;
  const [a, b, c = 0] = inverse.map((row) => row.reduce((sum, value, i) => sum + value * right[i], 0));
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const x = (xs[i] - middle) / scale;
    squares += (ys[i] - a - b * x - c * x * x) ** 2;
  }
  const residual = Math.sqrt(squares / (n - terms)), c2 = c / scale ** 2, c1 = b / scale - 2 * c2 * middle;
  return {
    coefficients: [a - (b / scale) * middle + c2 * middle ** 2, c1, c2], residual,
    slopeErrorAt: (at) => {
      const t = (2 * (at - middle)) / scale, bend = degree === 2 ? 2 * t * inverse[1][2] + t * t * inverse[2][2] : 0;
      return (residual * Math.sqrt(Math.max(0, inverse[1][1] + bend))) / scale;
    },
    bendError: degree === 2 ? (residual * Math.sqrt(inverse[2][2])) / scale ** 2 : 0,
  };
}

/** Gauss and Jordan on a small symmetric matrix whose rows have room for the inverse. */
function invert(matrix: number[][], size: number): number[][] | null {
  for (let i = 0; i < size; i++) matrix[i][size + i] = 1;
  for (let i = 0; i < size; i++) {
    const pivot = matrix[i][i];
    if (!(Math.abs(pivot) > 1e-9)) return null;
    for (let k = 0; k < 2 * size; k++) matrix[i][k] /= pivot;
    for (let j = 0; j < size; j++) {
      if (j === i) continue;
      const share = matrix[j][i];
      for (let k = 0; k < 2 * size; k++) matrix[j][k] -= share * matrix[i][k];
    }
  }
  return matrix.map((row) => row.slice(size));
}

/** Place of a tooth, and the distance to the next there. */
export const placeAt = ([a, b, c]: readonly [number, number, number], x: number): number => a + b * x + c * x * x;
export const slopeAt = ([, b, c]: readonly [number, number, number], x: number): number => b + 2 * c * x;
