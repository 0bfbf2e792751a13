/** The axis begins not long before the first visit: a drug that has been taken for years would push the visits into its last corner. */
export function firstDayShown(visits: readonly number[], earliest: number): number {
  const [from, to] = [Math.min(...visits), Math.max(...visits)];
  return Math.max(earliest, from - Math.max(28, Math.round(0.15 * (to - from))));
}
