import { setTimeout as pause } from 'node:timers/promises';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correction, noCorrection } from '../../src/domain/correction.js';
import type { Hair } from '../../src/domain/hair.js';
import { type ProgressResult, type TimepointResult, timepointResultSchema } from '../../src/domain/result.js';
import { askFor, cropDemo, openTestApplication, upload, waitForEnd } from '../support/application.js';
import { addPerson, signIn } from '../support/people.js';

describe('correcting the hairs of a photograph over the network interface', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  let comparison: string;
  let automatic: TimepointResult;
  let hair: Hair;

  const get = (path: string): request.Test => request(application.app).get(path).set('Host', 'localhost');
  const post = (path: string, body: object, ifMatch?: string): request.Test => {
    const call = request(application.app).post(path).set('Host', 'localhost').send(body);
    return ifMatch === undefined ? call : call.set('If-Match', ifMatch);
  };
  const corrections = (id: string): string => `/api/v1/comparisons/${id}/corrections`;
  const without = (): Correction => ({ ...noCorrection, removed: [{ root: hair.root, tip: hair.tip }] });
  const resultOf = async (id: string): Promise<ProgressResult> => (await waitForEnd(application.app, id)).result as ProgressResult;

  beforeAll(async () => {
    application = await openTestApplication();
    const [before, after] = [await upload(application.app, await cropDemo('baseline', 500), 'before.jpg'), await upload(application.app, await cropDemo('increase', 500), 'after.jpg')];
    comparison = (await post('/api/v1/comparisons', askFor(before, after))).body.id as string;
    automatic = (await resultOf(comparison)).followUps[0]!.measurement;
    hair = automatic.hairs.find(({ counted }) => counted)!;
  });
  afterAll(() => application.remove());

  it('shows the figures of a correction at once and keeps nothing of it', async () => {
    const { status, body } = await post(`${corrections(comparison)}/preview`, { photograph: 1, correction: without() });
    expect(status).toBe(200);
    expect(body.comparison).toMatchObject({ visit: 'Follow-up', words: expect.any(String) });
    expect(timepointResultSchema.parse(body.measurement).measurements.hairCount).toBe(automatic.measurements.hairCount! - 1);
    const { headers, body: { versions } } = await get(`${corrections(comparison)}?photograph=1`);
    expect([headers['etag'], versions.length]).toEqual(['"1"', 1]);
  });

  it('keeps it as a version with who, when and why; the comparison that shows it says so, and the automatic one stays', async () => {
    const saved = await post(corrections(comparison), { photograph: 1, reason: 'a fold of the skin', correction: without() }, '"1"');
    expect([saved.status, saved.headers['etag'], saved.body.version]).toEqual([201, '"2"', 2]);
    const corrected = (await resultOf(saved.body.comparison.id as string)).followUps[0]!.measurement;
    expect(corrected.measurements.hairCount).toBe(automatic.measurements.hairCount! - 1);
    expect(corrected.correction).toMatchObject({ version: 2, madeBy: 'local user', reason: 'a fold of the skin', restores: null, removedHairs: 1, drawnHairs: 0, areaMoved: false, automatic: automatic.measurements });
    expect(Date.now() - Date.parse(corrected.correction!.madeAt)).toBeLessThan(120_000);
    expect((await resultOf(comparison)).followUps[0]!.measurement).toEqual(automatic);
    const report = await get(`/api/v1/comparisons/${saved.body.comparison.id}/report.html`);
    expect(report.text).toContain('a fold of the skin');
  });

  it('is undone by a new version that equals the former one, and the history names all three', async () => {
    const restored = await post(corrections(comparison), { photograph: 1, reason: 'it was a hair after all', restore: 1 }, '"2"');
    expect([restored.status, restored.body.version]).toEqual([201, 3]);
    const { correction, ...again } = (await resultOf(restored.body.comparison.id as string)).followUps[0]!.measurement;
    expect(again).toEqual(automatic);
    expect(correction).toMatchObject({ version: 3, restores: 1, removedHairs: 0 });
    const { versions, newest } = (await get(`${corrections(comparison)}?photograph=1`)).body;
    expect(newest).toBe(3);
    expect(versions.map(({ version, reason }: { version: number; reason: string | null }) => [version, reason])).toEqual([[1, null], [2, 'a fold of the skin'], [3, 'it was a hair after all']]);
    expect((await get(`/api/v1/comparisons/${comparison}/measurement?photograph=1&version=2`)).body.measurements.hairCount).toBe(automatic.measurements.hairCount! - 1);
  });

  it('names every correction in the audit trail with what was before and what came after', async () => {
    const entries = await application.store.database.selectFrom('audit').selectAll().where('action', 'like', 'measurement.%').orderBy('number').execute();
    expect(entries.map(({ action }) => action)).toEqual(['measurement.make', 'measurement.make', 'measurement.correct', 'measurement.restore']);
    const [corrected] = entries.slice(2);
    expect(corrected).toMatchObject({ actor: 'local user' });
    expect([JSON.parse(corrected!.before!).measurements.hairCount - JSON.parse(corrected!.after!).measurements.hairCount, JSON.parse(corrected!.after!).reason]).toEqual([1, 'a fold of the skin']);
    expect(await application.store.verifyAudit()).toMatchObject({ firstBroken: null });
  });

  it('is refused on a version that is no longer the newest, without a version, and without a reason', async () => {
    const body = { photograph: 1, reason: 'too late', correction: without() };
    expect((await post(corrections(comparison), body, '"2"')).body).toMatchObject({ status: 412, code: 'request.outdated' });
    expect((await post(corrections(comparison), body)).body).toMatchObject({ status: 428, code: 'request.unconditional' });
    expect((await post(corrections(comparison), body, 'W/"x"')).body).toMatchObject({ status: 400, code: 'request.invalid' });
    expect((await post(corrections(comparison), { ...body, reason: ' ' }, '"3"')).status).toBe(400);
    expect((await get(`${corrections(comparison)}?photograph=1`)).body.newest).toBe(3);
  });

  it('takes no hair out that is not there, and nothing from photographs and versions that never were', async () => {
    const unknown = { ...noCorrection, removed: [{ root: { row: 1, column: 1 }, tip: { row: 2, column: 2 } }] };
    expect((await post(`${corrections(comparison)}/preview`, { photograph: 1, correction: unknown })).body).toMatchObject({ status: 422, code: 'correction.invalid' });
    expect((await get(`${corrections(comparison)}?photograph=7`)).status).toBe(404);
    expect((await get(`/api/v1/comparisons/${comparison}/measurement?version=9`)).status).toBe(404);
    expect((await post(corrections(comparison), { photograph: 1, reason: 'what was there', restore: 9 }, '"3"')).status).toBe(404);
    const { body } = await post('/api/v1/comparisons', { ...askFor(automatic.photo.sha256, automatic.photo.sha256), followUps: [{ photograph: automatic.photo.sha256, calibration: { method: 'given', micrometresPerPixel: 5 }, version: 9 }] });
    expect((await waitForEnd(application.app, body.id as string)).error).toMatchObject({ code: 'request.conflict' });
  });

  it('reaches the visits of a study, which say that a person corrected them', async () => {
    const add = async (path: string, row: object): Promise<string> => (await post(`/api/v1${path}`, row)).body.id as string;
    const subject = await add(`/studies/${await add('/studies', { name: 'Needling 2026' })}/subjects`, { pseudonym: 'S-01' }), calibration = { method: 'given', micrometresPerPixel: 5 };
    const area = await add(`/subjects/${subject}/target-areas`, { name: 'vertex' }), baseline = (await resultOf(comparison)).baseline.photo.sha256;
    await add(`/target-areas/${area}/timepoints`, { photograph: baseline, date: '2026-01-05', calibration });
    await add(`/target-areas/${area}/timepoints`, { photograph: automatic.photo.sha256, date: '2026-07-06', calibration });
    const first = await add(`/target-areas/${area}/comparison`, {});
    // What was corrected outside the study is not the study's.
    expect((await resultOf(first)).followUps[0]!.measurement.correction).toBeUndefined();
    await post(corrections(first), { photograph: 1, reason: 'a fold of the skin', correction: without() }, '"1"');
    const second = await add(`/target-areas/${area}/comparison`, {});
    expect(second).not.toBe(first);
    expect((await resultOf(second)).followUps[0]!.measurement.correction).toMatchObject({ version: 2 });
    const [{ timepoints }] = (await get(`/api/v1/subjects/${subject}`)).body.areas;
    expect(timepoints.map(({ isCorrected }: { isCorrected: boolean }) => isCorrected)).toEqual([false, true]);
  });

  it('names the photograph as whoever asks knows it, not as somebody else did who uploaded it first; and keeps nobody waiting for a hundred previews of one person, which are not made when that person has gone', async () => {
    const bytes = await Promise.all((['baseline', 'increase'] as const).map((name) => cropDemo(name, 500)));
    await addPerson(application, 'chief', 'administrator');
    await addPerson(application, 'busy', 'analyst');
    await addPerson(application, 'other', 'analyst');
    const ask = (cookie: string, path: string, body: object): request.Test => post(path, body).set('Cookie', cookie);
    const compare = async (name: string): Promise<[string, string]> => {
      const cookie = await signIn(application, name), ids: string[] = [];
      for (const [at, photograph] of bytes.entries()) ids.push((await request(application.app).post('/api/v1/photographs').set({ Host: 'localhost', Cookie: cookie }).attach('photograph', photograph, `${name}-${at}.jpg`)).body.id as string);
      const { id } = (await ask(cookie, '/api/v1/comparisons', askFor(ids[0]!, ids[1]!))).body as { id: string };
      while ((await get(`/api/v1/comparisons/${id}`).set('Cookie', cookie)).body.state !== 'done') await pause(200);
      return [cookie, id];
    };
    const [[busy, first], [other, second]] = [await compare('busy'), await compare('other')], body = { photograph: 1, correction: without() };
    expect((await get(`/api/v1/comparisons/${second}/measurement?photograph=1&version=1`).set('Cookie', other)).body.photo.name).toBe('other-1.jpg');
    const begun = Date.now();
    expect((await ask(other, `${corrections(second)}/preview`, body)).status).toBe(200);
    const previewMs = Date.now() - begun;
    const previews = Array.from({ length: 104 }, () => ask(busy, `${corrections(first)}/preview`, body));
    const refused = new Promise((resolve) => {
      for (const preview of previews) preview.then(({ status }) => { if (status === 429) resolve(status); }, () => undefined);
    });
    expect(await refused).toBe(429);
    const preview = await ask(other, `${corrections(second)}/preview`, body);
    expect([preview.status, preview.body.measurement.photo.name]).toEqual([200, 'other-1.jpg']);
    for (const each of previews) each.abort();
    // Were the others still made, this one would be the last.
    const before = Date.now();
    expect((await ask(busy, `${corrections(first)}/preview`, body)).status).toBe(200);
    expect(Date.now() - before).toBeLessThan(previewMs * 10);
  });
});
