import type { Kysely } from 'kysely';
import { erasedHash, latestHead } from './audit.js';
import { entriesOf, pages, portion } from './pages.js';
import type { StudyTables } from './tables.js';

/** Everything that is kept of some photographs and of whom they show, as it was when it was looked for. */
export interface Traces {
  readonly photographs: readonly string[];
  readonly measurements: readonly string[];
  readonly comparisons: readonly string[];
  /** What names any of it in the trail: ids, hashes, and objects of answers. */
  readonly names: readonly string[];
  /** Numbers of the entries of the trail that name any of it. */
  readonly entries: readonly number[];
  /** Entries that hold for photographs that stay: of their uploads, which say a file name, and of what was measured on them. */
  readonly ofKept: readonly EntryOfKept[];
  /** The last entry of the trail that was looked at; every later change has a later entry. */
  readonly upTo: number;
}

/** `object` is `photograph:SHA256` or `measurement:ID`. */
export interface EntryOfKept { readonly number: number; readonly object: string; readonly after: string }

/** Values asked for in one statement. */
const mostValues = 500;

/** What somebody wants to have erased. */
export interface Wanted {
  readonly photographs: readonly string[];
  /** Of what else belongs to them: the subject, its areas, its treatments, its assessments. */
  readonly names: readonly string[];
  /** A person whose photographs may stay with somebody else: what was compared of them under this pseudonym is the person's. */
  readonly person?: { readonly study: string; readonly pseudonym: string; readonly photographs: readonly string[] };
  /** For whom comparisons were asked that go, too, whatever photographs they show: `study:ID`. */
  readonly holder?: string;
  /** Photographs that stay with somebody else. */
  readonly kept?: readonly string[];
}

/**
 * Goes through all that is kept, outside of any change, so that nobody waits meanwhile, however much it is.
 * @param choose  Says what is wanted, after the place in the trail was noted from which later changes show.
 */
export async function findTraces(database: Kysely<StudyTables>, choose: () => Promise<Wanted>): Promise<Traces> {
  const { number: upTo } = await latestHead(database), { photographs, names, person, holder, kept = [] } = await choose();
  const comparisons = await findComparisons(database, new Set(photographs), person, holder), measurements: string[] = [];
  for (let at = 0; at < photographs.length; at += mostValues) {
    const rows = await database.selectFrom('measurements').select('id').where('photograph', 'in', photographs.slice(at, at + mostValues)).execute();
    measurements.push(...rows.map(({ id }) => id));
  }
  const all = [...names, ...photographs, ...comparisons, ...measurements, ...await findPairs(database, names, photographs)];
  const entries = [...new Set([...await findEntries(database, all, 0, upTo), ...await findLeftAnswers(database, upTo)])].sort((a, b) => a - b);
  return { photographs, measurements, comparisons, names: all, entries, ofKept: await findEntriesOfKept(database, kept), upTo };
}

async function findEntriesOfKept(database: Kysely<StudyTables>, kept: readonly string[]): Promise<EntryOfKept[]> {
  const found: EntryOfKept[] = [], objects = new Set(kept.map((sha256) => `photograph:${sha256}`));
  if (kept.length === 0) return found;
  for (let at = 0; at < kept.length; at += mostValues) {
    for (const { id } of await database.selectFrom('measurements').select('id').where('photograph', 'in', kept.slice(at, at + mostValues)).execute()) objects.add(`measurement:${id}`);
  }
  for await (const { number, object, after } of entriesOf(database, new Set(['photograph.upload', 'photograph.rename', 'measurement.make', 'measurement.rename']))) {
    if (objects.has(object) && after !== null && erasedHash(after) === null) found.push({ number, object, after });
  }
  return found;
}

/** Numbers of the entries that still have answers about pairs that are gone: earlier programs left them when they erased a person. */
async function findLeftAnswers(database: Kysely<StudyTables>, to: number): Promise<number[]> {
  const answers: { number: number; item: string }[] = [], there = new Set<string>();
  for await (const { number, object, after } of entriesOf(database, new Set(['reading.answer']))) {
    if (number <= to && after !== null && erasedHash(after) === null) answers.push({ number, item: object.slice('readingItem:'.length) });
  }
  for (let at = 0; at < answers.length; at += mostValues) {
    const rows = await database.selectFrom('reading_items').select('id').where('id', 'in', answers.slice(at, at + mostValues).map(({ item }) => item)).execute();
    for (const { id } of rows) there.add(id);
  }
  return answers.filter(({ item }) => !there.has(item)).map(({ number }) => number);
}

/**
 * How the trail names pairs of blinded readings that go, and the answers about them, of which it says what a reader wrote but not about whom.
 * @param names  Ids of pairs, among others.
 * @param photographs  Whose pairs go with them.
 */
async function findPairs(database: Kysely<StudyTables>, names: readonly string[], photographs: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [column, values] of [['reading_cases.id', names], ['baseline_photograph', photographs], ['follow_up_photograph', photographs]] as const) {
    for (let at = 0; at < values.length; at += mostValues) {
      const rows = await database.selectFrom('reading_cases').innerJoin('reading_items', 'reading_items.reading_case', 'reading_cases.id').select(['reading_cases.id as pair', 'reading_items.id as item'])
        .where(column, 'in', values.slice(at, at + mostValues)).execute();
      for (const { pair, item } of rows) found.add(pair).add(`readingItem:${item}`);
    }
  }
  return found;
}

/** Comparisons that one of these photographs is part of, those that show the person's under its name, and those of the holder. */
async function findComparisons(database: Kysely<StudyTables>, photographs: ReadonlySet<string>, person: Wanted['person'], holder: string | undefined): Promise<string[]> {
  const found: string[] = [], shown = new Set(person?.photographs);
  if (photographs.size === 0 && shown.size === 0 && holder === undefined) return found;
  for await (const { id, request } of pages((last) => database.selectFrom('comparisons').select(['id', 'request']).where('id', '>', last).orderBy('id').limit(portion).execute(), '', ({ id }) => id)) {
    const named = request.match(/[0-9a-f]{64}/g) ?? [];
    if (named.some((sha256) => photographs.has(sha256)) || (holder !== undefined && request.includes(`"holder":"${holder}"`)) || (named.some((sha256) => shown.has(sha256)) && isOfPerson(request, person!))) found.push(id);
  }
  return found;
}

/** Whether a comparison prints the pseudonym; one that was asked for in another study is of that study's person. */
function isOfPerson(request: string, { study, pseudonym }: NonNullable<Wanted['person']>): boolean {
  const { holder, labels } = JSON.parse(request) as { holder?: string; labels?: { subject?: string } };
  return labels?.subject === pseudonym && (holder === undefined || !holder.startsWith('study:') || holder === `study:${study}`);
}

/**
 * Photographs that belong to no study, no visit and no reading, and that nobody uploaded or compared from this moment on.
 * @param moment  As it is kept, `2026-01-31T00:00:00.000Z`.
 */
export async function listStudylessPhotographs(database: Kysely<StudyTables>, moment: string): Promise<string[]> {
  const found = new Set<string>(), idle: string[] = [];
  for await (const { sha256, uploaded_at } of pages((last) => database.selectFrom('photographs').select(['sha256', 'uploaded_at']).where('sha256', '>', last).orderBy('sha256').limit(portion).execute(), '', (row) => row.sha256)) if (uploaded_at < moment) idle.push(sha256);
  for (let at = 0; at < idle.length; at += mostValues) {
    const rows = await database.selectFrom('photographs').select('sha256').where('sha256', 'in', idle.slice(at, at + mostValues))
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom('holdings').select('holder').whereRef('holdings.photograph', '=', 'photographs.sha256').where('holder', 'like', 'study:%'))))
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom('timepoints').select('id').whereRef('timepoints.photograph', '=', 'photographs.sha256'))))
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom('reading_cases').select('id').whereRef('baseline_photograph', '=', 'photographs.sha256'))))
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom('reading_cases').select('id').whereRef('follow_up_photograph', '=', 'photographs.sha256')))).execute();
    for (const { sha256 } of rows) found.add(sha256);
  }
  if (found.size === 0) return [];
  for await (const { request, asked_at } of pages((last) => database.selectFrom('comparisons').select(['id', 'request', 'asked_at']).where('id', '>', last).orderBy('id').limit(portion).execute(), '', ({ id }) => id)) {
    if (asked_at >= moment) for (const sha256 of request.match(/[0-9a-f]{64}/g) ?? []) found.delete(sha256);
  }
  return [...found].sort();
}

/** Numbers of the entries after `from`, up to `to`, that name one of these and still say what. */
export async function findEntries(database: Kysely<StudyTables>, names: readonly string[], from: number, to: number): Promise<number[]> {
  const found: number[] = [], read = (last: number): Promise<{ number: number; object: string; before: string | null; after: string | null }[]> => database.selectFrom('audit')
    .select(['number', 'object', 'before', 'after']).where('number', '>', last).where('number', '<=', to).orderBy('number').limit(portion).execute();
  const wanted = new Set(names), others = names.filter((name) => name.replace(idPattern, '') !== '');
  for await (const { number, object, before, after } of pages(read, from, (entry) => entry.number)) {
    const text = `${object} ${before ?? ''} ${after ?? ''}`;
    if ((text.match(idPattern) ?? []).some((id) => wanted.has(id)) || others.some((name) => text.includes(name))) found.push(number);
  }
  return found;
}

/** A sha256, an id by chance or a blinded answer, as nearly all names are: each is looked up, as searching every entry for every name of a large study would hold up everybody for seconds at a time. */
const idPattern = /[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|readingItem:[\w-]{24}/g;

/** Photographs that were ever put into a series of one of these areas, by the trail. */
export async function findFormerPhotographs(database: Kysely<StudyTables>, areas: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const { after } of entriesOf(database, new Set(['timepoint.add']))) {
    const { target_area, photograph } = JSON.parse(after ?? '{}') as { target_area?: string; photograph?: string };
    if (target_area !== undefined && photograph !== undefined && areas.has(target_area)) found.add(photograph);
  }
  return found;
}
