import type { Kysely, Transaction } from 'kysely';
import type { Act } from '../audit.js';
import type { ReadingItemRow, ReadingReaderRow } from '../tables/reading-rows.js';
import type { StudyTables } from '../tables.js';
import { hashAnswers, verifySignature } from './sign-answers.js';

/** Values asked for in one statement. */
const portion = 500;

/** A reader who has signed, with how many answers the signature covers. */
export interface SoundSignature { readonly reader: ReadingReaderRow; readonly answers: number }

const itemsOf = (database: Kysely<StudyTables>, reader: string): Promise<ReadingItemRow[]> => database.selectFrom('reading_items').selectAll().where('reader', '=', reader).execute();

/**
 * The readers who have signed answers about what is to be erased, and whose answers are still those that were signed. Asked before anything is erased.
 * @param names  Ids of pairs, among others.
 * @param photographs  Whose pairs go with them.
 */
export async function findSoundSignatures(step: Transaction<StudyTables>, names: readonly string[], photographs: readonly string[]): Promise<SoundSignature[]> {
  const found = new Set<string>(), sound: SoundSignature[] = [];
  for (const [columns, values] of [[['reading_cases.id'], names], [['baseline_photograph', 'follow_up_photograph'], photographs]] as const) {
    for (let from = 0; from < values.length; from += portion) {
      const rows = await step.selectFrom('reading_cases').innerJoin('reading_items', 'reading_items.reading_case', 'reading_cases.id').select('reading_items.reader').distinct()
        .where(({ or, eb }) => or(columns.map((column) => eb(column, 'in', values.slice(from, from + portion))))).execute();
      for (const { reader } of rows) found.add(reader);
    }
  }
  for (const id of [...found].sort()) {
    const reader = await step.selectFrom('reading_readers').selectAll().where('id', '=', id).executeTakeFirstOrThrow(), items = await itemsOf(step, id);
    if (verifySignature(reader, items) === true) sound.push({ reader, answers: items.length });
  }
  return sound;
}

/**
 * Makes these signatures fit the answers that are left, each with an entry of the trail that says from which hash to which and how many answers went. The name and the time stay those of the reader.
 * Only what was found sound before the erasure is given here: answers that somebody had changed past this program stay unsigned for.
 */
export async function renewSignatures(step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, now: string, sound: readonly SoundSignature[]): Promise<void> {
  for (const { reader, answers } of sound) {
    // With a whole study its readings go, too.
    if (await step.selectFrom('reading_readers').select('id').where('id', '=', reader.id).executeTakeFirst() === undefined) continue;
    const items = await itemsOf(step, reader.id), signature = hashAnswers(reader, items, reader.signed_name!, reader.signed_at!);
    await step.updateTable('reading_readers').set({ signature, renewed_at: now, first_signature: reader.first_signature ?? reader.signature }).where('id', '=', reader.id).execute();
    await record({ action: 'reading.renewSignature', object: `reading:${reader.reading}`, before: { reader: reader.name, signature: reader.signature }, after: { reader: reader.name, signature, answersErased: answers - items.length, why: 'a person was erased' } });
  }
}
