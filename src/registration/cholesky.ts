/**
 * Cholesky factor of a symmetric positive definite matrix, in place in its lower triangle.
 * @param matrix Row-major, n × n.
 * @returns The logarithm of the determinant of the matrix.
 */
export function factorise(matrix: Float64Array, n: number): number {
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k] * matrix[j * n + k];
      matrix[i * n + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * n + j];
    }
    logDeterminant += 2 * Math.log(matrix[i * n + i]);
  }
  return logDeterminant;
}

/** Solves L·out = right for the factor L. */
export function solveLower(factor: Float64Array, right: Float64Array): Float64Array {
  const n = right.length, out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = right[i];
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * out[k];
    out[i] = sum / factor[i * n + i];
  }
  return out;
}

/** Solves Lᵀ·out = right for the factor L. */
export function solveUpper(factor: Float64Array, right: Float64Array): Float64Array {
  const n = right.length, out = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = right[i];
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i] * out[k];
    out[i] = sum / factor[i * n + i];
  }
  return out;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
