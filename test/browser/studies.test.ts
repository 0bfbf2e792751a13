import { describe, expect, it } from 'vitest';
import { cropDemo } from '../support/application.js';
import { browserPath } from './chromium.js';
import { useBrowser } from './open-browser.js';
import { accessibilityFaults } from './open-page.js';

describe.skipIf(browserPath === undefined)('a study in the browser (needs Chromium, see TRICHOSCORE_CHROMIUM)', { timeout: 240_000 }, () => {
  const opened = useBrowser(), { complaints } = opened;

  it('goes from a new study to a photograph of a visit and a treatment with its warning, by its forms alone', async () => {
    const page = await opened.open('/studies');
    await page.getByLabel('Name of the new study').fill('Pilot');
    await page.getByRole('button', { name: 'Add study' }).click();
    await page.getByRole('link', { name: 'Pilot' }).click();
    await page.getByLabel('Pseudonym').fill('S-01');
    await page.getByRole('button', { name: 'Add subject' }).click();
    await page.getByRole('link', { name: 'S-01' }).click();
    await page.getByLabel('New target area').fill('vertex');
    await page.getByRole('button', { name: 'Add target area' }).click();

    await page.getByText('Add the photograph of a visit').click();
    await page.getByLabel('Photograph', { exact: true }).setInputFiles({ name: 'vertex 1.jpg', mimeType: 'image/jpeg', buffer: await cropDemo('baseline', 300) });
    await page.getByText('300 × 300: ready').waitFor();
    await page.getByLabel('Taken on').fill('2026-01-06');
    await page.getByLabel('µm per pixel').fill('5');
    await page.getByRole('button', { name: 'Add photograph' }).click();
    await page.getByRole('rowheader', { name: '2026-01-06' }).waitFor();

    await page.getByText('Log a treatment').click();
    await page.getByLabel('Day', { exact: true }).fill('2026-01-05');
    await page.getByLabel('keloids').check();
    await page.getByRole('button', { name: 'Log treatment' }).click();
    await page.getByText('Advised against with keloids.').waitFor();
    await page.getByText('Photographed within 72 hours').waitFor();

    expect(await accessibilityFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    page.once('dialog', (dialog) => { void dialog.accept('entered twice'); });
    await page.getByRole('button', { name: 'Remove Microneedling' }).click();
    await page.getByText('Advised against with keloids.').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
