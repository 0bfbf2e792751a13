const units: Record<string, string> = { w: 'week', wk: 'week', wks: 'week', weeks: 'week', m: 'month', mo: 'month', mon: 'month', mth: 'month', months: 'month', d: 'day', days: 'day', v: 'visit' };

/**
 * A name without what people write differently: two names that come out alike are most likely one. Characters that nobody sees, as they come along from web pages, are left out; a visit has its unit written out.
 * A sign before a number stays one: week -4 lies before the baseline.
 *
 *     W12, Week-012, wk_12 → week 12      Placebo → placebo      S 01, s-001, S1 → s 1
 */
export function plainName(text: string, { isVisit }: { isVisit: boolean }): string {
  const parted = isVisit ? text : text.replace(/(\p{L})(?=\d)/gu, '$1 ');
  const plain = parted.normalize('NFKC').replace(/\p{Cf}/gu, '').toLowerCase().replace(/[\s_.]+/g, ' ').replace(/(\p{L})-(?=[\p{L}\d])/gu, '$1 ').trim().replace(/\b0+(?=\d)/g, '');
  const parts = isVisit ? /^([a-z]+) ?(\d+)$/.exec(plain) : null;
  return parts === null ? plain : `${units[parts[1]] ?? parts[1]} ${Number(parts[2])}`;
}
