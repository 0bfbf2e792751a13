/** A share from 0 to 1: what lies beyond is brought to the nearer end. */
export function clampShare(value: number): number {
  return Math.min(1, Math.max(0, value));
}
