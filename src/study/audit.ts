import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { AuditRow, StudyTables } from './tables.js';

/** What was done, for the trail. `before` and `after` hold what changed, never a photograph. */
export interface Act {
  readonly action: string;
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The hash before the first entry. */
const beginning = '0'.repeat(64);

/** The hash of an entry covers every field of it and the hash of the entry before. */
function hashEntry(entry: Omit<AuditRow, 'hash'>): string {
  const { number, at, actor, action, object, before, after, previous_hash } = entry;
  return createHash('sha256').update(JSON.stringify([number, at, actor, action, object, before, after, previous_hash])).digest('hex');
}

/** Appends an entry in the transaction of the act itself: there is no act without its entry, and no entry without its act. */
export async function appendAudit(step: Transaction<StudyTables>, actor: string, at: string, { action, object, before, after }: Act): Promise<void> {
  const last = await step.selectFrom('audit').select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst();
  const entry = {
    number: (last?.number ?? 0) + 1, at, actor, action, object,
    before: before === undefined ? null : JSON.stringify(before), after: after === undefined ? null : JSON.stringify(after),
    previous_hash: last?.hash ?? beginning,
  };
  await step.insertInto('audit').values({ ...entry, hash: hashEntry(entry) }).execute();
}

/**
 * Checks the trail from its beginning.
 * @returns The number of entries, and of the first that does not fit; null when all do. Entries cut off at the end show
 *   only against a head (`headHash`) that was kept elsewhere.
 */
export async function verifyAudit(database: Kysely<StudyTables>): Promise<{ entries: number; firstBroken: number | null; headHash: string }> {
  let previous = beginning;
  let number = 0;
  for (const entry of await database.selectFrom('audit').selectAll().orderBy('number').execute()) {
    number += 1;
    if (entry.number !== number || entry.previous_hash !== previous || hashEntry(entry) !== entry.hash) {
      return { entries: number, firstBroken: number, headHash: previous };
    }
    previous = entry.hash;
  }
  return { entries: number, firstBroken: null, headHash: previous };
}
