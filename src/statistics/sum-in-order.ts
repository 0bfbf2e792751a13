/** The sum of numbers in order of size, so that the same numbers in another order, as exchanged visits give them, add up to the same in every bit. */
export function sumInOrder(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b).reduce((total, value) => total + value, 0);
}
