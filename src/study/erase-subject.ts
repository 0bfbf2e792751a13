import type { Kysely } from 'kysely';
import { AnalysisError } from '../errors.js';
import { deleteWithDependents } from './delete-dependents.js';
import { eraseTraces } from './erase-traces.js';
import { findFormerPhotographs, findTraces, type Wanted } from './find-traces.js';
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
  let keptPhotographs = 0;
  const { photographs, measurements, comparisons } = await eraseTraces(store, actor, {
    find: () => findTraces(store.database, async () => {
      await check();
      const { kept, ...wanted } = await findOwn(store.database, subject);
      keptPhotographs = kept;
      return wanted;
    }),
    erase: async (step, record, traces) => {
      await deleteWithDependents(step, store.isShared, 'subjects', 'id', [subject]);
      await record({ action: 'subject.erase', object: `subject:${subject}`, after: { reason, photographs: traces.photographs.length, measurements: traces.measurements.length, comparisons: traces.comparisons.length } });
    },
  });
  return { photographs: photographs.length, measurements: measurements.length, comparisons: comparisons.length, keptPhotographs };
}

/** Photographs that are or ever were in a series of this person are its own, unless another person's series holds them. */
async function findOwn(database: Kysely<StudyTables>, subject: string): Promise<Wanted & { kept: number }> {
  if (await database.selectFrom('subjects').select('id').where('id', '=', subject).executeTakeFirst() === undefined) throw new AnalysisError('request.notFound', 'There is no such subject.');
  const areas = (await database.selectFrom('target_areas').select('id').where('subject', '=', subject).execute()).map(({ id }) => id);
  const treatments = (await database.selectFrom('treatments').select('id').where('subject', '=', subject).execute()).map(({ id }) => id);
  const assessments = (await database.selectFrom('assessments').select('id').where('subject', '=', subject).execute()).map(({ id }) => id);
  const found = await findFormerPhotographs(database, new Set(areas));
  for (const { photograph } of await database.selectFrom('timepoints').select('photograph').where('target_area', 'in', areas).execute()) found.add(photograph);
  const known = (await database.selectFrom('photographs').select('sha256').where('sha256', 'in', [...found]).orderBy('sha256').execute()).map(({ sha256 }) => sha256);
  const elsewhere = new Set((await database.selectFrom('timepoints').select('photograph').where('photograph', 'in', known).where('target_area', 'not in', areas).execute()).map(({ photograph }) => photograph));
  const own = known.filter((sha256) => !elsewhere.has(sha256));
  return { photographs: own, names: [subject, ...areas, ...treatments, ...assessments], kept: known.length - own.length };
}
