import type { Transaction } from 'kysely';
import { AnalysisError } from '../errors.js';
import type { Act } from './audit.js';
import { hold, holderOf, isHeldByStudyOf } from './holdings.js';
import { isLaterDay } from './local-day.js';
import { localPerson, type Person } from './person.js';
import type { StudyStore } from './study-store.js';
import type { PhotographRow } from './tables/photograph-rows.js';
import type { StudyTables } from './tables.js';

/**
 * Remembers a photograph whose original is in its place already.
 * The first upload of a day counts anew how long it is kept.
 * @param check  Throws where the original is not there after all; asked when nobody can remove it any more.
 * @returns Whether it was new to this person; that others have it is not told.
 */
export function rememberPhotograph({ change, holdPhotograph }: StudyStore, actor: string, photograph: Omit<PhotographRow, 'uploaded_at'>, person: Person = localPerson, check: () => Promise<void> = async () => undefined): Promise<boolean> {
  return change(actor, async (step, record, now) => {
    const known = await step.selectFrom('photographs').select(['uploaded_at', 'captured_at']).where('sha256', '=', photograph.sha256).executeTakeFirst(), isAgain = known !== undefined && isLaterDay(now, known.uploaded_at);
    if (known === undefined) await step.insertInto('photographs').values({ ...photograph, uploaded_at: now }).execute();
    else if (isAgain) await step.updateTable('photographs').set({ uploaded_at: now }).where('sha256', '=', photograph.sha256).execute();
    const isNew = !await isHeldByStudyOf(step, photograph.sha256, person) && await hold(step, photograph.sha256, holderOf(person), photograph.name);
    if (!isNew && !isAgain) return false;
    const { name, format, bytes, width, height } = photograph;
    // A later program may read another time from the same file; what is kept stays.
    const { captured_at } = known ?? photograph;
    await record({ action: 'photograph.upload', object: `photograph:${photograph.sha256}`, after: { name, format, bytes, width, height, captured_at } });
    return isNew;
  }, async (step) => {
    await holdPhotograph(step, photograph.sha256);
    await check();
  });
}

export async function findPhotograph({ database }: StudyStore, sha256: string): Promise<PhotographRow | null> {
  return await database.selectFrom('photographs').selectAll().where('sha256', '=', sha256).executeTakeFirst() ?? null;
}

/** @throws AnalysisError `request.conflict` when the original is not there: it was erased since it was put in its place. */
export async function requireOriginal({ originals }: StudyStore, sha256: string): Promise<void> {
  if (!await originals.has(sha256)) throw new AnalysisError('request.conflict', 'This photograph was erased while it was uploaded.', { hint: 'Upload it again.' });
}

/** A file name that says nothing of whom the photograph shows. */
export const neutralName = ({ sha256, format }: Pick<PhotographRow, 'sha256' | 'format'>): string => `${sha256.slice(0, 12)}.${format}`;

/** A photograph that is not kept yet. */
export type NewPhotograph = Omit<PhotographRow, 'uploaded_at'>;

/** Enters photographs in the change that needs them; one that is kept already is left as it is. Their originals are in their places, and nobody else adds or removes them meanwhile. */
export async function enterPhotographs(step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, now: string, photographs: readonly NewPhotograph[]): Promise<void> {
  for (const photograph of photographs) {
    const { sha256, name, format, bytes, width, height, captured_at } = photograph;
    if (await step.selectFrom('photographs').select('sha256').where('sha256', '=', sha256).executeTakeFirst() !== undefined) continue;
    await step.insertInto('photographs').values({ ...photograph, uploaded_at: now }).execute();
    await hold(step, sha256, holderOf(localPerson), name);
    await record({ action: 'photograph.upload', object: `photograph:${sha256}`, after: { name, format, bytes, width, height, captured_at } });
  }
}
