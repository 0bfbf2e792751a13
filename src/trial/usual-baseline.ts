/** How many series of one target area begin at each visit; only series with a later visit count. */
export type Beginnings<Visit> = ReadonlyMap<Visit, number>;

/**
 * The visit that more than half of the series begin at; null where there is none, as where visits are called by their days: their names then say nothing of the order.
 *
 *     baseline × 9, week 12 × 1 → baseline
 */
export function findUsualBaseline<Visit>(beginnings: Beginnings<Visit>): Visit | null {
  const all = [...beginnings.values()].reduce((sum, count) => sum + count, 0);
  return [...beginnings].find(([, count]) => 2 * count > all)?.[0] ?? null;
}

/**
 * Whether the changes of a series are from another visit than those of the others: it begins at a visit that comes later in theirs (its baseline is missing),
 * or before the visit that theirs begin at, and has that one too (two baselines). A first visit that is merely called otherwise is no such case.
 *
 * @param laterOfUsual  Visits after the baseline of the series that begin as most do.
 */
export function isFromOtherBaseline<Visit>(first: Visit, hasLater: (visit: Visit) => boolean, usual: Visit, laterOfUsual: ReadonlySet<Visit>): boolean {
  return first !== usual && (laterOfUsual.has(first) || hasLater(usual));
}
