import { HandleEmptyInListsPlugin, Kysely, PostgresDialect, replaceWithNoncontingentExpression, sql, type Transaction } from 'kysely';
import { migrate } from '../migrate.js';
import type { StudyTables } from '../tables.js';
import { connectToPostgres } from './connect.js';

/** Names the lock that every change takes; any number that nobody else in this database uses. */
const changeLock = 7_423_511;
/** The first half of the name of the lock of a photograph; two of one name only wait for one another. */
const photographLock = 7_423_512;

/**
 * Opens the tables in a PostgreSQL database, or makes them, and brings them to the newest form.
 * @throws AnalysisError `storage.unavailable`, or `storage.newer` for tables of a newer program.
 */
export async function openPostgres(url: string): Promise<Kysely<StudyTables>> {
  const database = new Kysely<StudyTables>({
    dialect: new PostgresDialect({ pool: connectToPostgres(url) }),
    // `in ()` is no PostgreSQL; in SQLite it finds nothing.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  });
  try {
    await migrate(database, { before: waitForTurn, translate: toPostgres });
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

/**
 * Waits until no other program is in the middle of a change, until the end of this transaction. The audit trail is one chain, so changes come one
 * after the other anyway; that way they may also rely on what they have just read, as they do with SQLite.
 */
export async function waitForTurn(step: Transaction<StudyTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(changeLock)})`.execute(step);
}

/** Waits until no other program adds or removes this photograph, until the end of this transaction. */
export async function holdPhotograph(step: Transaction<StudyTables>, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(photographLock)}, hashtext(${sha256}))`.execute(step);
}

/** The same tables as SQLite's: numbers with as many digits, and text in the same order whatever the language of the server. */
export function toPostgres(statement: string): string {
  if (!/^\s*(create|alter) table/i.test(statement)) return statement;
  return statement.replace(/\breal\b/gi, 'double precision').replace(/\btext\b/gi, 'text collate "C"');
}
