export interface FittedCircle {
  readonly row: number;
  readonly column: number;
  readonly radius: number;
  /** Root of the mean squared distance of the points from the circle. */
  readonly residual: number;
}

/**
 * Fits a circle to points by Taubin's method (1991), Newton form: nearly unbiased even for short arcs, and exact for exact points.
 *
 * @returns null for fewer than three points or points on a straight line.
 */
export function fitCircle(rows: ArrayLike<number>, columns: ArrayLike<number>): FittedCircle | null {
  const count = rows.length;
  if (count < 3) return null;
  let meanX = 0, meanY = 0;
  for (let i = 0; i < count; i++) {
    meanX += columns[i];
    meanY += rows[i];
  }
  meanX /= count;
  meanY /= count;
  let xx = 0, xy = 0, yy = 0, xz = 0, yz = 0, zz = 0;
  for (let i = 0; i < count; i++) {
    const x = columns[i] - meanX, y = rows[i] - meanY;
    const z = x * x + y * y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xz += x * z;
    yz += y * z;
    zz += z * z;
  }
  xx /= count;
  xy /= count;
  yy /= count;
  xz /= count;
  yz /= count;
  zz /= count;
  const mz = xx + yy;
  const covariance = xx * yy - xy * xy;
  const variance = zz - mz * mz;
  const a3 = 4 * mz;
  const a2 = -3 * mz * mz - zz;
  const a1 = variance * mz + 4 * covariance * mz - xz * xz - yz * yz;
  const a0 = xz * (xz * yy - yz * xy) + yz * (yz * xx - xz * xy) - variance * covariance;
  let root = 0;
  let value = a0;
  for (let step = 0; step < 50; step++) {
    const slope = a1 + root * (2 * a2 + 3 * a3 * root);
    const next = root - value / slope;
    if (next === root || !Number.isFinite(next)) break;
    const nextValue = a0 + next * (a1 + next * (a2 + next * a3));
    if (Math.abs(nextValue) >= Math.abs(value)) break;
    root = next;
    value = nextValue;
  }
  const determinant = root * root - root * mz + covariance;
  if (!(Math.abs(determinant) > 1e-9 * mz * mz)) return null;
  const x = (xz * (yy - root) - yz * xy) / determinant / 2;
  const y = (yz * (xx - root) - xz * xy) / determinant / 2;
  const radius = Math.sqrt(x * x + y * y + mz);
  if (!Number.isFinite(radius)) return null;
  const row = y + meanY, column = x + meanX;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (Math.hypot(rows[i] - row, columns[i] - column) - radius) ** 2;
  return { row, column, radius, residual: Math.sqrt(squares / count) };
}
