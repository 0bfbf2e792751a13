import { readFileSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { askFor, cropDemo, upload, waitForEnd } from '../support/application.js';
import { browserPath } from './chromium.js';
import { useBrowser } from './open-browser.js';
import { accessibilityFaults } from './open-page.js';

describe.skipIf(browserPath === undefined)('the first steps of a new assistant in the browser', { timeout: 240_000 }, () => {
  let comparison: string;
  const { complaints, open } = useBrowser(async ({ app }) => {
    const asked = await request(app).post('/api/v1/comparisons').set('Host', 'localhost').send(askFor(await upload(app, await cropDemo('baseline', 700), 'a.jpg'), await upload(app, await cropDemo('increase', 700), 'b.jpg')));
    comparison = (asked.body as { id: string }).id;
    expect((await waitForEnd(app, comparison)).state).toBe('done');
  });

  it('are told what comes out, how to photograph hair, where the photographs are kept, how they are copied and how they come off a phone', async () => {
    const page = await open('/');
    await page.getByText('How much hair changed').waitFor();
    const [guide] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'How to take such photographs' }).click()]);
    expect(readFileSync(await guide.path(), 'utf8')).toContain('How to photograph hair so that it can be compared');
    await page.getByRole('link', { name: 'where everything is kept' }).click();
    for (const part of ['Where everything is kept', 'Photographs on a phone']) await page.getByRole('heading', { name: part }).waitFor();
    expect(await page.locator('main').innerText()).toMatch(/trichoscore-data[\s\S]*copy the whole folder/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
  });

  it('print a result dark on white from a dark screen, without what can only be pressed', async () => {
    const page = await open(`/comparisons/${comparison}`, { colorScheme: 'dark' });
    await page.locator('.verdict').waitFor();
    const ground = (): Promise<unknown> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    expect(await ground()).toBe('rgb(21, 24, 27)');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await ground()).toBe('rgb(255, 255, 255)');
    // Not every browser keeps a heading with what follows it: no part but the long table and list is torn while it fits on a page.
    expect(await page.evaluate('[...document.querySelectorAll("main section")].filter((part) => getComputedStyle(part).breakInside !== "avoid").map((part) => part.querySelector("h2").textContent)')).toEqual(['Measurements', 'Quality of the photographs']);
    expect(await page.locator('button:visible, nav:visible a, .downloads:visible').count()).toBe(0);
    expect(await page.locator('.verdict:visible, .pane:visible').count()).toBe(3);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
