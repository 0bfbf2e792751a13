import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropDemo, openTestApplication, upload, waitForEnd } from '../support/application.js';

interface ShownVisit { id: string; date: string; score: string | null; words: string | null; refusal: { code: string; message: string } | null; value: object | null }
interface ShownArea { comparison: { state: string; error: object | null } | null; done: { id: string; without: string[] } | null; series: object | null; timepoints: ShownVisit[] }

describe('the scores of an area whose photographs become more', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>, subject: string, area: string;
  const scale = { method: 'given', micrometresPerPixel: 5 };

  const post = async (path: string, body: object): Promise<string> => ((await request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(body)).body as { id: string }).id;
  const show = async (): Promise<ShownArea> => (await request(application.app).get(`/api/v1/subjects/${subject}`).set('Host', 'localhost')).body.areas[0] as ShownArea;
  const visit = async (name: 'baseline' | 'increase' | 'no-change', side: number, date: string, calibration: object = scale): Promise<string> => post(`/target-areas/${area}/timepoints`, { photograph: await upload(application.app, await cropDemo(name, side), `${date}.jpg`), date, calibration });
  const compare = async (): Promise<{ id: string; state: string }> => {
    const id = await post(`/target-areas/${area}/comparison`, {});
    return { id, state: (await waitForEnd(application.app, id)).state };
  };
  const dayAndWords = ({ timepoints }: ShownArea): (string | null)[][] => timepoints.map(({ date, words }) => [date, words]);

  beforeAll(async () => {
    application = await openTestApplication();
    subject = await post(`/studies/${await post('/studies', { name: 'Series' })}/subjects`, { pseudonym: 'S-01' });
    area = await post(`/subjects/${subject}/target-areas`, { name: 'vertex' });
  });
  afterAll(() => application.remove());

  it('stay when a photograph is added, is refused, or is taken out, and the others of a refused one are compared without it', { timeout: 240_000 }, async () => {
    await visit('baseline', 500, '2026-01-05');
    await visit('increase', 500, '2026-04-06');
    expect(dayAndWords(await show())).toEqual([['2026-01-05', null], ['2026-04-06', 'Not compared yet']]);
    const first = await compare(), scored = await show(), [baseline, april] = scored.timepoints;
    expect([first.state, typeof april!.score, scored.done]).toEqual(['done', 'string', { id: first.id, without: [] }]);

    // Added, and not compared yet: it has no scale bar, which nobody knows so far.
    const july = await visit('no-change', 500, '2026-07-06', { method: 'scaleBar', millimetres: 1 });
    const added = await show();
    expect([added.comparison, added.done, added.series]).toEqual([null, { id: first.id, without: ['2026-07-06'] }, scored.series]);
    expect([added.timepoints.slice(0, 2), added.timepoints[2]!.words]).toEqual([[baseline, april], 'Not compared yet']);

    // Refused: the others keep their scores.
    expect((await compare()).state).toBe('failed');
    const refused = await show();
    expect([refused.timepoints.slice(0, 2), refused.timepoints[2]]).toEqual([[baseline, april], expect.objectContaining({ words: 'Could not be measured', score: null, value: null, refusal: expect.objectContaining({ code: 'calibration.notFound', message: expect.not.stringContaining('Photograph') }) })]);
    expect([refused.comparison, refused.done]).toMatchObject([{ state: 'done' }, { id: first.id, without: ['2026-07-06'] }]);

    // One more visit: it is compared without the refused one, and nobody has to say so.
    await visit('increase', 520, '2026-10-05');
    const second = await compare(), without = await show();
    expect([second.state, without.done, without.comparison!.error]).toEqual(['done', { id: second.id, without: ['2026-07-06'] }, null]);
    expect(dayAndWords(without)).toEqual([['2026-01-05', null], ['2026-04-06', april!.words], ['2026-07-06', 'Could not be measured'], ['2026-10-05', expect.not.stringMatching(/Not compared|Could not/)]]);

    // Taken out and added anew, with the same file and scale: it is tried again, and nothing that was said of it before stands there.
    await request(application.app).delete(`/api/v1/timepoints/${july}`).set('Host', 'localhost').send({ reason: 'try again' });
    const again = await visit('no-change', 500, '2026-07-06', { method: 'scaleBar', millimetres: 1 }), anew = await show();
    expect([anew.timepoints[2]!.words, anew.timepoints[2]!.refusal, anew.comparison]).toEqual(['Not compared yet', null, null]);
    expect([(await compare()).state, (await show()).timepoints[2]!.words]).toEqual(['failed', 'Could not be measured']);

    // Taken out: the comparison of the three that are left is done already.
    await request(application.app).delete(`/api/v1/timepoints/${again}`).set('Host', 'localhost').send({ reason: 'has no scale bar' });
    expect((await show()).done).toEqual({ id: second.id, without: [] });
    // And where none is, a change against the same baseline is still that change.
    await request(application.app).delete(`/api/v1/timepoints/${without.timepoints[3]!.id}`).set('Host', 'localhost').send({ reason: 'another person' });
    expect((await show()).timepoints).toEqual([baseline, april]);
  });

  it('are not those of another baseline', { timeout: 240_000 }, async () => {
    await visit('baseline', 480, '2025-12-01');
    const earlier = await show();
    expect([dayAndWords(earlier), earlier.done, earlier.series]).toEqual([[['2025-12-01', null], ['2026-01-05', 'Not compared yet'], ['2026-04-06', 'Not compared yet']], null, null]);
  });

  it('are said to be of an earlier version of the program where only that compared them, and are not shown beside its own', { timeout: 240_000 }, async () => {
    area = await post(`/subjects/${subject}/target-areas`, { name: 'crown' });
    await visit('baseline', 440, '2026-01-05');
    await visit('increase', 440, '2026-04-06');
    const { id } = await compare(), { database } = application.store, earlier = 'e'.repeat(64);
    const [comparison, job] = [await database.selectFrom('comparisons').selectAll().where('id', '=', id).executeTakeFirstOrThrow(), await database.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()];
    await database.insertInto('comparisons').values({ ...comparison, id: earlier }).execute();
    await database.insertInto('jobs').values({ ...job, id: earlier }).execute();
    for (const table of ['jobs', 'comparisons'] as const) await database.deleteFrom(table).where('id', '=', id).execute();
    const [shown] = ((await request(application.app).get(`/api/v1/subjects/${subject}`).set('Host', 'localhost')).body.areas as (ShownArea & { id: string })[]).filter((one) => one.id === area);
    expect([shown!.timepoints[1]!.words, shown!.timepoints[1]!.score, shown!.done, shown!.series]).toEqual(['Not compared yet by this version of the program', null, null, null]);
  });

  it('give the reason beside the visit where the only later photograph is refused', { timeout: 240_000 }, async () => {
    area = await post(`/subjects/${subject}/target-areas`, { name: 'temple' });
    await visit('baseline', 460, '2026-01-05');
    await visit('increase', 460, '2026-04-06', { method: 'scaleBar', millimetres: 1 });
    const { id, state } = await compare(), areas = (await request(application.app).get(`/api/v1/subjects/${subject}`).set('Host', 'localhost')).body.areas as ShownArea[];
    const shown = areas.find(({ timepoints }) => timepoints.length === 2 && timepoints[1]!.words === 'Could not be measured')!;
    expect([state, shown.comparison, shown.done]).toMatchObject(['failed', { id, state: 'failed', error: { message: expect.stringContaining('Photograph 2 of 2: '), photograph: { place: 2, message: shown.timepoints[1]!.refusal!.message } } }, null]);
    // Asked again, it is tried again.
    expect(await compare()).toEqual({ id, state: 'failed' });
    // Added anew, it was not compared yet, and the comparison that failed before is not shown.
    await request(application.app).delete(`/api/v1/timepoints/${shown.timepoints[1]!.id}`).set('Host', 'localhost').send({ reason: 'try again' });
    await visit('increase', 460, '2026-04-06', { method: 'scaleBar', millimetres: 1 });
    const anew = ((await request(application.app).get(`/api/v1/subjects/${subject}`).set('Host', 'localhost')).body.areas as (ShownArea & { id: string })[]).find((one) => one.id === area)!;
    expect([anew.comparison, anew.timepoints[1]!.words]).toEqual([null, 'Not compared yet']);
    expect(await compare()).toEqual({ id, state: 'failed' });
  });

  it('wait for one try alone where several later photographs are refused: each gets its reason, and the next try compares the others', { timeout: 240_000 }, async () => {
    area = await post(`/subjects/${subject}/target-areas`, { name: 'nape' });
    await visit('baseline', 420, '2026-01-05');
    for (const month of ['04', '07']) await visit('no-change', 420 + Number(month), `2026-${month}-06`, { method: 'scaleBar', millimetres: 1 });
    await visit('increase', 420, '2026-10-05');
    const ownArea = async (): Promise<ShownArea> => ((await request(application.app).get(`/api/v1/subjects/${subject}`).set('Host', 'localhost')).body.areas as (ShownArea & { id: string })[]).find((one) => one.id === area)!;
    const { id, state } = await compare(), words = async (): Promise<(string | null)[]> => (await ownArea()).timepoints.map((shown) => shown.words), refused = await ownArea();
    expect([state, await words()]).toEqual(['failed', [null, 'Could not be measured', 'Could not be measured', 'Not compared yet']]);
    expect(refused.timepoints[2]!.refusal).toEqual(refused.timepoints[1]!.refusal);
    expect((await waitForEnd(application.app, id)).error).toMatchObject({ message: expect.stringMatching(/^Photograph 2 of 4: .*Photograph 3 of 4: /), photograph: { place: 2 }, others: [{ place: 3, code: 'calibration.notFound' }] });
    expect([(await compare()).state, await words()]).toEqual(['done', [null, 'Could not be measured', 'Could not be measured', expect.not.stringMatching(/Not compared|Could not/)]]);
  });
});
