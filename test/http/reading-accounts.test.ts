import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropDemo, openTestApplication, upload } from '../support/application.js';
import { addPerson, signIn } from '../support/people.js';

describe('the readers of a reading where people sign in', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  let chief: string;
  let study: string;
  const post = (path: string, body: object): request.Test => request(application.app).post(`/api/v1${path}`).set({ Host: 'localhost', Cookie: chief }).send(body);

  beforeAll(async () => {
    application = await openTestApplication();
    const open = (path: string, body: object): request.Test => request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(body);
    study = (await open('/studies', { name: 'Needling' })).body.id as string;
    const subject = (await open(`/studies/${study}/subjects`, { pseudonym: 'S-01' })).body.id as string, area = (await open(`/subjects/${subject}/target-areas`, { name: 'vertex' })).body.id as string;
    for (const [at, name] of (['baseline', 'increase'] as const).entries()) {
      await open(`/target-areas/${area}/timepoints`, { photograph: await upload(application.app, await cropDemo(name, 300), `${at}.jpg`), date: ['2026-01-05', '2026-07-06'][at], calibration: { method: 'given', micrometresPerPixel: 5 } });
    }
    await addPerson(application, 'chief', 'administrator', [study]);
    await addPerson(application, 'adams', 'reader', [study]);
    await addPerson(application, 'outsider', 'reader');
    chief = await signIn(application, 'chief');
  });
  afterAll(() => application.remove());

  it('are the accounts of that name, however it is capitalised, as they sign in', async () => {
    const { status, body } = await post(`/studies/${study}/readings`, { name: 'Panel', readers: ['Adams'] }), [{ name, page }] = body.readers as { name: string; page: string }[];
    expect([status, name]).toEqual([201, 'adams']);
    const own = await request(application.app).get(`/api/v1/blind/${page.slice('/read/'.length)}`).set({ Host: 'localhost', Cookie: await signIn(application, 'Adams') });
    expect([own.status, (own.body.pairs as unknown[]).length]).toEqual([200, 1]);
  });

  it('are nobody who does not belong to the study, nor one account under two spellings', async () => {
    for (const readers of [['outsider'], ['Nobody'], ['adams', 'ADAMS']]) expect((await post(`/studies/${study}/readings`, { name: 'Again', readers })).status, readers.join()).toBe(409);
  });
});
