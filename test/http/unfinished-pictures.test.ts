import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { openTestApplication } from '../support/application.js';

it('a picture of a photograph that was half-written when the application was ended does not stay on the disk until the next start', async () => {
  const application = await openTestApplication(), { store: { folders }, dependencies: { reader } } = application, unfinished = join(folders.derived, 'ab', '.0123456789ab.partial');
  mkdirSync(dirname(unfinished), { recursive: true });
  writeFileSync(unfinished, 'half a pict');
  // Ended in the middle of its work, as on SIGTERM.
  const working = reader.run('identify', null).catch(() => undefined);
  await application.close();
  await working;
  expect(existsSync(unfinished)).toBe(false);
  expect(existsSync(dirname(unfinished))).toBe(true);
  rmSync(application.dataFolder, { recursive: true });
});
