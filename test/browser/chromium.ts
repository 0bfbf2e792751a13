import { existsSync } from 'node:fs';

/** The browser of this machine; undefined where there is none, and then the tests say that they were skipped. */
export const browserPath = [process.env['TRICHOSCORE_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find((path) => path !== undefined && existsSync(path));

if (browserPath === undefined) console.warn('The pages were not opened in a browser: no Chromium found. Install it or name it in TRICHOSCORE_CHROMIUM.');
