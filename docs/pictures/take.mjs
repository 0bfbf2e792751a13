// Takes the pictures of README.md from the demonstration's report: npm run demo && node docs/pictures/take.mjs [BROWSER]
// Simulated scalps only. BROWSER is Chromium's program, /usr/bin/chromium unless said otherwise.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
const report = pathToFileURL('demo-report/report.html').href, here = (name) => fileURLToPath(new URL(name, import.meta.url));
const pictures = { 'score.jpg': 'section.result', 'before-and-after.jpg': 'section.photographs' };

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 960, height: 1400 }, deviceScaleFactor: 1.5, colorScheme: 'light' });
  await page.goto(report);
  for (const [name, section] of Object.entries(pictures)) {
    await page.locator(section).first().screenshot({ path: here(name), type: 'jpeg', quality: 80 });
  }
} finally {
  await browser.close();
}
