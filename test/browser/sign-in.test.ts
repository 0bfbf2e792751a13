import type { Page } from 'playwright-core';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { askFor, cropDemo, upload, waitForEnd } from '../support/application.js';
import { addPerson, password } from '../support/people.js';
import { browserPath } from './chromium.js';
import { useBrowser } from './open-browser.js';
import { accessibilityFaults } from './open-page.js';
import { routeNow } from './route-now.js';

describe.skipIf(browserPath === undefined)('signing in to the photographs in the browser (needs Chromium, see TRICHOSCORE_CHROMIUM)', { timeout: 240_000 }, () => {
  let link: string, comparison: string, photograph: Buffer;
  const signIn = async (page: Page, name: string, word: string): Promise<void> => {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(word);
    await page.keyboard.press('Enter');
  };

  const opened = useBrowser(async (application) => {
    const add = async (path: string, row: object): Promise<string> => ((await request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(row)).body as { id: string }).id;
    await add(`/studies/${await add('/studies', { name: 'Needling' })}/subjects`, { pseudonym: 'S-01' });
    await add('/studies', { name: 'Minoxidil' });
    photograph = await cropDemo('baseline', 700);
    comparison = await add('/comparisons', askFor(await upload(application.app, photograph, 'a.jpg'), await upload(application.app, await cropDemo('increase', 700), 'b.jpg')));
    expect((await waitForEnd(application.app, comparison)).state).toBe('done');
    await addPerson(application, 'chief', 'administrator');
  });
  const { complaints, open } = opened;

  it('shows nothing but the sign-in page to whoever is not signed in, and afterwards what was asked for', async () => {
    const page = await open('/studies');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await signIn(page, 'chief', 'a wrong password');
    expect(await page.getByRole('alert').textContent()).toContain('The name or the password is wrong.');
    expect(await page.evaluate('document.activeElement.type')).toBe('password');
    // The browser itself reports every refused request.
    expect(complaints.splice(0).filter((text) => !text.includes('401'))).toEqual([]);
    await signIn(page, 'Chief', password);
    await page.getByRole('link', { name: 'Needling' }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.context().close();
  });

  it('lets an administrator add a photographer to one study, who chooses a password by the link and sees that study only', async () => {
    const page = await open('/people');
    await signIn(page, 'chief', password);
    await page.getByLabel('Name to sign in with').fill('A.Meier');
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('Photographer');
    await page.getByRole('button', { name: 'Add person' }).click();
    link = await page.getByLabel('Link', { exact: true }).inputValue();
    await page.getByRole('group', { name: 'Studies of a.meier' }).getByLabel('Needling').check();
    await expect.poll(async () => (await opened.application.store.database.selectFrom('memberships').selectAll().execute()).length).toBe(3);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.context().close();

    const theirs = await open(link);
    await theirs.getByLabel('New password').fill('four quiet rivers in spring');
    await theirs.getByLabel('The same again').fill('four quiet rivers in spring');
    expect(await accessibilityFaults(theirs)).toEqual([]);
    await theirs.keyboard.press('Enter');
    await theirs.getByText('Your password is chosen. Sign in with it.').waitFor();
    expect(await theirs.getByLabel('Name').inputValue()).toBe('a.meier');
    await signIn(theirs, 'a.meier', 'four quiet rivers in spring');
    await theirs.getByRole('heading', { name: 'Compare two photographs' }).waitFor();
    expect(await theirs.getByRole('button', { name: 'Try with a sample study' }).count()).toBe(0);
    expect(await theirs.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Compare', 'Studies', 'a.meier']);
    await theirs.getByRole('link', { name: 'Studies' }).click();
    await theirs.getByRole('link', { name: 'Needling' }).waitFor();
    expect(await theirs.locator('.list li').count()).toBe(1);
    expect(await theirs.getByLabel('Name of the new study').count()).toBe(0);
    // Nothing that only others may do is laid out to be filled in.
    for (const place of ['people', 'audit', 'settings', `comparisons/${'0'.repeat(64)}/photographs/0`]) {
      await theirs.goto(`${opened.address}${place}`);
      await theirs.getByRole('heading', { name: 'Nothing here for your role' }).waitFor();
      expect(await theirs.locator('main').locator('button, input').count()).toBe(0);
    }
    await theirs.goto(`${opened.address}studies`);
    await theirs.getByRole('link', { name: 'Needling' }).waitFor();

    // The session ends under the page: what is on it stays, hidden, until the same person signs in again.
    await theirs.getByRole('link', { name: 'Needling' }).click();
    await theirs.getByLabel('Pseudonym').fill('S-02');
    await theirs.context().clearCookies();
    await theirs.getByRole('button', { name: 'Add subject' }).click();
    await theirs.getByRole('dialog').getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await accessibilityFaults(theirs)).toEqual([]);
    await theirs.keyboard.press('Escape');
    await theirs.keyboard.press('Escape');
    await theirs.getByLabel('Password').fill('four quiet rivers in spring');
    await theirs.keyboard.press('Enter');
    await theirs.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await theirs.getByLabel('Pseudonym').inputValue()).toBe('S-02');
    await theirs.getByRole('button', { name: 'Add subject' }).click();
    await theirs.getByRole('link', { name: 'S-02' }).waitFor();

    await theirs.getByRole('link', { name: 'a.meier' }).click();
    expect(await accessibilityFaults(theirs)).toEqual([]);
    // Nobody answers: whoever reloads the page sees the photographs of who left, so it says that they have not.
    await routeNow(theirs, '**/api/v1/session', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
    await theirs.getByRole('button', { name: 'Sign out' }).click();
    expect(await theirs.getByRole('alert').textContent()).toContain('You may still be signed in. The program does not answer.');
    await theirs.unroute('**/api/v1/session');
    await theirs.getByRole('button', { name: 'Sign out' }).click();
    await theirs.getByRole('heading', { name: 'Sign in' }).waitFor();
    await theirs.context().close();
    expect(complaints.splice(0).filter((text) => !/401|ERR_FAILED/.test(text))).toEqual([]);
  });

  it('says that the session has ended, or the network is gone, when a photograph is sent or a report is saved, and goes on after signing in', async () => {
    const page = await open(`/comparisons/${comparison}`), dialog = page.getByRole('dialog'), pdf = page.getByRole('link', { name: 'Report as PDF' });
    const again = async (): Promise<void> => {
      await dialog.getByLabel('Password').fill(password);
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
    };
    await signIn(page, 'chief', password);
    await page.locator('.verdict').waitFor();
    await page.context().setOffline(true);
    await pdf.click();
    await page.getByText('The program does not answer.').waitFor();
    await page.context().setOffline(false);
    await page.context().clearCookies();
    await pdf.focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await again();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Report as PDF');
    const [saved] = await Promise.all([page.waitForEvent('download'), pdf.click()]);
    expect(saved.suggestedFilename()).toBe('trichoscore-report.pdf');

    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    const field = page.locator('.slot input[type=file]').first();
    await page.context().clearCookies();
    await field.setInputFiles({ name: 'late.jpg', mimeType: 'image/jpeg', buffer: photograph });
    await dialog.waitFor();
    await again();
    await page.getByAltText('Photograph before: late.jpg').waitFor();
    expect(await page.evaluate('document.activeElement === document.body')).toBe(false);

    // Nothing that somebody chose is sent under the name of another person.
    const sent: string[] = [];
    page.on('request', (asked) => { if (asked.method() === 'POST' && asked.url().endsWith('/photographs')) sent.push(asked.url()); });
    await page.context().clearCookies();
    await page.locator('.slot input[type=file]').nth(1).setInputFiles({ name: 'of-chief.jpg', mimeType: 'image/jpeg', buffer: photograph });
    await dialog.getByLabel('Name').fill('a.meier');
    await dialog.getByLabel('Password').fill('four quiet rivers in spring');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'a.meier' }).waitFor();
    await page.evaluate('new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); })');
    expect([sent.length, await page.getByText('of-chief.jpg').count(), await page.getByAltText('late.jpg').count()]).toEqual([1, 0, 0]);
    await page.context().close();
    expect(complaints.splice(0).filter((text) => !text.includes('401') && !text.includes('ERR_INTERNET'))).toEqual([]);
  });

  it('takes the link of a photographer once, and shows the trail of all this to the administrator', async () => {
    const again = await open(link);
    await again.getByLabel('New password').fill('four other rivers in autumn');
    await again.getByLabel('The same again').fill('four other rivers in autumn');
    await again.keyboard.press('Enter');
    expect(await again.getByRole('alert').textContent()).toContain('This link was used already');
    await again.context().close();
    expect(complaints.splice(0).filter((text) => !text.includes('404'))).toEqual([]);

    const page = await open('/audit');
    await signIn(page, 'chief', password);
    await page.getByRole('cell', { name: /^study.join/ }).first().waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'session.end' }).textContent()).toContain('a.meier');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'About' }).click();
    await page.getByText('Network for heads, sha256').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
    expect(complaints).toEqual([]);
  });
});
