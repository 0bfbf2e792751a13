import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ReportView } from '../../src/report/view-model.js';
import type { DensityView } from '../../src/report/view/describe-density.js';
import type { ScoreView } from '../../src/report/view/describe-score.js';
import { cropDemo, webFolder } from '../support/application.js';
import { photographHead } from '../support/paint-head.js';
import { browserPath } from './chromium.js';
import { useBrowser } from './open-browser.js';
import { accessibilityFaults } from './open-page.js';
import { routeNow } from './route-now.js';

describe.skipIf(browserPath === undefined)('comparing two photographs in the browser (needs Chromium, see TRICHOSCORE_CHROMIUM)', { timeout: 240_000 }, () => {
  let result: string;
  const opened = useBrowser(), { complaints } = opened;
  const open = (path: string): Promise<Page> => opened.open(path);

  it('takes two dropped photographs and a scale, measures them, and shows the score', async () => {
    const page = await open('/');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Compare' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Choose the photograph before.');

    const dropped = await Promise.all((['increase', 'baseline'] as const).map(async (name, at) => ({ name: `${2 - at} ${name}.jpg`, base64: (await cropDemo(name)).toString('base64') })));
    await page.evaluate(`(() => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of ${JSON.stringify(dropped)}) {
        transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type: 'image/jpeg', lastModified: 0 }));
      }
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    })()`);
    await page.getByAltText('Photograph before: 1 baseline.jpg').waitFor();
    await page.getByAltText('Photograph after: 2 increase.jpg').waitFor();
    const field = page.getByRole('textbox', { name: 'Both photographs' });
    await field.fill('5,0 mm');
    await expect.poll(() => page.getByRole('alert').allTextContents()).toEqual([expect.stringContaining('Give the micrometres per pixel, from 0.2 to 200.')]);
    await field.fill('5,0 µm');
    // What is no longer missing is no longer asked for.
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    // A restarting proxy: the page asks again by itself until somebody answers.
    let failures = 2;
    await routeNow(page, /\/api\/v1\/comparisons\/[0-9a-f]{64}(\?|$)/, (route) => (failures-- > 0 ? route.fulfill({ status: 502, body: 'Bad Gateway' }) : route.continue()));
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('This page asks again by itself.').waitFor();
    await page.locator('.verdict').waitFor({ timeout: 120_000 });
    result = page.url();
    const { view } = await (await fetch(result.replace('/comparisons/', '/api/v1/comparisons/'))).json() as { view: ReportView };
    const { score, density } = view.comparisons[0] as { score: ScoreView; density: DensityView }, { number, words } = score;
    expect(await page.locator('.verdict').textContent()).toBe(`${number} ${words}`);
    expect(await page.locator('.probabilities tbody tr').count()).toBe(7);
    expect(await page.locator('.pane image').count()).toBe(2);
    // Where the hair stands, and how thick it is, as in the report.
    expect(await page.locator('section', { has: page.locator('#density') }).textContent()).toContain(density.state === 'notShown' ? density.reason : density.sentences[0]);
    expect(await page.locator('.density-pair svg').count()).toBe(density.state === 'notShown' ? 0 : 2);
    expect(await page.locator('#diameters ~ .columns svg').count()).toBe(1);
    // Back are the photographs and their scale, to change one of them; forward nothing is asked, because nothing was changed.
    await page.goBack();
    await page.getByAltText('Photograph before: 1 baseline.jpg').waitFor();
    expect(await field.inputValue()).toBe('5');
    await page.goForward();
    await page.locator('.verdict').waitFor();
    await page.context().close();
    expect(complaints.splice(0).filter((text) => !text.includes('502'))).toEqual([]);
  });

  it('finds both photographs and their scale again when before and after are swapped while they are read', async () => {
    const page = await open('/');
    let letThrough = (): void => undefined;
    const held = new Promise<void>((resolve) => { letThrough = resolve; });
    await routeNow(page, '**/api/v1/photographs', async (route) => {
      await held;
      await route.continue();
    });
    for (const [at, name] of (['baseline', 'increase'] as const).entries()) {
      await page.locator('input[type=file]').nth(at).setInputFiles({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: await cropDemo(name, 300) });
    }
    await page.getByRole('textbox', { name: 'Both photographs' }).fill('5');
    await page.getByRole('button', { name: 'Swap before and after' }).click();
    letThrough();
    await page.getByAltText('Photograph before: increase.jpg').waitFor();
    await page.getByAltText('Photograph after: baseline.jpg').waitFor();
    expect(await page.getByRole('textbox', { name: 'Both photographs' }).inputValue()).toBe('5');
    await page.context().close();
  });

  it('says at once why a file is no photograph, and measures nothing of it', async () => {
    const page = await open('/');
    await page.locator('input[type=file]').first().setInputFiles({ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('only text') });
    expect(await page.getByRole('alert').textContent()).toContain('the content of this file is text');
    await page.context().close();
    // The browser itself reports every refused request.
    expect(complaints.splice(0).filter((text) => !text.includes('415'))).toEqual([]);
  });

  it('says beside a photograph that was just dropped what speaks against measuring it, and what to do', async () => {
    const page = await open('/');
    const blurred = await sharp(await cropDemo('baseline', 400)).blur(8).jpeg().toBuffer();
    await page.locator('input[type=file]').first().setInputFiles({ name: 'blurred.jpg', mimeType: 'image/jpeg', buffer: blurred });
    const check = page.locator('.upload-check');
    await check.getByText('probably not fit to be measured').waitFor();
    expect(await check.textContent()).toMatch(/^JPEG, 400 × 400 pixels.*Focus on the skin/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
  });

  it('takes a scale from two clicks on a ruler, with the uncertainty of the clicks', async () => {
    const page = await open('/');
    await page.locator('input[type=file]').first().setInputFiles({ name: 'ruler.jpg', mimeType: 'image/jpeg', buffer: await cropDemo('baseline') });
    await page.getByAltText('Photograph before: ruler.jpg').waitFor();
    await page.getByLabel('Two clicks on a ruler').check();
    const pane = page.getByRole('application').first();
    const box = (await pane.boundingBox())!;
    await pane.click({ position: { x: box.width * 0.1, y: box.height / 2 } });
    await pane.click({ position: { x: box.width * 0.9, y: box.height / 2 } });
    await page.getByLabel('Before', { exact: false }).and(page.locator('input:not([type])')).first().fill('4');
    const said = await page.locator('.ruler [role=status]').last().textContent();
    const umPerPx = Number(/mm: ([\d.]+) µm per pixel/.exec(said!)![1]);
    expect(Math.abs(umPerPx - 5)).toBeLessThan(0.05);
    expect(said).toMatch(/± 0\.\d % from the marks/);
    await pane.focus();
    for (const key of ['ArrowLeft', 'Enter', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => page.locator('.ruler [role=status]').last().textContent()).not.toBe(said);
    // Of a head, the region is drawn in the same way.
    await page.getByLabel('The whole head').check();
    await page.getByLabel('Draw an ellipse').check();
    await page.getByText('Mark one end of the ellipse.').waitFor();
    for (const [x, y] of [[0.2, 0.5], [0.8, 0.5], [0.5, 0.3]] as const) await page.getByRole('application').click({ position: { x: box.width * x, y: box.height * y } });
    await page.getByText('The ellipse is drawn.').waitFor();
    expect(await page.locator('.region .line-edge').first().getAttribute('d')).toMatch(/^M[\d.,]+A237.*Z$/);
    await page.getByRole('button', { name: 'Take back the last mark' }).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Mark the two ends of the ellipse');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
  });

  it('offers to measure two photographs of heads as such with one click, before they are compared and after they were refused as close-ups', async () => {
    const page = await open('/'), heads = await Promise.all([0.7, 0.75].map(async (hairShare, at) => ({ name: `head ${at + 1}.png`, mimeType: 'image/png', buffer: await photographHead(hairShare) })));
    await page.getByLabel('Choose the photograph before').setInputFiles(heads);
    const offers = page.getByRole('button', { name: 'Measure both photographs as heads' });
    await expect.poll(() => offers.count()).toBe(2);
    await page.getByLabel('Not known').check();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('it shows a whole head').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Measure both as photographs of heads' }).click();
    await page.locator('.verdict').waitFor({ timeout: 60_000 });
    await page.getByText(/covered/).first().waitFor();
    expect(await page.locator('#density').count()).toBe(0);

    await page.getByRole('link', { name: 'Compare two other photographs' }).click();
    await page.getByLabel('Choose the photograph before').setInputFiles(heads);
    await offers.last().click();
    expect(await page.getByLabel('The whole head').isChecked()).toBe(true);
    expect([await offers.count(), await page.getByLabel('Scale of the photographs').count(), await page.evaluate('document.activeElement.textContent')]).toEqual([0, 0, expect.stringContaining('What the photographs show')]);
    await page.context().close();
  });

  it('takes the scale of a device that the site lists', async () => {
    writeFileSync(join(opened.application.dataFolder, 'devices.json'), JSON.stringify({ devices: [{ name: 'Scope 1', umPerPx: 2.762, relativeUncertainty: 0.01 }] }));
    const page = await open('/');
    await page.getByLabel('Device of this site').check();
    await page.getByRole('button', { name: 'Compare' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Choose the device.');
    await page.getByRole('combobox', { name: 'Both photographs' }).selectOption('Scope 1');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).not.toContain('device');
    await page.context().close();
  });

  it('lays after over before with a line to slide, fades and blinks, and zooms both in step', async () => {
    const page = await open(result);
    const boxes = (): Promise<(string | null)[]> => page.evaluate('[...document.querySelectorAll(".pane")].map((pane) => pane.getAttribute("viewBox"))');
    await page.getByRole('button', { name: 'Closer' }).click();
    const [first, second] = await boxes();
    expect(first).toBe(second);
    expect(first).not.toBe('-0.5 -0.5 1000 1000');
    await page.getByRole('button', { name: 'Slider' }).click();
    // Which of them is chosen is seen in forced colours, too, where no background of ours is left.
    await page.emulateMedia({ forcedColors: 'active' });
    const ground = (name: string): Promise<string> => page.getByRole('button', { name }).evaluate((button) => button.ownerDocument.defaultView!.getComputedStyle(button).backgroundColor);
    expect(await ground('Slider')).not.toBe(await ground('Blink'));
    await page.emulateMedia({ forcedColors: null });
    const line = page.locator('.split');
    const before = Number(await line.getAttribute('x1'));
    await page.getByLabel('Place of the line between before and after').press('ArrowLeft');
    expect(Number(await line.getAttribute('x1'))).toBeLessThan(before);
    // It can be taken where it is seen, and the zoomed picture stays where it was.
    await page.locator('.pane').scrollIntoViewIfNeeded();
    const [zoomed, box] = [await boxes(), (await page.locator('.pane').boundingBox())!];
    await page.mouse.move(box.x + 0.49 * box.width, box.y + 0.3 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.2 * box.width, box.y + 0.4 * box.height, { steps: 3 });
    await page.mouse.up();
    expect(Number(await page.getByLabel('Place of the line between before and after').inputValue())).toBeCloseTo(20, -0.3);
    expect(await boxes()).toEqual(zoomed);
    await page.getByRole('button', { name: 'Fade' }).click();
    await page.getByLabel('From before to after').press('Home');
    expect(await page.locator('.pane > g').last().getAttribute('opacity')).toBe('0');
    await page.getByRole('button', { name: 'Blink', exact: true }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    const shown = await page.locator('.blink-bar strong').textContent();
    await page.getByRole('button', { name: 'Show the other' }).click();
    expect(await page.locator('.blink-bar strong').textContent()).not.toBe(shown);
    await page.context().close();
  });

  it('tells the figures of one hair to the pointer and to the keyboard', async () => {
    const page = await open(result);
    const figures = page.locator('.hair-figures p');
    await page.locator('.pane').first().focus();
    await page.keyboard.press('n');
    expect(await figures.textContent()).toMatch(/^Baseline, hair \d+: .*(µm|thickness not given)/);
    const said = await figures.textContent();
    const root = page.locator('.pane').nth(1).locator('circle.root').nth(3);
    await root.hover({ force: true });
    expect(await figures.textContent()).toMatch(/^Follow-up, hair \d+/);
    expect(await figures.textContent()).not.toBe(said);
    // Only the photograph that is seen at a place tells of its hairs there.
    const pointAcross = async (): Promise<string[]> => {
      const box = (await page.locator('.pane').boundingBox())!, told = new Set<string>();
      for (let at = 0.02; at < 1; at += 0.02) {
        await page.mouse.move(box.x + at * box.width, box.y + 0.5 * box.height);
        told.add((await figures.textContent())!.split(',')[0]!);
      }
      return [...told];
    };
    for (const [mode, label] of [['Slider', 'Place of the line between before and after'], ['Fade', 'From before to after']] as const) {
      await page.getByRole('button', { name: mode }).click();
      for (const [key, name] of mode === 'Slider' ? [['Home', 'Follow-up'], ['End', 'Baseline']] as const : [['Home', 'Baseline'], ['End', 'Follow-up']] as const) {
        await page.getByLabel(label).press(key);
        await page.locator('.pane').scrollIntoViewIfNeeded();
        // Which hair was told of last stays until another one is pointed at.
        expect((await pointAcross()).at(-1), `${mode}, ${key}`).toBe(name);
        expect(await pointAcross(), `${mode}, ${key}`).toEqual([name]);
      }
    }
    await page.context().close();
  });

  it('hands over the report as a page and as PDF', async () => {
    const page = await open(result);
    const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Report as PDF' }).click()]);
    expect(readFileSync(await pdf.path()).subarray(0, 5).toString()).toBe('%PDF-');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Report as page' }).click()]);
    expect(download.suggestedFilename()).toBe('trichoscore-report.html');
    expect(readFileSync(await download.path(), 'utf8')).toContain('1 baseline.jpg');
    // Whoever sees that the scale was wrong finds everything again.
    await page.getByRole('link', { name: 'Change the scale or a photograph' }).click();
    await page.getByAltText('Photograph after: 2 increase.jpg').waitFor();
    expect(await page.getByRole('textbox', { name: 'Both photographs' }).inputValue()).toBe('5');
    await page.context().close();
  });

  it('has no fault that axe finds, light and dark, and fits a phone and a window at twice the size without sideways scrolling', async () => {
    const page = await open(result);
    await page.locator('.verdict').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await accessibilityFaults(page)).toEqual([]);
    for (const [width, height] of [[390, 844], [320, 640], [640, 480]] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width} wide`).toBe(width);
    }
    await page.goto(opened.address);
    await page.locator('h1').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(640);
    await page.context().close();
  });

  it('did all this without a complaint of the browser, a breach of the policy or a call to another host', () => {
    expect(complaints).toEqual([]);
  });

  it('is kept by the browser where its name changes with its contents, and asked for each time where not', async () => {
    const page = await (await fetch(opened.address)).text(), assets = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    expect(assets.length).toBe(2);
    for (const path of assets) expect((await fetch(new URL(path, opened.address))).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['', 'studies', 'assets/index-00000000.js']) expect((await fetch(opened.address + path)).headers.get('cache-control'), path).toBe('no-store');
  });

  it('fetches at most 60 KB before the first page can be used, and the page that corrects hairs only with it', async () => {
    const page = await open('/');
    await page.locator('h1').waitFor();
    const fetched = await page.evaluate("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname).filter((path) => path.startsWith('/assets/'))") as string[];
    const bytes = ['/index.html', ...new Set(fetched)].reduce((sum, path) => sum + gzipSync(readFileSync(join(webFolder, path))).length, 0);
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThanOrEqual(60 * 1024);
    expect(fetched.some((path) => path.includes('edit-page'))).toBe(false);
    expect(readdirSync(join(webFolder, 'assets')).some((name) => name.startsWith('edit-page'))).toBe(true);
    await page.context().close();
  });
});
