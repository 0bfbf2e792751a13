import { createHash, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { AnalysisError } from '../errors.js';
import { type Act, resultDigest } from './audit.js';
import { holderOf } from './holdings.js';
import { hashSecret, makeSecret } from './passwords.js';
import { localPerson, type Person } from './person.js';
import type { StudyStore } from './study-store.js';
import type { AccountRow, Role } from './tables/account-rows.js';
import type { StudyTables } from './tables.js';

/** How long the link for a first or a new password is good for. */
const invitationHours = 72;

/** A one-time word with which its receiver chooses a password. It is told once and kept as a hash. */
export interface Invitation { readonly secret: string; readonly until: string }

const nobody = (): AnalysisError => new AnalysisError('request.notFound', 'There is no such account.');

export async function hasAccounts({ database }: StudyStore): Promise<boolean> {
  return await database.selectFrom('accounts').select('id').limit(1).executeTakeFirst() !== undefined;
}

/** Whether somebody could let others in: an open administrator's account with a password, or with a link for choosing one. */
export async function hasAdministrator({ database }: StudyStore): Promise<boolean> {
  return await database.selectFrom('accounts').select('id').where('role', '=', 'administrator').where('closed_at', 'is', null)
    .where(({ or, eb }) => or([eb('password', 'is not', null), eb('invited_until', '>', new Date().toISOString())])).limit(1).executeTakeFirst() !== undefined;
}

/**
 * Adds an account. The first has to be an administrator's; what was kept on the machine until then is theirs from now on.
 * @param password  Hashed; null for somebody who chooses it by invitation.
 */
export function addAccount({ change }: StudyStore, actor: string, { name, role, password }: { name: string; role: Role; password: string | null }): Promise<AccountRow> {
  return change(actor, async (step, record, now) => {
    const others = await step.selectFrom('accounts').select('name').execute();
    if (others.some((other) => other.name.toLowerCase() === name.toLowerCase())) throw new AnalysisError('request.conflict', 'An account of this name is there already.', { hint: 'Choose another name; names of closed accounts stay taken, because the audit trail holds them.' });
    if (others.length === 0 && role !== 'administrator') throw new AnalysisError('request.conflict', 'The first account has to be an administrator’s.', { hint: 'Add it with --role administrator; the others can be added in the application then.' });
    const row: AccountRow = { id: randomUUID(), name, role, password, invitation: null, invited_until: null, closed_at: null, added_at: now };
    await step.insertInto('accounts').values(row).execute();
    await record({ action: 'account.add', object: `account:${row.id}`, after: { name, role, passwordSha256: password === null ? null : resultDigest(password) } });
    if (others.length === 0) await handOver(step, record, row);
    return row;
  });
}

/** Photographs and studies from before there were accounts. */
async function handOver(step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, account: AccountRow): Promise<void> {
  await step.updateTable('holdings').set({ holder: holderOf({ ...localPerson, id: account.id }) }).where('holder', '=', holderOf(localPerson)).execute();
  for (const { id } of await step.selectFrom('studies').select('id').execute()) await join(step, record, account.id, id);
}

/** Lets an account belong to a study. */
export async function join(step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, account: string, study: string): Promise<void> {
  await step.insertInto('memberships').values({ account, study }).execute();
  await record({ action: 'study.join', object: `study:${study}`, after: { account } });
}

/** A new word for choosing a password; an earlier one is no longer good. */
export function invite({ change }: StudyStore, actor: string, id: string): Promise<Invitation> {
  const secret = makeSecret();
  return change(actor, async (step, record, now) => {
    const until = new Date(Date.parse(now) + invitationHours * 3_600_000).toISOString();
    const { numUpdatedRows } = await step.updateTable('accounts').set({ invitation: hashSecret(secret), invited_until: until }).where('id', '=', id).where('closed_at', 'is', null).executeTakeFirst();
    if (numUpdatedRows === 0n) throw nobody();
    await record({ action: 'account.invite', object: `account:${id}`, after: { until } });
    return { secret, until };
  });
}

/** The open account that an invitation is for; null when it was used, has run out, or never was. */
export async function findInvited({ database }: Pick<StudyStore, 'database'>, secret: string): Promise<AccountRow | null> {
  const row = await database.selectFrom('accounts').selectAll().where('invitation', '=', hashSecret(secret)).where('closed_at', 'is', null).executeTakeFirst();
  return row === undefined || row.invited_until! < new Date().toISOString() ? null : row;
}

/** Sets a hashed password for an invitation, which is used up by it. @returns null when it was used in the meantime. */
export function acceptInvitation({ change }: StudyStore, secret: string, password: string): Promise<AccountRow | null> {
  return change('program', async (step, record) => {
    const row = await findInvited({ database: step }, secret);
    if (row !== null) await choosePassword(step, row.id, password, record);
    return row;
  });
}

/** Sets a hashed password; an invitation that is open is no longer good. */
export function setPassword({ change }: StudyStore, actor: string, id: string, password: string): Promise<void> {
  return change(actor, (step, record) => choosePassword(step, id, password, record));
}

async function choosePassword(step: Transaction<StudyTables>, id: string, password: string, record: (act: Act) => Promise<void>): Promise<void> {
  await step.updateTable('accounts').set({ password, invitation: null, invited_until: null }).where('id', '=', id).execute();
  await record({ action: 'account.password', object: `account:${id}`, after: { passwordSha256: resultDigest(password) } });
}

/**
 * Gives another role, or closes or opens an account.
 * @param seen  The `stateOf` it that the change was made on; null to change it whatever it is now.
 * @throws AnalysisError `request.outdated` when somebody changed it meanwhile, `request.conflict` when no administrator would be left.
 */
export function changeAccount({ change }: StudyStore, actor: string, id: string, { role, isClosed }: { role?: Role | undefined; isClosed?: boolean | undefined }, seen: string | null = null): Promise<AccountRow> {
  return change(actor, async (step, record, now) => {
    const row = await step.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw nobody();
    if (seen !== null && seen !== stateOf(row)) throw new AnalysisError('request.outdated', `Somebody has changed the account ${row.name} in the meantime.`);
    const closed = isClosed === undefined ? row.closed_at : isClosed ? row.closed_at ?? now : null;
    const next = { ...row, role: role ?? row.role, closed_at: closed };
    // An account that is closed takes its invitation along.
    if (closed !== null) Object.assign(next, { invitation: null, invited_until: null });
    await step.updateTable('accounts').set(next).where('id', '=', id).execute();
    const left = await step.selectFrom('accounts').select('id').where('role', '=', 'administrator').where('closed_at', 'is', null).where('password', 'is not', null).executeTakeFirst();
    if (left === undefined) throw new AnalysisError('request.conflict', 'No administrator would be left.', { hint: 'Make somebody else an administrator first.' });
    const shown = ({ role, closed_at }: AccountRow): object => ({ role, isClosed: closed_at !== null });
    await record({ action: 'account.change', object: `account:${id}`, before: shown(row), after: shown(next) });
    // And its tokens, which would be good again when it is opened; earlier programs left them to accounts that are closed.
    if (row.closed_at === null && closed === null) return next;
    for (const { name } of await step.deleteFrom('tokens').where('account', '=', id).returning('name').execute()) await record({ action: 'token.revoke', object: `account:${id}`, after: { name } });
    return next;
  });
}

/** What of an account can be changed, as a short tag: the same as long as nobody changes it. */
export function stateOf({ id, role, closed_at }: AccountRow): string {
  return `"${createHash('sha256').update(JSON.stringify([id, role, closed_at])).digest('base64url').slice(0, 22)}"`;
}

/** Lets an account belong to a study, or no longer. */
export function setMembership({ change }: StudyStore, actor: string, account: string, study: string, belongs: boolean): Promise<void> {
  return change(actor, async (step, record) => {
    if (await step.selectFrom('accounts').select('id').where('id', '=', account).executeTakeFirst() === undefined) throw nobody();
    if (await step.selectFrom('studies').select('id').where('id', '=', study).executeTakeFirst() === undefined) throw new AnalysisError('request.notFound', 'There is no such study.');
    const before = await step.selectFrom('memberships').select('study').where('account', '=', account).where('study', '=', study).executeTakeFirst() !== undefined;
    if (before === belongs) return;
    if (belongs) return join(step, record, account, study);
    await step.deleteFrom('memberships').where('account', '=', account).where('study', '=', study).execute();
    await record({ action: 'study.leave', object: `study:${study}`, after: { account } });
  });
}

export async function findAccountByName({ database }: StudyStore, name: string): Promise<AccountRow | null> {
  return await database.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst() ?? null;
}

/** The person of an open account; null when it was closed or never was. */
export async function findPerson({ database }: StudyStore, id: string): Promise<Person | null> {
  const row = await database.selectFrom('accounts').select(['id', 'name', 'role']).where('id', '=', id).where('closed_at', 'is', null).executeTakeFirst();
  return row ?? null;
}

/** All accounts by name, each with the studies it belongs to. */
export async function listAccounts({ database }: StudyStore): Promise<(AccountRow & { studies: string[] })[]> {
  const accounts = await database.selectFrom('accounts').selectAll().orderBy('name').execute();
  const memberships = await database.selectFrom('memberships').selectAll().execute();
  return accounts.map((row) => ({ ...row, studies: memberships.filter(({ account }) => account === row.id).map(({ study }) => study) }));
}
