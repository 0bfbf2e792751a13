/** Rows of numbers, all of one length. Small (up to some dozens of rows): written for reading, not for speed. */
export type Matrix = readonly (readonly number[])[];

export function zeroVector(length: number): number[] {
  return Array.from({ length }, () => 0);
}

export function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => zeroVector(columns));
}

export function multiply(left: Matrix, right: Matrix): number[][] {
  const product = zeros(left.length, right[0].length);
  for (let row = 0; row < left.length; row++) {
    for (let middle = 0; middle < right.length; middle++) {
      const factor = left[row][middle];
      if (factor === 0) continue;
      for (let column = 0; column < right[0].length; column++) product[row][column] += factor * right[middle][column];
    }
  }
  return product;
}

export function timesVector(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector));
}

export function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at] * right[at];
  return sum;
}

/** Σ of products of two matrices' cells: the trace of left · rightᵀ. */
export function sumOfProducts(left: Matrix, right: Matrix): number {
  let sum = 0;
  for (let row = 0; row < left.length; row++) sum += dot(left[row], right[row]);
  return sum;
}

/** Inverse and log determinant of a symmetric positive definite matrix. */
export interface Inverted {
  inverse: number[][];
  logDeterminant: number;
}

/**
 * Inverts by Cholesky's factors.
 * @returns Null when the matrix is not positive definite, a pivot below 1e-12 of its diagonal included.
 */
export function invertPositive(matrix: Matrix): Inverted | null {
  const size = matrix.length;
  const factor = zeros(size, size);
  let logDeterminant = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row][column];
      for (let k = 0; k < column; k++) sum -= factor[row][k] * factor[column][k];
      if (row !== column) factor[row][column] = sum / factor[column][column];
      else if (sum > 1e-12 * Math.abs(matrix[row][row])) {
        factor[row][row] = Math.sqrt(sum);
        logDeterminant += Math.log(sum);
      } else return null;
    }
  }
  // Columns of the factor's inverse, then inverse = (L⁻¹)ᵀ L⁻¹.
  const lower = zeros(size, size);
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = row === column ? 1 : 0;
      for (let k = column; k < row; k++) sum -= factor[row][k] * lower[k][column];
      lower[row][column] = sum / factor[row][row];
    }
  }
  const inverse = zeros(size, size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      for (let k = row; k < size; k++) sum += lower[k][row] * lower[k][column];
      inverse[row][column] = sum;
      inverse[column][row] = sum;
    }
  }
  return { inverse, logDeterminant };
}
