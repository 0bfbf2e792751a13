import type { Transaction } from 'kysely';
import { AnalysisError } from '../errors.js';
import type { StudyTables } from './tables.js';

/** Throws where what a change is about is gone by now; asked inside the change, when nobody can erase it any more. */
export type CheckInChange = (step: Transaction<StudyTables>) => Promise<void>;

/** @throws AnalysisError `request.conflict` when a photograph of a comparison was erased since its request was checked: its name, day and person would come back. */
export async function requirePhotographs(step: Transaction<StudyTables>, request: unknown): Promise<void> {
  const { baseline, followUps = [] } = request as { baseline?: { photograph: string }; followUps?: readonly { photograph: string }[] };
  const asked = [...new Set([baseline, ...followUps].flatMap((entry) => (entry === undefined ? [] : [entry.photograph])))];
  if (asked.length === 0) return;
  const { kept } = await step.selectFrom('photographs').select(({ fn }) => fn.countAll<number>().as('kept')).where('sha256', 'in', asked).executeTakeFirstOrThrow();
  if (Number(kept) < asked.length) throw new AnalysisError('request.conflict', 'A photograph of this comparison was erased meanwhile.', { hint: 'Compare the photographs that are left, or upload it again.' });
}
