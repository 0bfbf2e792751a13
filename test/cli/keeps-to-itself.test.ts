import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phantomJpeg } from './pictures.js';
import { runCommand } from './run-command.js';

describe('whoever measures a photograph', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keeps-to-itself-'));
    for (const name of ['home', 'temporary', 'study']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'study', 'a.jpg'), await phantomJpeg({ seed: 3, widthMm: 1.5, heightMm: 1.5, densityPerCm2: 120 }));
    writeFileSync(join(folder, 'study', 'manifest.csv'), 'subject,arm,target_area,visit,date,photo,um_per_px,kind\nS1,a,vertex,v1,2026-01-05,a.jpg,5,closeup\n');
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // The runtime of the networks would note there, and report to its makers, every network that it opens.
  it.each([['measure', 'a.jpg', '--um-per-px', '5', '--kind', 'closeup', '--json'], ['measure', 'a.jpg', '--um-per-px', '5', '--json'], ['batch', 'manifest.csv', '--out', 'out']])('finds nothing of it in the home folder nor among temporary files afterwards: %s', async (...args) => {
    const home = join(folder, 'home'), temporary = join(folder, 'temporary');
    const { code } = await runCommand(args, { cwd: join(folder, 'study'), env: { HOME: home, USERPROFILE: home, XDG_CACHE_HOME: join(home, '.cache'), TMPDIR: temporary, ORT_DISABLE_TELEMETRY: '' } });
    expect(code).toBe(0);
    expect(readdirSync(home, { recursive: true })).toEqual([]);
    expect(readdirSync(temporary, { recursive: true })).toEqual([]);
  });
});
