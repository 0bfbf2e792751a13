import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttemptLimit } from '../../src/http/attempt-limit.js';
import { createSessions, sessionLimits } from '../../src/http/sessions.js';
import { describeSite } from '../../src/http/site.js';
import { changeAccount } from '../../src/study/accounts.js';
import { addToken, revokeToken } from '../../src/study/tokens.js';
import { cropDemo, openTestApplication, upload } from '../support/application.js';
import { addPerson, password, signIn } from '../support/people.js';

type Answer = request.Response;

describe('signing in to the photographs', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  let chief: string;
  let study: string;
  let early: string;

  const ask = (method: 'get' | 'post' | 'patch' | 'delete', path: string, cookie: string | null, body?: object, headers: Record<string, string> = {}): request.Test => {
    const call = request(application.app)[method](`/api/v1${path}`).set({ Host: 'localhost', ...headers });
    if (cookie !== null) void call.set('Cookie', cookie);
    return body === undefined ? call : call.send(body);
  };
  const enter = (name: string, word: string): request.Test => ask('post', '/session', null, { name, password: word });
  const put = (cookie: string, photograph: Buffer, name: string): request.Test => request(application.app).post('/api/v1/photographs').set({ Host: 'localhost', Cookie: cookie }).attach('photograph', photograph, name);

  beforeAll(async () => {
    application = await openTestApplication();
    early = await upload(application.app, await cropDemo('baseline', 200), 'before there were accounts.jpg');
    study = (await ask('post', '/studies', null, { name: 'Needling' })).body.id as string;
    await addPerson(application, 'chief', 'administrator');
    await addPerson(application, 'meier', 'photographer', [study]);
    await addPerson(application, 'weber', 'analyst');
    chief = await signIn(application, 'chief');
  });
  afterAll(() => application.remove());

  it('is asked of everybody from the first account on, whose owner has the photographs and studies from before', async () => {
    expect((await ask('get', '/studies', null)).status).toBe(401);
    expect((await ask('get', '/session', null)).body).toEqual({ needsSignIn: true, person: null });
    expect((await ask('get', '/studies', chief)).body.studies).toMatchObject([{ name: 'Needling' }]);
    expect((await ask('get', `/photographs/${early}`, chief)).body.name).toBe('before there were accounts.jpg');
    expect((await ask('get', `/photographs/${early}`, await signIn(application, 'weber'))).status).toBe(404);
  });

  it('gives a cookie that no script and no other site gets, and that is good until signing out', async () => {
    const { headers } = await enter('MEIER ', password), [set] = headers['set-cookie'] as unknown as string[];
    expect(set).toMatch(/^trichoscore=[\w-]{43}; Max-Age=\d+; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/);
    const cookie = set.split(';')[0];
    expect((await ask('get', '/session', cookie)).body.person).toMatchObject({ name: 'meier', role: 'photographer' });
    expect((await ask('delete', '/session', cookie)).status).toBe(204);
    expect((await ask('get', '/studies', cookie)).status).toBe(401);
  });

  it('makes whoever tries passwords wait, whether there is such an account or not, and nobody else', async () => {
    for (const name of ['weber', 'nobody']) {
      const answers: Answer[] = [];
      for (let attempt = 0; attempt < 7; attempt += 1) answers.push(await enter(name, `guess number ${attempt}`));
      expect(answers.map(({ status }) => status), name).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect(answers[5].body.hint).toMatch(/^Wait \d+ seconds/);
    }
    expect((await enter('weber', password)).status).toBe(429);
    expect((await enter('meier', password)).status).toBe(200);
  });

  it('lets a photograph be known to those who uploaded it, each under their own name for it, without a hint of the other', async () => {
    const photograph = await cropDemo('increase', 200), meier = await signIn(application, 'meier'), other = await signIn(application, 'chief');
    const first = await put(meier, photograph, 'patient A.jpg'), id = first.body.id as string;
    expect((await ask('get', `/photographs/${id}`, other)).status).toBe(404);
    const calibration = { method: 'given', micrometresPerPixel: 5 }, known = { photograph: early, calibration }, unknown = { photograph: id, calibration };
    expect((await ask('post', '/comparisons', other, { baseline: known, followUps: [unknown] })).body).toMatchObject({ status: 400, detail: expect.stringContaining('There is no photograph') });
    const second = await put(other, photograph, 'B.jpg');
    expect([first.status, second.status, (await put(other, photograph, 'B.jpg')).status]).toEqual([201, 201, 200]);
    expect([(await ask('get', `/photographs/${id}`, meier)).body.name, (await ask('get', `/photographs/${id}`, other)).body.name]).toEqual(['patient A.jpg', 'B.jpg']);
    const asked = await ask('post', '/comparisons', other, { baseline: known, followUps: [unknown] });
    expect((await ask('get', `/comparisons/${asked.body.id}`, other)).body.request.followUps[0].name).toBe('B.jpg');
    expect((await ask('get', `/comparisons/${asked.body.id}`, meier)).status).toBe(404);
  });

  it('takes no photograph into a study that whoever adds it does not know', async () => {
    const meier = await signIn(application, 'meier');
    const subject = (await ask('post', `/studies/${study}/subjects`, meier, { pseudonym: 'S-01' })).body.id as string;
    const area = (await ask('post', `/subjects/${subject}/target-areas`, meier, { name: 'vertex' })).body.id as string;
    expect((await ask('post', `/target-areas/${area}/timepoints`, meier, { photograph: early, date: '2026-01-05', calibration: null })).status).toBe(400);
    expect((await ask('post', `/target-areas/${area}/timepoints`, chief, { photograph: early, date: '2026-01-05', calibration: null })).status).toBe(201);
    // Now the study has it, and so has whoever belongs to the study.
    expect((await ask('get', `/photographs/${early}/picture`, meier)).status).toBe(200);
    const entries = (await ask('get', '/audit', chief)).body.entries as { action: string; actor: string }[];
    expect(entries.filter(({ action }) => ['subject.add', 'timepoint.add'].includes(action)).map(({ actor }) => actor)).toEqual(['chief', 'meier']);
  });

  it('leaves the photographs that somebody brought into a study with the study, also when that person leaves it', async () => {
    await addPerson(application, 'lange', 'photographer', [study]);
    const lange = await signIn(application, 'lange'), photograph = await cropDemo('no-change', 220), { id } = (await put(lange, photograph, 'patient C.jpg')).body as { id: string };
    const subject = (await ask('post', `/studies/${study}/subjects`, lange, { pseudonym: 'S-02' })).body.id as string;
    const area = (await ask('post', `/subjects/${subject}/target-areas`, lange, { name: 'vertex' })).body.id as string;
    expect((await ask('post', `/target-areas/${area}/timepoints`, lange, { photograph: id, date: '2026-01-05', calibration: null })).status).toBe(201);
    // Uploaded once more, it is known through the study already.
    expect([(await put(lange, photograph, 'again.jpg')).status, (await ask('get', `/photographs/${id}`, lange)).body.name]).toEqual([200, 'patient C.jpg']);
    const { accounts } = (await ask('get', '/accounts', chief)).body as { accounts: { id: string; name: string }[] };
    await ask('delete', `/accounts/${accounts.find(({ name }) => name === 'lange')!.id}/studies`, chief, { study });
    for (const path of [`/photographs/${id}`, `/photographs/${id}/picture`]) expect((await ask('get', path, lange)).status, path).toBe(404);
    expect((await ask('get', `/photographs/${id}/picture`, chief)).status).toBe(200);
  });

  it('is spared to a program with a token, which may do what its account may, or only look, until it runs out or is taken back', async () => {
    const { id } = (await application.store.database.selectFrom('accounts').select('id').where('name', '=', 'chief').executeTakeFirstOrThrow());
    const make = (name: string, readsOnly: boolean, days = 1): Promise<string> => addToken(application.store, 'test', id, { name, readsOnly, days }).then(({ secret }) => secret);
    const bear = (secret: string, method: 'get' | 'post', path: string, body?: object): request.Test => request(application.app)[method](`/api/v1${path}`).set({ Host: 'localhost', Authorization: `Bearer ${secret}` }).send(body);
    const [looks, acts, old] = [await make('looks', true), await make('acts', false), await make('old', false, 0)];
    expect((await bear(looks, 'get', `/studies/${study}`)).status).toBe(200);
    expect((await bear(looks, 'post', '/studies', { name: 'By a program' })).body).toMatchObject({ status: 404, code: 'rights.missing' });
    expect((await bear(acts, 'post', '/studies', { name: 'By a program' })).status).toBe(201);
    for (const secret of [old, 'never-was', `${acts}x`]) expect((await bear(secret, 'get', '/studies')).status).toBe(401);
    // A token that is no good is not made up for by a cookie.
    expect((await bear('never-was', 'get', '/studies').set('Cookie', chief)).status).toBe(401);
    await revokeToken(application.store, 'test', id, 'acts');
    expect((await bear(acts, 'get', '/studies')).status).toBe(401);
    // An account that was closed comes back without its tokens.
    const guest = await addPerson(application, 'guest', 'analyst'), { secret } = await addToken(application.store, 'test', guest, { name: 'nightly', readsOnly: true, days: 1 });
    expect((await bear(secret, 'get', '/studies')).status).toBe(200);
    for (const isClosed of [true, false]) await changeAccount(application.store, 'test', guest, { isClosed });
    expect((await bear(secret, 'get', '/studies')).status).toBe(401);
    const kept = await application.store.database.selectFrom('tokens').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(looks);
    expect((await application.store.database.selectFrom('audit').select('action').where('action', 'like', 'token.%').execute()).map(({ action }) => action)).toEqual(['token.add', 'token.add', 'token.add', 'token.revoke', 'token.add', 'token.revoke']);
  });

  it('ends at once when an account is closed or leaves a study, and never leaves the photographs without an administrator', async () => {
    const { accounts } = (await ask('get', '/accounts', chief)).body as { accounts: { id: string; name: string; etag: string }[] }, seen = (name: string): Record<string, string> => ({ 'If-Match': accounts.find((account) => account.name === name)!.etag });
    const idOf = (name: string): string => accounts.find((account) => account.name === name)!.id, meier = await signIn(application, 'meier');
    expect((await ask('get', `/studies/${study}`, meier)).status).toBe(200);
    expect((await ask('delete', `/accounts/${idOf('meier')}/studies`, chief, { study })).status).toBe(204);
    expect((await ask('get', `/studies/${study}`, meier)).status).toBe(404);
    expect((await ask('patch', `/accounts/${idOf('meier')}`, chief, { isClosed: true })).status).toBe(428);
    expect((await ask('patch', `/accounts/${idOf('meier')}`, chief, { isClosed: true }, seen('meier'))).body).toMatchObject({ name: 'meier', isClosed: true });
    // Another administrator still sees the account open, and would give it a role.
    expect((await ask('patch', `/accounts/${idOf('meier')}`, chief, { role: 'analyst' }, seen('meier'))).body).toMatchObject({ status: 412, code: 'request.outdated' });
    expect((await ask('get', '/session', meier)).body.person).toBeNull();
    expect((await enter('meier', password)).status).toBe(401);
    for (const change of [{ isClosed: true }, { role: 'analyst' }]) expect((await ask('patch', `/accounts/${idOf('chief')}`, chief, change, seen('chief'))).body.code).toBe('request.conflict');
    expect((await ask('post', '/accounts', chief, { name: 'MEIER', role: 'reader' })).body.code).toBe('request.conflict');
  });

  it('begins with a link that is good once, and a new password ends the other sessions', async () => {
    const { account, invitation } = (await ask('post', '/accounts', chief, { name: 'schmidt', role: 'analyst' })).body as { account: { id: string }; invitation: { secret: string } };
    const newer = (await ask('post', `/accounts/${account.id}/invitation`, chief)).body as { secret: string };
    const accept = (secret: string, word: string): request.Test => ask('post', '/invitation', null, { secret, password: word });
    // Somebody who guesses links keeps nobody from using theirs.
    for (let tries = 0; tries < 8; tries += 1) expect((await accept(`guess ${tries}`, 'four quiet rivers')).status).toBe(404);
    expect((await accept(invitation.secret, 'four quiet rivers')).body.code).toBe('rights.invitation');
    for (const weak of ['short', 'schmidt schmidt', 'aaaaaaaaaaaaaaaa', 'trichoscore2026!']) expect((await accept(newer.secret, weak)).body.code, weak).toBe('request.invalid');
    expect((await accept(newer.secret, 'four quiet rivers')).body).toEqual({ name: 'schmidt' });
    expect((await accept(newer.secret, 'four quiet rivers')).status).toBe(404);
    const [here, there] = await Promise.all([0, 1].map(async () => ((await enter('schmidt', 'four quiet rivers')).headers['set-cookie'] as unknown as string[])[0].split(';')[0]));
    expect((await ask('post', '/session/password', here, { present: 'a wrong one', next: 'five loud rivers' })).status).toBe(401);
    expect((await ask('post', '/session/password', here, { present: 'four quiet rivers', next: 'five loud rivers' })).status).toBe(204);
    expect([(await ask('get', '/studies', here)).status, (await ask('get', '/studies', there)).status]).toEqual([200, 401]);
    expect([(await enter('schmidt', 'four quiet rivers')).status, (await enter('schmidt', 'five loud rivers')).status]).toEqual([401, 200]);
    const kept = await application.store.database.selectFrom('accounts').selectAll().where('name', '=', 'schmidt').executeTakeFirstOrThrow();
    expect(kept.password).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(await application.store.database.selectFrom('audit').selectAll().execute())).not.toMatch(/rivers|argon2|herons/);
  });
});

describe('how long somebody who looks at photographs stays signed in', () => {
  it('is an hour without use and twelve hours at most, whatever the clock on the wall does', async () => {
    let now = 0;
    const sessions = createSessions(() => now), secret = await sessions.begin('a');
    now += sessionLimits.idleMs - 1;
    expect([await sessions.find(secret), await sessions.find('another')]).toEqual(['a', null]);
    now += sessionLimits.idleMs + 1;
    expect(await sessions.find(secret)).toBeNull();
    const busy = await sessions.begin('a');
    for (const end = now + sessionLimits.wholeMs; now < end; now += sessionLimits.idleMs / 2) expect(await sessions.find(busy)).toBe('a');
    now += 1;
    expect(await sessions.find(busy)).toBeNull();
  });

  it('waits twice as long after each further wrong password, up to a limit', () => {
    let now = 0;
    const limit = createAttemptLimit({ free: 2, firstMs: 100, longestMs: 300 }, () => now);
    const waits = [0, 1, 2, 3, 4, 5].map(() => { limit.failed('a'); return limit.waitFor('a'); });
    expect(waits).toEqual([0, 100, 200, 300, 300, 300]);
    expect(limit.waitFor('b')).toBe(0);
    now += 700;
    limit.failed('a');
    expect(limit.waitFor('a')).toBe(0);
  });

  it('forgets each slip by its own age, and a good sign-in in between keeps nobody waiting longer', () => {
    let now = 0;
    const limit = createAttemptLimit({ free: 3, firstMs: 100, longestMs: 300 }, () => now);
    // One slip after another all day long, never three within 600 ms.
    for (let slip = 0; slip < 20; slip += 1) {
      limit.failed('clinic');
      expect(limit.waitFor('clinic')).toBe(0);
      now += 400;
    }
    for (let slip = 0; slip < 4; slip += 1) limit.failed('b');
    const wait = limit.waitFor('b');
    now += 50;
    limit.failed('b')();
    expect([wait, limit.waitFor('b')]).toEqual([200, 150]);
  });
});

describe('sharing the photographs with other machines', () => {
  const certificate = readFileSync(fileURLToPath(new URL('../support/test-only-certificate.pem', import.meta.url)), 'utf8');

  it('does not begin before there is an administrator who could let others in', async () => {
    await expect(openTestApplication(undefined, describeSite({ host: '0.0.0.0', certificate }))).rejects.toMatchObject({ code: 'usage.invalid', message: expect.stringContaining('administrator') });
  });

  it('answers to the names in the certificate, or to that of the proxy, and to no other', () => {
    const own = describeSite({ host: '0.0.0.0', certificate }), proxied = describeSite({ host: '127.0.0.1', publicName: 'Hair.clinic.example' });
    expect(['hair.clinic.example', 'localhost', '127.0.0.1', 'evil.example', '10.0.0.7'].map(own.answersTo)).toEqual([true, true, true, false, false]);
    expect(['hair.clinic.example', 'localhost', '127.0.0.1', 'evil.example'].map(proxied.answersTo)).toEqual([true, false, false, false]);
    expect([own.isShared, own.isSecure, proxied.isShared, proxied.isSecure]).toEqual([true, true, true, true]);
  });

  it('sets a cookie for TLS only, and takes changes from the page of its own address only', async () => {
    const application = await openTestApplication();
    await addPerson(application, 'chief', 'administrator');
    await application.close();
    const shared = await openTestApplication(application.dataFolder, describeSite({ host: '127.0.0.1', publicName: 'hair.clinic.example' }));
    const enter = (headers: Record<string, string>): request.Test => request(shared.app).post('/api/v1/session').set({ Host: 'hair.clinic.example', ...headers }).send({ name: 'chief', password });
    const { status, headers } = await enter({ Origin: 'https://hair.clinic.example' });
    expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    expect((headers['set-cookie'] as unknown as string[])[0]).toMatch(/^__Host-trichoscore=.*Path=\/;.*HttpOnly; Secure; SameSite=Strict$/);
    for (const Origin of ['http://hair.clinic.example', 'https://evil.example', 'https://hair.clinic.example:8443']) expect((await enter({ Origin })).body.code, Origin).toBe('request.foreign');
    expect((await enter({ 'Sec-Fetch-Site': 'same-site' })).body.code).toBe('request.foreign');
    await shared.remove();
  });
});
