import type { Kysely } from 'kysely';
import { pages, portion } from './pages.js';
import type { ReadingCaseRow } from './tables/reading-rows.js';
import type { SubjectRow } from './tables/study-rows.js';
import type { StudyTables } from './tables.js';

/** Values asked for in one statement. Of a person or an area there are some dozen rows at most. */
const mostValues = 100;

/** What belongs to these, however many they are. @param read  What belongs to some of them. */
export async function* ofEach<Row>(values: readonly string[], read: (some: readonly string[]) => Promise<Row[]>): AsyncGenerator<Row> {
  for (let at = 0; at < values.length; at += mostValues) yield* await read(values.slice(at, at + mostValues));
}

/** The people of a study by pseudonym. */
export function subjectsOf(database: Kysely<StudyTables>, study: string): AsyncGenerator<SubjectRow> {
  return pages((last) => database.selectFrom('subjects').selectAll().where('study', '=', study).where('pseudonym', '>', last).orderBy('pseudonym').limit(portion).execute(), '', ({ pseudonym }) => pseudonym);
}

/** The pairs of a blinded reading, in the order in which they were begun with. */
export function pairsOf(database: Kysely<StudyTables>, reading: string): AsyncGenerator<ReadingCaseRow> {
  return pages((last) => database.selectFrom('reading_cases').selectAll().where('reading', '=', reading).where('place', '>', last).orderBy('place').limit(portion).execute(), -1, ({ place }) => place);
}
