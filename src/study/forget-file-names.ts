import type { Transaction } from 'kysely';
import type { StudyTables } from './tables.js';

/**
 * Gives photographs that outlive a person of a study, or a study, the file names that others know them by: their own may name who was erased. Done when its visits are gone.
 * The entry of the upload, and what was measured already, keep the first name: they are what verifies the photograph and its results.
 */
export async function forgetFileNames(step: Transaction<StudyTables>, study: string, photographs: readonly string[]): Promise<void> {
  const holder = `study:${study}`;
  for (const sha256 of photographs) {
    const kept = await step.selectFrom('photographs').select(['name', 'format']).where('sha256', '=', sha256).executeTakeFirst();
    // Whoever else had it was erased since it was looked for.
    if (kept === undefined) continue;
    const { name: first, format } = kept, neutral = `${sha256.slice(0, 12)}.${format}`;
    const visits = await step.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').innerJoin('subjects', 'subjects.id', 'target_areas.subject')
      .select(['timepoints.name', 'subjects.study']).where('timepoints.photograph', '=', sha256).orderBy('timepoints.name').execute();
    const inStudy = visits.find((visit) => visit.study === study)?.name ?? neutral;
    await step.updateTable('holdings').set({ name: inStudy }).where('photograph', '=', sha256).where('holder', '=', holder).execute();
    const elsewhere = await step.selectFrom('holdings').select('name').where('photograph', '=', sha256).where('holder', 'like', 'study:%').where('holder', '!=', holder).execute();
    if ([...visits, ...elsewhere].some(({ name }) => name === first)) continue;
    await step.updateTable('holdings').set({ name: neutral }).where('photograph', '=', sha256).where('holder', 'like', 'account:%').where('name', '=', first).execute();
    await step.updateTable('photographs').set({ name: neutral }).where('sha256', '=', sha256).execute();
  }
}
