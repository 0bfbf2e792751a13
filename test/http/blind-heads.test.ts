import sharp from 'sharp';
import request from 'supertest';
import { expect, it } from 'vitest';
import { openTestApplication, upload } from '../support/application.js';
import { photographHead } from '../support/paint-head.js';

it('photographs of heads show blinded readers no more than the scalp in an area of close-ups, as areas are unless somebody says otherwise, whatever scale was given', async () => {
  const application = await openTestApplication(), before = await upload(application.app, await photographHead(0.7), 'before.png'), after = await upload(application.app, await photographHead(0.75), 'after.png');
  const post = async (path: string, body: object): Promise<{ id: string; readers: { page: string }[] }> => (await request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(body)).body as never;
  const study = await post('/studies', { name: 'Heads with a scale' }), subject = await post(`/studies/${study.id}/subjects`, { pseudonym: 'S-03' });
  for (const [kind, calibration] of [['closeup', { method: 'given', micrometresPerPixel: 5 }], ['global', null]] as const) {
    const area = await post(`/subjects/${subject.id}/target-areas`, { name: `from above as ${kind}`, kind });
    for (const [photograph, date] of [[before, '2026-01-05'], [after, '2026-07-06']]) await post(`/target-areas/${area.id}/timepoints`, { photograph, date, calibration });
  }
  const { readers: [{ page }] } = await post(`/studies/${study.id}/readings`, { name: 'Panel of heads', readers: ['Dr Adams'] }), blind = `/api/v1${page!.replace('/read/', '/blind/')}`;
  const sizes = new Set<string>(), { pairs } = (await request(application.app).get(blind).set('Host', 'localhost')).body as { pairs: { id: string }[] };
  for (const { id } of pairs) {
    const shown = (await request(application.app).get(`${blind}/pairs/${id}/left`).set('Host', 'localhost')).body as Buffer, { width, height } = await sharp(shown).metadata();
    sizes.add(`${width}x${height}`);
  }
  // Cut to the scalp where it is known for a head, and so where it might be a close-up.
  expect([pairs.length, sizes.size]).toEqual([2, 1]);
  await application.remove();
}, 120_000);
