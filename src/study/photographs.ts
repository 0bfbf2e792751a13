import type { PhotographRow } from './tables.js';
import type { StudyStore } from './study-store.js';

/** Remembers a photograph whose original is in its place already. @returns Whether it was new. */
export function rememberPhotograph({ change }: StudyStore, actor: string, photograph: Omit<PhotographRow, 'uploaded_at'>): Promise<boolean> {
  return change(actor, async (step, record, now) => {
    const known = await step.selectFrom('photographs').select('sha256').where('sha256', '=', photograph.sha256).executeTakeFirst();
    if (known !== undefined) return false;
    await step.insertInto('photographs').values({ ...photograph, uploaded_at: now }).execute();
    const { name, format, bytes, width, height } = photograph;
    await record({ action: 'photograph.upload', object: `photograph:${photograph.sha256}`, after: { name, format, bytes, width, height } });
    return true;
  });
}

export async function findPhotograph({ database }: StudyStore, sha256: string): Promise<PhotographRow | null> {
  return await database.selectFrom('photographs').selectAll().where('sha256', '=', sha256).executeTakeFirst() ?? null;
}
