import { sql, type Transaction } from 'kysely';
import type { StudyTables } from './tables.js';

interface Reference { readonly table: string; readonly column: string; readonly target: string; readonly targetColumn: string }

/** Values asked for in one statement; SQLite takes some thousand. */
const portion = 500;

/**
 * Deletes rows, and before them every row of whatever table that refers to them, so that a table which is added later is not forgotten.
 * @param values  Of the column; rows that hold one of them are deleted.
 */
export async function deleteWithDependents(step: Transaction<StudyTables>, isShared: boolean, table: string, column: string, values: readonly string[]): Promise<void> {
  await remove(step, await listReferences(step, isShared), table, column, values);
}

async function remove(step: Transaction<StudyTables>, references: readonly Reference[], table: string, column: string, values: readonly string[]): Promise<void> {
  for (let from = 0; from < values.length; from += portion) {
    const some = sql.join(values.slice(from, from + portion));
    for (const reference of references.filter(({ target }) => target === table)) {
      const { rows } = await sql<{ value: string }>`select distinct ${sql.ref(reference.targetColumn)} as value from ${sql.table(table)} where ${sql.ref(column)} in (${some})`.execute(step);
      await remove(step, references, reference.table, reference.column, rows.map(({ value }) => value));
    }
    await sql`delete from ${sql.table(table)} where ${sql.ref(column)} in (${some})`.execute(step);
  }
}

async function listReferences(step: Transaction<StudyTables>, isShared: boolean): Promise<Reference[]> {
  if (isShared) return listReferencesOfPostgres(step);
  const { rows } = await sql<{ table: string; column: string; target: string; targetColumn: string }>`
    select m.name as "table", f."from" as "column", f."table" as target, f."to" as "targetColumn" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'`.execute(step);
  return rows;
}

async function listReferencesOfPostgres(step: Transaction<StudyTables>): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select f.conrelid::regclass::text as "table", own.attname as "column", f.confrelid::regclass::text as target, its.attname as "targetColumn" from pg_constraint f
    join pg_attribute own on own.attrelid = f.conrelid and own.attnum = f.conkey[1] join pg_attribute its on its.attrelid = f.confrelid and its.attnum = f.confkey[1]
    where f.contype = 'f' and f.connamespace = current_schema()::regnamespace`.execute(step);
  return rows;
}
