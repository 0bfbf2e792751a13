import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPagesWhenStale } from '../../src/cli/build-pages.js';
import { layText } from '../../src/image-io/stroke-letters.js';
import { drawPath } from '../../src/raster/draw-strokes.js';
import { analyseAgreement } from '../../src/trial/analyse-agreement.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { readTrialFolder } from '../../src/trial/read-trial-folder.js';
import { readReadings } from '../../src/trial/read-ratings.js';
import { openTestApplication, upload } from '../support/application.js';

const demo = fileURLToPath(new URL('../../fixtures/demo', import.meta.url));
const scores = [-3, -2, -1, 0, 1, 2, 3];

/** A photograph as a camera and a careless study write it: metadata inside, all of it in the file name, a date burned into one corner. */
async function photographOf(subject: number, visit: number): Promise<Buffer> {
  const { data, info } = await sharp(join(demo, `${visit === 0 ? 'baseline' : visit === 1 ? 'no-change' : 'increase'}.jpg`)).extract({ left: 90 * subject, top: 120 * subject, width: 600, height: 600 })
    .raw().toBuffer({ resolveWithObject: true });
  if (visit === 2) for (const stroke of layText('2026 03 14', 340, 580, 4.5)) drawPath({ width: 600, height: 600, data }, stroke, { width: 4, colour: [255, 255, 255] });
  return sharp(data, { raw: { width: 600, height: 600, channels: info.channels } })
    .withExif({ IFD0: { Artist: 'Camera of Dr Placebo', ImageDescription: `Patient Smith, week ${visit}`, DateTime: '2026:03:14 10:00:00' } }).jpeg({ quality: 92 }).toBuffer();
}

interface Sent { readonly url: string; readonly headers: string; readonly body: Buffer; readonly status: number }

describe('a blinded reading over the network interface', { timeout: 120_000 }, () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  let study: string;
  let reading: string;
  const pages: string[] = [], secrets: string[] = [], sent: Sent[] = [];
  const days = ['2026-01-05', '2026-04-06', '2026-07-06'];

  const post = (path: string, body: object): request.Test => request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(body);
  const put = (path: string, body: object): request.Test => request(application.app).put(`/api/v1${path}`).set('Host', 'localhost').send(body);
  const get = (path: string): request.Test => request(application.app).get(`/api/v1${path}`).set('Host', 'localhost');
  const blind = (page: string): string => page.replace('/read/', '/blind/');
  /** As the reader's browser asks: everything that comes back is kept and looked at below. */
  async function look(url: string): Promise<Sent> {
    const response = await request(application.app).get(url).set('Host', 'localhost').buffer(true).parse((stream, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => done(null, Buffer.concat(parts)));
    });
    const one = { url, headers: JSON.stringify({ ...response.headers, date: undefined }), body: response.body as Buffer, status: response.status };
    sent.push(one);
    return one;
  }
  const pairsOf = async (page: string): Promise<{ id: string; answer: number | null }[]> => (JSON.parse((await look(`/api/v1${blind(page)}`)).body.toString()) as { pairs: { id: string; answer: number | null }[] }).pairs;
  const rowsOf = async (page: string) => application.store.database.selectFrom('reading_items').innerJoin('reading_cases', 'reading_cases.id', 'reading_items.reading_case')
    .selectAll('reading_items').select(['reading_cases.subject', 'reading_cases.visit', 'reading_cases.baseline_photograph']).where('reader', '=', page.replace('/read/', '')).orderBy('reading_items.place').execute();
  /** The audit trail as whoever may read it is shown it, from its beginning. */
  async function trail(): Promise<{ number: number; at: string; hash: string; actor: string; action: string; object: string; before: unknown; after: unknown }[]> {
    const entries = [];
    for (let before = ''; ;) {
      const { entries: some } = (await get(`/audit${before}`)).body as { entries: Awaited<ReturnType<typeof trail>> };
      if (some.length === 0) return entries.reverse();
      entries.push(...some);
      if (some.at(-1)!.number === 1) return entries.reverse();
      before = `?before=${some.at(-1)!.number}`;
    }
  }
  /** Answers as if the hair of `subject` changed by `score`, seen from whichever side the baseline is on. */
  async function judge(page: string, scoreOf: (subject: string, visit: string) => number): Promise<void> {
    for (const { id, baseline_side, subject, visit } of await rowsOf(page)) {
      const score = scoreOf(subject, visit);
      expect((await put(`${blind(page)}/pairs/${id}`, { score: baseline_side === 'left' ? score : 0 - score })).status).toBe(204);
    }
  }

  beforeAll(async () => {
    await buildPagesWhenStale(() => undefined);
    application = await openTestApplication();
    study = (await post('/studies', { name: 'Verum against placebo' })).body.id as string;
    for (let subject = 0; subject < 4; subject += 1) {
      const pseudonym = `SUBJECT-${subject}`, id = (await post(`/studies/${study}/subjects`, { pseudonym })).body.id as string, area = (await post(`/subjects/${id}/target-areas`, { name: 'crownarea' })).body.id as string;
      secrets.push(pseudonym, id, area);
      for (const [visit, date] of days.entries()) {
        const name = `${pseudonym} visit-${visit} verum.jpg`, photograph = await upload(application.app, await photographOf(subject, visit), name);
        secrets.push(name, photograph);
        expect((await post(`/target-areas/${area}/timepoints`, { photograph, date, calibration: { method: 'given', micrometresPerPixel: visit === 1 ? 4.9 : 5 } })).status).toBe(201);
      }
    }
    const { body, status } = await post(`/studies/${study}/readings`, { name: 'Panel of verum', readers: ['Dr Adams', 'Dr Brown'], seed: 'a seed' });
    expect(status).toBe(201);
    reading = body.id as string;
    pages.push(...(body.readers as { page: string }[]).map(({ page }) => page));
    secrets.push(study, reading, 'Verum against placebo', 'Panel of verum', 'a seed', 'crownarea', 'verum', 'placebo', 'Placebo', 'Smith', 'Exif', 'Dr Brown', 'baseline', 'follow', ...(await application.store.database.selectFrom('reading_cases').select('id').execute()).map(({ id }) => id));
  }, 300_000);
  afterAll(() => application.remove());

  it('shows 8 pairs and a hidden repeat, in another order and on other sides to each reader, the repeat far from its first look', async () => {
    const [first, second] = [await rowsOf(pages[0]!), await rowsOf(pages[1]!)];
    expect([first.length, first.filter(({ occasion }) => occasion === 2).length]).toEqual([9, 1]);
    expect(first.map(({ subject, visit }) => subject + visit)).not.toEqual(second.map(({ subject, visit }) => subject + visit));
    expect(new Set([...first, ...second].map(({ baseline_side }) => baseline_side)).size).toBe(2);
    for (const repeat of first.filter(({ occasion }) => occasion === 2)) {
      expect(repeat.place - first.find((item) => item.occasion === 1 && item.reading_case === repeat.reading_case)!.place).toBeGreaterThanOrEqual(3);
    }
    expect(first.filter((item, at) => at > 0 && item.subject === first[at - 1]!.subject)).toEqual([]);
  });

  it('sends the reader no day, arm, name, file name, order or metadata, in no page, answer, header, address or picture', async () => {
    const page = await look(pages[0]!);
    expect(page.status).toBe(200);
    for (const [, asset] of page.body.toString().matchAll(/(?:src|href)="(\/[^"]+)"/g)) await look(asset!);
    for (const { id } of await pairsOf(pages[0]!)) for (const side of ['left', 'right']) expect((await look(`/api/v1${blind(pages[0]!)}/pairs/${id}/${side}`)).status).toBe(200);
    const assets = sent.filter(({ url }) => /^\/(assets|icon)/.test(url)), own = sent.filter((one) => !assets.includes(one));
    expect([assets.length >= 2, own.length]).toEqual([true, 20]);
    for (const { url, headers, body } of own) {
      const said = `${url}\n${headers}\n${body.toString('latin1')}`;
      expect(secrets.filter((secret) => said.includes(secret)), url).toEqual([]);
      // The page itself is the same for everybody; when it was built says nothing of photographs.
      if (!headers.includes('image/jpeg')) expect(said.replace(/"last-modified":"[^"]+"/, url.startsWith('/read/') ? '' : '$&').match(/\d{4}[-:]\d{2}[-:]\d{2}|[0-9a-f]{32,}|etag|last-modified/i), url).toBeNull();
      else expect(headers.match(/etag|last-modified|disposition/i), url).toBeNull();
    }
  });

  it('sends pictures that hold nothing but a picture, of one size a pair, and no two of them alike', async () => {
    const pictures = sent.filter(({ headers }) => headers.includes('image/jpeg'));
    expect(pictures.length).toBe(18);
    for (const { body } of pictures) expect(segmentsOf(body)).toEqual({ unexpected: [], trailing: 0 });
    for (let at = 0; at < pictures.length; at += 2) {
      const [left, right] = await Promise.all([sharp(pictures[at]!.body).metadata(), sharp(pictures[at + 1]!.body).metadata()]);
      expect([left.width, left.height]).toEqual([right.width, right.height]);
    }
    // Neither the repeats nor a baseline that stands in two pairs can be told by its bytes, nor by its pixels.
    expect(new Set(pictures.map(({ body }) => createHash('sha256').update(body).digest('hex'))).size).toBe(18);
    const pixels = await Promise.all(pictures.map(async ({ body }) => createHash('sha256').update(await sharp(body).raw().toBuffer()).digest('hex')));
    expect(new Set(pixels).size).toBe(18);
  });

  it('hides a date burned into one photograph, and the same place of the other', async () => {
    const rows = await rowsOf(pages[0]!), pictures = sent.filter(({ headers }) => headers.includes('image/jpeg'));
    const greyInCorner = async (body: Buffer): Promise<number> => {
      const { data, info } = await sharp(body).raw().toBuffer({ resolveWithObject: true });
      let grey = 0;
      for (let row = info.height - 40; row < info.height - 5; row += 1) for (let column = Math.floor(info.width * 0.6); column < info.width - 20; column += 1) if (Math.abs(data[3 * (row * info.width + column)]! - 128) < 6 && Math.abs(data[3 * (row * info.width + column) + 2]! - 128) < 6) grey += 1;
      return grey;
    };
    for (const [at, { visit }] of rows.entries()) {
      const grey = [await greyInCorner(pictures[2 * at]!.body), await greyInCorner(pictures[2 * at + 1]!.body)];
      if (visit === days[2]) expect(Math.min(...grey), `pair ${at}`).toBeGreaterThan(2000);
      else expect(Math.max(...grey), `pair ${at}`).toBeLessThan(200);
    }
  });

  it('gives the same pictures when they are asked for again', async () => {
    const first = sent.find(({ url }) => url.endsWith('/left'))!;
    expect((await look(first.url)).body.equals(first.body)).toBe(true);
  });

  it('keeps an answer until another comes, and takes none that is off the scale or without a reason', async () => {
    const { id } = (await pairsOf(pages[0]!))[0]!, path = `${blind(pages[0]!)}/pairs/${id}`;
    expect((await put(path, { score: 4 })).body).toMatchObject({ status: 400, code: 'request.invalid' });
    expect((await put(path, { cannotJudge: ' ' })).status).toBe(400);
    expect((await put(`${blind(pages[1]!)}/pairs/${id}`, { score: 1 })).body).toMatchObject({ status: 404, code: 'request.notFound' });
    for (const score of scores) expect((await put(path, { score })).status).toBe(204);
    expect((await pairsOf(pages[0]!))[0]!.answer).toBe(3);
  });

  it('is signed only when every pair has an answer, and is locked from then on', async () => {
    expect((await post(`${blind(pages[0]!)}/signature`, { name: 'Ann Adams' })).body).toMatchObject({ status: 409, detail: '8 of 9 pairs have no answer yet.' });
    await judge(pages[0]!, (subject, visit) => (visit === days[2] ? 2 : subject === 'SUBJECT-0' ? -1 : 0));
    expect((await get(`/readings/${reading}/ratings.csv`)).body).toMatchObject({ status: 409, code: 'request.conflict' });
    const signed = await post(`${blind(pages[0]!)}/signature`, { name: 'Ann Adams' });
    expect(signed.body.signature).toMatchObject({ name: 'Ann Adams', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const { id } = (await pairsOf(pages[0]!))[0]!;
    expect((await put(`${blind(pages[0]!)}/pairs/${id}`, { score: 0 })).body).toMatchObject({ status: 409, code: 'request.conflict' });
    expect((await post(`${blind(pages[0]!)}/signature`, { name: 'Somebody else' })).status).toBe(409);
  });

  it('shows in the audit trail that somebody answered, but neither what nor the seed, before everybody has signed', async () => {
    const entries = await trail(), answers = entries.filter(({ action }) => action === 'reading.answer'), withheld = 'until everybody has signed this blinded reading';
    expect(answers.length).toBeGreaterThan(8);
    for (const { actor, object, before, after } of answers) expect([actor, object.slice(0, 12), before, after]).toEqual(['local user', 'readingItem:', { withheld }, { reader: 'Dr Adams', withheld }]);
    expect(entries.find(({ action }) => action === 'reading.add')!.after).toMatchObject({ name: 'Panel of verum', readers: ['Dr Adams', 'Dr Brown'], seed: `withheld ${withheld}` });
    expect(entries.find(({ action }) => action === 'reading.sign')!.after).toMatchObject({ reader: 'Dr Adams', signedName: 'Ann Adams' });
  });

  it('shows no hash in the audit trail that tells which score was given, or from which word the seed was typed, to whoever tries all of them', async () => {
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex'), shown = await trail();
    const hashOf = ({ number, at, actor, action, object }: (typeof shown)[number], before: string | null, after: string): string => sha256(JSON.stringify([number, at, actor, action, object, before === null ? null : sha256(before), sha256(after), shown[number - 2]!.hash]));
    const kept = new Map((await application.store.database.selectFrom('audit').selectAll().execute()).map((entry) => [entry.number, entry])), words = [null, ...scores];
    const answers = shown.filter(({ action }) => action === 'reading.answer'), begun = shown.find(({ action }) => action === 'reading.add')!;
    for (const entry of answers) {
      const { before, after } = kept.get(entry.number)!;
      expect(hashOf(entry, before, after!)).toBe(entry.hash);
      const tried = words.flatMap((first) => scores.map((answer) => hashOf(entry, JSON.stringify({ answer: first, reason: null }), JSON.stringify({ reader: 'Dr Adams', answer, reason: null }))));
      expect(tried).not.toContain(entry.hash);
      for (const content of [before, after]) expect(content).toMatch(/"salt":"[\w-]{22}"/);
    }
    const whole = kept.get(begun.number)!.after!;
    expect(hashOf(begun, null, whole)).toBe(begun.hash);
    expect(JSON.stringify(begun.after)).not.toContain((JSON.parse(whole) as { salt: string }).salt);
  });

  it('gives those pairs to an adjudicator about which two readers differ by two or more, or which one could not judge', async () => {
    expect((await post(`/readings/${reading}/adjudication`, { adjudicator: 'Dr Clark' })).body).toMatchObject({ status: 409, detail: 'Not all readers have signed.' });
    await judge(pages[1]!, (subject, visit) => (visit === days[2] ? (subject === 'SUBJECT-1' ? 0 : 1) : subject === 'SUBJECT-0' ? -1 : 0));
    const unclear = (await rowsOf(pages[1]!)).find(({ subject, visit, occasion }) => subject === 'SUBJECT-3' && visit === days[1] && occasion === 1)!;
    expect((await put(`${blind(pages[1]!)}/pairs/${unclear.id}`, { cannotJudge: 'one is blurred' })).status).toBe(204);
    await post(`${blind(pages[1]!)}/signature`, { name: 'Bob Brown' });
    expect((await get(`/readings/${reading}`)).body.toAdjudicate).toBe(2);
    expect(JSON.stringify(await trail())).toMatch(/"seed":"a seed".*"reason":"one is blurred"/);
    expect((await post(`/readings/${reading}/adjudication`, { adjudicator: 'Dr Adams' })).status).toBe(409);
    const { body } = await post(`/readings/${reading}/adjudication`, { adjudicator: 'Dr Clark' });
    const page = (body.readers as { role: string; page: string }[]).find(({ role }) => role === 'adjudicator')!.page;
    expect((await rowsOf(page)).map(({ subject, visit }) => [subject, visit]).sort()).toEqual([['SUBJECT-1', days[2]], ['SUBJECT-3', days[1]]]);
    const shown = await look(`/api/v1${blind(page)}`);
    expect(shown.body.toString()).not.toMatch(/SUBJECT|Adams|score/);
    await judge(page, () => 1);
    expect(JSON.stringify(await trail())).not.toMatch(/one is blurred|"answer"/);
    await post(`${blind(page)}/signature`, { name: 'Cecil Clark' });
    expect((await post(`/readings/${reading}/adjudication`, { adjudicator: 'Dr Drew' })).status).toBe(409);
  });

  it('hands over scores as `trichoscore agreement` reads them, seen from the baseline, whatever side it was on', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ratings-')), 'ratings.csv');
    writeFileSync(file, (await get(`/readings/${reading}/ratings.csv`)).text);
    const readings = await readReadings(file), agreement = analyseAgreement(readings, new Map());
    expect(readings.readings.length).toBe(17);
    expect([readings.readings.filter(({ item, rater }) => rater === 'Dr Adams' && item.includes(days[2]!)).every(({ value }) => value === 2), agreement.raters]).toEqual([true, ['Dr Adams', 'Dr Brown']]);
    expect(agreement.pairs.map(({ kind, first, n }) => [kind, first, n])).toEqual([['readers', 'Dr Adams', 7], ['repeats', 'Dr Adams', 1], ['repeats', 'Dr Brown', 1]]);
    const panel = (await get(`/readings/${reading}/panel.csv`)).text.trim().split('\n').map((line) => line.split(','));
    expect(panel[0]).toEqual(['subject', 'arm', 'target_area', 'view', 'visit', 'date', 'score_Dr Adams', 'score_Dr Brown', 'difference', 'adjudicated', 'final', 'adjudicator_reason']);
    expect(panel.find((cells) => cells[0] === 'SUBJECT-1' && cells[4] === days[2])!.slice(6, 11)).toEqual(['2', '0', '2', '1', '1']);
    expect(panel.find((cells) => cells[0] === 'SUBJECT-3' && cells[4] === days[1])!.slice(6, 11)).toEqual(['0', '', '', '1', '1']);
    expect(panel.find((cells) => cells[0] === 'SUBJECT-2' && cells[4] === days[2])!.slice(6, 11)).toEqual(['2', '1', '1', '', '1']);
    // `trichoscore trial` reads the same table as it is.
    const folder = mkdtempSync(join(tmpdir(), 'panel-'));
    writeFileSync(join(folder, 'panel.csv'), (await get(`/readings/${reading}/panel.csv`)).text);
    writeFileSync(join(folder, 'subjects.csv'), `subject,arm\n${[0, 1, 2, 3].map((at) => `SUBJECT-${at},${at < 2 ? 'drug' : 'placebo'}\n`).join('')}`);
    const { visits, cases } = analyseTrial(await readTrialFolder(folder), { strata: 'none' }).panel!;
    expect([visits.map(({ visit }) => visit), visits[1]!.arms.map(({ arm, score }) => [arm, score.mean]), cases]).toEqual([[days[1], days[2]], [['placebo', 1], ['drug', 1]], { agreed: 6, adjudicated: 2, notAdjudicated: 0, notJudged: 0 }]);
  });

  it('leaves an audit entry for every act, and notices an answer that was changed behind its back', async () => {
    const actions = (await application.store.database.selectFrom('audit').select('action').execute()).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['reading.add', 'reading.answer', 'reading.sign', 'reading.adjudicate', 'reading.export']));
    expect((await application.store.verifyAudit()).firstBroken).toBeNull();
    const [item] = await rowsOf(pages[0]!);
    await application.store.database.updateTable('reading_items').set({ answer: item!.answer === 1 ? 0 : 1 }).where('id', '=', item!.id).execute();
    expect((await get(`/readings/${reading}/signatures.csv`)).text).toMatch(/Dr Adams,reader,Ann Adams,\S+,[0-9a-f]{64},false,,[0-9a-f]{64}\n/);
    expect((await get(`/readings/${reading}/ratings.csv`)).body).toMatchObject({ code: 'storage.damaged' });
  });
});

/** Segments of a JPEG other than tables, frame and scan, and bytes behind its end. */
function segmentsOf(jpeg: Buffer): { unexpected: string[]; trailing: number } {
  const unexpected: string[] = [], tables = new Set([0xdb, 0xc0, 0xc2, 0xc4, 0xdd]);
  let at = 2;
  for (;;) {
    const marker = jpeg[at + 1]!, length = jpeg.readUInt16BE(at + 2);
    if (marker === 0xda) break;
    // The frame of JFIF says the density of pixels, always the same, and holds no thumbnail.
    if (!tables.has(marker) && !(marker === 0xe0 && length === 16)) unexpected.push(marker.toString(16));
    at += 2 + length;
  }
  return { unexpected, trailing: jpeg.length - 2 - jpeg.lastIndexOf(Buffer.from([0xff, 0xd9])) };
}
