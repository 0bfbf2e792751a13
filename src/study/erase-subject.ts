import type { Kysely } from 'kysely';
import { AnalysisError } from '../errors.js';
import { deleteWithDependents } from './delete-dependents.js';
import { eraseTraces } from './erase-traces.js';
import { findFormerPhotographs, findTraces, type Wanted } from './find-traces.js';
import { forgetFileNames } from './forget-file-names.js';
import type { StudyStore } from './study-store.js';
import type { StudyTables } from './tables.js';

export interface Erasure {
  readonly photographs: number;
  readonly measurements: number;
  readonly comparisons: number;
  /** Photographs that stay, because another person of the application needs them. */
  readonly keptPhotographs: number;
}

/**
 * Erases a person: originals, pictures made of them, measurements, comparisons and their place in the queue, areas, treatments, what they said themselves, and the contents of
 * audit entries that name any of it. The trail keeps who did what and when, and that the contents were erased; it holds together as before.
 * Copies that were made earlier (backups, exports, reports handed over) are not reached.
 *
 * @param subject  Its id.
 * @param check  Throws where it must not be erased after all; asked again whenever somebody worked on it meanwhile.
 * @throws AnalysisError `request.notFound`; `request.conflict` when others keep working on it meanwhile.
 */
export async function eraseSubject(store: StudyStore, actor: string, subject: string, reason: string, check: () => Promise<void> = async () => undefined): Promise<Erasure> {
  return erasePerson(store, actor, { subject, find: () => findOwn(store.database, subject), object: `subject:${subject}`, reason, check });
}

/** Somebody whom only blinded readings know: `reading begin` takes photographs of a manifest over without adding subjects. */
export interface ReadPerson { readonly study: string; readonly pseudonym: string }

/** Erases a person of whom nothing is kept but pairs in blinded readings: the pairs with their answers, and the photographs. @throws AnalysisError as `eraseSubject`. */
export async function eraseReadPerson(store: StudyStore, actor: string, person: ReadPerson, reason: string, check: () => Promise<void> = async () => undefined): Promise<Erasure> {
  return erasePerson(store, actor, { find: () => findRead(store.database, person), object: `study:${person.study}`, reason, check });
}

type Own = Wanted & { readonly study: string; readonly kept: readonly string[]; readonly cases: readonly string[] };

async function erasePerson(store: StudyStore, actor: string, { subject, find, object, reason, check }: { subject?: string; find: () => Promise<Own>; object: string; reason: string; check: () => Promise<void> }): Promise<Erasure> {
  let own: Pick<Own, 'study' | 'kept' | 'cases'> = { study: '', kept: [], cases: [] };
  const { photographs, measurements, comparisons } = await eraseTraces(store, actor, {
    find: () => findTraces(store.database, async () => {
      await check();
      const { study, kept, cases, ...wanted } = await find();
      own = { study, kept, cases };
      return { ...wanted, kept };
    }),
    erase: async (step, record, traces) => {
      await deleteWithDependents(step, store.isShared, 'reading_cases', 'id', own.cases);
      if (subject !== undefined) await deleteWithDependents(step, store.isShared, 'subjects', 'id', [subject]);
      await forgetFileNames(step, record, own, traces.ofKept);
      await record({ action: 'subject.erase', object, after: { reason, photographs: traces.photographs.length, measurements: traces.measurements.length, comparisons: traces.comparisons.length } });
    },
  });
  return { photographs: photographs.length, measurements: measurements.length, comparisons: comparisons.length, keptPhotographs: own.kept.length };
}

/** The pairs of a person in the blinded readings of a study, which name it by pseudonym, and their photographs. */
async function findPairs(database: Kysely<StudyTables>, { study, pseudonym }: ReadPerson): Promise<{ cases: string[]; photographs: string[] }> {
  const rows = await database.selectFrom('reading_cases').innerJoin('readings', 'readings.id', 'reading_cases.reading').select(['reading_cases.id', 'baseline_photograph', 'follow_up_photograph'])
    .where('readings.study', '=', study).where('reading_cases.subject', '=', pseudonym).execute();
  return { cases: rows.map(({ id }) => id), photographs: rows.flatMap((row) => [row.baseline_photograph, row.follow_up_photograph]) };
}

/** Of these photographs those that other pairs show, too. */
async function findPairedElsewhere(database: Kysely<StudyTables>, photographs: readonly string[], isOwn: (pair: { id: string; subject: string }) => boolean): Promise<string[]> {
  const rows = await database.selectFrom('reading_cases').select(['id', 'subject', 'baseline_photograph', 'follow_up_photograph']).where(({ or, eb }) => or([eb('baseline_photograph', 'in', photographs), eb('follow_up_photograph', 'in', photographs)])).execute();
  const wanted = new Set(photographs);
  return rows.filter((pair) => !isOwn(pair)).flatMap((row) => [row.baseline_photograph, row.follow_up_photograph]).filter((photograph) => wanted.has(photograph));
}

async function findRead(database: Kysely<StudyTables>, person: ReadPerson): Promise<Own> {
  const { cases, photographs } = await findPairs(database, person), known = [...new Set(photographs)].sort();
  if (cases.length === 0) throw new AnalysisError('request.notFound', 'There is no such subject.');
  const held = await database.selectFrom('timepoints').select('photograph').where('photograph', 'in', known).execute();
  const elsewhere = new Set([...held.map(({ photograph }) => photograph), ...await findPairedElsewhere(database, known, ({ id }) => cases.includes(id))]);
  const own = known.filter((sha256) => !elsewhere.has(sha256));
  return { photographs: own, names: cases, study: person.study, kept: known.filter((sha256) => elsewhere.has(sha256)), cases };
}

/** Photographs that are or ever were in a series of this person are its own, unless another person's series holds them, or a pair of somebody else in a blinded reading. */
async function findOwn(database: Kysely<StudyTables>, subject: string): Promise<Own> {
  const person = await database.selectFrom('subjects').select(['study', 'pseudonym']).where('id', '=', subject).executeTakeFirst();
  if (person === undefined) throw new AnalysisError('request.notFound', 'There is no such subject.');
  const areas = (await database.selectFrom('target_areas').select('id').where('subject', '=', subject).execute()).map(({ id }) => id);
  const treatments = (await database.selectFrom('treatments').select('id').where('subject', '=', subject).execute()).map(({ id }) => id);
  const assessments = (await database.selectFrom('assessments').select('id').where('subject', '=', subject).execute()).map(({ id }) => id);
  const found = await findFormerPhotographs(database, new Set(areas));
  for (const { photograph } of await database.selectFrom('timepoints').select('photograph').where('target_area', 'in', areas).execute()) found.add(photograph);
  const { cases, photographs: read } = await findPairs(database, person);
  for (const photograph of read) found.add(photograph);
  const known = (await database.selectFrom('photographs').select('sha256').where('sha256', 'in', [...found]).orderBy('sha256').execute()).map(({ sha256 }) => sha256);
  const held = await database.selectFrom('timepoints').select('photograph').where('photograph', 'in', known).where('target_area', 'not in', areas).execute();
  // The same photograph under the same pseudonym is the same person, whatever the study of the reading.
  const elsewhere = new Set([...held.map(({ photograph }) => photograph), ...await findPairedElsewhere(database, known, (pair) => pair.subject === person.pseudonym)]);
  const own = known.filter((sha256) => !elsewhere.has(sha256));
  return { photographs: own, names: [subject, ...areas, ...treatments, ...assessments, ...cases], person: { ...person, photographs: known }, study: person.study, kept: known.filter((sha256) => elsewhere.has(sha256)), cases };
}
