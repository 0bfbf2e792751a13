import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtmlReport } from '../../src/report/render-html-report.js';
import { drawExamplePictures } from '../support/example-pictures.js';
import { exampleIncrease, exampleNotComparable, exampleThreeVisits } from '../support/example-results.js';

const browserPath = [process.env['TRICHOSCORE_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find((path) => path !== undefined && existsSync(path));
if (browserPath === undefined) console.warn('The report was not opened in a browser: no Chromium found. Install it or name it in TRICHOSCORE_CHROMIUM.');

const longName = `<script>document.title='taken'</script>${'very-long-name-of-a-photograph-'.repeat(7)}.jpg`;

describe.skipIf(browserPath === undefined)('the report in a browser (needs Chromium, see TRICHOSCORE_CHROMIUM)', () => {
  let browser: Browser;
  let folder: string;
  let file: string;
  let withoutComparison: string;
  let short: string, crowded: string, fiveVisits: string;
  const asked: string[] = [];
  const complaints: string[] = [];

  async function open(options: Parameters<Browser['newPage']>[0] = {}, address = file): Promise<Page> {
    const page = await browser.newPage(options);
    page.on('request', (request) => { if (!/^(file|data):/.test(request.url())) asked.push(request.url()); });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(address);
    return page;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trichoscore-report-'));
    const progress = exampleThreeVisits();
    progress.baseline.photo.name = longName;
    const store = async (name: string, of: typeof progress): Promise<string> => {
      const path = join(folder, name);
      writeFileSync(path, renderHtmlReport(of, await drawExamplePictures(of, 240), { generatedAt: null, clinicName: longName, visitNames: of === progress ? [longName, null, longName] : undefined }));
      return pathToFileURL(path).href;
    };
    file = await store('report.html', progress);
    short = pathToFileURL(join(folder, 'short.html')).href;
    const increase = exampleIncrease(), logo = { png: await sharp({ create: { width: 600, height: 180, channels: 3, background: '#14507d' } }).png().toBuffer(), widthPx: 600, heightPx: 180 };
    writeFileSync(join(folder, 'short.html'), renderHtmlReport(increase, await drawExamplePictures(increase, 480), { generatedAt: null, length: 'short', paper: 'letter', clinicName: 'Praxis Nord', clinicAddress: 'Nordweg 7', clinicLogo: logo }));
    // Five visits and three remarks of two lines.
    crowded = pathToFileURL(join(folder, 'crowded.html')).href;
    const many = exampleThreeVisits(), [first, last] = many.followUps;
    many.followUps = [first!, first!, first!, first!, last!];
    last!.warnings = [1, 2, 3].map((at) => ({ code: 'comparison.exposure', field: 'followUps', message: `Remark ${at}: light and sharpness of the two photographs differ, which alone can change what is found in them; take the next ones alike.` }));
    writeFileSync(join(folder, 'crowded.html'), renderHtmlReport(many, await drawExamplePictures(many, 240), { generatedAt: null, length: 'short', paper: 'letter', clinicName: 'Praxis Nord', clinicAddress: 'Nordweg 7', clinicLogo: logo, subject: 'S-07' }));
    const fourFollowUps = { ...progress, followUps: [first!, last!, first!, last!] };
    fiveVisits = pathToFileURL(join(folder, 'five-visits.html')).href;
    writeFileSync(join(folder, 'five-visits.html'), renderHtmlReport(fourFollowUps, await drawExamplePictures(fourFollowUps, 240), { generatedAt: null, paper: 'letter' }));
    withoutComparison = await store('no-comparison.html', exampleNotComparable());
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox', '--disable-gpu'] });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens from a file without a complaint, a script or a call to any host', async () => {
    for (const address of [file, withoutComparison, short]) {
      const page = await open({}, address);
      expect(await page.title()).toBe('Change of hair in one target area');
      expect(await page.evaluate('getComputedStyle(document.querySelector("main")).maxWidth')).toBe('992px');
      await page.close();
    }
    expect({ asked, complaints }).toEqual({ asked: [], complaints: [] });
  });

  it('fits a phone without sideways scrolling, whatever photographs are called, and its table does not break the word "Baseline"', async () => {
    for (const width of [360, 390]) {
      for (const address of [file, withoutComparison, short, fiveVisits]) {
        const page = await open({ viewport: { width, height: 844 } }, address);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        if (address === fiveVisits) expect(await page.locator('.measurements thead bdi').first().evaluate((name) => { const range = name.ownerDocument.createRange(); range.selectNodeContents(name); return [name.textContent, range.getClientRects().length]; })).toEqual(['Baseline', 1]);
        await page.close();
      }
    }
  });

  it('goes dark with the reader, and stays light on paper', async () => {
    const page = await open({ colorScheme: 'dark' });
    const ground = (): Promise<unknown> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    expect(await ground()).toBe('rgb(21, 24, 27)');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  it('has headings in order and a name for every drawing and switch', async () => {
    const page = await open();
    const levels = await page.evaluate('[...document.querySelectorAll("h1,h2,h3,h4")].map((heading) => Number(heading.tagName[1]))') as number[];
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.slice(1).entries()) expect(level - levels[index]!, `heading ${index + 2}`).toBeLessThanOrEqual(1);
    const unnamed = await page.evaluate(`[
      ...[...document.querySelectorAll('svg:not([aria-hidden] *)')].filter((svg) => svg.getAttribute('aria-hidden') !== 'true' && !(svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label'))),
      ...[...document.querySelectorAll('input')].filter((input) => input.labels.length !== 1 || input.labels[0].textContent.trim() === ''),
    ].length`);
    expect(unnamed).toBe(0);
    const doubled = await page.evaluate('[...document.querySelectorAll("[id]")].length - new Set([...document.querySelectorAll("[id]")].map((element) => element.id)).size');
    expect(doubled).toBe(0);
    await page.close();
  });

  it('is worked by keyboard alone: tab reaches the switches in reading order, space turns the counted hairs off', async () => {
    const page = await open();
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.id');
    const order: unknown[] = [];
    for (let press = 0; press < 9; press += 1) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order).toEqual(['all', 'large', 'laid', 'hairs', 'roots', 'uncounted', 'units', 'area', 'matches'].map((layer) => `visit-2-${layer}`));
    const shown = (layer: string): Promise<unknown> => page.evaluate(`getComputedStyle(document.querySelector('.layer-${layer}')).display !== 'none'`);
    expect([await shown('hairs'), await shown('units')]).toEqual([true, false]);
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('visit-2-hairs');
    await page.keyboard.press('Space');
    expect([await shown('hairs'), await shown('roots')]).toEqual([false, true]);
    await page.close();
  });

  it('draws each photograph under its markings', async () => {
    const page = await open();
    await page.locator('label[for=visit-2-all]').click();
    const { channels } = await sharp(await page.locator('svg.photograph').first().screenshot()).stats();
    const [red, , blue] = channels.map((channel) => channel.mean);
    expect(red! - blue!, 'skin is redder than the empty ground').toBeGreaterThan(30);
    const box = (await page.evaluate(`(() => { const use = document.querySelector('svg.photograph use').getBBox(); return [use.x, use.y, use.width, use.height]; })()`)) as number[];
    expect(box).toEqual([-0.5, -0.5, 2880, 2160]);
    expect(await page.evaluate('getComputedStyle(document.querySelector(".markings")).display')).toBe('none');
    await page.close();
  });

  it('shows the follow-up turned and moved onto the baseline, or as it was taken', async () => {
    const page = await open(), laid = (): Promise<unknown> => page.evaluate('getComputedStyle(document.querySelector(".laid")).transform');
    expect(await laid()).toMatch(/^matrix\((?!1, 0, 0, 1, 0, 0)/);
    await page.locator('label[for=visit-2-laid]').click();
    expect(await laid()).toBe('none');
    await page.close();
  });

  it('prints on one sheet of the clinic’s paper what a patient is handed', async () => {
    for (const address of [short, crowded]) {
      const page = await open({}, address);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/MediaBox \[[^\]]*\]/g)).toEqual(['/MediaBox [0 0 612 792]']);
      await page.close();
    }
    const page = await open({}, short);
    expect(await page.evaluate('document.querySelector(".letterhead img").naturalWidth')).toBe(600);
    await page.close();
  });

  it('prints an earlier visit on the page on which the one after it ends', async () => {
    const page = await open({}, fiveVisits);
    const pages = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/MediaBox /g)!.length;
    expect(pages).toBeLessThanOrEqual(17);
    // What is said of the change may go on there, too; its drawing, each sentence and the probabilities stay whole.
    await page.emulateMedia({ media: 'print' });
    const parting = (selector: string): Promise<unknown> => page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).breakInside`);
    for (const heading of ['[id$=-certainty]', '#quality']) expect(await parting(`section:has(> ${heading})`), heading).toBe('auto');
    for (const part of ['figure', '.notes li', '.probabilities', '.checks li', '.result']) expect(await parting(part), part).toBe('avoid');
    await page.close();
  });

  it('prints what is switched on, and names it', async () => {
    const page = await open();
    await page.locator('label[for=visit-2-units]').click();
    await page.locator('label[for=visit-2-roots]').click();
    await page.emulateMedia({ media: 'print' });
    const visible = (layer: string): Promise<boolean> => page.locator(`label[for=visit-2-${layer}]`).isVisible();
    expect([await visible('hairs'), await visible('units'), await visible('roots'), await visible('matches')]).toEqual([true, true, false, true]);
    expect(await page.evaluate('getComputedStyle(document.querySelector(".layer-units")).display')).not.toBe('none');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/g)!.length).toBeGreaterThan(3);
    await page.close();
  });
});
