import { AnalysisError } from '../../errors.js';
import type { StudyStore } from '../../study/study-store.js';

/**
 * The subject that a person at the command line means: by pseudonym, in one study where several have it, or by id.
 * @throws AnalysisError `usage.invalid` where none or several fit.
 */
export async function findMeantSubject({ database }: StudyStore, named: string, study: string | undefined): Promise<{ id: string; pseudonym: string; study: string }> {
  const rows = await database.selectFrom('subjects').innerJoin('studies', 'studies.id', 'subjects.study').select(['subjects.id', 'subjects.pseudonym', 'studies.name as study'])
    .where(({ or, eb }) => or([eb('subjects.pseudonym', '=', named), eb('subjects.id', '=', named)])).execute();
  const meant = rows.filter((row) => study === undefined || row.study === study);
  if (meant.length === 1) return meant[0];
  throw new AnalysisError('usage.invalid', meant.length === 0 ? 'No subject of this pseudonym is kept.' : `${meant.length} studies have a subject of this pseudonym.`, {
    hint: meant.length === 0 ? 'Write the pseudonym as the study has it; --study names the study.' : 'Name the study with --study.',
  });
}
