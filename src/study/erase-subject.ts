import { rm } from 'node:fs/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import { AnalysisError } from '../errors.js';
import { tombstoneOf } from './audit.js';
import { deleteWithDependents } from './delete-dependents.js';
import { checkPath, originalPath, picturePath } from './originals.js';
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
 * Erases a person: originals, pictures made of them, measurements, comparisons and their place in the queue, areas, treatments, and the contents of
 * audit entries that name any of it. The trail keeps who did what and when, and that the contents were erased; it holds together as before.
 * Copies that were made earlier (backups, exports, reports handed over) are not reached.
 *
 * @param subject  Its id.
 * @throws AnalysisError `request.notFound`.
 */
export async function eraseSubject(store: StudyStore, actor: string, subject: string, reason: string): Promise<Erasure> {
  const erased = await store.change(actor, async (step, record) => {
    const row = await step.selectFrom('subjects').selectAll().where('id', '=', subject).executeTakeFirst();
    if (row === undefined) throw new AnalysisError('request.notFound', 'There is no such subject.');
    const areas = (await step.selectFrom('target_areas').select('id').where('subject', '=', subject).execute()).map(({ id }) => id);
    const { own, kept } = await findPhotographs(step, areas);
    const comparisons = await findComparisons(step, new Set(own));
    const made = (await step.selectFrom('measurements').select('id').where('photograph', 'in', own).execute()).map(({ id }) => id);
    const treatments = (await step.selectFrom('treatments').select('id').where('subject', '=', subject).execute()).map(({ id }) => id);
    await deleteWithDependents(step, store.isShared, 'comparisons', 'id', comparisons);
    await deleteWithDependents(step, store.isShared, 'subjects', 'id', [subject]);
    await deleteWithDependents(step, store.isShared, 'photographs', 'sha256', own);
    await eraseEntries(step, [subject, ...areas, ...own, ...comparisons, ...made, ...treatments]);
    await record({ action: 'subject.erase', object: `subject:${subject}`, after: { reason, photographs: own.length, measurements: made.length, comparisons: comparisons.length } });
    return { own, outcome: { photographs: own.length, measurements: made.length, comparisons: comparisons.length, keptPhotographs: kept.length } };
  });
  await removeFiles(store, erased.own);
  // PostgreSQL clears its pages by itself (autovacuum); other machines drop their copies at their next sweep.
  if (!store.isShared) await forget(store.database);
  return erased.outcome;
}

/** Photographs that are or ever were in a series of these areas; those that another person's series holds are kept. */
async function findPhotographs(step: Transaction<StudyTables>, areas: readonly string[]): Promise<{ own: string[]; kept: string[] }> {
  const known = new Set((await step.selectFrom('photographs').select('sha256').execute()).map(({ sha256 }) => sha256)), found = new Set<string>();
  for (const { photograph } of await step.selectFrom('timepoints').select('photograph').where('target_area', 'in', areas).execute()) found.add(photograph);
  for (const { after } of await step.selectFrom('audit').select('after').where('action', '=', 'timepoint.add').execute()) {
    const { target_area, photograph } = JSON.parse(after ?? '{}') as { target_area?: string; photograph?: string };
    if (target_area !== undefined && photograph !== undefined && areas.includes(target_area) && known.has(photograph)) found.add(photograph);
  }
  const elsewhere = new Set((await step.selectFrom('timepoints').select('photograph').where('target_area', 'not in', areas).execute()).map(({ photograph }) => photograph));
  return { own: [...found].filter((sha256) => !elsewhere.has(sha256)).sort(), kept: [...found].filter((sha256) => elsewhere.has(sha256)) };
}

/** Comparisons that one of these photographs is part of. */
async function findComparisons(step: Transaction<StudyTables>, photographs: ReadonlySet<string>): Promise<string[]> {
  const rows = await step.selectFrom('comparisons').select(['id', 'request']).execute();
  return rows.filter(({ request }) => (request.match(/[0-9a-f]{64}/g) ?? []).some((sha256) => photographs.has(sha256))).map(({ id }) => id);
}

/** Takes the contents out of every entry that names one of these; what was done to which of them, when and by whom, stays. */
async function eraseEntries(step: Transaction<StudyTables>, names: readonly string[]): Promise<void> {
  for (let last = 0; ;) {
    const entries = await step.selectFrom('audit').select(['number', 'object', 'before', 'after']).where('number', '>', last).orderBy('number').limit(1000).execute();
    if (entries.length === 0) return;
    for (const { number, object, before, after } of entries) {
      last = number;
      const text = `${object} ${before ?? ''} ${after ?? ''}`;
      if ((before === null && after === null) || !names.some((name) => text.includes(name))) continue;
      await step.updateTable('audit').set({ before: tombstoneOf(before), after: tombstoneOf(after) }).where('number', '=', number).execute();
    }
  }
}

/** Files whose row is gone are unreachable; a run that was killed before they were removed is made good by the next erasure or named by `verify`. */
async function removeFiles({ folders, originals, isShared }: StudyStore, photographs: readonly string[]): Promise<void> {
  for (const sha256 of photographs) {
    if (isShared) await originals.remove(sha256);
    for (const file of [originalPath(folders, sha256), picturePath(folders, sha256, 'display'), picturePath(folders, sha256, 'report'), checkPath(folders, sha256)]) {
      await rm(file, { force: true }).catch((cause: unknown) => { throw new AnalysisError('output.unwritable', 'A file of the erased person could not be removed.', { hint: 'The database no longer knows it; `trichoscore verify` names what is left over. Remove it by hand.', cause }); });
    }
  }
}

/** Rewrites the database file, so that nothing of what was deleted is left in its free pages or in the log beside it. */
async function forget(database: Kysely<StudyTables>): Promise<void> {
  await sql`vacuum`.execute(database);
  await sql`pragma wal_checkpoint(truncate)`.execute(database);
}
