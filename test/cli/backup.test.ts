import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillFolder } from '../study/filled-folder.js';
import { expectRefusal, runCommand } from './run-command.js';

describe('copies of photographs and results, on the command line', { timeout: 240_000 }, () => {
  let root: string;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'trichoscore-copies-'));
    await fillFolder(join(root, 'data'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const copy = (): string => join(root, 'copy');

  it('are made and restored, and a person erased since is said to be back', async () => {
    expect((await runCommand(['backup', copy(), '--data', join(root, 'data')])).code).toBe(0);
    const restored = await runCommand(['restore', copy(), '--data', join(root, 'new')]);
    expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining('People who were erased after the copy was made are back: erase them again.')]);
    expect((await runCommand(['verify', '--data', join(root, 'new')])).code).toBe(0);
    const onto = await runCommand(['restore', copy(), '--data', join(root, 'data')]);
    expectRefusal(onto, 'usage.invalid');
    expect(onto.stderr).toContain('The folder to restore into holds something already.');
  });

  it('are said to be damaged themselves, not the folder that they were made of', async () => {
    expect((await runCommand(['backup', copy(), '--data', join(root, 'data')])).code).toBe(0);
    truncateSync(join(copy(), 'trichoscore.db'), 20_000);
    const refused = await runCommand(['restore', copy(), '--data', join(root, 'new')]);
    expectRefusal(refused, 'storage.damaged');
    expect(refused.stderr).toContain('The copy is not sound: its database is damaged.');
    expect(readdirSync(root).sort()).toEqual(['copy', 'data']);
  });

  it('made by a newer program are not called damaged, and neither restored nor copied on: whoever reads so is told to install that program', async () => {
    expect((await runCommand(['backup', copy(), '--data', join(root, 'data')])).code).toBe(0);
    const database = new Database(join(copy(), 'trichoscore.db'));
    database.exec('update schema_version set version = 999');
    database.close();
    for (const command of [['restore', copy(), '--data', join(root, 'new')], ['verify', '--data', copy()], ['backup', join(root, 'new'), '--data', copy()], ['serve', '--port', '0', '--data', copy()]]) {
      const refused = await runCommand(command);
      expectRefusal(refused, 'storage.newer');
      expect(refused.stderr).toMatch(/kept by a newer trichoscore than this one\.\n.*Install that version/);
      expect(refused.stderr).not.toMatch(/damaged|not sound/i);
    }
    expect(readdirSync(root).sort()).toEqual(['copy', 'data']);
  });

  it('are not made of some folder of this machine where several machines keep the photographs', async () => {
    const refused = await runCommand(['backup', copy()], { env: { TRICHOSCORE_DATABASE_URL: 'postgres://database.clinic.example/trichoscore' } });
    expectRefusal(refused, 'usage.invalid');
    expect(refused.stderr).toContain('pg_dump');
    for (const others of [['--database-url', 'postgres://database.clinic.example/t'], ['--database-url', 'postgres://database.clinic.example/t', '--object-store', 's3://b?endpoint=http://127.0.0.1:9', '--data', join(root, 'new')]]) {
      expectRefusal(await runCommand(['restore', join(root, 'data'), ...others]), 'usage.invalid');
    }
  });

  it('are not taken for readings or a sample study into a folder of this machine, which nobody would look into, where several machines keep the photographs', async () => {
    const home = join(root, 'home'), env = { HOME: home, TRICHOSCORE_DATABASE_URL: 'postgres://database.clinic.example/trichoscore' };
    for (const command of [['reading', 'begin', join(root, 'manifest.csv'), '--name', 'Panel', '--readers', 'Adams'], ['reading', 'list'], ['reading', 'export', 'Panel', '--out', join(root, 'scores')], ['sample', '--quick']]) {
      const refused = await runCommand(command, { env });
      expectRefusal(refused, 'usage.invalid');
      expect(refused.stderr).toMatch(/several machines share.*\n.*application.*--data/);
    }
    expect([existsSync(home), existsSync(join(root, 'scores'))]).toEqual([false, false]);
  });
});
