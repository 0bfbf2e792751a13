import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropDemo, upload, waitForEnd, askFor } from '../support/application.js';
import { browserPath } from './chromium.js';
import { useBrowser } from './open-browser.js';
import { accessibilityFaults } from './open-page.js';
import { routeNow } from './route-now.js';

const longEnough = 240_000;

/** Lets files fall onto the page, or pastes them, as the browser would. @returns Whether the page kept the browser from opening them. */
function bring(page: Page, type: 'drop' | 'paste', names: readonly string[], content: Buffer, onto = 'body', text = ''): Promise<boolean> {
  return page.evaluate(`(() => {
    const data = new DataTransfer(), bytes = Uint8Array.from(atob(${JSON.stringify(content.toString('base64'))}), (letter) => letter.charCodeAt(0));
    for (const name of ${JSON.stringify(names)}) data.items.add(new File([bytes], name, { type: 'image/jpeg' }));
    if (${text !== ''}) data.setData('text/plain', ${JSON.stringify(text)});
    const init = { bubbles: true, cancelable: true }, event = ${type === 'drop' ? "new DragEvent('drop', { ...init, dataTransfer: data })" : "new ClipboardEvent('paste', { ...init, clipboardData: data })"};
    document.querySelector(${JSON.stringify(onto)}).dispatchEvent(event);
    return event.defaultPrevented;
  })()`);
}

describe.skipIf(browserPath === undefined)('slips and lost networks in the browser', { timeout: longEnough }, () => {
  let photograph: Buffer, folder: string, subject: string, comparison: string;
  const opened = useBrowser(async ({ app }) => {
    photograph = await cropDemo('baseline', 700);
    const add = async (path: string, body: object): Promise<string> => ((await request(app).post(`/api/v1/${path}`).set('Host', 'localhost').send(body)).body as { id: string }).id;
    subject = await add(`studies/${await add('studies', { name: 'Slips' })}/subjects`, { pseudonym: 'S-1' });
    await add(`subjects/${subject}/target-areas`, { name: 'vertex', kind: 'closeup' });
    const asked = await request(app).post('/api/v1/comparisons').set('Host', 'localhost').send(askFor(await upload(app, photograph, 'a.jpg'), await upload(app, await cropDemo('increase', 700), 'b.jpg')));
    comparison = (asked.body as { id: string }).id;
    expect((await waitForEnd(app, comparison)).state).toBe('done');
  }), { complaints, open } = opened;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'trichoscore-slips-'));
    mkdirSync(join(folder, 'patient'));
    writeFileSync(join(folder, 'before.jpg'), photograph);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes no two of thirty dropped photographs, says so, and takes one from the clipboard', async () => {
    const page = await open('/');
    await page.locator('h1').waitFor();
    expect(await bring(page, 'drop', Array.from({ length: 30 }, (_, at) => `${at}.jpg`), photograph)).toBe(true);
    await page.getByText('These are 30 files').waitFor();
    expect(await page.locator('.slot img').count()).toBe(0);
    await bring(page, 'paste', ['image.jpg'], photograph);
    await page.getByAltText('Photograph before: image.jpg').waitFor();
    expect(await page.getByText('These are 30 files').count()).toBe(0);
    await bring(page, 'paste', ['second.jpg'], photograph);
    await page.getByAltText('Photograph after: second.jpg').waitFor();
    // A number out of a spreadsheet comes with a picture of its cell.
    await bring(page, 'paste', ['cell.png'], photograph, 'input[inputmode="decimal"]', '5.5');
    await page.evaluate('new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); })');
    expect([await page.getByText('cell.png').count(), await page.getByAltText('Photograph after: second.jpg').count()]).toEqual([0, 1]);
    await page.context().close();
  });

  it('sends no picture made of a photograph in its place when what is shown of it is dragged to the other one', async () => {
    const page = await open('/');
    await page.locator('.slot input').first().setInputFiles(join(folder, 'before.jpg'));
    await page.getByAltText('Photograph before: before.jpg').waitFor();
    await page.evaluate('globalThis.dragged = 0; addEventListener("dragstart", () => { globalThis.dragged++; })');
    const [from, to] = await Promise.all([0, 1].map(async (at) => (await page.locator('.slot').nth(at).locator('.picture, .drop').boundingBox())!));
    await page.mouse.move(from!.x + from!.width / 2, from!.y + from!.height / 2);
    await page.mouse.down();
    await page.mouse.move(to!.x + to!.width / 2, to!.y + to!.height / 2, { steps: 8 });
    await page.mouse.up();
    expect(await page.evaluate('globalThis.dragged')).toBe(0);
    expect([await page.locator('.slot img').count(), await page.getByText('That is no file').count()]).toEqual([1, 0]);
    await page.context().close();
  });

  it('says of a dropped folder that it is opened first, not that the program has stopped', async () => {
    const page = await open('/'), devtools = await page.context().newCDPSession(page);
    const { x, y } = (await page.locator('.slot').first().boundingBox())!;
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await devtools.send('Input.dispatchDragEvent', { type, x: x + 50, y: y + 50, data: { items: [], files: [join(folder, 'patient')], dragOperationsMask: 1 } });
    await page.getByText('Of a folder, open it').waitFor();
    expect(complaints.splice(0).filter((text) => !text.includes('ERR_'))).toEqual([]);
    await page.context().close();
  });

  it('says so of a folder, too, of which the browser would send nothing and wait for ever', async () => {
    const page = await open('/');
    await page.locator('h1').waitFor();
    // As Firefox does: a folder is a file without a byte that cannot be read, and what is sent of it never ends.
    await page.evaluate('Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("The operation was aborted.", "AbortError"))');
    await routeNow(page, '**/api/v1/photographs', () => undefined);
    await page.locator('.slot input').first().setInputFiles({ name: 'patient', mimeType: '', buffer: Buffer.alloc(0) });
    await page.getByText('Of a folder, open it').waitFor();
    expect(complaints.splice(0)).toEqual([]);
    await page.context().close();
  });

  it('sends a photograph again that the lost network kept, at a key, and goes on from its field', async () => {
    const page = await open('/');
    await page.locator('h1').waitFor();
    await page.context().setOffline(true);
    await page.locator('.slot input').first().setInputFiles(join(folder, 'before.jpg'));
    const again = page.getByRole('button', { name: 'Send before.jpg again' });
    await again.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().setOffline(false);
    await again.focus();
    await page.keyboard.press('Enter');
    await page.getByAltText('Photograph before: before.jpg').waitFor();
    expect(await page.evaluate('document.activeElement.type')).toBe('file');
    complaints.splice(0);
    await page.context().close();
  });

  it('opens no file in place of a subject that is dropped beside the field, and takes one that is dropped on the form', async () => {
    const page = await open(`/subjects/${subject}`);
    await page.getByText('Add the photograph of a visit').waitFor();
    expect(await bring(page, 'drop', ['visit.jpg'], photograph, 'h1')).toBe(true);
    await bring(page, 'drop', ['1.jpg', '2.jpg'], photograph, 'details.extras');
    await page.getByText('a visit has one photograph').waitFor();
    await bring(page, 'drop', ['visit.jpg'], photograph, 'details.extras');
    await page.getByText('visit.jpg: ready').waitFor();
    await page.context().close();
  });

  it('points out a year of two digits, a device that was not there yet and needles of impossible length, and takes an entry out without losing the keyboard', async () => {
    const page = await open(`/subjects/${subject}`);
    page.on('dialog', (dialog) => { void dialog.accept('typed on the wrong day'); });
    await page.getByText('Log a treatment').click();
    await page.getByLabel('Day', { exact: true }).fill('0026-01-05');
    await page.getByText('Type all four digits of the year').waitFor();
    await page.getByLabel('Day', { exact: true }).fill('2026-01-05');
    await page.getByLabel('Device in use since').fill('2026-03-01');
    await page.getByText('not yet in use on the day').waitFor();
    await page.getByLabel('Needle length, mm').fill('15');
    await page.getByRole('button', { name: 'Log treatment' }).click();
    await page.getByText('The length of needles is a number from 0.1 to 5 mm.').waitFor();
    await page.getByLabel('Needle length, mm').fill('1.5');
    await page.getByLabel('Time').fill('10:00');
    await page.getByRole('button', { name: 'Log treatment' }).click();
    await page.getByText('Logged: Microneedling').waitFor();
    await page.getByRole('button', { name: 'Remove Microneedling' }).click();
    await page.getByText('Taken out: Microneedling').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Treatments');
    // An entry is never changed; what was taken out stands in the form, to be logged as it should have been.
    await page.getByText('What was taken out stands here').waitFor();
    expect(await Promise.all(['Day', 'Time (if it matters)', 'Needle length, mm', 'Device in use since'].map((label) => page.getByLabel(label, { exact: true }).inputValue()))).toEqual(['2026-01-05', '10:00', '1.5', '2026-03-01']);
    await page.getByLabel('Device in use since').fill('2026-01-01');
    await page.getByRole('button', { name: 'Log treatment' }).click();
    // The row of the log, not the field of the form.
    await page.getByRole('cell', { name: /device in use since/ }).waitFor();
    // Of two taken out one after the other the later one stands there, unless the first was being corrected.
    const log = async (day: string, note: string): Promise<void> => {
      await page.getByLabel('Day', { exact: true }).fill(day);
      await page.getByLabel('Note').fill(note);
      await page.getByRole('button', { name: 'Log treatment' }).click();
      await page.getByRole('cell', { name: note }).waitFor();
    };
    const takeOut = async (note: string): Promise<void> => {
      await page.getByRole('row', { name: note }).getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('cell', { name: note }).waitFor({ state: 'detached' });
    };
    for (const [day, note] of [['2026-02-01', 'first session'], ['2026-02-02', 'second session'], ['2026-02-03', 'third session']]) await log(day, note);
    await takeOut('first session');
    await takeOut('second session');
    await expect.poll(() => page.getByLabel('Note').inputValue()).toBe('second session');
    await page.getByLabel('Note').fill('second session, corrected');
    await takeOut('third session');
    expect(await page.getByLabel('Note').inputValue()).toBe('second session, corrected');
    await page.context().close();
  });

  it('measures a correction as soon as the network is back, and keeps it', async () => {
    const page = await open(`/comparisons/${comparison}/photographs/0`);
    const picture = page.locator('svg.editing');
    await picture.focus();
    await page.context().setOffline(true);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Delete');
    await page.getByText('The program does not answer.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('The program does not answer.').waitFor({ state: 'detached' });
    await page.getByLabel('Reason').fill('a fold of the skin');
    await page.getByRole('button', { name: 'Keep as version 2' }).click();
    await page.waitForURL((url) => !url.pathname.includes('photographs'));
    complaints.splice(0);
    await page.context().close();
  });

  it('says of a page that could not be fetched how to come to it', async () => {
    const page = await open('/');
    await page.locator('h1').waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Studies' }).click();
    await page.getByText('This page could not be fetched.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await page.getByRole('heading', { name: 'Studies' }).waitFor();
    complaints.splice(0);
    await page.context().close();
  });
});
