/** Names of visits that can only be the first one. */
const firstVisit = /^(baseline|base line|before|pre|pre[- ]?treatment)$/i;

/**
 * Whether the names of two visits, the earlier one first, contradict their order: numbers in names that are else alike, or a "baseline" that comes later.
 *
 * A hyphen right behind a letter joins (week-4 is week 4), elsewhere it is a sign (week -4 lies before the baseline).
 *
 *     week 4, week 12 → false      week 12, week 4 → true      screening, week 0 → false      month 1, week 6 → false
 */
export function isOutOfOrder(earlier: string, later: string): boolean {
  if (firstVisit.test(later.trim())) return true;
  const [first, second] = [earlier, later].map((name) => /^(\D*?)((?<![\p{L}_])-?\d+(?:\.\d+)?|\d+(?:\.\d+)?)(\D*)$/u.exec(name.trim().toLowerCase()));
  if (first === null || second === null || first === undefined || second === undefined) return false;
  return first[1] === second[1] && first[3] === second[3] && Number(first[2]) > Number(second[2]);
}
