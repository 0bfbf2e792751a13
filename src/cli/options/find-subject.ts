import { AnalysisError } from '../../errors.js';
import type { StudyStore } from '../../study/study-store.js';

/** `id` is null for somebody whom only blinded readings know. */
export interface MeantSubject { id: string | null; pseudonym: string; study: string; studyId: string }

/**
 * The subject that a person at the command line means: by pseudonym, in one study where several have it, or by id.
 * @throws AnalysisError `usage.invalid` where none or several fit.
 */
export async function findMeantSubject({ database }: StudyStore, named: string, study: string | undefined): Promise<MeantSubject> {
  const known: MeantSubject[] = await database.selectFrom('subjects').innerJoin('studies', 'studies.id', 'subjects.study').select(['subjects.id', 'subjects.pseudonym', 'studies.name as study', 'studies.id as studyId'])
    .where(({ or, eb }) => or([eb('subjects.pseudonym', '=', named), eb('subjects.id', '=', named)])).execute();
  // Blinded readings that were begun from a manifest name people who are no subjects of the application.
  const read = await database.selectFrom('reading_cases').innerJoin('readings', 'readings.id', 'reading_cases.reading').innerJoin('studies', 'studies.id', 'readings.study')
    .select(['studies.name as study', 'studies.id as studyId']).distinct().where('reading_cases.subject', '=', named).execute();
  const rows = [...known, ...read.filter((row) => known.every(({ studyId }) => studyId !== row.studyId)).map((row) => ({ ...row, id: null, pseudonym: named }))];
  const meant = rows.filter((row) => study === undefined || row.study === study);
  if (meant.length === 1) return meant[0];
  throw new AnalysisError('usage.invalid', meant.length === 0 ? 'No subject of this pseudonym is kept.' : `${meant.length} studies have a subject of this pseudonym.`, {
    hint: meant.length === 0 ? 'Write the pseudonym as the study has it; --study names the study.' : 'Name the study with --study.',
  });
}
