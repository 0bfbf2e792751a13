import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { entriesOf, portion } from './pages.js';
import type { AuditRow } from './tables/installation-rows.js';
import type { StudyTables } from './tables.js';

/** What was done, for the trail. `before` and `after` hold what changed, never a photograph. */
export interface Act {
  readonly action: string;
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The hash before the first entry. */
const beginning = '0'.repeat(64);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Of a result as it is stored, for its entry: one that was changed in its table is told from the one that was found. */
export const resultDigest = sha256;

/** What is left of the content of an entry when a person was erased: its hash, so that the trail still holds together. */
export const tombstoneOf = (content: string | null): string | null => (content === null || erasedHash(content) !== null ? content : JSON.stringify({ erased: sha256(content) }));

/** The hash that is left of contents that were erased; null for contents that are there. */
export function erasedHash(content: string): string | null {
  return /^\{"erased":"([0-9a-f]{64})"\}$/.exec(content)?.[1] ?? null;
}

const digestOf = (content: string | null): string | null => (content === null ? null : erasedHash(content) ?? sha256(content));

/** The hash of an entry covers every field of it, its contents by their own hashes, and the hash of the entry before. */
function hashEntry({ number, at, actor, action, object, before, after, previous_hash }: Omit<AuditRow, 'hash'>): string {
  return sha256(JSON.stringify([number, at, actor, action, object, digestOf(before), digestOf(after), previous_hash]));
}

/** Entries of the first program covered their contents as they stand. */
function hashEarlyEntry({ number, at, actor, action, object, before, after, previous_hash }: Omit<AuditRow, 'hash'>): string {
  return sha256(JSON.stringify([number, at, actor, action, object, before, after, previous_hash]));
}

/** What says that contents of an entry of the first program were erased: its object names the entry, its `seal` is the hash that the rest of it has in today's form. */
const sealing = 'audit.eraseEarlyEntry';

/**
 * Takes the contents out of an entry; what was done, when and by whom, stays. The hash of an entry of the first program cannot be told any more then: an entry of its own seals what is left.
 * One that was not as it was written stays so.
 */
export async function eraseEntry(step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, number: number): Promise<void> {
  const entry = await step.selectFrom('audit').selectAll().where('number', '=', number).executeTakeFirstOrThrow();
  if (entry.before === null && entry.after === null) return;
  const left = { ...entry, before: tombstoneOf(entry.before), after: tombstoneOf(entry.after) }, isEarly = hashEntry(entry) !== entry.hash && hashEarlyEntry(entry) === entry.hash;
  await step.updateTable('audit').set({ before: left.before, after: left.after }).where('number', '=', number).execute();
  if (isEarly) await record({ action: sealing, object: `audit:${number}`, after: { seal: hashEntry(left) } });
}

/** What the seals say, by the object of their entries, `audit:NUMBER`. The entries that hold them are checked with all others. */
async function readSeals(database: Kysely<StudyTables>): Promise<Map<string, string | undefined>> {
  const seals = new Map<string, string | undefined>();
  for await (const { object, after } of entriesOf(database, new Set([sealing]))) seals.set(object, (JSON.parse(after ?? '{}') as { seal?: string }).seal);
  return seals;
}

/**
 * Tells whether what is left of an entry is what its seal says; they are read when one is asked for, and anew where it has none: it may have been erased while the trail was read.
 * A seal covers nothing but contents that are gone: whoever writes one for an entry that he changed has to give up its contents, and what these wrote stands without an entry then.
 */
function lookForSeals(database: Kysely<StudyTables>): (entry: AuditRow) => Promise<boolean> {
  let seals = new Map<string, string | undefined>();
  return async (entry) => {
    if ([entry.before, entry.after].some((content) => content !== null && erasedHash(content) === null)) return false;
    const fits = (): boolean => seals.get(`audit:${entry.number}`) === hashEntry(entry);
    if (!fits()) seals = await readSeals(database);
    return fits();
  };
}

/** Appends an entry in the transaction of the act itself: there is no act without its entry, and no entry without its act. @returns The head of the trail from now on. */
export async function appendAudit(step: Transaction<StudyTables>, actor: string, at: string, { action, object, before, after }: Act): Promise<AuditHead> {
  const last = await step.selectFrom('audit').select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst();
  const entry = {
    number: (last?.number ?? 0) + 1, at, actor, action, object,
    before: before === undefined ? null : JSON.stringify(before), after: after === undefined ? null : JSON.stringify(after),
    previous_hash: last?.hash ?? beginning,
  };
  const hash = hashEntry(entry);
  await step.insertInto('audit').values({ ...entry, hash }).execute();
  return { number: entry.number, hash };
}

/** An entry and its hash, kept elsewhere: everything up to it is as it was then. */
export interface AuditHead { readonly number: number; readonly hash: string }

export interface AuditCheck {
  readonly entries: number;
  /** Number of the first entry that is not as it was written, or that is missing; null when all are there. */
  readonly firstBroken: number | null;
  /** What is the matter with it, a sentence. */
  readonly why: string | null;
  readonly headHash: string;
  /** Entries whose contents were erased with a person. */
  readonly erased: number;
}

/**
 * Checks the trail from its beginning: every entry as it was written, none missing, added, copied or moved.
 * @param heads  Kept elsewhere, in any order; without them entries cut off at the end, and a trail written anew from the start, do not show.
 */
export async function verifyAudit(database: Kysely<StudyTables>, heads: readonly AuditHead[] = []): Promise<AuditCheck> {
  const isSealed = lookForSeals(database), expected = new Map(heads.map((head) => [head.number, head.hash]));
  const latest = heads.reduce((most, { number }) => Math.max(most, number), 0);
  // The first program wrote the first entries: after one in today's form there is none of it.
  let previous = beginning, number = 0, erased = 0, mayBeEarly = true;
  const broken = (at: number, why: string): AuditCheck => ({ entries: number, firstBroken: at, why, headHash: previous, erased });
  for (;;) {
    const entries = await database.selectFrom('audit').selectAll().where('number', '>', number).orderBy('number').limit(portion).execute();
    // Numbers start with 1; what stands before them was put there.
    if (number === 0 && await database.selectFrom('audit').select('number').where('number', '<', 1).limit(1).executeTakeFirst() !== undefined) return broken(1, 'An entry was put in front of the first.');
    for (const entry of entries) {
      if (entry.number !== number + 1) return broken(number + 1, `Entry ${number + 1} is missing.`);
      const isToday = hashEntry(entry) === entry.hash, isEarly = hashEarlyEntry(entry) === entry.hash;
      if (isToday && !isEarly) mayBeEarly = false;
      if (!isToday && !isEarly && !(mayBeEarly && await isSealed(entry))) return broken(entry.number, `Entry ${entry.number} is not as it was written.`);
      if (entry.previous_hash !== previous) return broken(entry.number, `Entry ${entry.number} does not belong after the one before it: an entry was taken out, put in, copied or moved.`);
      const head = expected.get(entry.number);
      if (head !== undefined && head !== entry.hash) return broken(entry.number, `Entry ${entry.number} is another than was noted down: the trail was written anew up to there.`);
      if ([entry.before, entry.after].some((content) => content !== null && erasedHash(content) !== null)) erased++;
      [previous, number] = [entry.hash, entry.number];
    }
    if (entries.length < portion) break;
  }
  if (number < latest) return broken(number + 1, `Entries ${number + 1} to ${latest} are missing at the end.`);
  return { entries: number, firstBroken: null, why: null, headHash: previous, erased };
}

/** The last entry and its hash; number 0 while nothing was done. */
export async function latestHead(database: Kysely<StudyTables>): Promise<AuditHead> {
  return await database.selectFrom('audit').select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst() ?? { number: 0, hash: beginning };
}
