import request from 'supertest';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProgressResult } from '../../src/domain/result.js';
import { askFor, cropDemo, upload, waitForEnd } from '../support/application.js';
import { browserPath } from './chromium.js';
import { useBrowser } from './open-browser.js';
import { accessibilityFaults } from './open-page.js';

describe.skipIf(browserPath === undefined)('correcting hairs in the browser (needs Chromium, see TRICHOSCORE_CHROMIUM)', { timeout: 240_000 }, () => {
  const browser = useBrowser();
  let comparison: string;
  let automatic: ProgressResult;

  beforeAll(async () => {
    const { app } = browser.application;
    const [before, after] = [await upload(app, await cropDemo('baseline', 600), 'before.jpg'), await upload(app, await cropDemo('increase', 600), 'after.jpg')];
    comparison = ((await request(app).post('/api/v1/comparisons').set('Host', 'localhost').send(askFor(before, after))).body as { id: string }).id;
    automatic = (await waitForEnd(app, comparison)).result as ProgressResult;
  });

  const hairs = async (page: Page, column: 1 | 2 = 2): Promise<number> => Number(await page.locator('table.measurements tbody tr').first().locator('td').nth(column - 1).textContent());
  const counted = (at: 0 | 1): number => [automatic.baseline, automatic.followUps[0]!.measurement][at]!.measurements.hairCount!;
  const openEditor = async (photograph: 0 | 1, id = comparison): Promise<Page> => {
    const page = await browser.open(`/comparisons/${id}/photographs/${photograph}`);
    await expect.poll(() => hairs(page), { timeout: 60_000 }).toBeGreaterThan(0);
    return page;
  };

  it('is reached from the result, and takes out, draws, undoes and does again with the mouse, the figures following at once', async () => {
    const result = await browser.open(`/comparisons/${comparison}`);
    await result.getByRole('link', { name: 'Correct the hairs of Follow-up' }).click();
    await result.getByRole('heading', { name: 'Correct the hairs: Follow-up' }).waitFor();
    await result.route('**/api/v1/session', (route) => route.fulfill({ json: { needsSignIn: true, person: { name: 'auditor', role: 'auditor', rights: ['look', 'audit'] } } }));
    await result.goto(`${browser.address}comparisons/${comparison}`);
    await result.locator('.verdict').waitFor();
    expect(await result.getByRole('link', { name: /Correct the hairs|Compare two other/ }).count()).toBe(0);
    await result.context().close();

    const page = await openEditor(1), pane = page.getByRole('application');
    expect(await hairs(page)).toBe(counted(1));
    await page.locator('.pane circle.root').first().click({ force: true });
    expect(await page.locator('.said').textContent()).toMatch(/^Chosen, hair \d+/);
    await page.getByRole('button', { name: 'Take out' }).click();
    await expect.poll(() => hairs(page)).toBe(counted(1) - 1);
    expect(await hairs(page, 1)).toBe(counted(1));

    const box = (await pane.boundingBox())!;
    await page.getByRole('button', { name: 'Add a hair' }).click();
    await pane.click({ position: { x: box.width * 0.4, y: box.height * 0.4 } });
    await pane.click({ position: { x: box.width * 0.5, y: box.height * 0.45 } });
    await expect.poll(() => hairs(page)).toBe(counted(1));
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => hairs(page)).toBe(counted(1) - 1);
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(() => hairs(page)).toBe(counted(1));
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByLabel('Show what the program found alone').check();
    expect(await page.locator('.pane circle.root').count()).toBe(counted(1));
    expect(await accessibilityFaults(page)).toEqual([]);

    // Nobody loses corrections by a slip: links and the way back ask first.
    const questions: string[] = [];
    let leaves = false;
    page.on('dialog', (dialog) => {
      questions.push(dialog.message());
      void (leaves ? dialog.accept() : dialog.dismiss());
    });
    await page.getByRole('link', { name: 'Back to the result' }).click();
    expect([questions.length, new URL(page.url()).pathname]).toEqual([1, `/comparisons/${comparison}/photographs/1`]);
    leaves = true;
    await page.getByRole('link', { name: 'Back to the result' }).click();
    await page.locator('.verdict').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Result');
    leaves = false;
    await page.getByRole('link', { name: 'Correct the hairs of Follow-up' }).click();
    await expect.poll(() => hairs(page), { timeout: 60_000 }).toBe(counted(1));
    await page.locator('.pane circle.root').first().click({ force: true });
    await page.getByRole('button', { name: 'Take out' }).click();
    await expect.poll(() => hairs(page)).toBe(counted(1) - 1);
    await page.evaluate('history.back()');
    await expect.poll(() => questions.length).toBe(3);
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/comparisons/${comparison}/photographs/1`);
    await expect.poll(() => hairs(page), { timeout: 60_000 }).toBe(counted(1) - 1);
    await page.context().close();
  });

  it('works by keyboard alone: choose, split, join, turn, draw, take out, undo, give the reason, keep', async () => {
    const page = await openEditor(1), said = (): Promise<string | null> => page.locator('.said').textContent();
    await page.getByRole('application').focus();
    const press = async (...keys: string[]): Promise<void> => { for (const key of keys) await page.keyboard.press(key); };
    await press('n');
    expect(await said()).toMatch(/^Chosen, hair 1/);
    await press('ArrowDown');
    expect(await said()).toMatch(/^Chosen, hair (?!1:)\d+/);
    // A hair that counts: its halves count both or one, joined again they are one.
    while (!(await said())!.includes('confidence')) await press('n');
    await press('s', 'ArrowRight', 'Enter');
    expect(await said()).toMatch(/was cut in two/);
    await expect.poll(() => page.locator('.pane rect.root').count()).toBe(2);
    await press('p', 'j');
    expect(await said()).toMatch(/^Choose the other piece/);
    await press('p', 'Enter');
    expect(await said()).toMatch(/were joined/);
    await expect.poll(() => page.locator('.pane rect.root').count()).toBe(1);
    await expect.poll(() => hairs(page)).toBe(counted(1));
    await press('p', 't');
    expect(await said()).toMatch(/changed places/);
    await press('Control+z', 'Control+z', 'Control+z');
    await expect.poll(() => page.locator('.pane rect.root').count()).toBe(0);

    await press('a', 'Shift+ArrowRight', 'Enter', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Enter');
    expect(await said()).toBe('A hair was drawn.');
    await press('p', 'Delete');
    expect(await said()).toMatch(/drawn hair 1 was taken out/);
    await press('n', 'Delete');
    await expect.poll(() => page.getByText('Measuring …').count()).toBe(0);
    const now = await hairs(page);
    await page.getByLabel('Reason').focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('Give the reason');
    await page.keyboard.type('a fold of the skin');
    await page.keyboard.press('Enter');
    await page.locator('.verdict').waitFor({ timeout: 60_000 });
    const { result } = await (await fetch(page.url().replace('/comparisons/', '/api/v1/comparisons/'))).json() as { result: ProgressResult };
    expect(result.followUps[0]!.measurement).toMatchObject({ measurements: { hairCount: now }, correction: { version: 2, reason: 'a fold of the skin', removedHairs: 1 } });
    expect(await page.locator('.care').textContent()).toContain('edited by a person');
    await page.getByRole('link', { name: 'What the program found alone' }).click();
    await expect.poll(() => page.url()).toContain(comparison);
    await page.getByRole('link', { name: 'As it was last corrected' }).click();
    await expect.poll(() => page.url()).not.toContain(comparison);
    await page.context().close();
  });

  it('moves the target area by numbers and by dragging, and lets a former version hold again', async () => {
    const { root, tip } = automatic.followUps[0]!.measurement.hairs.find((hair) => hair.counted)!, corrections = `/api/v1/comparisons/${comparison}/corrections`;
    const { headers } = await request(browser.application.app).get(`${corrections}?photograph=1`).set('Host', 'localhost');
    await request(browser.application.app).post(corrections).set('Host', 'localhost').set('If-Match', headers['etag']!).send({ photograph: 1, reason: 'a fold of the skin', correction: { removed: [{ root, tip }], drawn: [], area: null } });
    const page = await openEditor(1);
    expect(await page.getByRole('row').filter({ hasText: 'measured by the program' }).count()).toBe(1);
    await page.getByLabel('a circle').check();
    await page.getByLabel('Radius').fill('0,9');
    await page.getByRole('button', { name: 'Move the area' }).click();
    await expect.poll(() => hairs(page)).toBeLessThan(counted(1));
    await page.getByLabel('a rectangle').check();
    await page.getByRole('button', { name: 'Draw it in the photograph' }).click();
    const box = (await page.getByRole('application').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.1);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.7, { steps: 3 });
    await page.mouse.up();
    await expect.poll(async () => Number(await page.getByLabel('Width').inputValue())).toBeCloseTo(0.7 * 3, 1);
    expect(await accessibilityFaults(page)).toEqual([]);
    page.on('dialog', (dialog) => { void dialog.accept(dialog.type() === 'prompt' ? 'it was a hair after all' : undefined); });
    await page.getByRole('button', { name: 'Let it hold again (version 1)' }).click();
    await page.locator('.verdict').waitFor({ timeout: 60_000 });
    const { result } = await (await fetch(page.url().replace('/comparisons/', '/api/v1/comparisons/'))).json() as { result: ProgressResult };
    const { correction, ...again } = result.followUps[0]!.measurement;
    expect([again, correction!.restores]).toEqual([automatic.followUps[0]!.measurement, 1]);
    await page.context().close();
  });

  it('loses nothing when somebody else was quicker: says who kept what and why, and keeps both', async () => {
    const { root, tip } = automatic.baseline.hairs.find((hair) => hair.counted)!, corrections = `/api/v1/comparisons/${comparison}/corrections`;
    const page = await openEditor(0);
    await page.getByRole('application').focus();
    for (const key of ['n', 'Delete']) await page.keyboard.press(key);
    const { headers } = await request(browser.application.app).get(`${corrections}?photograph=0`).set('Host', 'localhost');
    await request(browser.application.app).post(corrections).set('Host', 'localhost').set('If-Match', headers['etag']!).send({ photograph: 0, reason: 'a speck of dust', correction: { removed: [{ root, tip }], drawn: [], area: null } });
    await page.getByLabel('Reason').fill('a fold of the skin');
    await page.getByRole('button', { name: 'Keep as version 2' }).click();
    await page.getByRole('alert').getByText(/has saved version 2 in the meantime, because: “a speck of dust”\./).waitFor();
    await page.getByRole('table').getByText('a speck of dust').waitFor();
    // The last step that can be taken back leaves the keyboard where it is.
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Undone.').waitFor();
    expect(await undo.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByText('There is nothing to undo.').waitFor();
    await page.getByRole('button', { name: 'Redo' }).click();
    expect(browser.complaints.splice(0).filter((text) => !text.includes('412'))).toEqual([]);
    await page.getByRole('button', { name: 'Keep as version 3' }).click();
    await page.locator('.verdict').waitFor({ timeout: 60_000 });
    const { versions } = (await request(browser.application.app).get(`${corrections}?photograph=0`).set('Host', 'localhost')).body as { versions: { reason: string | null }[] };
    expect(versions.map(({ reason }) => reason)).toEqual([null, 'a speck of dust', 'a fold of the skin']);
    await page.context().close();
  });

  it('fits a phone, and did all this without a complaint of the browser', async () => {
    const page = await browser.open(`/comparisons/${comparison}/photographs/0`, { viewport: { width: 390, height: 844 } });
    await page.getByRole('application').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(browser.complaints).toEqual([]);
    await page.context().close();
  });
});
