import type { Kysely } from 'kysely';
import { AnalysisError } from '../errors.js';
import { eraseReadPerson, eraseSubject } from './erase-subject.js';
import { eraseTraces, FilesLeft } from './erase-traces.js';
import { findTraces, listStudylessPhotographs } from './find-traces.js';
import { localDay } from './local-day.js';
import { ofEach, pairsOf, subjectsOf } from './of-study.js';
import type { StudyStore } from './study-store.js';
import type { SubjectRow } from './tables/study-rows.js';
import type { StudyTables } from './tables.js';

/** What a rule is about: the people of a study, or photographs that belong to none. */
export type Scope = { readonly study: string } | 'noStudy';

/** Days that a rule may say; a hundred years at most. */
export const retentionDays = { least: 1, most: 36_525 } as const;

const dayMs = 86_400_000;
const scopeKey = (scope: Scope): string => (scope === 'noStudy' ? scope : `study:${scope.study}`);
const addDays = (day: string, days: number): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** When a day begins where this machine stands, as moments are kept. */
const beginOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString();

/** Sets how many days things are kept after the last day on which anything was done with them; null for without limit. Nothing is erased by it. */
export function setRetention({ change }: StudyStore, actor: string, scope: Scope, days: number | null): Promise<void> {
  if (days !== null && !(Number.isInteger(days) && days >= retentionDays.least && days <= retentionDays.most)) throw new RangeError(`days is a whole number from ${retentionDays.least} to ${retentionDays.most}`);
  return change(actor, async (step, record, now) => {
    const key = scopeKey(scope), before = await step.selectFrom('retention').select('days').where('scope', '=', key).executeTakeFirst();
    await step.deleteFrom('retention').where('scope', '=', key).execute();
    if (days !== null) await step.insertInto('retention').values({ scope: key, days, set_at: now }).execute();
    await record({ action: 'retention.set', object: scope === 'noStudy' ? 'retention:noStudy' : key, before: { days: before?.days ?? null }, after: { days } });
  });
}

/** A person of a study, by the rule of the study. */
export interface KeptSubject {
  /** Null for somebody whom only blinded readings know. */
  readonly id: string | null;
  readonly pseudonym: string;
  /** The last day on which anything was done: of visits, treatments and the patient's own assessments, and of what was added; of pairs in blinded readings their days and signatures. */
  readonly lastDay: string;
  /** The last day of keeping. */
  readonly keptUntil: string;
  /** Why nobody can say whether it is due; null where that is clear. */
  readonly unclear: string | null;
}

export interface StudyRetention {
  readonly study: { readonly id: string; readonly name: string };
  /** Null: without limit. */
  readonly days: number | null;
  readonly due: readonly KeptSubject[];
  readonly unclear: readonly KeptSubject[];
  readonly kept: readonly KeptSubject[];
}

export interface Retention {
  /** The day for which this holds where this machine stands, `YYYY-MM-DD`. */
  readonly today: string;
  readonly studies: readonly StudyRetention[];
  readonly noStudy: { readonly days: number | null; readonly due: readonly string[] };
}

/**
 * What is kept for how long, and what should be gone by now. Changes nothing.
 * @throws AnalysisError `request.conflict` when the clock of this machine contradicts the trail: what is due can then not be told.
 */
export async function listRetention({ database }: StudyStore, now: number): Promise<Retention> {
  await refuseWrongClock(database, now);
  const today = localDay(now), rules = new Map((await database.selectFrom('retention').selectAll().execute()).map(({ scope, days }) => [scope, days]));
  const studies: StudyRetention[] = [];
  for (const study of await database.selectFrom('studies').select(['id', 'name']).orderBy('name').execute()) {
    const days = rules.get(scopeKey({ study: study.id })) ?? null, subjects = days === null ? [] : await listSubjects(database, study.id, days, today);
    const isOver = ({ keptUntil }: KeptSubject): boolean => keptUntil < today;
    studies.push({
      study, days, due: subjects.filter((subject) => subject.unclear === null && isOver(subject)),
      unclear: subjects.filter(({ unclear }) => unclear !== null), kept: subjects.filter((subject) => subject.unclear === null && !isOver(subject)),
    });
  }
  const days = rules.get('noStudy') ?? null;
  return { today, studies, noStudy: { days, due: days === null ? [] : await listStudylessPhotographs(database, beginOf(addDays(today, -days))) } };
}

/** A clock that was set back keeps things too long, and one that jumped ahead erases them too early; only the first shows here. */
async function refuseWrongClock(database: Kysely<StudyTables>, now: number): Promise<void> {
  const last = await database.selectFrom('audit').select('at').orderBy('number', 'desc').limit(1).executeTakeFirst();
  if (last !== undefined && Date.parse(last.at) > now + dayMs) throw new AnalysisError('request.conflict', `The clock of this machine says ${new Date(now).toISOString().slice(0, 10)}, but the last entry of the audit trail is of ${last.at.slice(0, 10)}; what is due cannot be told.`, { hint: 'Set the clock, then try again; nothing was erased.' });
}

/** @param only  A pseudonym; left out for everybody of the study. */
async function listSubjects(database: Kysely<StudyTables>, study: string, days: number, today: string, only?: string): Promise<KeptSubject[]> {
  const readings = await listReadings(database, study), known: SubjectRow[] = [], lastDays = new Map<string, string>();
  const note = (id: string, ...noted: readonly string[]): void => { lastDays.set(id, [lastDays.get(id) ?? '', ...noted].sort().at(-1)!); };
  const people = only === undefined ? subjectsOf(database, study) : await database.selectFrom('subjects').selectAll().where('study', '=', study).where('pseudonym', '=', only).execute();
  for await (const subject of people) {
    known.push(subject);
    note(subject.id, localDay(subject.added_at));
  }
  const ids = known.map(({ id }) => id), ofArea = new Map<string, string>(), ofPhotograph = new Map<string, Set<string>>(), isBeingRead = new Set<string>();
  for await (const { id, subject } of ofEach(ids, (some) => database.selectFrom('target_areas').select(['id', 'subject']).where('subject', 'in', some).execute())) ofArea.set(id, subject);
  for await (const { target_area, date, added_at, photograph } of ofEach([...ofArea.keys()], (some) => database.selectFrom('timepoints').select(['target_area', 'date', 'added_at', 'photograph']).where('target_area', 'in', some).execute())) {
    const id = ofArea.get(target_area)!;
    note(id, date, localDay(added_at));
    ofPhotograph.set(photograph, (ofPhotograph.get(photograph) ?? new Set()).add(id));
  }
  for (const table of ['treatments', 'assessments'] as const) {
    for await (const { subject, date, added_at } of ofEach(ids, (some) => database.selectFrom(table).select(['subject', 'date', 'added_at']).where('subject', 'in', some).execute())) note(subject, date.slice(0, 10), localDay(added_at));
  }
  for await (const photograph of listBeingRead(database, readings, [...ofPhotograph.keys()])) for (const id of ofPhotograph.get(photograph) ?? []) isBeingRead.add(id);
  const listed = known.map(({ id, pseudonym }) => {
    const lastDay = lastDays.get(id)!;
    const unclear = lastDay > today ? 'it has a visit, a treatment or an own assessment on a day to come' : isBeingRead.has(id) ? 'its photographs are in a blinded reading that is not signed yet' : null;
    return { id, pseudonym, lastDay, keptUntil: addDays(lastDay, days), unclear };
  });
  return [...listed, ...await listReadPeople(database, readings, new Set(known.map(({ pseudonym }) => pseudonym)), days, today, only)];
}

/** A blinded reading, with when its readers signed; open until all have. */
interface DatedReading { readonly id: string; readonly addedAt: string; readonly signedAt: readonly string[]; readonly isOpen: boolean }

async function listReadings(database: Kysely<StudyTables>, study: string): Promise<DatedReading[]> {
  const signatures = await database.selectFrom('reading_readers').innerJoin('readings', 'readings.id', 'reading_readers.reading').select(['reading', 'signed_at']).where('readings.study', '=', study).execute();
  const readings = await database.selectFrom('readings').select(['id', 'added_at']).where('study', '=', study).orderBy('id').execute();
  return readings.map(({ id, added_at: addedAt }) => {
    const own = signatures.filter(({ reading }) => reading === id).map(({ signed_at }) => signed_at);
    return { id, addedAt, signedAt: own.filter((at) => at !== null), isOpen: own.includes(null) };
  });
}

/** Of these photographs those that readers have yet to judge. */
async function* listBeingRead(database: Kysely<StudyTables>, readings: readonly DatedReading[], photographs: readonly string[]): AsyncGenerator<string> {
  const open = readings.filter(({ isOpen }) => isOpen).map(({ id }) => id);
  if (open.length === 0) return;
  for (const column of ['baseline_photograph', 'follow_up_photograph'] as const) {
    for await (const pair of ofEach(photographs, (some) => database.selectFrom('reading_cases').select(column).distinct().where(column, 'in', some).where('reading', 'in', open).execute())) yield Object.values(pair)[0]!;
  }
}

/** People of a study whom only its blinded readings know: `reading begin` adds no subjects. */
async function listReadPeople(database: Kysely<StudyTables>, readings: readonly DatedReading[], known: ReadonlySet<string>, days: number, today: string, only: string | undefined): Promise<KeptSubject[]> {
  const found = new Map<string, { lastDay: string; isOpen: boolean }>();
  for (const { id, addedAt, signedAt, isOpen } of only !== undefined && known.has(only) ? [] : readings) {
    const ofReading = [addedAt, ...signedAt].map(localDay).sort().at(-1)!;
    for await (const { subject, date } of pairsOf(database, id)) {
      if (known.has(subject) || (only !== undefined && subject !== only)) continue;
      const { lastDay = '', isOpen: wasOpen = false } = found.get(subject) ?? {};
      found.set(subject, { lastDay: [lastDay, date.slice(0, 10), ofReading].sort().at(-1)!, isOpen: wasOpen || isOpen });
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([pseudonym, { lastDay, isOpen }]) => {
    const unclear = lastDay > today ? 'a blinded reading shows a photograph of it from a day to come' : isOpen ? 'its photographs are in a blinded reading that is not signed yet' : null;
    return { id: null, pseudonym, lastDay, keptUntil: addDays(lastDay, days), unclear };
  });
}

/** Of whom, or of what, files could not be removed yet; all else of it is erased. */
export interface StuckFiles { readonly of: string; readonly refusal: AnalysisError }

export interface RetentionErasure { readonly subjects: number; readonly photographs: number }

/**
 * Erases what `listRetention` found to be due, each person and the photographs of no study as a change of their own with an entry in the trail. Files that cannot be removed keep nobody else.
 * @param tellStuck  Hears of them at once: the rest may end with a refusal.
 * @throws AnalysisError `request.conflict` for somebody who was worked on since; who was erased before stays erased.
 */
export async function eraseDue(store: StudyStore, actor: string, { today, studies, noStudy }: Retention, tellStuck: (stuck: StuckFiles) => void): Promise<RetentionErasure> {
  let subjects = 0, photographs = 0;
  const count = async (of: string, erasing: Promise<number>): Promise<void> => {
    photographs += await erasing.catch((error: unknown) => {
      if (!(error instanceof FilesLeft)) throw error;
      tellStuck({ of, refusal: error });
      return error.traces.photographs.length;
    });
  };
  for (const { study, days, due } of studies) {
    for (const { id, pseudonym, lastDay } of due) {
      const check = async (): Promise<void> => {
        const now = (await listSubjects(store.database, study.id, days!, today, pseudonym)).find((subject) => subject.id === id && subject.pseudonym === pseudonym);
        if (now?.lastDay !== lastDay || now.unclear !== null) throw new AnalysisError('request.conflict', `Somebody has worked on ${pseudonym} since it was listed as due.`, { hint: 'List what is due again. People who were listed before may have been erased.' });
      };
      const reason = `kept for ${days} days after ${lastDay}, as set for the study`;
      await count(pseudonym, (id === null ? eraseReadPerson(store, actor, { study: study.id, pseudonym }, reason, check) : eraseSubject(store, actor, id, reason, check)).then((erased) => erased.photographs));
      subjects++;
    }
  }
  const { days, due } = noStudy;
  if (days === null || due.length === 0) return { subjects, photographs };
  const listed = new Set(due);
  await count('photographs of no study', eraseTraces(store, actor, {
    find: () => findTraces(store.database, async () => ({ photographs: (await listStudylessPhotographs(store.database, beginOf(addDays(today, -days)))).filter((sha256) => listed.has(sha256)), names: [] })),
    erase: (_step, record, traces) => record({ action: 'retention.erase', object: 'retention:noStudy', after: { days, photographs: traces.photographs.length, measurements: traces.measurements.length, comparisons: traces.comparisons.length } }),
  }).then((traces) => traces.photographs.length));
  return { subjects, photographs };
}
