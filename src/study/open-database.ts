import { closeSync, openSync } from 'node:fs';
import Database from 'libsql';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { AnalysisError } from '../errors.js';
import { migrations } from './migrations.js';
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

async function migrate(database: Kysely<StudyTables>): Promise<void> {
  await database.transaction().execute(async (step) => {
    await sql`create table if not exists schema_version (version integer not null)`.execute(step);
    const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(step);
    const version = rows[0]?.version ?? 0;
    if (version > migrations.length) {
      throw new AnalysisError('storage.damaged', 'The data folder was written by a newer trichoscore.', { hint: 'Install the newer trichoscore again; nothing was changed.' });
    }
    for (const statements of migrations.slice(version)) for (const statement of statements) await sql.raw(statement).execute(step);
    await sql`delete from schema_version`.execute(step);
    await sql`insert into schema_version (version) values (${migrations.length})`.execute(step);
  });
}
