import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/http/create-app.js';
import { accessOfRoutes, rightsOfRoles } from '../../src/http/rights.js';
import { roles } from '../../src/study/tables/account-rows.js';
import { cropDemo, openTestApplication, upload, waitForEnd } from '../support/application.js';
import { addPerson, signIn } from '../support/people.js';

const file = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));
const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, unknown>> };
/** Every route of the OpenAPI file, as the table of rights writes it. */
const described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof methods)[number];

describe('who may see and change the photographs of a study', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  /** One id of each kind in the study, for the routes that take one. */
  const ids: Record<string, string> = {};
  const cookies: Record<string, string> = {};

  const ask = (method: Method, path: string, who: string | null, app = application.app): request.Test => {
    const call = request(app)[method.toLowerCase() as 'get'](path).set('Host', 'localhost');
    if (who !== null) void call.set('Cookie', cookies[who]);
    return ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) ? call.send({}) : call;
  };
  const idOf = (route: string): string => {
    const access = accessOfRoutes[route];
    const kind = typeof access === 'object' ? access.of ?? 'account' : 'account';
    if (ids[kind] === undefined) throw new Error(`This test has no ${kind} to try ${route} with: add one to its study.`);
    return ids[kind];
  };
  const pathOf = (route: string, id: string): string => route.split(' ')[1].replace('{id}', id).replace('{pair}', ids['pair']!).replace('{side}', 'left');
  const withId = described.filter((route) => { const access = accessOfRoutes[route]; return typeof access === 'object' && access.of !== undefined; });

  beforeAll(async () => {
    application = await openTestApplication();
    const add = async (path: string, row: object): Promise<string> => ((await request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(row)).body as { id: string }).id;
    const addStudyWithPhotographs = async (name: string, crop: number): Promise<Record<string, string>> => {
      const study = await add('/studies', { name }), subject = await add(`/studies/${study}/subjects`, { pseudonym: 'S-01' });
      const targetArea = await add(`/subjects/${subject}/target-areas`, { name: 'vertex' });
      const [before, after] = [await upload(application.app, await cropDemo('baseline', crop), 'before.jpg'), await upload(application.app, await cropDemo('increase', crop), 'after.jpg')];
      const calibration = { method: 'given', micrometresPerPixel: 5 };
      await add(`/target-areas/${targetArea}/timepoints`, { photograph: before, date: '2026-01-05', calibration });
      const timepoint = await add(`/target-areas/${targetArea}/timepoints`, { photograph: after, date: '2026-07-06', calibration });
      const treatment = await add(`/subjects/${subject}/treatments`, { kind: 'oil', date: '2026-02-01' });
      const assessment = await add(`/subjects/${subject}/assessments`, { date: '2026-07-06', score: 1, improvement: '26-50' });
      const comparison = await add(`/target-areas/${targetArea}/comparison`, {});
      const begun = await request(application.app).post(`/api/v1/studies/${study}/readings`).set('Host', 'localhost').send({ name: 'Panel', readers: ['reader'] });
      const { id: reading, readers: [{ page }] } = begun.body as { id: string; readers: [{ page: string }] }, ownReading = page.replace('/read/', '');
      const { body: { pairs: [{ id: pair }] } } = await request(application.app).get(`/api/v1/blind/${ownReading}`).set('Host', 'localhost') as unknown as { body: { pairs: [{ id: string }] } };
      await request(application.app).put(`/api/v1/blind/${ownReading}/pairs/${pair}`).set('Host', 'localhost').send({ score: 1 });
      await add(`/blind/${ownReading}/signature`, { name: 'R. Eader' });
      return { study, subject, targetArea, timepoint, treatment, assessment, comparison, photograph: before, reading, ownReading, pair };
    };
    Object.assign(ids, await addStudyWithPhotographs('Needling 2026', 300));
    const other = await addStudyWithPhotographs('Another study', 310);
    await waitForEnd(application.app, ids['comparison']);
    const { logoEtag } = (await request(application.app).get('/api/v1/clinic').set('Host', 'localhost')).body as { logoEtag: string };
    await request(application.app).put('/api/v1/clinic/logo').set({ Host: 'localhost', 'If-Match': logoEtag }).attach('logo', await cropDemo('baseline', 64), 'logo.jpg');
    ids['account'] = await addPerson(application, 'chief', 'administrator');
    for (const role of roles) {
      await addPerson(application, role, role, [ids['study']]);
      await addPerson(application, `stranger-${role}`, role, [other['study']]);
      for (const name of [role, `stranger-${role}`]) cookies[name] = await signIn(application, name);
    }
  });
  afterAll(() => application.remove());

  it('is written down for every route of the interface, and for no other', () => {
    expect(Object.keys(accessOfRoutes).sort()).toEqual([...described].sort());
  });

  it('is nobody without a session: every photograph, picture, report, stream and change is answered with 401', async () => {
    for (const path of Object.keys(paths)) {
      for (const method of methods) {
        const route = `${method === 'HEAD' ? 'GET' : method} ${path}`;
        if (accessOfRoutes[route] === 'everybody') continue;
        const { status, body } = await ask(method, path.replace('{id}', described.includes(route) ? idOf(route) : ids['study']), null);
        expect([status, method === 'HEAD' ? 'rights.signIn' : body.code], `${method} ${path}`).toEqual([401, 'rights.signIn']);
      }
    }
    expect((await request(application.app).get(`/api/v1/photographs/${ids['photograph']}`).set({ Host: 'localhost', Cookie: 'trichoscore=wrong' })).status).toBe(401);
  });

  it('is nobody of another study, whatever their role: the answer is that for a photograph, subject or report that never was', async () => {
    for (const role of roles) {
      for (const route of withId) {
        const [method] = route.split(' ') as [Method];
        const there = await ask(method, pathOf(route, idOf(route)), `stranger-${role}`);
        const nothing = await ask(method, pathOf(route, idOf(route).replace(/^./, (first) => (first === '0' ? '1' : '0'))), `stranger-${role}`);
        expect([there.status, there.body], `${role}: ${route}`).toEqual([404, nothing.body]);
      }
    }
  });

  it('is whoever belongs to the study, as far as their role goes', async () => {
    for (const role of roles) {
      for (const route of described) {
        const access = accessOfRoutes[route], [method] = route.split(' ') as [Method];
        // Others are still to come who look at the logo.
        if (route === 'DELETE /api/v1/session' || (route === 'DELETE /api/v1/clinic/logo' && role === 'administrator')) continue;
        const { status, body } = await ask(method, pathOf(route, idOf(route)), role);
        if (typeof access === 'object' && !rightsOfRoles[role].includes(access.right)) expect([status, body.code], `${role}: ${route}`).toEqual([404, access.of === 'ownReading' ? 'request.notFound' : 'rights.missing']);
        else if (method === 'GET') expect(status, `${role}: ${route}`).toBe(200);
        // With an empty body: what is wrong with it is said to those only who may send it.
        else expect([200, 201, 202, 400, 409, 415, 428], `${role}: ${route}`).toContain(status);
      }
    }
  });

  it('has no route under other methods than those that are written down', async () => {
    // With a count of its own: the tests before have sent about as much as one person may within a minute.
    const fresh = createApp(application.dependencies);
    for (const path of Object.keys(paths)) {
      for (const method of methods) {
        if (described.includes(`${method === 'HEAD' ? 'GET' : method} ${path}`)) continue;
        const { status } = await ask(method, path.replace('{id}', ids['study']), 'administrator', fresh);
        expect(status, `${method} ${path}`).toBe(404);
      }
    }
  });
});
