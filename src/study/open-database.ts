import { closeSync, openSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { Kysely, SqliteDialect } from 'kysely';
import { AnalysisError } from '../errors.js';
import { compareSchema, readVersion } from './compare-schema.js';
import { fromNewerProgram, isNewer, migrate } from './migrate.js';
import type { StudyTables } from './tables.js';
import { asKyselyDatabase, translateSqliteFault } from './translate-sqlite.js';

/**
 * Opens the SQLite file, or creates it, and brings it to the newest tables. Every write is on the disk before it is
 * reported (synchronous = FULL), and what is deleted is overwritten (secure_delete).
 * @throws AnalysisError `storage.damaged` when it is no intact database, `storage.newer` for one of a newer program, `storage.full`, `output.unwritable`; it is never written over.
 */
export async function openDatabase(file: string): Promise<Kysely<StudyTables>> {
  let connection: Database.Database | null = null;
  try {
    // Only this account may read the file, from its first byte on.
    closeSync(openSync(file, 'a', 0o600));
    connection = new Database(file);
    for (const setting of ['busy_timeout = 2000', 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'secure_delete = ON']) connection.pragma(setting);
    const [check] = connection.prepare('pragma quick_check').all() as { quick_check: string }[];
    if (check?.quick_check !== 'ok') throw new AnalysisError('storage.damaged', 'The database of the data folder is damaged.');
    const database = askWith(connection);
    await migrate(database);
    const [difference] = compareSchema(connection);
    if (difference !== undefined) throw new AnalysisError('storage.damaged', `The database of the data folder is damaged: ${difference}.`);
    return database;
  } catch (error) {
    connection?.close();
    throw translateStorageError(error);
  }
}

/**
 * Opens the SQLite file for reading only, also while the application uses it; for checks and backups. Nothing is created or brought up to date.
 * @throws AnalysisError `storage.damaged` when it is no database, `storage.unavailable` when its file cannot be read, `storage.newer` for one of a newer program: nobody here knows what else belongs to it.
 */
export function readDatabase(file: string): { database: Kysely<StudyTables>; connection: Database.Database } {
  let connection: Database.Database | null = null;
  try {
    connection = new Database(`${pathToFileURL(file).href}?mode=ro`);
    connection.pragma('busy_timeout = 2000');
    connection.prepare('select count(*) from sqlite_master').all();
    if (isNewer(readVersion(connection) ?? 0)) throw fromNewerProgram();
    return { connection, database: askWith(connection) };
  } catch (error) {
    connection?.close();
    // What cannot be opened at all has no code of its own in libsql.
    const { code: own, message } = error as { code?: unknown; message?: string }, code = message?.startsWith('ConnectionFailed') === true ? 'SQLITE_CANTOPEN' : String(own);
    // Nothing is written here, and what cannot be read just now need not be damaged.
    if (/^SQLITE_(CANTOPEN|IOERR|PERM|READONLY)/.test(code)) throw new AnalysisError('storage.unavailable', `The database of the data folder cannot be read (${code}).`, { hint: 'See that this account may read the folder and that its disk answers; nothing was changed.', cause: error });
    throw translateStorageError(error);
  }
}

function askWith(connection: Database.Database): Kysely<StudyTables> {
  return new Kysely<StudyTables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(connection) }) });
}

/** What a fault of the database or of the disk under it means. */
export function translateStorageError(error: unknown): AnalysisError {
  if (error instanceof AnalysisError) return error;
  return translateSqliteFault(error) ?? new AnalysisError('storage.damaged', 'The database of the data folder cannot be read.', { cause: error });
}
