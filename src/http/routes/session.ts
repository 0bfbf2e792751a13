import { Router } from 'express';
import { AnalysisError } from '../../errors.js';
import { acceptInvitation, findAccountByName, findInvited, hasAccounts, setPassword } from '../../study/accounts.js';
import { accountNameSchema } from '../../study/account-name.js';
import { checkPassword, hashPassword, isPassword } from '../../study/passwords.js';
import type { Person } from '../../study/person.js';
import { changePasswordSchema, invitationRequestSchema, signInSchema } from '../account-requests.js';
import { createAttemptLimit } from '../attempt-limit.js';
import { personOf } from '../authorise.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import { rightsOfRoles } from '../rights.js';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from '../session-cookie.js';

/** Wrong passwords for one name; from one address there may be more of them, because many people may share it. */
const limits = { name: { free: 5, firstMs: 30_000, longestMs: 15 * 60_000 }, address: { free: 30, firstMs: 30_000, longestMs: 15 * 60_000 } } as const;

/** Sign in and out, and choose a password. */
export function sessionRoutes({ store, sessions, site, refusedSignIns: refused }: Dependencies): Router {
  const routes = Router(), byName = createAttemptLimit(limits.name), byAddress = createAttemptLimit(limits.address);

  /** Counts wrong tries; the next ones have to wait, whether there is such an account or not. Without a name, by the address alone: nobody's tries may keep others waiting. */
  async function attempt<Outcome>(name: string | null, address: string, tries: () => Promise<Outcome | null>, wrong: AnalysisError): Promise<Outcome> {
    const waitMs = Math.max(name === null ? 0 : byName.waitFor(name), byAddress.waitFor(address));
    if (waitMs > 0) throw new AnalysisError('request.tooMany', 'There were too many wrong tries.', { hint: `Wait ${Math.ceil(waitMs / 1000)} seconds, then try again.` });
    // Counted before it is known, so that tries at the same time are counted, too.
    const counted = [...name === null ? [] : [byName.failed(name)], byAddress.failed(address)], takeBack = (): void => { for (const take of counted) take(); };
    const outcome = await tries().catch((error: unknown) => {
      // A store that does not answer says nothing about the password.
      takeBack();
      throw error;
    });
    if (outcome === null) throw wrong;
    takeBack();
    if (name !== null) byName.forget(name);
    return outcome;
  }

  routes.get('/session', async (_request, response) => {
    response.json({ needsSignIn: site.isShared || await hasAccounts(store), person: describe(response.locals['person'] as Person | null) });
  });

  routes.post('/session', async (request, response) => {
    const { name: typed, password } = signInSchema.parse(jsonOf(request));
    const name = accountNameSchema.safeParse(typed).data ?? '';
    void refused.writeOn();
    const account = await attempt(name === '' ? null : name, request.ip ?? '', async () => {
      const found = await findAccountByName(store, name);
      if (await isPassword(password, found?.closed_at === null ? found.password : null)) return found;
      // A name that nobody has is not kept: it may be a password in the wrong field.
      if (found !== null) refused.note(found.id);
      return null;
    }, new AnalysisError('rights.password', 'The name or the password is wrong.'));
    const earlier = readSessionCookie(request, site);
    if (earlier !== null) await sessions.end(earlier);
    await store.change(account.name, (_step, record) => record({ action: 'session.begin', object: `account:${account.id}` }));
    setSessionCookie(response, site, await sessions.begin(account.id));
    response.json({ needsSignIn: true, person: describe(account) });
  });

  routes.delete('/session', async (request, response) => {
    const secret = readSessionCookie(request, site), person = response.locals['person'] as Person | null;
    if (secret !== null && person !== null) {
      await sessions.end(secret);
      await store.change(person.name, (_step, record) => record({ action: 'session.end', object: `account:${person.id}` }));
    }
    clearSessionCookie(response, site);
    response.status(204).end();
  });

  routes.post('/session/password', async (request, response) => {
    const { present, next } = changePasswordSchema.parse(jsonOf(request)), person = personOf(response);
    const account = await attempt(person.name, request.ip ?? '', async () => {
      const found = await findAccountByName(store, person.name);
      return await isPassword(present, found?.password ?? null) ? found : null;
    }, new AnalysisError('rights.password', 'The present password is wrong.'));
    checkPassword(next, account.name);
    await setPassword(store, account.name, account.id, await hashPassword(next));
    await sessions.endOthers(account.id, readSessionCookie(request, site) ?? undefined);
    response.status(204).end();
  });

  routes.post('/invitation', async (request, response) => {
    const { secret, password } = invitationRequestSchema.parse(jsonOf(request));
    const gone = new AnalysisError('rights.invitation', 'This link was used already, or is too old.');
    const invited = await attempt(null, request.ip ?? '', () => findInvited(store, secret), gone);
    checkPassword(password, invited.name);
    const account = await acceptInvitation(store, secret, await hashPassword(password));
    if (account === null) throw gone;
    await sessions.endOthers(account.id);
    response.json({ name: account.name });
  });
  return routes;
}

function describe(person: Person | null): object | null {
  return person === null ? null : { name: person.name, role: person.role, rights: rightsOfRoles[person.role] };
}
