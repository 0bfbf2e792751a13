/** The axis begins with the first visit, or a treatment not long before it: a drug that has been taken for years would push the visits into its last corner. */
export function firstDayShown(visits: readonly number[], treatments: readonly number[]): number {
  const [from, to] = [Math.min(...visits), Math.max(...visits)], room = Math.max(28, 0.15 * (to - from));
  return Math.min(from, ...treatments.filter((day) => day >= from - room));
}
