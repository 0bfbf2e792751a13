const inCurvedMarks = /^\s*(?:[“”„‟«»]([^“”„‟«»]*)[“”„‟«»]|[‘’‚‹›]([^‘’‚‹›]*)[‘’‚‹›])\s*$/;

/**
 * A cell without the curved quotation marks that word processors put around all of it: only straight ones are those of a table, and beside S1 another subject “S1” would stand.
 *
 *     “S1” → S1      «vertex» → vertex      S1 “left” → S1 “left”
 */
export function withoutCurvedMarks(cell: string): string {
  const found = inCurvedMarks.exec(cell);
  return found === null ? cell : (found[1] ?? found[2]).trim();
}
