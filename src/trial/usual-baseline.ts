/** How many series of one target area begin at each visit; only series with a later visit count. */
export type Beginnings<Visit> = ReadonlyMap<Visit, number>;

/**
 * The visit that more than half of the series begin at; null where there is none, and where it is called by its day, also when most subjects came first on one day:
 * such names say nothing of the order, and who joins later begins later.
 *
 *     baseline × 9, week 12 × 1 → baseline      2026-01-31 × 9, 2026-03-31 × 1 → null
 *
 * @param nameOf  The plain name of a visit.
 */
export function findUsualBaseline<Visit>(beginnings: Beginnings<Visit>, nameOf: (visit: Visit) => string): Visit | null {
  const all = [...beginnings.values()].reduce((sum, count) => sum + count, 0);
  const [usual] = [...beginnings].find(([, count]) => 2 * count > all) ?? [];
  return usual === undefined || hasYear(nameOf(usual)) ? null : usual;
}

/** Whether a name holds the year of a day or month: 2026-01-31, 31 1 2026, 20260131, jan 2026. */
function hasYear(name: string): boolean {
  return /(?<!\d)(?:19|20)\d\d(?:\d{4})?(?!\d)/.test(name);
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
