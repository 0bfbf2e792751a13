import type { Page } from 'playwright-core';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { cropDemo, upload } from '../support/application.js';
import { browserPath } from './chromium.js';
import { useBrowser } from './open-browser.js';
import { accessibilityFaults } from './open-page.js';
import { routeNow } from './route-now.js';

describe.skipIf(browserPath === undefined)('a blinded reading in the browser (needs Chromium, see TRICHOSCORE_CHROMIUM)', { timeout: 240_000 }, () => {
  let study: string;
  let page: Page;
  let leaders: string;
  const asked: string[] = [];
  /** Scores are taken from now on. */
  const pairIsShown = (): Promise<unknown> => expect.poll(() => page.getByRole('radio', { name: /not changed/ }).isEnabled()).toBe(true);
  const press = async (...keys: string[]): Promise<void> => { for (const key of keys) await page.keyboard.press(key); };

  const opened = useBrowser(async (application) => {
    const post = async (path: string, body: object): Promise<{ id: string }> => (await request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(body)).body as { id: string };
    study = (await post('/studies', { name: 'Pilot' })).id;
    const photographs = [await upload(application.app, await cropDemo('baseline', 500), 'before.jpg'), await upload(application.app, await cropDemo('increase', 500), 'after.jpg')];
    for (const pseudonym of ['S-01', 'S-02']) {
      const subject = (await post(`/studies/${study}/subjects`, { pseudonym })).id, area = (await post(`/subjects/${subject}/target-areas`, { name: 'vertex' })).id;
      for (const [at, date] of ['2026-01-05', '2026-07-06'].entries()) await post(`/target-areas/${area}/timepoints`, { photograph: photographs[at], date, calibration: { method: 'given', micrometresPerPixel: 5 } });
    }
  });

  const { complaints, open } = opened;

  it('is begun from a study, and gives each reader a page of its own', async () => {
    page = await open(`/studies/${study}`);
    await page.getByText('Begin a blinded reading').click();
    await page.getByLabel('Name of the reading').fill('Panel');
    await page.getByLabel('Readers, with commas between').fill('Adams, Brown');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('rowheader', { name: 'Brown' }).waitFor();
    leaders = new URL(page.url()).pathname;
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('shows a pair without saying which photograph is earlier, takes answers by keys alone, and shows how far it is', async () => {
    page.on('request', (one) => asked.push(one.url()));
    await page.getByRole('row', { name: /^Adams/ }).getByRole('link').click();
    await page.getByRole('img', { name: /left photograph/ }).waitFor();
    await pairIsShown();
    expect(await page.locator('nav a').count()).toBe(0);
    const shown = await page.locator('body').innerText();
    expect(shown).not.toMatch(/\d{4}-\d{2}|S-0|vertex|before|after(?!wards)|Pilot|Panel|baseline/i);
    expect(await page.getByRole('radio').evaluateAll((all) => all.map((one) => one.parentElement!.querySelector('span')!.textContent)))
      .toEqual(['greatly decreased', 'moderately decreased', 'slightly decreased', 'not changed', 'slightly increased', 'moderately increased', 'greatly increased', 'cannot be judged']);
    expect(await accessibilityFaults(page)).toEqual([]);
    // Whoever speaks to the computer, or leans on its keys, turns them off.
    await page.getByLabel('Keys act').uncheck();
    await press('n', '3');
    expect(await page.getByRole('heading', { name: 'Pair 1 of 2' }).count()).toBe(1);
    await page.getByLabel('Keys act').check();
    await press('6');
    await page.getByText('1 of 2 answered').waitFor();
    await press('n');
    await page.getByRole('heading', { name: 'Pair 2 of 2' }).waitFor();
    await pairIsShown();
    await press('1');
    await page.getByText('2 of 2 answered').waitFor();
  });

  it('lets an answer be changed with the arrow keys, and a pair be left unjudged with a reason', async () => {
    await page.getByRole('radio', { name: /greatly decreased/ }).focus();
    // Kept before the next answers, and not the answer before it: of those that wait for one pair only the latest is sent.
    const moved = page.waitForResponse((response) => response.request().postData() === '{"score":-2}');
    await press('ArrowRight');
    await expect.poll(() => page.getByRole('radio', { name: /moderately decreased/ }).isChecked()).toBe(true);
    await moved;
    await press('p');
    await page.getByRole('heading', { name: 'Pair 1 of 2' }).waitFor();
    await pairIsShown();
    expect(await page.getByRole('radio', { name: /moderately increased/ }).isChecked()).toBe(true);
    // Two answers close after one another, the first on a slower way: the second is the one that is kept.
    const begun: (string | null)[] = [], kept: (string | null)[] = [];
    await routeNow(page, '**/pairs/*', async (route) => {
      if (route.request().method() !== 'PUT') return route.continue();
      const answer = route.request().postData();
      begun.push(answer);
      if (begun.length === 1) await new Promise((resolve) => { setTimeout(resolve, 700); });
      await route.fulfill({ response: await route.fetch() });
      kept.push(answer);
    });
    await press('7');
    await expect.poll(() => begun, { timeout: 10_000 }).toEqual(['{"score":3}']);
    await press('2');
    await expect.poll(() => kept, { timeout: 10_000 }).toEqual(['{"score":3}', '{"score":-2}']);
    await page.unroute('**/pairs/*');
    await page.reload();
    await expect.poll(() => page.getByRole('radio', { name: /moderately decreased/ }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'cannot be judged' }).focus();
    await press('Space');
    // Without its reason it is not kept: the score that was given before stands on the page no longer as the answer, and nobody goes on over it unasked.
    await page.getByText('Not kept yet: say why it cannot be judged.').waitFor();
    await page.getByText('1 of 2 answered').waitFor();
    let question = '';
    page.once('dialog', (dialog) => { question = dialog.message(); void dialog.dismiss(); });
    await press('n');
    await expect.poll(() => question).toContain('is kept with its reason only');
    expect(await page.getByRole('heading', { name: 'Pair 1 of 2' }).count()).toBe(1);
    await press('2');
    await page.getByText('2 of 2 answered').waitFor();
    expect(await page.getByRole('radio', { name: /moderately decreased/ }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'cannot be judged' }).focus();
    await press('Space', 'Tab');
    await page.keyboard.type('1 is out of focus');
    await press('Enter');
    await page.getByText('Kept.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // A reason that was typed and left by going to another pair is not lost.
    const reasonOnLeaving = page.waitForResponse((response) => response.request().postData() === '{"cannotJudge":"2 is out of focus"}');
    await page.getByLabel('Why it cannot be judged').fill('2 is out of focus');
    await page.getByRole('button', { name: 'Next pair' }).click();
    await reasonOnLeaving;
    await page.getByRole('heading', { name: 'Pair 2 of 2' }).waitFor();
    await page.getByRole('button', { name: 'Previous pair' }).click();
    await expect.poll(() => page.getByLabel('Why it cannot be judged').inputValue()).toBe('2 is out of focus');
  });

  it('says of an answer that got lost only that it was not kept, and no longer that the one before it was', async () => {
    await page.getByText('Kept.').waitFor();
    await page.route('**/pairs/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
    await page.getByRole('radio', { name: /slightly decreased/ }).click();
    await page.getByText('The answer to pair 1 was not kept.').waitFor();
    expect(await page.getByText(/^Kept\./).count()).toBe(0);
    // The score that was kept is shown, and a reason that could not be kept is still there, to be sent again.
    await page.getByRole('button', { name: 'Next pair' }).click();
    await page.getByRole('radio', { name: 'cannot be judged' }).click();
    await page.getByLabel('Why it cannot be judged').fill('1 shows another place');
    await page.getByRole('button', { name: 'Keep the reason' }).click();
    await page.getByText('The answer to pair 2 was not kept.').waitFor();
    await expect.poll(() => page.getByRole('radio', { name: 'cannot be judged' }).isChecked()).toBe(false);
    await page.getByRole('radio', { name: 'cannot be judged' }).click();
    expect(await page.getByLabel('Why it cannot be judged').inputValue()).toBe('1 shows another place');
    page.once('dialog', (dialog) => { void dialog.accept(); });
    await page.getByRole('button', { name: 'Previous pair' }).click();
    await page.getByRole('heading', { name: 'Pair 1 of 2' }).waitFor();
    await page.unroute('**/pairs/*');
    expect(complaints.splice(0).filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
  });

  it('takes no score, by keys or by hand, before both photographs of the pair are shown, and says so', async () => {
    const sent: string[] = [];
    page.on('request', (one) => { if (one.method() === 'PUT') sent.push(one.postData() ?? ''); });
    let show = (): void => undefined;
    const shown = new Promise<void>((resolve) => { show = resolve; });
    await page.route('**/pairs/*/right', async (route) => { await shown; await route.continue(); });
    await page.reload();
    await page.getByText('A score is taken once both photographs are shown.').waitFor();
    await press('4');
    expect(await page.getByRole('radio', { name: /not changed/ }).isDisabled()).toBe(true);
    expect(await page.getByRole('radio', { name: 'cannot be judged' }).isEnabled()).toBe(true);
    show();
    await pairIsShown();
    const kept = page.waitForResponse((response) => response.request().method() === 'PUT');
    await press('3');
    await kept;
    expect(sent).toEqual(['{"score":-1}']);
  });

  it('signs no answer that another window of the reader changed before it was shown here', async () => {
    const other = await page.context().newPage();
    await other.goto(page.url());
    await expect.poll(() => other.getByRole('radio', { name: /greatly increased/ }).isEnabled()).toBe(true);
    const kept = other.waitForResponse((response) => response.request().method() === 'PUT');
    await other.getByRole('radio', { name: /greatly increased/ }).click();
    await kept;
    await other.close();
    expect(await page.getByRole('radio', { name: /slightly decreased/ }).isChecked()).toBe(true);
    await page.getByLabel('Your full name').fill('Ann Adams');
    await page.getByRole('button', { name: 'Sign and lock' }).click();
    await page.getByText('the answer to pair 1 was changed elsewhere').waitFor();
    expect(await page.getByRole('heading', { name: 'Signed and locked' }).count()).toBe(0);
    await expect.poll(() => page.getByRole('radio', { name: /greatly increased/ }).isChecked()).toBe(true);
    await page.getByLabel('Your full name').fill('');
  });

  it('zooms both photographs of a pair in step', async () => {
    await page.getByRole('img', { name: /left photograph/ }).focus();
    await press('+', '+');
    const boxes = await page.locator('.pane').evaluateAll((panes) => panes.map((pane) => pane.getAttribute('viewBox')));
    expect(boxes[0]).toBe(boxes[1]);
    expect(boxes[0]).not.toContain('-0.5 -0.5');
  });

  it('is signed by keys, shows the signature, and lets nothing be changed from then on', async () => {
    await page.getByLabel('Your full name').focus();
    await page.keyboard.type('Ann Adams');
    await press('Enter');
    await page.getByRole('heading', { name: 'Signed and locked' }).waitFor();
    expect(await page.getByText(/Signed by Ann Adams on/).count()).toBe(1);
    expect(await page.getByRole('radio').first().isDisabled()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    for (const [width, height] of [[390, 844], [320, 640]] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width} wide`).toBe(width);
    }
  });

  it('saves its tables once everybody has signed, and no answer under their name that is none', async () => {
    const at = (path: string): string => `/api/v1${path}`, { app } = opened.application, host = { Host: 'localhost' };
    const { body: { readers } } = await request(app).get(at(leaders)).set(host), brown = readers.find(({ name }: { name: string }) => name === 'Brown').page.replace('/read/', '/blind/') as string;
    for (const { id } of (await request(app).get(at(brown)).set(host)).body.pairs) await request(app).put(at(`${brown}/pairs/${id}`)).set(host).send({ score: 1 });
    await request(app).post(at(`${brown}/signature`)).set(host).send({ name: 'Bob Brown' });
    const tables = await open(leaders), ratings = tables.getByRole('link', { name: 'ratings.csv' });
    await ratings.waitFor();
    await tables.context().setOffline(true);
    await ratings.click();
    await tables.getByText('The program does not answer.').waitFor();
    await tables.context().setOffline(false);
    const [saved] = await Promise.all([tables.waitForEvent('download'), ratings.click()]);
    expect(saved.suggestedFilename()).toBe('ratings.csv');
    await tables.context().close();
    expect(complaints.splice(0).filter((text) => !text.includes('ERR_INTERNET'))).toEqual([]);
  });

  it('asked the service for nothing but the reader’s own pairs, without a complaint of the browser', () => {
    const own = /\/icon\.svg$|\/assets\/[\w-]+\.(js|css)$|\/api\/v1\/session$|\/read\/[\w-]{24}$|\/api\/v1\/blind\/[\w-]{24}(\/signature|\/pairs\/[\w-]{24}(\/(left|right))?)?$/;
    expect(asked.filter((url) => !own.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
