import { AnalysisError } from '../errors.js';
import type { StudyStore } from './study-store.js';
import type { StudyRow } from './tables/study-rows.js';

/** What of a study can be changed; what is left out stays. */
export interface StudyChange {
  readonly name?: string | undefined;
  /** Put away below the others, as finished, or taken back. Nothing of it changes. */
  readonly isArchived?: boolean | undefined;
}

/**
 * Calls a study something else, puts it away, or takes it back; the trail keeps what it was before.
 * @throws AnalysisError `request.notFound`; `request.conflict` where another study has the name.
 */
export function changeStudy({ change }: StudyStore, actor: string, id: string, { name, isArchived }: StudyChange): Promise<StudyRow> {
  return change(actor, async (step, record, now) => {
    const row = await step.selectFrom('studies').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AnalysisError('request.notFound', 'There is no such study.');
    const archivedAt = isArchived === undefined ? row.archived_at : isArchived ? row.archived_at ?? now : null, next: StudyRow = { ...row, name: name ?? row.name, archived_at: archivedAt };
    if (next.name === row.name && next.archived_at === row.archived_at) return row;
    if (next.name !== row.name && await step.selectFrom('studies').select('id').where('name', '=', next.name).executeTakeFirst() !== undefined) throw new AnalysisError('request.conflict', 'A study of this name is there already.', { hint: 'Choose another name.' });
    await step.updateTable('studies').set({ name: next.name, archived_at: next.archived_at }).where('id', '=', id).execute();
    const shown = (study: StudyRow): object => ({ name: study.name, isArchived: study.archived_at !== null });
    await record({ action: 'study.change', object: `study:${id}`, before: shown(row), after: shown(next) });
    return next;
  });
}
