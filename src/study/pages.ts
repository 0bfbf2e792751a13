import type { Kysely } from 'kysely';
import type { StudyTables } from './tables.js';

/** Rows that are read at once where whole tables are gone through: nobody may be kept waiting for one answer, and a database ends a statement that takes seconds. */
export const portion = 2000;

/**
 * Goes through rows, however many there are.
 * @param read  The next `portion` rows after the key of the last one, in the order of their keys; a condition that leaves most of them out would have the database look through all for a portion.
 */
export async function* pages<Row, Key>(read: (last: Key) => Promise<Row[]>, first: Key, keyOf: (row: Row) => Key): AsyncGenerator<Row> {
  for (let last = first; ;) {
    const rows = await read(last);
    yield* rows;
    if (rows.length < portion) return;
    last = keyOf(rows[rows.length - 1]);
  }
}

/** What somebody did of these kinds, in order, from the whole trail. */
export async function* entriesOf(database: Kysely<StudyTables>, actions: ReadonlySet<string>): AsyncGenerator<{ number: number; action: string; object: string; after: string | null }> {
  const read = (last: number): Promise<{ number: number; action: string; object: string; after: string | null }[]> => database.selectFrom('audit').select(['number', 'action', 'object', 'after']).where('number', '>', last).orderBy('number').limit(portion).execute();
  for await (const entry of pages(read, 0, ({ number }) => number)) if (actions.has(entry.action)) yield entry;
}
