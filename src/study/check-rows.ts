import { type Kysely, sql } from 'kysely';
import { erasedHash, resultDigest } from './audit.js';
import type { StudyTables } from './tables.js';

/** What an entry of the trail says that was written into a row; `resultSha256` stands for its result. */
type Written = Record<string, unknown>;
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

/** Rows that are written once, by the action that writes them. Only visits, treatments and answers are ever taken out, unless they are erased, and their entries with them. A photograph's name is left out: others may have uploaded it under another. */
const writings: Readonly<Record<string, Writing>> = {
  'photograph.upload': { table: 'photographs', key: 'sha256', word: 'Photograph', of: ({ format, bytes, width, height }) => ({ format, bytes, width, height }) },
  'measurement.make': { table: 'measurements', key: 'id', word: 'Measurement', of: ({ photograph, fingerprint, resultSha256 }) => ({ photograph, fingerprint, resultSha256 }) },
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
const entered = { photograph: ['photographs', 'sha256'], measurement: ['measurements', 'id'], correction: ['corrections', 'id'], comparison: ['comparisons', 'id'], study: ['studies', 'id'], subject: ['subjects', 'id'], timepoint: ['timepoints', 'id'] } as const;

const portion = 2000;
const words: Readonly<Record<string, string>> = { resultSha256: 'result' };

interface Options {
  /** Tables that are there; null for all. */
  readonly tables?: ReadonlySet<string> | null;
  /** Whether the trail holds together; nothing is held against one that does not, only what it does not name is counted. */
  readonly isSound?: boolean;
}

/**
 * Holds rows against the entries of the trail that wrote them, and accounts, studies and the regions of visits against their latest change: what was changed in the tables by hand shows.
 * Entries whose contents were erased, and those of earlier programs that lack something, say nothing about it. Others may go on working meanwhile.
 * @returns A sentence for each row that is another, and for each table with rows that no entry names.
 */
export async function checkRows(database: Kysely<StudyTables>, { tables = null, isSound = true }: Options = {}): Promise<string[]> {
  const faults = new Set<string>(), accounts = new Map<string, Written>(), regions = new Map<string, unknown>(), studies = new Map<string, Written>(), unentered = await listRows(database, tables);
  let last = 0;
  const readOn = async (): Promise<void> => {
    for (;;) {
      const entries = await database.selectFrom('audit').select(['number', 'action', 'object', 'after']).where('number', '>', last).orderBy('number').limit(portion).execute();
      for (const { number, action, object, after } of entries) {
        last = number;
        const colon = object.indexOf(':'), id = object.slice(colon + 1);
        unentered.get(object.slice(0, Math.max(0, colon)))?.delete(id);
        if (!isSound || after === null || erasedHash(after) !== null) continue;
        const writing = writings[action], said = JSON.parse(after) as Written;
        if (action === 'account.add' || action === 'account.change') accounts.set(id, { ...accounts.get(id), ...said });
        if (action === 'study.add' || action === 'study.change') studies.set(id, said);
        if (action === 'timepoint.add' || action === 'timepoint.region') regions.set(id, said['region'] ?? null);
        if (action === 'timepoint.remove') regions.delete(id);
        if (writing === undefined || (tables !== null && !tables.has(writing.table))) continue;
        const { rows: [row] } = await sql<Written>`select * from ${sql.table(writing.table)} where ${sql.ref(writing.key)} = ${id}`.execute(database);
        const name = `${writing.word} ${id.length > 36 ? `${id.slice(0, 12)}…` : id}`;
        if (row !== undefined) for (const fault of nameDifferences(name, { ...writing.earlier, ...row }, writing.of(said))) faults.add(fault);
        else if (writing.isRemovable !== true && !await isErased(database, number)) faults.add(`${name} is missing, although the audit trail has it.`);
      }
      if (entries.length < portion) return;
    }
  };
  await readOn();
  let changed = await checkLatest(database, { accounts, regions, studies });
  // Somebody may have changed one since the last entry was read; then there is another entry.
  for (let seen = -1; changed.length > 0 && seen !== last;) {
    seen = last;
    await readOn();
    changed = await checkLatest(database, { accounts, regions, studies });
  }
  for (const [word, left] of unentered) if (left.size > 0) changed.push(`Audit trail: ${left.size} of the ${entered[word as keyof typeof entered][0]} have no entry.`);
  return [...faults, ...changed];
}

/** The rows that have to be named by the trail, read before it: whatever is written later brings its entry with it. */
async function listRows(database: Kysely<StudyTables>, tables: ReadonlySet<string> | null): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const [word, [table, key]] of Object.entries(entered)) {
    if (tables !== null && !tables.has(table)) continue;
    const { rows } = await sql<{ name: string }>`select ${sql.ref(key)} as name from ${sql.table(table)}`.execute(database);
    found.set(word, new Set(rows.map(({ name }) => name)));
  }
  return found;
}

interface Latest { readonly accounts: ReadonlyMap<string, Written>; readonly regions: ReadonlyMap<string, unknown>; readonly studies: ReadonlyMap<string, Written> }

/** Accounts, studies and regions of visits are changed; they have to be what their last entries say. */
async function checkLatest(database: Kysely<StudyTables>, { accounts, regions, studies }: Latest): Promise<string[]> {
  const faults: string[] = [];
  for (const [id, { name, isArchived = false }] of studies) {
    const row = await database.selectFrom('studies').selectAll().where('id', '=', id).executeTakeFirst();
    if (row !== undefined) faults.push(...nameDifferences(`Study ${id}`, { name: row.name, archived: (row.archived_at ?? null) !== null }, { name, archived: isArchived }));
  }
  for (const [id, { name, role, isClosed = false }] of accounts) {
    const row = await database.selectFrom('accounts').select(['name', 'role', 'closed_at']).where('id', '=', id).executeTakeFirst();
    if (row === undefined) faults.push(`Account ${id} is missing, although the audit trail has it.`);
    else faults.push(...nameDifferences(`Account ${id}`, { ...row, closed: row.closed_at !== null }, { name, role, closed: isClosed }));
  }
  for (const [id, region] of regions) {
    const row = await database.selectFrom('timepoints').selectAll().where('id', '=', id).executeTakeFirst();
    if (row !== undefined) faults.push(...nameDifferences(`Visit ${id}`, { ...row }, { region }));
  }
  return faults;
}

/** Somebody may have been erased since the entry was read. */
async function isErased(database: Kysely<StudyTables>, number: number): Promise<boolean> {
  const entry = await database.selectFrom('audit').select('after').where('number', '=', number).executeTakeFirst();
  return entry?.after == null || erasedHash(entry.after) !== null;
}

function nameDifferences(what: string, row: Written, written: Written): string[] {
  const value = (field: string): unknown => (field === 'resultSha256' ? (typeof row['result'] === 'string' ? resultDigest(row['result']) : null) : row[field]);
  // A database may give whole numbers as text.
  const isSame = (one: unknown, other: unknown): boolean => (one ?? null) === (other ?? null) || (one != null && other != null && String(one) === String(other));
  const changed = Object.entries(written).filter(([field, wanted]) => wanted !== undefined && !isSame(value(field), wanted)).map(([field]) => words[field] ?? field.replace('_', ' '));
  return changed.length === 0 ? [] : [`${what} is not as the audit trail says that it was written: ${changed.join(', ')}.`];
}
