import sharp from 'sharp';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProgressResult } from '../../src/domain/result.js';
import { checkStore } from '../../src/study/check-store.js';
import { eraseSubject } from '../../src/study/erase-subject.js';
import { cropDemo, openTestApplication, upload, waitForEnd } from '../support/application.js';
import { photographHead } from '../support/paint-head.js';

/** Share of pixels that are nearer to the colour of the face than to any grey or skin. */
async function shareOfFace(picture: Buffer): Promise<number> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let green = 0;
  for (let at = 0; at < data.length; at += info.channels) if (data[at + 1]! > data[at]! + 40 && data[at + 1]! > data[at + 2]! + 40) green++;
  return green / (info.width * info.height);
}

describe('photographs of heads over the network interface', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  let before: string;
  let after: string;

  const get = (path: string): request.Test => request(application.app).get(path).set('Host', 'localhost');
  const picture = async (id: string): Promise<Buffer> => (await get(`/api/v1/photographs/${id}/picture`)).body as Buffer;
  const compare = async (kind: string, ids: readonly [string, string]): Promise<Awaited<ReturnType<typeof waitForEnd>> & { id: string }> => {
    const [baseline, followUp] = ids.map((photograph) => ({ photograph, calibration: null }));
    const { body } = await request(application.app).post('/api/v1/comparisons').set('Host', 'localhost').send({ baseline, followUps: [followUp], options: { kind } });
    return { id: (body as { id: string }).id, ...await waitForEnd(application.app, (body as { id: string }).id) };
  };

  beforeAll(async () => {
    application = await openTestApplication();
    before = await upload(application.app, await photographHead(0.7), 'before.png');
    after = await upload(application.app, await photographHead(0.75), 'after.png');
  });
  afterAll(() => application.remove());

  it('show no face from the moment they are uploaded, before anybody has said what they show', async () => {
    expect(await shareOfFace(await photographHead(0.7))).toBeGreaterThan(0.02);
    for (const id of [before, after]) {
      expect((await get(`/api/v1/photographs/${id}`)).body).toMatchObject({ isCovered: true });
      expect(await shareOfFace(await picture(id))).toBe(0);
    }
  });

  it('are measured by their coverage and compared, and no report shows a face', async () => {
    const { id, state, result } = await compare('global', [before, after]), progress = result as ProgressResult;
    expect(state).toBe('done');
    expect([progress.baseline.kind, progress.followUps[0]!.measurement.kind]).toEqual(['global', 'global']);
    expect(progress.baseline.targetArea.region).toMatchObject({ name: 'scalp', source: 'proposed' });
    expect(progress.baseline.measurements).toMatchObject({ hairCount: null, densityPerCm2: null });
    const { text } = await get(`/api/v1/comparisons/${id}/report.html`), pictures = [...text.matchAll(/data:image\/jpeg;base64,([^"]+)/g)];
    expect(pictures.length).toBe(2);
    for (const [, base64] of pictures) expect(await shareOfFace(Buffer.from(base64!, 'base64'))).toBe(0);
    expect((await get(`/api/v1/comparisons/${id}/report.pdf`)).status).toBe(200);
  });

  it('are visits of a study like others: measured in the region drawn on the first, laid onto the later one, with coverage in percent over time and its interval', async () => {
    const post = (path: string, body: object): request.Test => request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(body);
    const { body: study } = await post('/studies', { name: 'Heads' }), { body: subject } = await post(`/studies/${study.id}/subjects`, { pseudonym: 'S-01' });
    const { body: area } = await post(`/subjects/${subject.id}/target-areas`, { name: 'from above', kind: 'global' }), visits = `/target-areas/${area.id}/timepoints`;
    expect((await post(visits, { photograph: before, date: '2026-01-05', calibration: { method: 'given', micrometresPerPixel: 5 } })).body.detail).toContain('no scale');
    const region = { shape: 'ellipse', row: 240, column: 240, height: 160, width: 200, turnDegrees: 20 };
    expect((await post(visits, { photograph: before, date: '2026-01-05', calibration: null, region })).status).toBe(201);
    // The same head a little closer and in other light.
    const later = await upload(application.app, await sharp(await photographHead(0.7)).modulate({ brightness: 1.06 }).extract({ left: 6, top: 4, width: 470, height: 472 }).png().toBuffer(), 'later.png');
    expect((await post(visits, { photograph: later, date: '2026-07-06', calibration: null })).status).toBe(201);
    const { body: { id } } = await post(`/target-areas/${area.id}/comparison`, {});
    expect((await waitForEnd(application.app, id)).state).toBe('done');
    const { areas: [shown] } = (await get(`/api/v1/subjects/${subject.id}?locale=de-DE`)).body;
    expect(shown).toMatchObject({ kind: 'global', series: { endpoint: 'coverage', unit: '%' } });
    for (const { value: { value, interval } } of shown.timepoints) {
      expect(value).toBeGreaterThan(40);
      expect(interval[0]).toBeLessThan(value);
      expect(interval[1]).toBeGreaterThan(value);
    }
    expect(shown.timepoints[1]).toMatchObject({ score: '0', words: 'No detectable change (provisional)', interval: expect.stringMatching(/^−8.* to \+8/) });
    const { body: { result: { baseline: first, followUps: [second] } } } = await get(`/api/v1/comparisons/${id}`);
    expect([first.targetArea.region.source, second.measurement.targetArea.region.source]).toEqual(['drawn', 'carried']);
    const columns = first.targetArea.outline.map(({ column }: { column: number }) => column);
    expect(Math.max(...columns) - Math.min(...columns)).toBeLessThan(215);
    // Drawn anew on the first photograph, with a reason: the next comparison is another one, and what was compared stays.
    const put = (timepoint: string, body: object): request.Test => request(application.app).put(`/api/v1/timepoints/${timepoint}/region`).set('Host', 'localhost').send(body);
    expect((await put(shown.timepoints[0].id, { region: null, reason: '' })).status).toBe(400);
    expect((await put(shown.timepoints[0].id, { region: { shape: 'vertex' }, reason: 'only the crown was treated' })).status).toBe(200);
    // From a tab that still shows the ellipse: nothing is written over unseen.
    expect((await put(shown.timepoints[0].id, { region: { shape: 'frontal' }, reason: 'only the front was treated', seen: region })).body).toMatchObject({ status: 412, code: 'request.outdated' });
    const [changed] = (await get(`/api/v1/subjects/${subject.id}`)).body.areas;
    expect([changed.timepoints[0].region, changed.comparison]).toEqual([{ shape: 'vertex' }, null]);
    const anew = (await post(`/target-areas/${area.id}/comparison`, {})).body.id as string;
    expect([(await waitForEnd(application.app, anew)).state, anew === id]).toEqual(['done', false]);
    expect((await get(`/api/v1/comparisons/${anew}`)).body.result.baseline.targetArea.region).toMatchObject({ name: 'vertex' });
    expect((await get(`/api/v1/comparisons/${id}`)).body.result.baseline.targetArea.region).toMatchObject({ source: 'drawn' });
    const { before: was, after: is } = await application.store.database.selectFrom('audit').select(['before', 'after']).where('action', '=', 'timepoint.region').executeTakeFirstOrThrow();
    expect([JSON.parse(JSON.parse(was!).region), JSON.parse(is!)]).toEqual([region, { target_area: area.id, region: '{"shape":"vertex"}', reason: 'only the crown was treated' }]);
    expect((await checkStore(application.dataFolder)).findings).toEqual([]);
    const other = await post(`/subjects/${subject.id}/target-areas`, { name: 'close' });
    expect((await post(`/target-areas/${other.body.id}/timepoints`, { photograph: before, date: '2026-01-05', calibration: null, region })).body.detail).toContain('regions belong to heads');
    const { body: close } = await post(`/target-areas/${other.body.id}/timepoints`, { photograph: before, date: '2026-01-05', calibration: null });
    expect((await put(close.id, { region, reason: 'drawn anew' })).body).toMatchObject({ status: 400, detail: expect.stringContaining('regions belong to heads') });
    const entry = { photograph: before, calibration: null }, closeups = await post('/comparisons', { baseline: { ...entry, region }, followUps: [entry] });
    expect([closeups.status, closeups.body.detail]).toEqual([400, expect.stringContaining('a region belongs to photographs of heads')]);
  });

  it('are refused as close-ups, whose hairs could be counted wrongly, so that the page can offer to measure them as heads', async () => {
    const { state, error } = await compare('closeup', [before, after]);
    expect([state, error?.code]).toEqual(['failed', 'photo.kindContradicted']);
    expect((error as { hint?: string }).hint).toContain('as the photograph of a head');
  });

  it('are refused as heads when they show a close-up, in words that a page can show', async () => {
    const closeup = await upload(application.app, await cropDemo('baseline', 500), 'closeup.jpg');
    expect((await get(`/api/v1/photographs/${closeup}`)).body).toMatchObject({ isCovered: false });
    const { state, error } = await compare('global', [closeup, closeup]);
    expect([state, error?.code]).toEqual(['failed', 'photo.kindContradicted']);
    expect((error as { hint?: string }).hint).not.toContain('--');
    expect((error as { message?: string }).message).toMatch(/^Photograph 1 of 2: This photograph is to be measured as a head/);
  });

  it('leave nothing of why their region was drawn anew when the person is erased: it may say who that is', async () => {
    const post = async (path: string, body: object): Promise<{ id: string }> => (await request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(body)).body as { id: string };
    const study = await post('/studies', { name: 'Heads again' }), subject = await post(`/studies/${study.id}/subjects`, { pseudonym: 'S-02' }), area = await post(`/subjects/${subject.id}/target-areas`, { name: 'from above', kind: 'global' });
    const visit = await post(`/target-areas/${area.id}/timepoints`, { photograph: after, date: '2026-01-05', calibration: null });
    expect((await request(application.app).put(`/api/v1/timepoints/${visit.id}/region`).set('Host', 'localhost').send({ region: { shape: 'vertex' }, reason: 'the grafts of Mrs Miller' })).status).toBe(200);
    await eraseSubject(application.store, 'local', subject.id, 'asked for by the person');
    const entries = await application.store.database.selectFrom('audit').select(['before', 'after']).execute();
    expect(JSON.stringify(entries)).not.toContain('Miller');
    expect((await checkStore(application.dataFolder)).findings).toEqual([]);
  });
});
