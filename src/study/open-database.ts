import { closeSync, openSync } from 'node:fs';
import Database from 'libsql';
import { Kysely, SqliteDialect } from 'kysely';
import { AnalysisError } from '../errors.js';
import { migrate } from './migrate.js';
import type { StudyTables } from './tables.js';

/**
 * Opens the SQLite file, or creates it, and brings it to the newest tables. Every write is on the disk before it is
 * reported (synchronous = FULL).
 * @throws AnalysisError `storage.damaged` when it is no intact database or one of a newer program; it is never written over.
 */
export async function openDatabase(file: string): Promise<Kysely<StudyTables>> {
  // Only this account may read the file, from its first byte on.
  closeSync(openSync(file, 'a', 0o600));
  let connection: Database.Database;
  try {
    connection = new Database(file);
    connection.pragma('busy_timeout = 2000');
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    const [check] = connection.prepare('pragma quick_check').all() as { quick_check: string }[];
    if (check?.quick_check !== 'ok') throw new AnalysisError('storage.damaged', 'The database of the data folder is damaged.');
  } catch (error) {
    throw error instanceof AnalysisError ? error : new AnalysisError('storage.damaged', 'The database of the data folder cannot be read.', { cause: error });
  }
  const database = new Kysely<StudyTables>({ dialect: new SqliteDialect({ database: connection as never }) });
  await migrate(database);
  return database;
}
