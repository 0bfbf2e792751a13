/**
 * Holm's step-down adjustment: the chance of any false alarm among all the tests stays at the level.
 * @returns Adjusted p-values in the order given, at most 1.
 * @example adjustHolm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function adjustHolm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, at) => at).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = pValues.map(() => 0);
  let highest = 0;
  order.forEach((at, rank) => {
    highest = Math.max(highest, Math.min(1, (pValues.length - rank) * pValues[at]));
    adjusted[at] = highest;
  });
  return adjusted;
}
