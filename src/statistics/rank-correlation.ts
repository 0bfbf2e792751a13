import { correlation } from './agreement.js';

/**
 * Spearman's rank correlation, ties at their mean rank.
 * @returns −1…1, or null with fewer than three pairs or where one side never varies.
 */
export function rankCorrelation(first: readonly number[], second: readonly number[]): number | null {
  return first.length < 3 ? null : correlation(ranks(first), ranks(second));
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
  const result = Array.from({ length: values.length }, () => 0);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) result[order[at]!] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}
