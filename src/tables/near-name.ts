/** One or two letters away from a name, or the same letters without underscores and with a unit written out. */
export function isNearName(name: string, column: string): boolean {
  const plain = (text: string): string => text.replace(/[^a-z]/g, '').replace(/micrometres?|micrometers?|microns?/g, 'um').replace(/pixels?/g, 'px').replace(/millimet(er|re)s?/g, 'mm');
  return plain(name) === plain(column) || (column.length > 4 && editDistance(name, column) <= (column.length > 8 ? 2 : 1));
}

function editDistance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    last = next;
  }
  return last[b.length];
}
