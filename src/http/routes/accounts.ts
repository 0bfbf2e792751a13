import { Router } from 'express';
import { AnalysisError } from '../../errors.js';
import { addAccount, changeAccount, invite, listAccounts, setMembership, stateOf } from '../../study/accounts.js';
import { listStudies } from '../../study/subjects.js';
import type { AccountRow } from '../../study/tables/account-rows.js';
import { accountChangeSchema, accountRequestSchema, membershipRequestSchema } from '../account-requests.js';
import { personOf } from '../authorise.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';

/** The people of an installation, their roles, and the studies they belong to. */
export function accountRoutes({ store, sessions }: Dependencies): Router {
  const routes = Router();
  routes.get('/', async (_request, response) => {
    const [accounts, studies] = [await listAccounts(store), await listStudies(store)];
    response.json({ accounts: accounts.map((account) => ({ ...describe(account), studies: account.studies })), studies: studies.map(({ id, name }) => ({ id, name })) });
  });
  routes.post('/', async (request, response) => {
    const { name, role } = accountRequestSchema.parse(jsonOf(request)), actor = personOf(response).name;
    const account = await addAccount(store, actor, { name, role, password: null });
    response.status(201).json({ account: describe(account), invitation: await invite(store, actor, account.id) });
  });
  routes.patch('/:id', async (request, response) => {
    const wanted = accountChangeSchema.parse(jsonOf(request)), seen = request.headers['if-match'];
    if (seen === undefined) throw new AnalysisError('request.unconditional', 'An account is changed only with the state that it was seen in.', { hint: 'Send If-Match with its etag, as the list of accounts gives it.' });
    const account = await changeAccount(store, personOf(response).name, request.params.id, wanted, seen);
    if (account.closed_at !== null) await sessions.endOthers(account.id);
    response.setHeader('ETag', stateOf(account)).json(describe(account));
  });
  routes.post('/:id/invitation', async (request, response) => {
    response.status(201).json(await invite(store, personOf(response).name, request.params.id));
  });
  for (const [method, belongs] of [['post', true], ['delete', false]] as const) {
    routes[method]('/:id/studies', async (request, response) => {
      await setMembership(store, personOf(response).name, request.params.id, membershipRequestSchema.parse(jsonOf(request)).study, belongs);
      response.status(204).end();
    });
  }
  return routes;
}

function describe(account: AccountRow): object {
  const { id, name, role, password, invited_until, closed_at } = account;
  return { id, name, role, hasPassword: password !== null, invitedUntil: invited_until, isClosed: closed_at !== null, etag: stateOf(account) };
}
