import type { Kysely } from 'kysely';
import { erasedHash } from '../audit.js';
import { entriesOf } from '../pages.js';
import type { StudyTables } from '../tables.js';
import { verifySignature } from './sign-answers.js';

export interface SignatureCheck {
  /** Signatures that were made to fit the answers that are left after a person was erased. */
  readonly renewed: number;
  readonly faults: readonly string[];
}

/**
 * Holds the answers of blinded readings against their signatures, and the signatures against the entries of the trail that made or renewed them.
 * @param tables  Those that are there; null for all.
 * @param isSound  Whether the trail holds together; nothing is held against one that does not.
 */
export async function checkSignatures(database: Kysely<StudyTables>, { tables = null, isSound = true }: { tables?: ReadonlySet<string> | null; isSound?: boolean } = {}): Promise<SignatureCheck> {
  if (tables !== null && !tables.has('reading_readers')) return { renewed: 0, faults: [] };
  const found = await look(database, isSound);
  // Somebody may have signed, or been erased, between two of the questions.
  return found.faults.length === 0 ? found : look(database, isSound);
}

async function look(database: Kysely<StudyTables>, isSound: boolean): Promise<SignatureCheck> {
  const latest = new Map<string, string>(), faults: string[] = [];
  let renewed = 0;
  for await (const { object, after } of entriesOf(database, new Set(['reading.sign', 'reading.renewSignature']))) {
    if (after === null || erasedHash(after) !== null) continue;
    const { reader, signature } = JSON.parse(after) as { reader: string; signature: string };
    latest.set(`${object} ${reader}`, signature);
  }
  for (const reader of await database.selectFrom('reading_readers').selectAll().where('signature', 'is not', null).orderBy('id').execute()) {
    const items = await database.selectFrom('reading_items').selectAll().where('reader', '=', reader.id).execute();
    // Databases of earlier programs have no such column.
    if ((reader.renewed_at ?? null) !== null) renewed++;
    if (verifySignature(reader, items) !== true) faults.push(`Answers in the blinded reading ${reader.reading} are not those that a reader signed.`);
    else if (isSound && latest.get(`reading:${reader.reading} ${reader.name}`) !== reader.signature) faults.push(`A signature of the blinded reading ${reader.reading} is not the one that the audit trail has.`);
  }
  return { renewed, faults };
}
