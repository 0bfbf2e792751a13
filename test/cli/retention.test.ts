import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillFolder } from '../study/filled-folder.js';
import { expectRefusal, runCommand } from './run-command.js';

describe('how long photographs are kept, on the command line', { timeout: 240_000 }, () => {
  let folder: string;
  beforeAll(async () => { folder = await fillFolder(); });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: string[]) => runCommand(['retention', ...args, '--data', folder]);

  it('is set for one study or for photographs of none, in whole days, and for nothing that is not there', async () => {
    for (const wrong of [['--days', '30'], ['--study', 'Alopecia 2026'], ['--study', 'Alopecia 2026', '--days', '0'], ['--study', 'Alopecia 2026', '--days', '1e3'], ['--study', 'Another', '--days', '30'], ['--study', 'Alopecia 2026', '--without-study', '--days', '30']]) {
      const refused = await run('set', ...wrong);
      expect(refused.code, wrong.join(' ')).toBe(2);
      expectRefusal(refused, 'usage.invalid');
    }
    expect((await run('list')).stdout).toContain('Study Alopecia 2026: kept without limit.');
  });

  it('is listed, and what is due is erased when somebody says so, not before', async () => {
    expect((await run('set', '--study', 'Alopecia 2026', '--days', '1')).code).toBe(0);
    const listed = await run('list');
    expect(listed.stdout).toContain('Study Alopecia 2026: kept for 1 days; 2 due, 0 unclear, 0 kept.');
    expect(listed.stdout).toContain('  due: S-07, last day 2026-02-05, kept until 2026-02-06');
    expectRefusal(await run('erase'), 'usage.invalid');
    expect((await run('list')).stdout).toBe(listed.stdout);
    // What nobody can remove as a file lies in the place of an original of whoever is first.
    const originals = join(folder, 'originals'), names = readdirSync(originals, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name));
    const { photograph } = new Database(join(folder, 'trichoscore.db'), { readonly: true }).prepare("select photograph from timepoints where name like 'S-07%'").get() as { photograph: string };
    const stuck = join(originals, names.find((name) => name.endsWith(photograph))!);
    rmSync(stuck);
    mkdirSync(stuck);
    const erased = await run('erase', '--yes');
    expect([erased.code, erased.stdout]).toEqual([3, expect.stringContaining('Erased: 2 people, 4 photographs')]);
    expect(erased.stderr).toContain('S-07: error output.unwritable: It was erased from the database, but the files of one photograph could not be removed yet.');
    expect(erased.stderr).not.toContain('S-08');
    expect(readdirSync(originals, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name))).toHaveLength(1);
    const after = await run('erase');
    expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('Nothing is due; nothing was erased.')]);
  });
});
