import { hold, holderOf } from './holdings.js';
import { localPerson, type Person } from './person.js';
import type { StudyStore } from './study-store.js';
import type { PhotographRow } from './tables.js';

/** Remembers a photograph whose original is in its place already. @returns Whether it was new to this person; that others have it is not told. */
export function rememberPhotograph({ change }: StudyStore, actor: string, photograph: Omit<PhotographRow, 'uploaded_at'>, person: Person = localPerson): Promise<boolean> {
  return change(actor, async (step, record, now) => {
    const known = await step.selectFrom('photographs').select('sha256').where('sha256', '=', photograph.sha256).executeTakeFirst();
    if (known === undefined) await step.insertInto('photographs').values({ ...photograph, uploaded_at: now }).execute();
    if (!await hold(step, photograph.sha256, holderOf(person), photograph.name)) return false;
    const { name, format, bytes, width, height } = photograph;
    await record({ action: 'photograph.upload', object: `photograph:${photograph.sha256}`, after: { name, format, bytes, width, height } });
    return true;
  });
}

export async function findPhotograph({ database }: StudyStore, sha256: string): Promise<PhotographRow | null> {
  return await database.selectFrom('photographs').selectAll().where('sha256', '=', sha256).executeTakeFirst() ?? null;
}
