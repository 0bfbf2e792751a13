import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { cropDemo, upload, waitForEnd } from '../support/application.js';
import { browserPath } from './chromium.js';
import { useBrowser } from './open-browser.js';

const markup = '"><img src=x onerror="document.title=1">\'</title></svg><b id=typed>';

describe.skipIf(browserPath === undefined)('what is typed about people and photographs, as markup (needs Chromium, see TRICHOSCORE_CHROMIUM)', { timeout: 240_000 }, () => {
  const places: string[] = [];
  const { open, complaints } = useBrowser(async ({ app }) => {
    const send = async (method: 'post' | 'put', path: string, body: object, headers: Record<string, string> = {}): Promise<Record<string, string>> => {
      const { body: answer, status } = await request(app)[method](`/api/v1${path}`).set({ Host: 'localhost', ...headers }).send(body);
      if (status >= 300) throw new Error(JSON.stringify(answer));
      return answer as Record<string, string>;
    };
    const { etag } = (await request(app).get('/api/v1/clinic').set('Host', 'localhost')).body as { etag: string };
    await send('put', '/clinic', { name: markup, address: markup, paper: null }, { 'If-Match': etag });
    const { id: study } = await send('post', '/studies', { name: markup }), { id: subject } = await send('post', `/studies/${study}/subjects`, { pseudonym: markup });
    const { id: area } = await send('post', `/subjects/${subject}/target-areas`, { name: markup });
    for (const [at, name] of (['baseline', 'increase'] as const).entries()) {
      await send('post', `/target-areas/${area}/timepoints`, { photograph: await upload(app, await cropDemo(name, 300), `${markup}.jpg`), name: markup, date: `2026-0${at + 1}-05`, calibration: { method: 'given', micrometresPerPixel: 5 } });
    }
    await send('post', `/subjects/${subject}/treatments`, { kind: 'other', date: '2026-01-06', note: markup });
    const { id: comparison } = await send('post', `/target-areas/${area}/comparison`, {});
    await waitForEnd(app, comparison!);
    places.push('/studies', `/studies/${study}`, `/subjects/${subject}`, `/comparisons/${comparison}`, '/audit', '/settings', '/about', `/api/v1/comparisons/${comparison}/report.html`);
  });

  it('stands on every page as it was typed, and no part of it becomes part of the page', async () => {
    const page = await open('/studies');
    for (const place of places) {
      if (place.startsWith('/api')) continue;
      await page.goto(new URL(place, page.url()).href);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect([await page.locator('img[src="x"], #typed').count(), await page.title() === '1'], place).toEqual([0, false]);
      if (!['/settings', '/about', '/audit'].includes(place)) expect(await page.locator('body').innerText(), place).toContain('<img src=x');
    }
    expect(complaints).toEqual([]);
    const report = await page.evaluate<string>(`fetch(${JSON.stringify(places.at(-1))}).then((answer) => answer.text())`);
    expect(await page.evaluate<number>(`new DOMParser().parseFromString(${JSON.stringify(report)}, 'text/html').querySelectorAll('img[src="x"], #typed, [onerror]').length`)).toBe(0);
    expect(report).toContain('&lt;img src=x');
    await page.context().close();
  });
});
