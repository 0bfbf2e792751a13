import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Kysely, type Transaction } from 'kysely';
import { type Act, appendAudit, type AuditHead, latestHead, verifyAudit } from './audit.js';
import { headsFile, latestHeadFile, noteHead, openLatestHead, readHeads } from './audit-heads.js';
import { AnalysisError } from '../errors.js';
import { openDatabase, readDatabase } from './open-database.js';
import { lockFolder } from './lock-folder.js';
import { type DataFolders, keepOriginalsInFolder, openFolders, type Originals } from './originals.js';
import type { StudyTables } from './tables.js';
import { clearInterrupted } from './unsettled.js';

/** Does something to the data and says what, for the trail. */
export type Change<Outcome> = (step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, now: string) => Promise<Outcome>;

/** Everything that is kept: the database, and the folders of photographs beside it. */
export interface StudyStore {
  readonly database: Kysely<StudyTables>;
  readonly folders: DataFolders;
  readonly originals: Originals;
  /** Whether other programs work on the same photographs and queue. */
  readonly isShared: boolean;
  /**
   * All writing goes through here: one transaction, its audit entries inside. Changes come one after the other.
   * @param before  Done at the beginning of the transaction; where several programs work, nobody else's change waits for it. May ask the store of originals, which takes its time.
   */
  change<Outcome>(actor: string, change: Change<Outcome>, before?: (step: Transaction<StudyTables>) => Promise<void>): Promise<Outcome>;
  /** Waits until no other program adds or removes this photograph, until the end of the transaction. Asked in `before`, never in a change: whoever holds a photograph waits for its turn. */
  holdPhotograph(step: Transaction<StudyTables>, sha256: string): Promise<void>;
  verifyAudit(): ReturnType<typeof verifyAudit>;
  /** In the change that erases: notes that the files of the database have to be written anew, so that it is done also where this program is killed before. */
  noteErasure(step: Transaction<StudyTables>): Promise<void>;
  /** After an erasure: clears what was erased out of the files of the database, as far as nobody has to wait for it. What cannot be done now is done later; the erasure stands. */
  forgetErased(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a data folder, or makes a new one.
 * @param clock  Milliseconds since 1970; given by tests.
 * @throws AnalysisError `storage.inUse`, `storage.damaged`, `storage.newer`, `output.unwritable`.
 */
export async function openStudyStore(dataFolder: string, clock: () => number = Date.now): Promise<StudyStore> {
  await refuseWithoutDatabase(dataFolder);
  await refuseWithoutOriginals(dataFolder);
  const folders = await openFolders(dataFolder);
  const release = lockFolder(dataFolder);
  const database = await openDatabase(databaseFile(dataFolder)).catch((error: unknown) => {
    release();
    throw error;
  });
  // What it says is kept before the next change is noted over it.
  for (const head of await readHeads(latestHeadFile(dataFolder)).catch(() => [])) await noteHead(headsFile(dataFolder), head).catch(() => undefined);
  const latest = await openLatestHead(dataFolder).catch(() => null), opened = await stat(databaseFile(dataFolder)).catch(() => null);
  /** What is written to a file that was removed or replaced is gone when the program ends, however often it was confirmed. */
  const refuseUnlessInPlace = async (): Promise<void> => {
    const found = await stat(databaseFile(dataFolder)).catch(() => null);
    if (found === null || found.ino !== opened?.ino || found.dev !== opened.dev) throw new AnalysisError('storage.unavailable', 'The database of the data folder was moved or removed while it was in use.', { hint: 'Put the data folder back to its place, then try again; or close the application and restore a backup.' });
  };
  // What fails here fails again or succeeds at the next of them, and what a failing disk keeps from being moved stays in the log, and is read from there.
  const emptyLog = async (): Promise<void> => { await sql`pragma wal_checkpoint(truncate)`.execute(database).catch(() => undefined); };
  const store: StudyStore = {
    database, folders, originals: keepOriginalsInFolder(folders), isShared: false,
    change: async (actor, change, before) => {
      await refuseUnlessInPlace();
      let head: AuditHead | null = null as AuditHead | null;
      const outcome = await database.transaction().execute(async (step) => {
        await before?.(step);
        const now = new Date(clock()).toISOString();
        return change(step, async (act) => { head = await appendAudit(step, actor, now, act); }, now);
      });
      // The change is done, whatever becomes of its note.
      if (head !== null) await latest?.note(head).catch(() => undefined);
      return outcome;
    },
    // Transactions come one after the other here.
    holdPhotograph: async () => undefined,
    verifyAudit: () => verifyAudit(database),
    noteErasure: async (step) => { await markAsErasedFrom(step, true); },
    // What is deleted is overwritten (secure_delete), but until then it stands in the log, and the file is as it was.
    forgetErased: emptyLog,
    close: async () => {
      try {
        await writeAnew(database).catch(() => undefined);
        await noteHead(headsFile(dataFolder), await latestHead(database)).catch(() => undefined);
        // SQLite does so itself, but only once the engine has tidied up the last statement, which may be never: whoever copies the one file would miss what stands in the log.
        await emptyLog();
        await database.destroy();
      } finally {
        await latest?.close().catch(() => undefined);
        release();
      }
    },
  };
  try {
    await clearInterrupted(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The mark stands in the head of the file, in a number that SQLite leaves to programs, and is written with the erasure or not at all. */
const markAsErasedFrom = (database: Kysely<StudyTables>, isErasedFrom: boolean): Promise<unknown> => sql`pragma user_version = ${sql.lit(isErasedFrom ? 1 : 0)}`.execute(database);

/**
 * Writes the file anew if somebody was erased since that was last done. Pages that SQLite has divided may hold pieces of what was moved from them, and only a file that is written anew has none.
 * That takes the disk twice over and half a minute a gigabyte, in which nothing else is done.
 */
async function writeAnew(database: Kysely<StudyTables>): Promise<void> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(database);
  if (rows[0]?.user_version !== 1) return;
  await sql`vacuum`.execute(database);
  await markAsErasedFrom(database, false);
}

export const databaseFile = (dataFolder: string): string => join(dataFolder, 'trichoscore.db');

/**
 * A folder that holds photographs but no database, or an empty one, has lost it; a new one in its place would hide that.
 * @throws AnalysisError `storage.damaged`.
 */
async function refuseWithoutDatabase(dataFolder: string): Promise<void> {
  const size = await stat(databaseFile(dataFolder)).then((entry) => (entry.isFile() ? entry.size : null), () => 0);
  if (size === null) throw new AnalysisError('storage.damaged', 'The database of the data folder is no file.');
  if (size > 0) return;
  const traces = await Promise.all([`${databaseFile(dataFolder)}-wal`, headsFile(dataFolder)].map((file) => stat(file).then((entry) => entry.size > 0, () => false)));
  const originals = await readdir(join(dataFolder, 'originals')).catch(() => []);
  if (originals.length > 0 || traces.some(Boolean)) throw new AnalysisError('storage.damaged', 'The database of the data folder is missing, and there are photographs that it belongs to.');
}

/**
 * A folder whose originals are all gone, as those on a disk that is not mounted, is no fresh one; new ones in their place would hide that.
 * @throws AnalysisError `storage.damaged`.
 */
async function refuseWithoutOriginals(dataFolder: string): Promise<void> {
  const there = await readdir(join(dataFolder, 'originals')).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : null));
  if (there === null || there.length > 0 || !await stat(databaseFile(dataFolder)).then(({ size }) => size > 0, () => false)) return;
  if (await countPhotographs(dataFolder) > 0) throw new AnalysisError('storage.damaged', 'The originals of the photographs are missing in the data folder.', { hint: 'If they lie on a disk of their own, see that it is mounted; else restore the data folder from a backup. Nothing was changed.' });
}

/** Of a database that cannot be asked, whoever opens it says what is the matter. */
async function countPhotographs(dataFolder: string): Promise<number> {
  let connection: ReturnType<typeof readDatabase>['connection'] | null = null;
  try {
    const read = readDatabase(databaseFile(dataFolder));
    connection = read.connection;
    const { count } = await read.database.selectFrom('photographs').select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    return count;
  } catch {
    return 0;
  } finally {
    connection?.close();
  }
}
