import { type Kysely, sql } from 'kysely';
import { erasedHash } from './audit.js';
import { beginAccess, checkAccess, findUnentitled, noteAccess } from './check-access.js';
import { beginLatest, checkLatest, noteLatest } from './check-latest.js';
import { nameDifferences, nameErased, valueOf, type Written } from './name-differences.js';
import { pages, portion } from './pages.js';
import type { StudyTables } from './tables.js';

interface Writing {
  readonly table: string; readonly key: string; readonly word: string; readonly isRemovable?: true;
  /** What stands for columns that later programs added, in tables that still have an earlier program's form. */
  readonly earlier?: Written;
  readonly of: (after: Written) => Written;
}

const correction: Writing = {
  table: 'corrections', key: 'id', word: 'Correction',
  of: ({ version, reason, restores, holder, photograph, fingerprint, correction, resultSha256 }) => ({ version, reason, restores, holder, photograph, fingerprint, correction: JSON.stringify(correction), resultSha256 }),
};

const photograph: Writing = { table: 'photographs', key: 'sha256', word: 'Photograph', of: ({ format, bytes, width, height, captured_at }) => ({ format, bytes, width, height, captured_at }) };
const measurement: Writing = { table: 'measurements', key: 'id', word: 'Measurement', of: ({ photograph: measured, fingerprint, resultSha256 }) => ({ photograph: measured, fingerprint, resultSha256 }) };

/** Rows that are written once, by the action that writes them. Only visits, treatments and answers are ever taken out, unless they are erased, and their entries with them. A photograph's name is left out: others may have uploaded it under another. */
const writings: Readonly<Record<string, Writing>> = {
  'photograph.upload': photograph,
  'photograph.rename': photograph,
  'measurement.make': measurement,
  'measurement.rename': measurement,
  'measurement.correct': correction,
  'measurement.restore': correction,
  'comparison.ask': { table: 'comparisons', key: 'id', word: 'Comparison', of: (request) => ({ request: JSON.stringify(request) }) },
  'comparison.finish': { table: 'comparisons', key: 'id', word: 'Comparison', of: ({ resultSha256 }) => ({ resultSha256 }) },
  // Its name is that of the latest entry.
  'study.add': { table: 'studies', key: 'id', word: 'Study', of: () => ({}) },
  'subject.add': { table: 'subjects', key: 'id', word: 'Subject', of: ({ study, pseudonym }) => ({ study, pseudonym }) },
  'targetArea.add': { table: 'target_areas', key: 'id', word: 'Target area', earlier: { kind: 'closeup' }, of: ({ subject, name, kind = 'closeup' }) => ({ subject, name, kind }) },
  'timepoint.add': { table: 'timepoints', key: 'id', isRemovable: true, word: 'Visit', of: ({ target_area, date, photograph, name, calibration }) => ({ target_area, date, photograph, name, calibration }) },
  'treatment.add': { table: 'treatments', key: 'id', isRemovable: true, word: 'Treatment', of: ({ subject, kind, date, ...details }) => ({ subject, kind, date, details: JSON.stringify(details) }) },
  'assessment.add': { table: 'assessments', key: 'id', isRemovable: true, word: 'Answer of a patient', of: ({ subject, date, score, improvement }) => ({ subject, date, score, improvement }) },
};

/** What has an entry of its own in the trail, by the word with which its entries name it. */
const entered = {
  photograph: ['photographs', 'sha256'], measurement: ['measurements', 'id'], correction: ['corrections', 'id'], comparison: ['comparisons', 'id'], study: ['studies', 'id'], subject: ['subjects', 'id'], targetArea: ['target_areas', 'id'],
  timepoint: ['timepoints', 'id'], treatment: ['treatments', 'id'], assessment: ['assessments', 'id'], account: ['accounts', 'id'], reading: ['readings', 'id'],
} as const;

interface Options {
  /** Tables that are there; null for all. */
  readonly tables?: ReadonlySet<string> | null;
  /** Whether the trail holds together; nothing is held against one that does not, only what it does not name is counted. */
  readonly isSound?: boolean;
}

/**
 * Holds rows against the entries of the trail that wrote them, and what is changed again and again against its latest change: what was changed in the tables by hand shows.
 * Entries of earlier programs that lack something say nothing about it. What an entry wrote whose contents were erased must be gone. Others may go on working meanwhile.
 * @returns A sentence for each row that is another, and for each table with rows that no entry names.
 */
export async function checkRows(database: Kysely<StudyTables>, { tables = null, isSound = true }: Options = {}): Promise<string[]> {
  const faults = new Set<string>(), latest = beginLatest(), erased = new Map<string, { readonly writing: Writing; readonly id: string }>(), unentered = await listRows(database, tables), access = await beginAccess(database, tables);
  const gone = new Map<string, { readonly writing: Writing; readonly id: string; readonly number: number }>(), takenOut = new Map<string, { readonly writing: Writing; readonly id: string }>();
  let last = 0;
  const readOn = async (): Promise<void> => {
    for (;;) {
      const entries = await database.selectFrom('audit').select(['number', 'at', 'actor', 'action', 'object', 'after']).where('number', '>', last).orderBy('number').limit(portion).execute();
      for (const { number, at, actor, action, object, after } of entries) {
        last = number;
        const colon = object.indexOf(':'), id = object.slice(colon + 1);
        if (adds(action)) unentered.get(object.slice(0, Math.max(0, colon)))?.delete(id);
        if (!isSound) continue;
        const writing = writings[action], said = after === null ? {} : erasedHash(after) === null ? JSON.parse(after) as Written : null;
        noteAccess(access, { actor, action, object, said });
        const added = writings[action.replace(/\.remove$/, '.add')];
        if (added?.isRemovable === true) {
          gone.delete(object);
          if (action.endsWith('.remove')) takenOut.set(object, { writing: added, id });
          else takenOut.delete(object);
        }
        if (after === null) continue;
        noteLatest(latest, { at, action, id, said });
        if (writing === undefined || (tables !== null && !tables.has(writing.table))) continue;
        // A later entry may say of the same fields what they are now.
        const of = `${object} ${Object.keys(writing.of({})).join(' ')}`;
        if (said === null) { erased.set(of, { writing, id }); continue; }
        erased.delete(of);
        const row = await findRow(database, writing, id), name = nameOf(writing, id), differences = row === undefined ? [] : nameDifferences(name, { ...writing.earlier, ...row }, writing.of(said));
        if (differences.length > 0 && await isErased(database, number)) erased.set(of, { writing, id });
        else if (row !== undefined) for (const fault of differences) faults.add(fault);
        else gone.set(object, { writing, id, number });
      }
      if (entries.length < portion) return;
    }
  };
  await readOn();
  const look = async (): Promise<string[]> => [
    ...await checkLatest(database, latest, isSound && (tables === null || tables.has('reading_items'))), ...isSound ? await checkAccess(database, access, tables) : [],
    ...await checkErased(database, [...erased.values()]), ...await checkGone(database, [...gone.values()]), ...await checkTakenOut(database, [...takenOut.values()]),
  ];
  let changed = await look();
  // Somebody may have changed one since the last entry was read; then there is another entry.
  for (let seen = -1; changed.length > 0 && seen !== last;) {
    seen = last;
    await readOn();
    changed = await look();
  }
  for (const [word, left] of unentered) if (left.size > 0) changed.push(`Audit trail: ${left.size} of the ${entered[word as keyof typeof entered][0]} have no entry.`);
  const unentitled = isSound ? findUnentitled(access) : 0;
  if (unentitled > 0) changed.push(`Audit trail: ${unentitled} of the photographs are shown to an account or a study that has no entry of them.`);
  return [...new Set([...faults, ...changed])];
}

/** Whether such an entry may be the one that wrote a row: others name rows that are there, however they came there. */
const adds = (action: string): boolean => writings[action] !== undefined || ['account.add', 'reading.add'].includes(action);

/** The rows that have to be named by the trail, read before it: whatever is written later brings its entry with it. */
async function listRows(database: Kysely<StudyTables>, tables: ReadonlySet<string> | null): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const [word, [table, key]] of Object.entries(entered)) {
    if (tables !== null && !tables.has(table)) continue;
    const names = new Set<string>(), read = async (last: string): Promise<{ name: string }[]> => (await sql<{ name: string }>`select ${sql.ref(key)} as name from ${sql.table(table)} where ${sql.ref(key)} > ${last} order by ${sql.ref(key)} limit ${portion}`.execute(database)).rows;
    for await (const { name } of pages(read, '', (row) => row.name)) names.add(name);
    found.set(word, names);
  }
  return found;
}

const nameOf = ({ word }: Writing, id: string): string => `${word} ${id.length > 36 ? `${id.slice(0, 12)}…` : id}`;

async function findRow(database: Kysely<StudyTables>, { table, key }: Writing, id: string): Promise<Written | undefined> {
  return (await sql<Written>`select * from ${sql.table(table)} where ${sql.ref(key)} = ${id}`.execute(database)).rows[0];
}

/** Contents of an entry are erased with what it wrote: a row that is still there could be changed unseen. Of a comparison that was asked for again only the result is looked at. */
async function checkErased(database: Kysely<StudyTables>, erased: readonly { readonly writing: Writing; readonly id: string }[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { writing, id } of erased) {
    const row = await findRow(database, writing, id), fields = Object.keys(writing.of({}));
    if (row !== undefined && fields.some((field) => valueOf(row, field) !== null)) faults.push(nameErased(nameOf(writing, id)));
  }
  return faults;
}

/** What was added and neither taken out nor erased since has to be there. */
async function checkGone(database: Kysely<StudyTables>, gone: readonly { readonly writing: Writing; readonly id: string; readonly number: number }[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { writing, id, number } of gone) if (await findRow(database, writing, id) === undefined && !await isErased(database, number)) faults.push(`${nameOf(writing, id)} is missing, although the audit trail has it.`);
  return faults;
}

async function checkTakenOut(database: Kysely<StudyTables>, takenOut: readonly { readonly writing: Writing; readonly id: string }[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { writing, id } of takenOut) if (await findRow(database, writing, id) !== undefined) faults.push(`${nameOf(writing, id)} is there, although it was taken out by the audit trail.`);
  return faults;
}

/** Somebody may have been erased since the entry was read. */
async function isErased(database: Kysely<StudyTables>, number: number): Promise<boolean> {
  const entry = await database.selectFrom('audit').select('after').where('number', '=', number).executeTakeFirst();
  return entry?.after == null || erasedHash(entry.after) !== null;
}
