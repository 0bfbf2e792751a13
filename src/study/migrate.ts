import { type Kysely, sql, type Transaction } from 'kysely';
import { AnalysisError } from '../errors.js';
import { migrations } from './migrations.js';
import type { StudyTables } from './tables.js';

/** What another dialect than SQLite's needs: something done first in the transaction, and statements in its own words. */
interface Dialect {
  readonly before?: (step: Transaction<StudyTables>) => Promise<void>;
  readonly translate?: (statement: string) => string;
}

/**
 * Brings the tables to the newest form, all steps or none.
 * @throws AnalysisError `storage.newer` for tables of a newer program, `storage.damaged` for those whose version nobody can tell; nothing is changed then.
 */
export async function migrate(database: Kysely<StudyTables>, { before, translate = (statement) => statement }: Dialect = {}): Promise<void> {
  await database.transaction().execute(async (step) => {
    await before?.(step);
    await sql`create table if not exists schema_version (version integer not null)`.execute(step);
    const { rows } = await sql<{ version: unknown }>`select version from schema_version`.execute(step);
    const version = rows.length === 0 ? 0 : rows[0].version;
    if (rows.length > 1 || typeof version !== 'number' || !Number.isInteger(version) || version < 0) throw new AnalysisError('storage.damaged', 'The database of the data folder does not say which form its tables have.');
    if (isNewer(version)) throw fromNewerProgram();
    for (const statements of migrations.slice(version)) for (const statement of statements) await sql.raw(translate(statement)).execute(step);
    await sql`delete from schema_version`.execute(step);
    await sql`insert into schema_version (version) values (${migrations.length})`.execute(step);
  });
}

/** Whether tables of this form were made by a newer program. */
export const isNewer = (version: number): boolean => version > migrations.length;

export function fromNewerProgram(): AnalysisError {
  return new AnalysisError('storage.newer', 'These photographs and results were kept by a newer trichoscore than this one.');
}
