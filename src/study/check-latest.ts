import type { Kysely } from 'kysely';
import { nameDifferences, nameErased, type Written } from './name-differences.js';
import { pages, portion } from './pages.js';
import type { StudyTables } from './tables.js';

/** What the last entry of a thing says; null where its contents were erased. */
type Said = Written | null;

/** What is changed again and again, by id, as the trail says that it was left. What readers signed by reading and reader. */
export interface Latest {
  readonly accounts: Map<string, Said>;
  readonly studies: Map<string, Said>;
  readonly regions: Map<string, Said>;
  readonly answers: Map<string, Said>;
  readonly signatures: Map<string, Written>;
}

export const beginLatest = (): Latest => ({ accounts: new Map(), studies: new Map(), regions: new Map(), answers: new Map(), signatures: new Map() });

const signatureKey = (reading: string, reader: unknown): string => `${reading} ${String(reader)}`;

/** Notes what an entry of the trail says of something that may change again. */
export function noteLatest({ accounts, studies, regions, answers, signatures }: Latest, { at, action, id, said }: { readonly at: string; readonly action: string; readonly id: string; readonly said: Said }): void {
  if (action === 'account.add' || action === 'account.change') accounts.set(id, said === null ? null : { ...accounts.get(id), ...said });
  if (action === 'study.add' || action === 'study.change') studies.set(id, said);
  if (action === 'timepoint.add' || action === 'timepoint.region') regions.set(id, said === null ? null : { region: said['region'] ?? null });
  if (action === 'timepoint.remove') regions.delete(id);
  if (action === 'reading.answer') answers.set(id, said);
  if (action === 'reading.sign' && said !== null) signatures.set(signatureKey(id, said['reader']), { ...said, at });
}

/**
 * Accounts, studies, regions of visits, and the answers of blinded readers, with the names under which they signed, have to be what their last entries say.
 * @param hasReadings  Whether the database has tables for blinded readings.
 * @returns A sentence for each that is another.
 */
export async function checkLatest(database: Kysely<StudyTables>, { accounts, studies, regions, answers, signatures }: Latest, hasReadings: boolean): Promise<string[]> {
  const faults: string[] = [];
  const hold = (name: string, row: Written, said: Said, written: (said: Written) => Written): void => { faults.push(...said === null ? [nameErased(name)] : nameDifferences(name, row, written(said))); };
  for (const [id, said] of studies) {
    const row = await database.selectFrom('studies').selectAll().where('id', '=', id).executeTakeFirst();
    if (row !== undefined) hold(`Study ${id}`, { name: row.name, archived: (row.archived_at ?? null) !== null }, said, ({ name, isArchived = false }) => ({ name, archived: isArchived }));
  }
  for (const [id, said] of accounts) {
    const row = await database.selectFrom('accounts').select(['name', 'role', 'closed_at']).where('id', '=', id).executeTakeFirst();
    if (row === undefined) faults.push(`Account ${id} is missing, although the audit trail has it.`);
    else hold(`Account ${id}`, { ...row, closed: row.closed_at !== null }, said, ({ name, role, isClosed = false }) => ({ name, role, closed: isClosed }));
  }
  for (const [id, said] of regions) {
    const row = await database.selectFrom('timepoints').selectAll().where('id', '=', id).executeTakeFirst();
    if (row !== undefined) hold(`Visit ${id}`, { ...row }, said, ({ region }) => ({ region }));
  }
  if (!hasReadings) return faults;
  // Rows without an entry must be as they were dealt: not answered, not signed.
  for await (const row of pages((last) => database.selectFrom('reading_items').select(['id', 'answer', 'reason']).where('id', '>', last).orderBy('id').limit(portion).execute(), '', ({ id }) => id)) {
    const said = answers.get(row.id);
    hold(`Answer ${row.id} of a blinded reader`, { ...row }, said === undefined ? {} : said, ({ answer = null, reason = null }) => ({ answer, reason }));
  }
  for (const row of await database.selectFrom('reading_readers').select(['reading', 'name', 'role', 'signed_name', 'signed_at', 'signature']).execute()) {
    // The hash itself is held against the trail with the answers that it covers.
    const said = signatures.get(signatureKey(row.reading, row.name));
    hold(`Blinded reading ${row.reading}, reader ${row.name}`, { ...row, signed: row.signature !== null }, said ?? {}, ({ role, signedName = null, at = null }) => ({ role, signed: said !== undefined, signed_name: signedName, signed_at: at }));
  }
  return faults;
}
