import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { AnalysisError } from '../errors.js';
import { latestHead, verifyAudit } from './audit.js';
import { type Backup, copyDatabase, copyOriginal } from './back-up.js';
import { openDatabase, translateStorageError } from './open-database.js';
import { originalPath, quarantinePath, removeFile } from './originals.js';
import { databaseFile, type StudyStore } from './study-store.js';
import type { StudyTables } from './tables.js';
import { noteUnsettled, settle, strikeOut } from './unsettled.js';

/** Every table whose rows go along, those that others refer to first. Sessions end, photographs of batches were on their way to workers of another database, and files of erased photographs are in no copy. */
export const restoredTables = [
  'accounts', 'studies', 'memberships', 'subjects', 'target_areas', 'photographs', 'holdings', 'timepoints', 'treatments', 'assessments', 'measurements', 'corrections', 'comparisons', 'jobs', 'turns',
  'readings', 'reading_cases', 'reading_readers', 'reading_items', 'tokens', 'retention', 'clinic', 'audit',
] as const satisfies readonly (keyof StudyTables)[];

/** Rows handed over at once; a comparison may have some hundred kilobytes. */
const portion = 50;

/**
 * Puts a copy of one machine's data folder into the database and the object store that several machines share, so that a trial that has outgrown its machine goes on.
 * The originals first, each checked against its hash; then all rows in one transaction, with the audit trail as it is. Either everything is there at the end or no row.
 * @param copy   Made by `backUp`; not changed. Tables of an earlier program are brought up to date on the way.
 * @param store  Of several machines, without anything in its database. What is in its bucket stays there.
 * @throws AnalysisError `usage.invalid` for a store in which there is something, `storage.damaged` for a copy that is not sound, `storage.newer` for one of a newer program, `storage.unavailable`.
 */
export async function restoreShared(copy: string, store: StudyStore): Promise<Backup> {
  await refuseFilled(store.database);
  const folder = await mkdtemp(join(store.folders.quarantine, 'restored-')), notes: string[] = [];
  try {
    await copyDatabase(copy, folder, `${copy}.restoring`);
    const database = await openDatabase(databaseFile(folder));
    try {
      const photographs = await database.selectFrom('photographs').select('sha256').orderBy('sha256').execute();
      for (const { sha256 } of photographs) {
        // What was in the bucket before stays there, whatever happens: it may be somebody's only original.
        if (!await store.originals.has(sha256)) notes.push(await noteUnsettled(store.folders, sha256));
        await bringOriginal(copy, store, sha256);
      }
      const head = await latestHead(database);
      await store.change('command line', async (step) => {
        await refuseFilled(step);
        for (const table of restoredTables) await copyRows(database, step, table);
        const { firstBroken, headHash } = await verifyAudit(step);
        if (firstBroken !== null || headHash !== head.hash) throw new AnalysisError('storage.damaged', 'The audit trail would not have been the same in the database.', { hint: 'Nothing was restored. `trichoscore verify --data COPY` tells whether the copy is sound.' });
      });
      for (const note of notes.splice(0)) await strikeOut(store.folders, note);
      return { photographs: photographs.length, auditEntries: head.number, headHash: head.hash };
    } finally {
      await database.destroy();
    }
  } catch (error) {
    // What cannot be settled now, `verify` names.
    for (const note of notes) await settle(store, note).catch(() => undefined);
    throw translateStorageError(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function refuseFilled(database: Kysely<StudyTables>): Promise<void> {
  for (const table of ['audit', 'accounts', 'photographs'] as const) {
    const { count } = await database.selectFrom(table).select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow();
    if (Number(count) > 0) throw new AnalysisError('usage.invalid', 'The database that several machines share holds something already.', { hint: 'A copy is restored into an empty database and bucket, before the first account is added; two audit trails cannot become one.' });
  }
}

async function bringOriginal(copy: string, { folders, originals }: StudyStore, sha256: string): Promise<void> {
  const upload = quarantinePath(folders);
  try {
    await copyOriginal(copy, upload, sha256, `${copy}.restoring`);
    await originals.keep(upload, sha256);
  } finally {
    await rm(upload, { force: true });
  }
  // This machine need not have room for a copy of each.
  await removeFile(originalPath(folders, sha256));
}

async function copyRows(from: Kysely<StudyTables>, to: Kysely<StudyTables>, table: (typeof restoredTables)[number]): Promise<void> {
  for (let last = 0; ;) {
    // From where the last portion ended: to count the rows before it each time would take minutes of a trail of hundreds of thousands.
    const { rows } = await sql<{ rowid: number }>`select rowid as rowid, * from ${sql.table(table)} where rowid > ${last} order by rowid limit ${portion}`.execute(from);
    if (rows.length === 0) return;
    last = rows[rows.length - 1].rowid;
    await to.insertInto(table).values(rows.map(({ rowid: _rowid, ...row }) => row) as never).execute();
  }
}
