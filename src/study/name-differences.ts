import { resultDigest } from './audit.js';

/** What an entry of the trail says that was written into a row; `resultSha256` stands for its result. */
export type Written = Record<string, unknown>;

const words: Readonly<Record<string, string>> = { resultSha256: 'result' };

/** The value of a row that stands for a field of its entry; null where it has none. */
export const valueOf = (row: Written, field: string): unknown => (field === 'resultSha256' ? (typeof row['result'] === 'string' ? resultDigest(row['result']) : null) : row[field] ?? null);

/** A sentence when a row has other values than its entry of the trail; empty when it has the same. */
export function nameDifferences(what: string, row: Written, written: Written): string[] {
  // A database may give whole numbers as text.
  const isSame = (one: unknown, other: unknown): boolean => (one ?? null) === (other ?? null) || (one != null && other != null && String(one) === String(other));
  const changed = Object.entries(written).filter(([field, wanted]) => wanted !== undefined && !isSame(valueOf(row, field), wanted)).map(([field]) => words[field] ?? field.replace('_', ' '));
  return changed.length === 0 ? [] : [`${what} is not as the audit trail says that it was written: ${changed.join(', ')}.`];
}

/** A sentence for a row that outlived the contents of its entry: they are erased together, and nothing else says what it was. */
export const nameErased = (what: string): string => `${what} is there, although its entry of the audit trail was erased.`;
