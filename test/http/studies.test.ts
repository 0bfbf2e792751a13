import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropDemo, openTestApplication, upload } from '../support/application.js';

describe('a study over the network interface', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  let subject: string;
  let area: string;

  const post = (path: string, body: object): request.Test => request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(body);
  const remove = (path: string, body: object): request.Test => request(application.app).delete(`/api/v1${path}`).set('Host', 'localhost').send(body);
  const get = (path: string): request.Test => request(application.app).get(`/api/v1${path}`).set('Host', 'localhost');

  beforeAll(async () => {
    application = await openTestApplication();
    const study = (await post('/studies', { name: 'Needling 2026' })).body.id as string;
    subject = (await post(`/studies/${study}/subjects`, { pseudonym: 'S-01' })).body.id as string;
    area = (await post(`/subjects/${subject}/target-areas`, { name: 'vertex' })).body.id as string;
  });
  afterAll(() => application.remove());

  it('lists the photographs of an area in the order of their days, whatever order they came in', async () => {
    for (const [name, date] of [['increase', '2026-07-06'], ['baseline', '2026-01-05']] as const) {
      const photograph = await upload(application.app, await cropDemo(name, 200), `${name}.jpg`);
      expect((await post(`/target-areas/${area}/timepoints`, { photograph, date, calibration: null })).status).toBe(201);
    }
    const [{ timepoints, comparison }] = (await get(`/subjects/${subject}`)).body.areas;
    expect([comparison, timepoints.map(({ date, name }: { date: string; name: string }) => [date, name])]).toEqual([null, [['2026-01-05', 'baseline.jpg'], ['2026-07-06', 'increase.jpg']]]);
  });

  it('keeps what the patient says of the hair beside what is measured, once a day', async () => {
    const said = { date: '2026-07-06', score: -1, improvement: null }, path = `/subjects/${subject}/assessments`, kept = await post(path, said);
    expect([kept.status, (await get(`/subjects/${subject}`)).body.assessments]).toEqual([201, [{ id: kept.body.id, ...said }]]);
    expect((await post(path, { ...said, score: 2 })).body.code).toBe('request.conflict');
    for (const wrong of [{ ...said, score: 4 }, { ...said, score: 0.5 }, { ...said, improvement: '90' }, { ...said, date: '2026-02-30' }]) expect((await post(path, wrong)).status).toBe(400);
    expect((await remove(`/assessments/${kept.body.id}`, { reason: 'asked after the result was shown' })).status).toBe(204);
    expect((await get(`/subjects/${subject}`)).body.assessments).toEqual([]);
  });

  it('takes no second photograph of a day, no photograph for a second day, and none of a year typed with two digits, which would become the baseline', async () => {
    const visit = { photograph: await upload(application.app, await cropDemo('increase', 310), 'c.jpg'), calibration: null }, path = `/target-areas/${area}/timepoints`;
    const { timepoints: before } = (await get(`/subjects/${subject}`)).body.areas[0];
    expect((await post(path, { ...visit, date: before[0].date })).body).toMatchObject({ status: 409, hint: 'Correct the day, or take out the photograph that is there first.' });
    expect((await post(path, { ...visit, photograph: before[0].photograph, date: '2026-09-06' })).body).toMatchObject({ status: 409, detail: `This photograph is already that of ${before[0].date} in this area.` });
    for (const date of ['0026-07-06', '1949-12-31', '2200-01-01']) expect((await post(path, { ...visit, date })).body, date).toMatchObject({ status: 400, detail: expect.stringContaining('date: expected a day from 1950 to 2199') });
    expect((await get(`/subjects/${subject}`)).body.areas[0].timepoints).toEqual(before);
  });

  it('warns of the treatments and blocks none', async () => {
    const early = await post(`/subjects/${subject}/treatments`, { kind: 'microneedling', date: '2026-07-05', needleMm: 1.5, contraindications: ['eczema'] });
    expect(early.status).toBe(201);
    const file = (await get(`/subjects/${subject}`)).body;
    expect(file.warnings.map(({ code }: { code: string }) => code)).toEqual(['contraindication', 'photographAfterSession']);
    expect((await remove(`/treatments/${early.body.id}`, {})).body).toMatchObject({ status: 400, code: 'request.invalid' });
    expect((await remove(`/treatments/${early.body.id}`, { reason: 'entered for the wrong person' })).status).toBe(204);
    expect((await get(`/subjects/${subject}`)).body.treatments).toEqual([]);
  });

  it('is sent again to a program that has it already only when something changed', async () => {
    const { headers, body } = await get(`/subjects/${subject}`), again = (tag: string): request.Test => get(`/subjects/${subject}`).set('If-None-Match', tag);
    expect(headers['etag']).toMatch(/^W\/"[\w-]{22}"$/);
    for (const tag of [headers['etag']!, headers['etag']!.slice(2), `"other", ${headers['etag']!}`, '*']) expect([(await again(tag)).status, (await again(tag)).text, (await again(tag)).headers['cache-control']], tag).toEqual([304, '', 'no-store']);
    expect((await again('"other"')).body).toEqual(body);
    const { id } = (await post(`/subjects/${subject}/treatments`, { kind: 'oil', date: '2026-03-01' })).body as { id: string };
    const changed = await again(headers['etag']!);
    expect([changed.status, changed.body.treatments.length]).toEqual([200, 1]);
    await remove(`/treatments/${id}`, { reason: 'only tried' });
    expect((await again(headers['etag']!)).status).toBe(304);
    expect((await get('/subjects/nothing').set('If-None-Match', '*')).status).toBe(404);
  });

  it('refuses what is there already, what never was, and what makes no sense, with the reason', async () => {
    expect((await post('/studies', { name: 'Needling 2026' })).body).toMatchObject({ status: 409, code: 'request.conflict' });
    expect((await post('/studies', { name: '   ' })).body).toMatchObject({ status: 400, code: 'request.invalid' });
    expect((await get('/studies/nothing')).body).toMatchObject({ status: 404, code: 'request.notFound' });
    expect((await post(`/subjects/${area}/treatments`, { kind: 'oil', date: '2026-01-01' })).body.code).toBe('request.notFound');
    expect((await post(`/subjects/${subject}/treatments`, { kind: 'oil', date: '2026-02-30' })).body.detail).toContain('date: there is no such day');
    const empty = (await post(`/subjects/${subject}/target-areas`, { name: 'temple' })).body.id as string;
    expect((await post(`/target-areas/${empty}/comparison`, {})).body).toMatchObject({ status: 409, code: 'request.conflict' });
  });

  it('has an unbroken audit entry for every act, with reasons and what was before', async () => {
    const entries = await application.store.database.selectFrom('audit').selectAll().orderBy('number').execute();
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['study.add', 'subject.add', 'targetArea.add', 'timepoint.add', 'treatment.add', 'treatment.remove']));
    const removed = entries.find(({ action }) => action === 'treatment.remove')!;
    expect([JSON.parse(removed.after!).reason, JSON.parse(removed.before!).kind]).toEqual(['entered for the wrong person', 'microneedling']);
    expect(await application.store.verifyAudit()).toMatchObject({ firstBroken: null, entries: entries.length });
  });

  it('logs a treatment once that is sent twice with the same key, at once or after a lost answer, and no other under that key', async () => {
    const treatment = { kind: 'minoxidil', date: '2026-02-01' }, path = `/subjects/${subject}/treatments`;
    const send = (body: object, key: string): request.Test => post(path, body).set('Idempotency-Key', key);
    const [one, two] = await Promise.all([send(treatment, 'form-0001'), send(treatment, 'form-0001')]), later = await send(treatment, 'form-0001');
    expect([one.status, two.status, later.status, two.body, later.body]).toEqual([201, 201, 201, one.body, one.body]);
    expect((await send({ ...treatment, date: '2026-02-02' }, 'form-0001')).body).toMatchObject({ status: 409, code: 'request.conflict' });
    expect((await send(treatment, 'short')).body).toMatchObject({ status: 400, code: 'request.invalid' });
    const another = await send(treatment, 'form-0002');
    const logged = (await get(`/subjects/${subject}`)).body.treatments as { id: string }[];
    expect(logged.map(({ id }) => id).sort()).toEqual([one.body.id, another.body.id].sort());
    for (const { id } of logged) await remove(`/treatments/${id}`, { reason: 'only tried' });
  });

  it('adds a study, a person and an area once that are sent twice with the same key, where others would be told that the name is taken', async () => {
    const twice = async (path: string, body: object): Promise<string> => {
      const [first, second] = [await post(path, body).set('Idempotency-Key', `key-of-${path}`), await post(path, body).set('Idempotency-Key', `key-of-${path}`)];
      expect([second.status, second.body]).toEqual([201, first.body]);
      expect((await post(path, body)).status).toBe(409);
      return first.body.id as string;
    };
    const person = await twice(`/studies/${await twice('/studies', { name: 'Twice' })}/subjects`, { pseudonym: 'S-01' });
    await twice(`/subjects/${person}/target-areas`, { name: 'vertex' });
  });

  it('is renamed, archived, and erased with everybody in it once its name is written again', async () => {
    const change = (path: string, body: object): request.Test => request(application.app).patch(`/api/v1${path}`).set('Host', 'localhost').send(body);
    const study = (await post('/studies', { name: 'Pilot' })).body.id as string;
    for (const pseudonym of ['S-10', 'S-2', 'S-1']) await post(`/studies/${study}/subjects`, { pseudonym });
    expect((await get(`/studies/${study}`)).body.subjects.map((row: { pseudonym: string; photographs: number; latest: null }) => [row.pseudonym, row.photographs, row.latest])).toEqual([['S-1', 0, null], ['S-2', 0, null], ['S-10', 0, null]]);
    expect((await change(`/studies/${study}`, { name: 'Needling 2026' })).body.code).toBe('request.conflict');
    expect((await change(`/studies/${study}`, { name: '' })).status).toBe(400);
    expect((await change(`/studies/${study}`, { name: 'Pilot, first part', isArchived: true })).body).toMatchObject({ name: 'Pilot, first part', archived_at: expect.any(String) });
    expect((await remove(`/studies/${study}`, { name: 'Pilot', reason: 'entered twice' })).body.code).toBe('request.invalid');
    expect((await remove(`/studies/${study}`, { name: 'Pilot, first part', reason: 'entered twice' })).body).toMatchObject({ subjects: 3 });
    expect((await get(`/studies/${study}`)).status).toBe(404);
  });

  it('is rid of a person for good, also while their photographs are measured, when the pseudonym is written once more', { timeout: 120_000 }, async () => {
    const { body: { study: { id: study } } } = await get(`/subjects/${subject}`) as unknown as { body: { study: { id: string } } };
    const person = (await post(`/studies/${study}/subjects`, { pseudonym: 'S-09' })).body.id as string, vertex = (await post(`/subjects/${person}/target-areas`, { name: 'vertex' })).body.id as string, photographs: string[] = [];
    for (const [name, date] of [['baseline', '2026-01-05'], ['increase', '2026-07-06']] as const) {
      photographs.push(await upload(application.app, await cropDemo(name, 400), `${name}.jpg`));
      await post(`/target-areas/${vertex}/timepoints`, { photograph: photographs.at(-1)!, date, calibration: { method: 'given', micrometresPerPixel: 5 } });
    }
    const { body: { id: comparison } } = await post(`/target-areas/${vertex}/comparison`, {}) as unknown as { body: { id: string } };
    for (const wrong of [{ pseudonym: 'S-01', reason: 'asked for' }, { pseudonym: 'S-09', reason: '' }, { reason: 'asked for' }]) expect((await remove(`/subjects/${person}`, wrong)).body.code).toBe('request.invalid');
    expect((await get(`/subjects/${person}`)).status).toBe(200);
    const erased = await remove(`/subjects/${person}`, { pseudonym: 'S-09', reason: 'consent withdrawn' });
    expect([erased.status, erased.body]).toEqual([200, expect.objectContaining({ photographs: 2, comparisons: 1, keptPhotographs: 0 })]);
    for (const path of [`/subjects/${person}`, `/photographs/${photographs[0]}`, `/photographs/${photographs[1]}/picture`, `/comparisons/${comparison}`]) expect([path, (await get(path)).status]).toEqual([path, 404]);
    expect((await remove(`/subjects/${person}`, { pseudonym: 'S-09', reason: 'consent withdrawn' })).status).toBe(404);
    // The others are as they were, and what the worker still had in hand is kept nowhere.
    expect((await get(`/subjects/${subject}`)).status).toBe(200);
    const next = await upload(application.app, await cropDemo('no-change', 320), 'next.jpg');
    expect((await get(`/photographs/${next}`)).status).toBe(200);
    expect((await application.store.database.selectFrom('measurements').select('photograph').where('photograph', 'in', photographs).execute())).toEqual([]);
    expect(await application.store.verifyAudit()).toMatchObject({ firstBroken: null });
  });
});
