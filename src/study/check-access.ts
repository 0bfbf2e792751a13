import { type Kysely, sql } from 'kysely';
import { resultDigest } from './audit.js';
import { nameDifferences, type Written } from './name-differences.js';
import { pages, portion } from './pages.js';
import type { StudyTables } from './tables.js';

/** What an entry of the trail says; null where its contents were erased. */
interface Entry { readonly actor: string; readonly action: string; readonly object: string; readonly said: Written | null }

/** Who may see what, as the trail says that it was left. Accounts and studies by id, tokens by account and name. */
export interface Access {
  /** Ids of accounts by their names, which they keep. */
  readonly accounts: Map<string, string>;
  /** sha256 of what is kept of a password; left out where an earlier program wrote the entry. */
  readonly passwords: Map<string, unknown>;
  readonly invitations: Map<string, unknown>;
  readonly tokens: Map<string, Written>;
  /** By account and study: whether the one belongs to the other. */
  readonly members: Map<string, boolean>;
  /** Of each study who added it, and whether that was before there were accounts. */
  readonly founders: Map<string, { readonly actor: string; readonly isEarly: boolean }>;
  readonly retention: Map<string, unknown>;
  /** Whether visits were erased whose studies nobody can tell any more. */
  areVisitsErased: boolean;
  /** Photographs that were uploaded before there were accounts: they are the first one's from then on. */
  readonly early: Set<string>;
  /** Through whom photographs are known without an entry, as far as the trail was read: sha256, and the name of an account or `study:ID`. */
  readonly held: Set<string>;
  /** The study of each area. */
  readonly studies: Map<string, string>;
}

const both = (one: string, other: unknown): string => `${one} ${String(other)}`;

/** Reads through whom photographs are known, before the trail: whatever is written later brings its entry with it. */
export async function beginAccess(database: Kysely<StudyTables>, tables: ReadonlySet<string> | null): Promise<Access> {
  const access: Access = {
    accounts: new Map(), passwords: new Map(), invitations: new Map(), tokens: new Map(), members: new Map(), founders: new Map(), retention: new Map(), areVisitsErased: false, early: new Set(), held: new Set(), studies: new Map(),
  };
  if (tables !== null && !tables.has('holdings')) return access;
  const names = new Map((await database.selectFrom('accounts').select(['id', 'name']).execute()).map(({ id, name }) => [`account:${id}`, name]));
  const holdings = ([photograph, holder]: readonly [string, string]): Promise<{ photograph: string; holder: string }[]> => database.selectFrom('holdings').select(['photograph', 'holder'])
    .where(sql<boolean>`(photograph, holder) > (${photograph}, ${holder})`).orderBy('photograph').orderBy('holder').limit(portion).execute();
  for await (const { photograph, holder } of pages(holdings, ['', ''] as const, (row) => [row.photograph, row.holder] as const)) {
    // Whoever sits alone at the machine sees all photographs, held or not, and nobody is shown any for an account that is not there.
    const known = holder.startsWith('study:') ? holder : names.get(holder);
    if (known !== undefined) access.held.add(both(photograph, known));
  }
  const areas = (last: string): Promise<{ id: string; study: string }[]> => database.selectFrom('target_areas').innerJoin('subjects', 'subjects.id', 'target_areas.subject').select(['target_areas.id', 'subjects.study'])
    .where('target_areas.id', '>', last).orderBy('target_areas.id').limit(portion).execute();
  for await (const { id, study } of pages(areas, '', (row) => row.id)) access.studies.set(id, study);
  return access;
}

/** Notes what an entry of the trail says of who may see what. */
export function noteAccess(access: Access, { actor, action, object, said }: Entry): void {
  const { accounts, passwords, invitations, tokens, members, founders, retention, early, held, studies } = access, id = object.slice(object.indexOf(':') + 1);
  if (action === 'account.add' && said !== null) {
    if (accounts.size === 0) for (const photograph of early) held.delete(both(photograph, said['name']));
    accounts.set(String(said['name']), id);
    invitations.set(id, null);
  }
  if (action === 'account.add' || action === 'account.password') passwords.set(id, said?.['passwordSha256']);
  if (action === 'account.invite') invitations.set(id, said?.['until']);
  if (action === 'account.password' || (action === 'account.change' && said?.['isClosed'] === true)) invitations.set(id, null);
  if (action === 'token.add' && said !== null) tokens.set(both(id, said['name']), said);
  if (action === 'token.revoke' && said !== null) tokens.delete(both(id, said['name']));
  if (action === 'study.add') founders.set(id, { actor, isEarly: accounts.size === 0 });
  if ((action === 'study.join' || action === 'study.leave') && said !== null) members.set(both(String(said['account']), id), action === 'study.join');
  if (action === 'retention.set') retention.set(object === 'retention:noStudy' ? 'noStudy' : object, said?.['days']);
  if (action === 'photograph.upload') {
    held.delete(both(id, actor));
    if (accounts.size === 0) early.add(id);
  }
  if (action === 'timepoint.add') {
    if (said === null) access.areVisitsErased = true;
    else held.delete(both(String(said['photograph']), `study:${studies.get(String(said['target_area'])) ?? ''}`));
  }
}

/**
 * Accounts have to have the passwords and invitations that they were given, and nobody else has tokens, belongs to a study or has a photograph than the trail says.
 * Earlier programs wrote no entries where somebody belonged to a study from its beginning, and none said what a password was: whoever added a study may belong to it, and the first account to what was there before.
 * @returns A sentence for each that is another.
 */
export async function checkAccess(database: Kysely<StudyTables>, access: Access, tables: ReadonlySet<string> | null): Promise<string[]> {
  const has = (table: string): boolean => tables === null || tables.has(table), faults: string[] = [];
  if (has('accounts')) faults.push(...await checkSecrets(database, access, has('tokens')), ...await checkMembers(database, access));
  if (has('retention')) {
    const rows = new Map((await database.selectFrom('retention').select(['scope', 'days']).execute()).map(({ scope, days }) => [scope, days]));
    for (const scope of new Set([...rows.keys(), ...access.retention.keys()])) {
      // Whose study was erased has no rule any more.
      if (scope !== 'noStudy' && access.retention.has(scope) && access.retention.get(scope) === undefined && !rows.has(scope)) continue;
      const days = access.retention.get(scope) ?? null;
      if (String(rows.get(scope) ?? null) !== String(days)) faults.push(`How long photographs are kept is not as the audit trail says that it was set (${scope}).`);
    }
  }
  return faults;
}

/** Photographs that somebody was let see without an entry; where visits were erased, nobody can say whether a study had had them. */
export function findUnentitled({ held, areVisitsErased }: Access): number {
  return [...held].filter((each) => !areVisitsErased || !/^\S+ study:/.test(each)).length;
}

async function checkSecrets(database: Kysely<StudyTables>, { passwords, invitations, tokens }: Access, hasTokens: boolean): Promise<string[]> {
  const faults: string[] = [];
  for (const { id, password, invited_until: invitation } of await database.selectFrom('accounts').select(['id', 'password', 'invited_until']).execute()) {
    const said: Written = { password: passwords.get(id), invitation: invitations.get(id) };
    faults.push(...nameDifferences(`Account ${id}`, { password: password === null ? null : resultDigest(password), invitation }, said));
  }
  if (!hasTokens) return faults;
  const left = new Set(tokens.keys());
  for (const { account, name, hash, reads_only: readsOnly, until } of await database.selectFrom('tokens').selectAll().execute()) {
    const said = tokens.get(both(account, name)), what = `A token of account ${account}`;
    left.delete(both(account, name));
    if (said === undefined) faults.push(`${what} has no entry in the audit trail.`);
    else faults.push(...nameDifferences(what, { secret: resultDigest(hash), until, rights: Number(readsOnly) === 1 }, { secret: said['hashSha256'], until: said['until'], rights: said['readsOnly'] }));
  }
  return [...faults, ...[...left].map((key) => `A token of account ${key.slice(0, key.indexOf(' '))} is missing, although the audit trail has it.`)];
}

async function checkMembers(database: Kysely<StudyTables>, { accounts, members, founders }: Access): Promise<string[]> {
  const faults: string[] = [], there = new Set<string>(), [first] = accounts.values(), names = new Map([...accounts].map(([name, id]) => [id, name]));
  const read = ([account, study]: readonly [string, string]): Promise<{ account: string; study: string }[]> => database.selectFrom('memberships').selectAll()
    .where(sql<boolean>`(account, study) > (${account}, ${study})`).orderBy('account').orderBy('study').limit(portion).execute();
  for await (const { account, study } of pages(read, ['', ''] as const, (row) => [row.account, row.study] as const)) {
    const key = both(account, study), belongs = members.get(key), founder = founders.get(study);
    there.add(key);
    const isOfEarlierProgram = belongs === undefined && (founder?.actor === names.get(account) || (founder?.isEarly === true && account === first));
    if (belongs !== true && !isOfEarlierProgram) faults.push(`Account ${account} belongs to study ${study}, although the audit trail does not say so.`);
  }
  const studies = new Set((await database.selectFrom('studies').select('id').execute()).map(({ id }) => id));
  for (const [key, belongs] of members) {
    const [account, study] = key.split(' ') as [string, string];
    if (belongs && !there.has(key) && studies.has(study)) faults.push(`Account ${account} does not belong to study ${study}, although the audit trail says so.`);
  }
  return faults;
}
