import { sql } from 'kysely';
import type { StudyStore } from './study-store.js';

/** How long a session may go unused, and how long it may last, milliseconds. */
export interface SessionLimits { readonly idleMs: number; readonly wholeMs: number }

/** The clock of the database, seconds since 1970: the same for all machines that share it. */
const now = sql<number>`extract(epoch from now())::double precision`;
/** Use is noted this often at most, seconds. */
const noteEverySeconds = 60;

/** Keeps a session in the database that several machines share (PostgreSQL), under the hash of its secret. */
export async function beginSession({ database }: StudyStore, hash: string, account: string, { wholeMs }: SessionLimits): Promise<void> {
  await database.deleteFrom('sessions').where('begun_at', '<', sql<number>`${now} - ${wholeMs / 1000}`).execute();
  await database.insertInto('sessions').values({ hash, account, begun_at: now, used_at: now }).execute();
}

/** @returns The account of a session that has not ended; null for every other. @param watching  Whether looking is no use of it. */
export async function findSession({ database }: StudyStore, hash: string, { idleMs, wholeMs }: SessionLimits, watching: boolean): Promise<string | null> {
  const row = await database.selectFrom('sessions').select(['account', sql<number>`${now} - used_at`.as('idle')]).where('hash', '=', hash)
    .where(sql<boolean>`${now} - used_at <= ${idleMs / 1000} and ${now} - begun_at <= ${wholeMs / 1000}`).executeTakeFirst();
  if (row === undefined) return null;
  if (!watching && row.idle > noteEverySeconds) await database.updateTable('sessions').set({ used_at: now }).where('hash', '=', hash).execute();
  return row.account;
}

export async function endSession({ database }: StudyStore, hash: string): Promise<void> {
  await database.deleteFrom('sessions').where('hash', '=', hash).execute();
}

/** Ends all sessions of an account but one. */
export async function endOtherSessions({ database }: StudyStore, account: string, but: string | null): Promise<void> {
  await database.deleteFrom('sessions').where('account', '=', account).$if(but !== null, (query) => query.where('hash', '!=', but)).execute();
}
