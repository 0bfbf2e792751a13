import { findPerson } from './accounts.js';
import { AnalysisError } from '../errors.js';
import { resultDigest } from './audit.js';
import { hashSecret, makeSecret } from './passwords.js';
import type { Person } from './person.js';
import type { StudyStore } from './study-store.js';
import type { TokenRow } from './tables/account-rows.js';

/** A secret word with which a program acts for an account, told once and kept as a hash. */
export interface NewToken { readonly secret: string; readonly until: string }

const dayMs = 86_400_000;

/**
 * Adds a token for an account.
 * @param token  `name` tells it from others of the account; `readsOnly` lets it look and change nothing; `days` is how long it is good.
 * @throws AnalysisError `request.notFound` for no open account; `request.conflict` for a name that is taken.
 */
export function addToken({ change }: StudyStore, actor: string, account: string, { name, readsOnly, days }: { name: string; readsOnly: boolean; days: number }): Promise<NewToken> {
  const secret = makeSecret();
  return change(actor, async (step, record, now) => {
    const owner = await step.selectFrom('accounts').select('id').where('id', '=', account).where('closed_at', 'is', null).executeTakeFirst();
    if (owner === undefined) throw new AnalysisError('request.notFound', 'There is no such account.');
    const same = await step.selectFrom('tokens').select('hash').where('account', '=', account).where('name', '=', name).executeTakeFirst();
    if (same !== undefined) throw new AnalysisError('request.conflict', 'The account has a token of this name.', { hint: 'Revoke that one first, or choose another name.' });
    const until = new Date(Date.parse(now) + days * dayMs).toISOString();
    const hash = hashSecret(secret);
    await step.insertInto('tokens').values({ hash, account, name, reads_only: readsOnly ? 1 : 0, until, added_at: now }).execute();
    await record({ action: 'token.add', object: `account:${account}`, after: { name, readsOnly, until, hashSha256: resultDigest(hash) } });
    return { secret, until };
  });
}

/** Takes a token back; it is good for nothing from then on. @throws AnalysisError `request.notFound`. */
export function revokeToken({ change }: StudyStore, actor: string, account: string, name: string): Promise<void> {
  return change(actor, async (step, record) => {
    const { numDeletedRows } = await step.deleteFrom('tokens').where('account', '=', account).where('name', '=', name).executeTakeFirst();
    if (numDeletedRows === 0n) throw new AnalysisError('request.notFound', 'The account has no token of this name.', { hint: '`trichoscore account list` shows those that it has.' });
    await record({ action: 'token.revoke', object: `account:${account}`, after: { name } });
  });
}

/** For whom a program acts that sends this word; null when it never was a token, was taken back, has run out, or its account was closed. */
export async function findTokenPerson(store: StudyStore, secret: string, now = Date.now()): Promise<Person | null> {
  const row = await store.database.selectFrom('tokens').select(['account', 'reads_only', 'until']).where('hash', '=', hashSecret(secret)).executeTakeFirst();
  if (row === undefined || Date.parse(row.until) <= now) return null;
  const person = await findPerson(store, row.account);
  return person === null || row.reads_only === 0 ? person : { ...person, readsOnly: true };
}

/** The tokens of an account, those that have run out too, by name. */
export function listTokens({ database }: StudyStore, account: string): Promise<TokenRow[]> {
  return database.selectFrom('tokens').selectAll().where('account', '=', account).orderBy('name').execute();
}
