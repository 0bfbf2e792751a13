export interface StraightFit {
  readonly from: number;
  readonly to: number;
  /** Mean position across the line. */
  readonly across: number;
  /** How far the line strays across from end to end. */
  readonly drift: number;
  /** Root of the mean squared distance from the fitted line, measured across. */
  readonly residual: number;
}

/**
 * Fits a straight line to points that run along an axis (least squares of `across` on `along`).
 *
 * @returns null when the points do not run along that axis: fewer than one pixel a point.
 */
export function fitStraight(along: readonly number[], across: readonly number[]): StraightFit | null {
  const count = along.length;
  const from = Math.min(along[0], along[count - 1]);
  const to = Math.max(along[0], along[count - 1]);
  if (to - from < count) return null;
  const meanAlong = along.reduce((sum, value) => sum + value, 0) / count;
  const meanAcross = across.reduce((sum, value) => sum + value, 0) / count;
  let mixed = 0, squares = 0;
  for (let i = 0; i < count; i++) {
    mixed += (along[i] - meanAlong) * (across[i] - meanAcross);
    squares += (along[i] - meanAlong) ** 2;
  }
  const slope = mixed / squares;
  let rest = 0;
  for (let i = 0; i < count; i++) rest += (across[i] - meanAcross - slope * (along[i] - meanAlong)) ** 2;
  return { from, to, across: meanAcross, drift: Math.abs(slope) * (to - from), residual: Math.sqrt(rest / count) };
}
