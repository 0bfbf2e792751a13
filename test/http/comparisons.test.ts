import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressResultSchema } from '../../src/domain/result.js';
import { askFor, cropDemo, openTestApplication, upload, waitForEnd } from '../support/application.js';

describe('comparing two photographs over the network interface', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  let baseline: string;
  let followUp: string;

  beforeAll(async () => {
    application = await openTestApplication();
    baseline = await upload(application.app, await cropDemo('baseline'), 'before.jpg');
    followUp = await upload(application.app, await cropDemo('increase'), 'after.jpg');
  });
  afterAll(() => application.remove());

  const post = (body: object): request.Test => request(application.app).post('/api/v1/comparisons').set('Host', 'localhost').send(body);
  const get = (path: string): request.Test => request(application.app).get(path).set('Host', 'localhost');

  it('refuses a day that there is not when it is asked, not when the photographs are measured', async () => {
    const asked = askFor(baseline, followUp) as { followUps: object[] }, on = (date: string) => ({ ...asked, followUps: [{ ...asked.followUps[0], date }] });
    for (const slip of ['2026-02-30', '2026-13-01']) expect((await post(on(slip))).body).toMatchObject({ status: 400, code: 'request.invalid' });
    for (const slip of ['0026-07-06', '1949-12-31', '2200-01-01']) expect((await post(on(slip))).body.detail).toContain('expected a day from 1950 to 2199');
  });

  it('measures both, tells how far it is, scores the change, and answers the same question from what it knows', async () => {
    const asked = await post(askFor(baseline, followUp));
    expect(asked.status).toBe(202);
    const { id } = asked.body as { id: string };
    expect((await get(`/api/v1/comparisons/${id}/report.html`)).body.code).toBe('request.conflict');
    const events = (await get(`/api/v1/comparisons/${id}/events`).buffer(true).parse((response, done) => {
      let text = '';
      response.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => done(null, text));
    })).body as string;
    for (const stage of ['"photograph":1,"of":2,"stage":"finding"', '"photograph":2,"of":2,"stage":"measuring"', '"stage":"comparing"']) expect(events).toContain(stage);
    expect(events).toMatch(/event: end\ndata: \{"state":"done"/);

    const { state, result, view } = await waitForEnd(application.app, id);
    expect(state).toBe('done');
    const progress = progressResultSchema.parse(result);
    expect([progress.baseline.photo.name, progress.followUps[0].measurement.photo.name]).toEqual(['before.jpg', 'after.jpg']);
    expect(progress.baseline.measurements.hairCount).toBeGreaterThan(10);
    expect(progress.followUps[0].change).not.toBeNull();
    expect(view).toMatchObject({ comparisons: [{ followUp: 0 }] });

    const report = await get(`/api/v1/comparisons/${id}/report.html`);
    expect(report.headers['content-disposition']).toContain('attachment');
    expect(report.text).toContain('before.jpg');
    expect(report.text.match(/data:image\/jpeg/g)).toHaveLength(2);

    // In the reader's own numbers, in English words; a language that the report's fonts cannot write stays English.
    const wordsIn = async (locale: string): Promise<string> => {
      const { view: { quality, comparisons: [{ measurements }] } } = (await get(`/api/v1/comparisons/${id}?locale=${locale}`)).body;
      return JSON.stringify([quality, measurements]);
    };
    const swedish = await wordsIn('sv-SE'), english = await wordsIn('en');
    expect([/\d,\d/.test(swedish), /\d\.\d/.test(swedish), /\d\.\d/.test(english)]).toEqual([true, false, true]);
    expect(await wordsIn('ja')).toBe(english);
    expect((await get(`/api/v1/comparisons/${id}?locale=../x`)).status).toBe(400);
    const pdf = await get(`/api/v1/comparisons/${id}/report.pdf`);
    expect([pdf.status, pdf.type, (pdf.body as Buffer).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);

    const started = Date.now();
    expect((await post(askFor(baseline, followUp))).body).toEqual({ id, state: 'done' });
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(await application.store.verifyAudit()).toMatchObject({ firstBroken: null });
  });

  it('gives the same result to the last byte, whether the photographs were measured just now or before', async () => {
    const ask = async (labels: object): Promise<string> => JSON.stringify((await waitForEnd(application.app, ((await post({ ...askFor(baseline, followUp), ...labels })).body as { id: string }).id)).result);
    const [fresh, again] = [await ask({}), await ask({ labels: { subject: 'S-02' } })];
    expect(again).toBe(fresh);
  });

  it('scores the visits of an area of a study from what it measured before', async () => {
    const add = async (path: string, row: object): Promise<string> => {
      const { status, body } = await request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(row);
      expect(status).toBe(path.endsWith('/comparison') ? 202 : 201);
      return (body as { id: string }).id;
    };
    const subject = await add(`/studies/${await add('/studies', { name: 'Needling 2026' })}/subjects`, { pseudonym: 'S-01' });
    const area = await add(`/subjects/${subject}/target-areas`, { name: 'vertex' }), calibration = { method: 'given', micrometresPerPixel: 5 };
    await add(`/target-areas/${area}/timepoints`, { photograph: followUp, date: '2026-07-06', calibration });
    await add(`/target-areas/${area}/timepoints`, { photograph: baseline, date: '2026-01-05', calibration });
    const id = await add(`/target-areas/${area}/comparison`, {});
    expect((await waitForEnd(application.app, id)).state).toBe('done');
    const [file] = (await get(`/api/v1/subjects/${subject}`)).body.areas;
    expect(file.comparison).toEqual({ id, state: 'done', error: null, ahead: null, progress: null });
    expect(file.series.points).toHaveLength(2);
    const [before, after] = file.timepoints;
    expect(before.value.value).toBeGreaterThan(0);
    expect([before.words, typeof after.words]).toEqual([null, 'string']);
    const acts = (await application.store.database.selectFrom('audit').select('action').execute()).map(({ action }) => action);
    expect([acts.filter((act) => act === 'comparison.ask').length, acts.filter((act) => act === 'measurement.make').length]).toEqual([3, 2]);
  });

  it('says why two photographs cannot be measured with the scale that was given', async () => {
    const points = { method: 'twoPoint', millimetres: 1, from: { row: 1, column: 1 }, to: { row: 5000, column: 1 }, pointErrorPx: 1 };
    const { body } = await post({ baseline: { photograph: baseline, calibration: points }, followUps: [{ photograph: followUp, calibration: null }] });
    const { state, error } = await waitForEnd(application.app, (body as { id: string }).id);
    expect([state, error?.code]).toEqual(['failed', 'calibration.invalid']);
  });

  it('offers the scales of the devices that the site lists, and holds each to the size of its photographs', async () => {
    expect((await get('/api/v1/devices')).body).toEqual({ devices: [] });
    const preset = { name: 'Scope 1', umPerPx: 5, relativeUncertainty: 0.01, photoSizePx: [1280, 1024] };
    const file = join(application.dataFolder, 'devices.json');
    writeFileSync(file, JSON.stringify({ devices: [preset] }));
    expect((await get('/api/v1/devices')).body).toEqual({ devices: [preset] });
    const calibration = { method: 'device', preset };
    const { body } = await post({ baseline: { photograph: baseline, calibration }, followUps: [{ photograph: followUp, calibration }] });
    const { state, error } = await waitForEnd(application.app, (body as { id: string }).id);
    expect([state, error]).toEqual(['failed', expect.objectContaining({ code: 'calibration.invalid', message: expect.stringContaining('1280 × 1024') })]);
    writeFileSync(file, JSON.stringify({ devices: [{ ...preset, umPerPx: 9999 }] }));
    expect((await get('/api/v1/devices')).body).toMatchObject({ status: 422, code: 'calibration.invalid', detail: expect.stringContaining('device 1, umPerPx') });
  });

  it('names the field that is wrong in a request', async () => {
    const wrong = { ...askFor(baseline, followUp), options: { terminalThresholdUm: 5 } };
    expect((await post(wrong)).body.detail).toContain('options.terminalThresholdUm');
    expect((await post(askFor(baseline, '0'.repeat(64)))).body).toMatchObject({ status: 400, code: 'request.invalid' });
  });
});
