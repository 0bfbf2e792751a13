import { randomBytes, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { needsAdjudication } from '../../domain/panel-score.js';
import { AnalysisError } from '../../errors.js';
import type { Person } from '../person.js';
import { enterPhotographs, type NewPhotograph } from '../photographs.js';
import type { StudyStore } from '../study-store.js';
import type { ReaderRole, ReadingCaseRow, ReadingItemRow, ReadingReaderRow, ReadingRow } from '../tables/reading-rows.js';
import type { StudyTables } from '../tables.js';
import { hashDealt } from './check-dealt.js';
import { dealItems } from './deal-items.js';
import { isAnswered, panelOf, type ReadingFile } from './reading-scores.js';
import { hashAnswers } from './sign-answers.js';

/** A case before it has an id. */
export type NewCase = Omit<ReadingCaseRow, 'id' | 'reading' | 'place'>;
export type WholeReading = ReadingFile & { readonly reading: ReadingRow };

/** Nobody guesses it, and it holds nothing: 144 random bits. */
const opaqueId = (): string => randomBytes(18).toString('base64url');
/** Goes into entries of the trail whose contents are withheld at first: a score has seven values, and the hashes that are shown, of the entry or of what is left of it, would give it away to whoever tries them. */
const salt = (): string => randomBytes(16).toString('base64url');
/** Rows of one statement: SQLite takes 32,766 values. */
const rowsAtOnce = 1000;

export function noPairs(): AnalysisError {
  return new AnalysisError('request.conflict', 'There is no pair of photographs to read.', { hint: 'A pair is the photograph of a later visit and its baseline, of one target area.' });
}

/**
 * Begins a reading: deals every case to every reader.
 * @param seed  Null draws one. It has to be kept from readers: with it and the names of the cases the sides could be worked out.
 * @param photographs  Of these cases, those that are not kept yet; others are not entered.
 */
export function addReading({ change }: StudyStore, actor: string, { study, name, seed, readers, cases, photographs = [] }: { study: string; name: string; seed: string | null; readers: readonly string[]; cases: readonly NewCase[]; photographs?: readonly NewPhotograph[] }): Promise<ReadingRow> {
  if (cases.length === 0) throw noPairs();
  if (new Set(readers).size < readers.length) throw new AnalysisError('request.conflict', 'Two readers have one name.', { hint: 'Give each reader a name of its own.' });
  return change(actor, async (step, record, now) => {
    if (await step.selectFrom('readings').select('id').where('study', '=', study).where('name', '=', name).executeTakeFirst() !== undefined) {
      throw new AnalysisError('request.conflict', 'A reading of this name is there already.', { hint: 'Choose another name.' });
    }
    const reading = { id: randomUUID(), study, name, seed: seed ?? randomBytes(12).toString('hex'), added_at: now };
    await step.insertInto('readings').values(reading).execute();
    const shown = new Set(cases.flatMap((row) => [row.baseline_photograph, row.follow_up_photograph]));
    await enterPhotographs(step, record, now, photographs.filter(({ sha256 }) => shown.has(sha256)));
    const rows = cases.map((row, place) => ({ id: randomUUID(), reading: reading.id, place, ...row }));
    for (let at = 0; at < rows.length; at += rowsAtOnce) await step.insertInto('reading_cases').values(rows.slice(at, at + rowsAtOnce)).execute();
    const items: ReadingItemRow[] = [], ownSalt = salt();
    for (const reader of readers) items.push(...(await dealTo(step, reading, reader, 'reader', rows)).items);
    // By their ids the entry is found when one of the pairs is erased.
    const shownCases = rows.map(({ id, subject, target_area, view, visit, baseline_photograph, follow_up_photograph }) => [subject, target_area, view, visit, baseline_photograph, follow_up_photograph, id]);
    await record({ action: 'reading.add', object: `reading:${reading.id}`, after: { study, name, seed: reading.seed, salt: ownSalt, readers, cases: shownCases, dealtSha256: hashDealt(ownSalt, rows, items) } });
    return reading;
  });
}

async function dealTo(step: Transaction<StudyTables>, { id, seed }: ReadingRow, name: string, role: ReaderRole, cases: readonly ReadingCaseRow[]): Promise<{ id: string; items: ReadingItemRow[] }> {
  const reader = opaqueId();
  await step.insertInto('reading_readers').values({ id: reader, reading: id, name, role, signed_name: null, signed_at: null, signature: null, renewed_at: null, first_signature: null }).execute();
  const dealt = dealItems(cases.map((row) => ({ id: row.id, subject: row.subject, targetArea: row.target_area, view: row.view, visit: row.visit })), seed, name);
  const kept = role === 'adjudicator' ? dealt.filter(({ occasion }) => occasion === 1) : dealt;
  const items: ReadingItemRow[] = kept.map(({ caseId, occasion, baselineSide }, place) => ({ id: opaqueId(), reader, place, reading_case: caseId, occasion, baseline_side: baselineSide, answer: null, reason: null }));
  for (let at = 0; at < items.length; at += rowsAtOnce) await step.insertInto('reading_items').values(items.slice(at, at + rowsAtOnce)).execute();
  return { id: reader, items };
}

/** All readings, by name; of one study or of all. */
export async function listReadings({ database }: StudyStore, study?: string): Promise<ReadingRow[]> {
  const all = database.selectFrom('readings').selectAll().orderBy('name');
  return (study === undefined ? all : all.where('study', '=', study)).execute();
}

/** Everything of a reading; null for no such one. */
export async function findReading({ database }: StudyStore, id: string): Promise<WholeReading | null> {
  const reading = await database.selectFrom('readings').selectAll().where('id', '=', id).executeTakeFirst();
  if (reading === undefined) return null;
  const readers = await database.selectFrom('reading_readers').selectAll().where('reading', '=', id).orderBy('role', 'desc').orderBy('name').execute();
  return {
    reading, readers,
    cases: await database.selectFrom('reading_cases').selectAll().where('reading', '=', id).orderBy('place').execute(),
    items: await database.selectFrom('reading_items').innerJoin('reading_readers', 'reading_readers.id', 'reading_items.reader').selectAll('reading_items').where('reading_readers.reading', '=', id).orderBy('reading_items.place').execute(),
  };
}

/** A reader and what is shown to it, in its order; null for no such one. */
export async function findReader({ database }: StudyStore, id: string): Promise<{ reader: ReadingReaderRow; items: ReadingItemRow[] } | null> {
  const reader = await database.selectFrom('reading_readers').selectAll().where('id', '=', id).executeTakeFirst();
  return reader === undefined ? null : { reader, items: await database.selectFrom('reading_items').selectAll().where('reader', '=', id).orderBy('place').execute() };
}

/** Names of the accounts that may read for a study. */
export async function listReaderAccounts({ database }: StudyStore, study: string): Promise<string[]> {
  const rows = await database.selectFrom('accounts').innerJoin('memberships', 'memberships.account', 'accounts.id').select('accounts.name')
    .where('memberships.study', '=', study).where('accounts.role', '=', 'reader').where('accounts.closed_at', 'is', null).execute();
  return rows.map(({ name }) => name);
}

/** The readings of a person, of studies that the person belongs to. */
export async function listOwnReadings(store: StudyStore, { id, name }: Person): Promise<{ reader: ReadingReaderRow; items: ReadingItemRow[] }[]> {
  const rows = await store.database.selectFrom('reading_readers').innerJoin('readings', 'readings.id', 'reading_readers.reading').innerJoin('memberships', 'memberships.study', 'readings.study')
    .select('reading_readers.id').where('reading_readers.name', '=', name).where('memberships.account', '=', id).orderBy('readings.added_at').execute();
  return Promise.all(rows.map(async (row) => (await findReader(store, row.id))!));
}

export async function findCase({ database }: StudyStore, id: string): Promise<ReadingCaseRow> {
  return database.selectFrom('reading_cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Either a score as the reader saw the sides, or why there is none. */
export type Answer = { readonly answer: number; readonly reason: null } | { readonly answer: null; readonly reason: string };

/** Keeps an answer, or another one in its place. @throws AnalysisError `request.conflict` once the reader has signed. */
export function keepAnswer({ change }: StudyStore, actor: string, reader: string, item: string, { answer, reason }: Answer): Promise<void> {
  return change(actor, async (step, record) => {
    const { signature, name } = await step.selectFrom('reading_readers').select(['signature', 'name']).where('id', '=', reader).executeTakeFirstOrThrow();
    if (signature !== null) throw locked();
    const before = await step.selectFrom('reading_items').select(['answer', 'reason']).where('id', '=', item).where('reader', '=', reader).executeTakeFirst();
    if (before === undefined) throw new AnalysisError('request.notFound', 'There is no such pair.');
    if (before.answer === answer && before.reason === reason) return;
    await step.updateTable('reading_items').set({ answer, reason }).where('id', '=', item).execute();
    await record({ action: 'reading.answer', object: `readingItem:${item}`, before: { ...before, salt: salt() }, after: { reader: name, answer, reason, salt: salt() } });
  });
}

/** Locks the answers of a reader under a name. @throws AnalysisError `request.conflict` while some are missing, and the second time. */
export function signReading({ change }: StudyStore, actor: string, id: string, signedName: string): Promise<{ signedName: string; signedAt: string; signature: string }> {
  return change(actor, async (step, record, now) => {
    const reader = await step.selectFrom('reading_readers').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    if (reader.signature !== null) throw locked();
    const items = await step.selectFrom('reading_items').selectAll().where('reader', '=', id).execute(), open = items.filter((item) => !isAnswered(item)).length;
    if (open > 0) throw new AnalysisError('request.conflict', `${open} of ${items.length} pairs have no answer yet.`, { hint: 'Answer them, or say why they cannot be judged.' });
    const signature = hashAnswers(reader, items, signedName, now);
    await step.updateTable('reading_readers').set({ signed_name: signedName, signed_at: now, signature }).where('id', '=', id).execute();
    await record({ action: 'reading.sign', object: `reading:${reader.reading}`, after: { reader: reader.name, role: reader.role, signedName, signature } });
    return { signedName, signedAt: now, signature };
  });
}

/** Deals the cases that the readers differ about to an adjudicator, as blinded as before. @returns The id of the adjudicator's page. */
export function beginAdjudication({ change }: StudyStore, actor: string, whole: WholeReading, name: string): Promise<string> {
  const { reading, readers } = whole, open = panelOf(whole).filter(({ scores }) => needsAdjudication(scores)).map(({ row }) => row);
  const taken = new AnalysisError('request.conflict', 'This reading has an adjudicator already.');
  if (readers.some(({ role }) => role === 'adjudicator')) throw taken;
  if (readers.some(({ signature }) => signature === null)) throw new AnalysisError('request.conflict', 'Not all readers have signed.', { hint: 'Adjudication begins when they have.' });
  if (readers.some((reader) => reader.name === name)) throw new AnalysisError('request.conflict', 'A reader of this name judged these pairs already.', { hint: 'The adjudicator is somebody else.' });
  if (open.length === 0) throw new AnalysisError('request.conflict', 'There is nothing to adjudicate: the readers differ nowhere by two or more.');
  return change(actor, async (step, record) => {
    if (await step.selectFrom('reading_readers').select('id').where('reading', '=', reading.id).where('role', '=', 'adjudicator').executeTakeFirst() !== undefined) throw taken;
    const { id, items } = await dealTo(step, reading, name, 'adjudicator', open), ownSalt = salt();
    await record({ action: 'reading.adjudicate', object: `reading:${reading.id}`, after: { adjudicator: name, cases: open.map((row) => row.id), salt: ownSalt, dealtSha256: hashDealt(ownSalt, [], items) } });
    return id;
  });
}

function locked(): AnalysisError {
  return new AnalysisError('request.conflict', 'This reading is signed and locked.', { hint: 'Nothing of it can be changed any more.' });
}
