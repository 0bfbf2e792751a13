import { createHash } from 'node:crypto';
import type { ReadingItemRow, ReadingReaderRow } from '../tables/reading-rows.js';

/**
 * The signature of a reader: sha256 over every answer with what it was an answer to, the name that signs and the time.
 * An answer that is changed later, past this program, no longer fits it.
 */
export function hashAnswers({ id, reading, role }: Pick<ReadingReaderRow, 'id' | 'reading' | 'role'>, items: readonly ReadingItemRow[], signedName: string, signedAt: string): string {
  const answers = [...items].sort((a, b) => a.place - b.place).map((item) => [item.id, item.reading_case, item.occasion, item.baseline_side, item.answer, item.reason]);
  return createHash('sha256').update(JSON.stringify([reading, id, role, answers, signedName, signedAt])).digest('hex');
}

/** Whether the answers are those that were signed; null for a reader who has not signed. */
export function verifySignature(reader: ReadingReaderRow, items: readonly ReadingItemRow[]): boolean | null {
  const { signed_name, signed_at, signature } = reader;
  return signed_name === null || signed_at === null ? null : hashAnswers(reader, items.filter((item) => item.reader === reader.id), signed_name, signed_at) === signature;
}
