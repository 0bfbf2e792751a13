import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkStore } from '../../src/study/check-store.js';
import { openTestApplication } from '../support/application.js';
import { addPerson, signIn } from '../support/people.js';
import { fillFolder } from '../study/filled-folder.js';

const comparison = `/api/v1/comparisons/${createHash('sha256').update('S-07').digest('hex')}`;

describe('the clinic above reports of hair, over the network interface', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  beforeAll(async () => { application = await openTestApplication(await fillFolder()); });
  afterAll(() => application.remove());

  const ask = (method: 'get' | 'put' | 'delete', path: string): request.Test => request(application.app)[method](path).set('Host', 'localhost');
  const states = async (cookie = ''): Promise<{ etag: string; logoEtag: string }> => (await ask('get', '/api/v1/clinic').set('Cookie', cookie)).body as { etag: string; logoEtag: string };
  const setWords = async (words: object): Promise<request.Response> => ask('put', '/api/v1/clinic').set('If-Match', (await states()).etag).send(words);
  const setLogo = async (bytes: Buffer): Promise<request.Response> => ask('put', '/api/v1/clinic/logo').set('If-Match', (await states()).logoEtag).attach('logo', bytes, 'logo.png');
  const mediaBox = async (query = ''): Promise<string> => /MediaBox \[([^\]]*)\]/.exec(((await ask('get', `${comparison}/report.pdf${query}`)).body as Buffer).toString('latin1'))![1]!;

  it('is named with address and logo on the page and the paper that was chosen, and not before it was set', async () => {
    expect((await setWords({ name: '', address: '', paper: null })).status).toBe(200);
    expect((await ask('delete', '/api/v1/clinic/logo').set('If-Match', (await states()).logoEtag)).body).toMatchObject({ name: '', address: '', paper: null, logo: null });
    expect((await ask('get', `${comparison}/report.html`)).text).not.toContain('class="letterhead"');
    expect(await mediaBox()).toBe('0 0 595.28 841.89');

    await setWords({ name: ' Praxis <Süd> ', address: 'Südweg 1, 80331 München', paper: 'letter' });
    const drawn = await setLogo(await sharp({ create: { width: 1440, height: 360, channels: 3, background: '#14507d' } }).withExif({ IFD0: { Artist: 'Secret Maker' } }).jpeg().toBuffer());
    expect(drawn.body).toMatchObject({ name: 'Praxis <Süd>', address: 'Südweg 1, 80331 München', paper: 'letter', logo: { picture: expect.stringMatching(/^\/api\/v1\/clinic\/logo\?[0-9a-f]{16}$/), width: 720, height: 180 } });
    const page = (await ask('get', `${comparison}/report.html`)).text, shown = /<img src="data:image\/png;base64,([^"]+)" width="720" height="180"/.exec(page);
    expect(page).toContain('Praxis &lt;Süd&gt;');
    expect(page).toContain('Südweg 1, 80331 München');
    expect(page).toContain('@page{size:letter;');
    const logo = await ask('get', '/api/v1/clinic/logo');
    expect([logo.type, (logo.body as Buffer).toString('base64') === shown![1], (logo.body as Buffer).includes('Secret')]).toEqual(['image/png', true, false]);
    expect([await mediaBox(), await mediaBox('?paper=a4')]).toEqual(['0 0 612 792', '0 0 595.28 841.89']);
    const short = await ask('get', `${comparison}/report.html?length=short`);
    expect([short.headers['content-disposition'], short.text.includes('What this cannot say'), short.text.includes('Südweg 1'), page.includes('What this cannot say')]).toEqual(['attachment; filename=trichoscore-report-short.html', true, true, false]);
    expect((((await ask('get', `${comparison}/report.pdf?length=short`)).body as Buffer).toString('latin1').match(/\/Type \/Page\b/g)!)).toHaveLength(1);
    expect((await ask('get', `${comparison}/report.pdf?length=tiny`)).status).toBe(400);
    expect((await ask('get', comparison)).body).toMatchObject({ paper: 'letter', view: { letterhead: { name: 'Praxis <Süd>' } } });

    const { findings } = await checkStore(application.dataFolder);
    expect(findings).toEqual([]);
    expect(readdirSync(join(application.dataFolder, 'quarantine'))).toEqual([]);
  });

  it('gives way to another one that was typed beside a comparison: neither address nor logo stand above a foreign name', async () => {
    const change = async (labels: object): Promise<string> => {
      const row = await application.store.database.selectFrom('comparisons').select('request').where('id', '=', comparison.slice(-64)).executeTakeFirstOrThrow();
      await application.store.database.updateTable('comparisons').set({ request: JSON.stringify({ ...JSON.parse(row.request) as object, labels }) }).where('id', '=', comparison.slice(-64)).execute();
      return (await ask('get', `${comparison}/report.html`)).text;
    };
    const foreign = await change({ clinicName: 'Clinic of a friend' });
    expect(['Clinic of a friend', 'Praxis', 'Südweg', 'data:image/png'].map((text) => foreign.includes(text))).toEqual([true, false, false, false]);
    expect(await change({ clinicName: 'Praxis <Süd>' })).toContain('Südweg');
  });

  it('keeps its logo when another one is refused, and says what is wrong with it', async () => {
    for (const [bytes, status, code] of [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'photo.format'], [Buffer.alloc(0), 422, 'photo.empty'], [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 422, 'photo.damaged'],
      [Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(2_200_000)]), 413, 'photo.tooLarge'],
    ] as const) expect((await setLogo(bytes)).body).toMatchObject({ status, code });
    expect((await setWords({ name: 'a\nb', address: '', paper: null })).body).toMatchObject({ status: 400, detail: expect.stringContaining('one line') });
    expect((await ask('get', '/api/v1/clinic')).body).toMatchObject({ name: 'Praxis <Süd>', logo: { width: 720 } });
    expect(readdirSync(join(application.dataFolder, 'quarantine'))).toEqual([]);
  });

  it('is not written over unseen: of two administrators who change the same at once the second is told, and what the first saved stays', async () => {
    const { etag, logoEtag } = await states(), words = { name: 'Praxis West', address: 'Westweg 1', paper: 'a4' };
    expect((await ask('put', '/api/v1/clinic').set('If-Match', etag).send(words)).body).toMatchObject(words);
    const late = await ask('put', '/api/v1/clinic').set('If-Match', etag).send({ name: 'Praxis Ost', address: '', paper: null });
    expect(late.body).toMatchObject({ status: 412, code: 'request.outdated', detail: expect.stringContaining('in the meantime') });
    expect((await ask('put', '/api/v1/clinic').send({ ...words, name: 'Praxis Nirgends' })).body).toMatchObject({ status: 428, code: 'request.unconditional' });
    // The logo is another thing: whoever saw it may change it.
    const picture = (colour: string): Promise<Buffer> => sharp({ create: { width: 90, height: 30, channels: 3, background: colour } }).png().toBuffer();
    const send = async (colour: string): Promise<request.Response> => ask('put', '/api/v1/clinic/logo').set('If-Match', logoEtag).attach('logo', await picture(colour), 'logo.png');
    const [first, second] = [await send('#14507d'), await send('#7d5014')];
    expect([first.status, second.status, (second.body as { code: string }).code]).toEqual([200, 412, 'request.outdated']);
    expect([(await ask('delete', '/api/v1/clinic/logo')).status, (await ask('delete', '/api/v1/clinic/logo').set('If-Match', logoEtag)).status]).toEqual([428, 412]);
    expect((await ask('get', '/api/v1/clinic')).body).toMatchObject({ ...words, logo: (first.body as { logo: object }).logo });
    const { etag: latest } = await states(), [one, other] = await Promise.all(['one', 'other'].map(async (name) => ask('put', '/api/v1/clinic').set('If-Match', latest).send({ ...words, name })));
    expect([one!.status, other!.status].sort()).toEqual([200, 412]);
    expect(readdirSync(join(application.dataFolder, 'quarantine'))).toEqual([]);
  });

  it('is set by administrators only, as soon as people sign in', async () => {
    await addPerson(application, 'chief', 'administrator');
    await addPerson(application, 'analyst', 'analyst');
    for (const [name, status] of [['analyst', 404], ['chief', 200]] as const) {
      const cookie = await signIn(application, name);
      expect((await ask('put', '/api/v1/clinic').set('Cookie', cookie).set('If-Match', (await states(cookie)).etag).send({ name, address: '', paper: null })).status).toBe(status);
      expect((await ask('get', '/api/v1/clinic').set('Cookie', cookie)).status).toBe(200);
    }
  });
});
