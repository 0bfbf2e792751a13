/**
 * Order of two names in which numbers go by their size: doses of arms stand as they rise. Text goes by its letters, as it does where names hold no number.
 *
 *     0.25 mg, 0.5 mg, 2 mg, 10 mg, placebo
 */
export function compareByNumbers(a: string, b: string): number {
  const [first, second] = [a, b].map((name) => name.split(/(\d+(?:[.,]\d+)?)/));
  for (let at = 0; at < Math.min(first.length, second.length); at++) {
    const [own, other] = [first[at], second[at]], difference = at % 2 === 1 ? Number(own.replace(',', '.')) - Number(other.replace(',', '.')) : 0;
    if (difference !== 0) return difference;
    if (at % 2 === 0 && own !== other) return own < other ? -1 : 1;
  }
  return a === b ? 0 : a < b ? -1 : 1;
}
