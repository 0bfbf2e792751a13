import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { erasedHash } from '../audit.js';
import { nameDifferences, type Written } from '../name-differences.js';
import { pairsOf } from '../of-study.js';
import { entriesOf, pages, portion } from '../pages.js';
import type { ReaderRole, ReadingCaseRow, ReadingItemRow } from '../tables/reading-rows.js';
import type { StudyTables } from '../tables.js';

/**
 * What a blinded reading shows: which photographs of whom from which day, and on which side. Signatures cover the answers alone, and these are about what was shown.
 * @param salt  From the entry, withheld until everybody has signed: sides could be guessed until the hash fits.
 * @param cases  By place; none for an adjudicator, who is dealt cases of the reading.
 */
export function hashDealt(salt: string, cases: readonly ReadingCaseRow[], items: readonly ReadingItemRow[]): string {
  // Neither the kind nor the scales: databases keep numbers differently, and a later program may know the kind better.
  const shown = cases.map(({ id, place, subject, arm, target_area, view, visit, date, baseline_photograph, follow_up_photograph }) => [id, place, subject, arm, target_area, view, visit, date, baseline_photograph, follow_up_photograph]);
  const dealt = items.map(({ id, reader, place, reading_case, occasion, baseline_side }) => [id, reader, place, reading_case, occasion, baseline_side]).sort(([one], [other]) => (one! < other! ? -1 : 1));
  return createHash('sha256').update(JSON.stringify([salt, shown, dealt])).digest('hex');
}

/**
 * Holds blinded readings against the entries of the trail that began them. Entries of earlier programs, and those whose contents were erased with a person, say nothing of it.
 * @param tables  Those that are there; null for all.
 * @returns A sentence for each that is another.
 */
export async function checkDealt(database: Kysely<StudyTables>, tables: ReadonlySet<string> | null = null): Promise<string[]> {
  if (tables !== null && !tables.has('reading_items')) return [];
  const faults = await look(database);
  // Somebody may have been erased between two of the questions.
  return faults.length === 0 ? faults : look(database);
}

async function look(database: Kysely<StudyTables>): Promise<string[]> {
  const faults: string[] = [];
  for await (const { action, object, after } of entriesOf(database, new Set(['reading.add', 'reading.adjudicate']))) {
    if (after === null || erasedHash(after) !== null) continue;
    const id = object.slice('reading:'.length), what = `Blinded reading ${id}`, said = JSON.parse(after) as Written, isBeginning = action === 'reading.add';
    const reading = await database.selectFrom('readings').select(['study', 'name', 'seed']).where('id', '=', id).executeTakeFirst();
    if (reading === undefined) {
      // A study that is gone is named itself.
      if (isBeginning && await database.selectFrom('studies').select('id').where('id', '=', String(said['study'])).executeTakeFirst() !== undefined) faults.push(`${what} is missing, although the audit trail has it.`);
      continue;
    }
    if (isBeginning) faults.push(...nameDifferences(what, { ...reading }, { study: said['study'], name: said['name'], seed: said['seed'] }));
    if (said['dealtSha256'] === undefined) {
      if (isBeginning && !await areThose(database, id, said['cases'])) faults.push(`${what} does not show the photographs that were dealt to its readers.`);
      continue;
    }
    const cases: ReadingCaseRow[] = [];
    if (isBeginning) for await (const pair of pairsOf(database, id)) cases.push(pair);
    const items = await itemsOf(database, id, isBeginning ? 'reader' : 'adjudicator');
    if (hashDealt(String(said['salt']), cases, items) !== said['dealtSha256']) faults.push(`${what} does not show the photographs, days and sides that were dealt to its ${isBeginning ? 'readers' : 'adjudicator'}.`);
  }
  return faults;
}

/** Whether all pairs are among those of an entry of an earlier program, which says nothing of days, arms and sides, and may name pairs that were erased since. */
async function areThose(database: Kysely<StudyTables>, reading: string, cases: unknown): Promise<boolean> {
  const named = new Set((cases as unknown[] | undefined)?.map((each) => JSON.stringify(each)));
  if (named.size === 0) return true;
  for await (const { subject, target_area, view, visit, baseline_photograph, follow_up_photograph } of pairsOf(database, reading)) if (!named.has(JSON.stringify([subject, target_area, view, visit, baseline_photograph, follow_up_photograph]))) return false;
  return true;
}

async function itemsOf(database: Kysely<StudyTables>, reading: string, role: ReaderRole): Promise<ReadingItemRow[]> {
  const items: ReadingItemRow[] = [];
  for (const { id } of await database.selectFrom('reading_readers').select('id').where('reading', '=', reading).where('role', '=', role).execute()) {
    for await (const item of pages((last) => database.selectFrom('reading_items').selectAll().where('reader', '=', id).where('place', '>', last).orderBy('place').limit(portion).execute(), -1, ({ place }) => place)) items.push(item);
  }
  return items;
}
