import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addAccount, listAccounts } from '../../src/study/accounts.js';
import { listOwnReadings } from '../../src/study/reading/readings.js';
import { openStudyStore } from '../../src/study/study-store.js';
import { cropDemo } from '../support/crop-demo.js';
import { expectRefusal, runCommand } from './run-command.js';

describe('blinded reading on the command line', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'trichoscore-reading-'));
  const run = (...args: string[]) => runCommand(['reading', ...args, '--data', join(folder, 'data')]);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('deals the pairs of a manifest, says which photograph is not there and how a table in the encoding of Excel on Windows was read, lists the readers, and keeps scores until all have signed', async () => {
    for (const name of ['baseline', 'increase'] as const) writeFileSync(join(folder, `${name}.jpg`), await cropDemo(name, 500));
    const rows = ['S1,für Männer,vertex,week 0,2026-01-05,baseline.jpg', 'S1,für Männer,vertex,week 12,2026-04-05,gone.jpg', 'S1,für Männer,vertex,week 24,2026-07-05,increase.jpg'];
    writeFileSync(join(folder, 'manifest.csv'), `subject,arm,target_area,visit,date,photo,um_per_px\n${rows.map((row) => `${row},5\n`).join('')}`, 'latin1');
    const begun = await run('begin', join(folder, 'manifest.csv'), '--name', 'Panel', '--readers', 'Adams, Brown');
    expect([begun.code, begun.stdout]).toEqual([3, expect.stringMatching(/^1 pairs? w\w+ dealt to 2 readers\.\nPanel\n {2}Adams: \/read\/[\w-]{24} {2}0 of 1 answered\n {2}Brown: /)]);
    expect(begun.stderr).toContain('Row 3: The photograph is not there.');
    expect(begun.stderr).toMatch(/^manifest\.csv is no UTF-8 text and was read as Windows-1252, .*: "für", "Männer"\..*\n.*photographs taken over/s);
    expect((await run('list')).stdout).toContain('Brown: /read/');
    expectRefusal(await run('export', 'Panel', '--out', join(folder, 'out')), 'request.conflict');
    expectRefusal(await run('begin', join(folder, 'manifest.csv'), '--name', 'Panel', '--readers', 'Adams'), 'usage.invalid');
  });

  it('leaves no study behind where no pair of photographs can be read', async () => {
    const data = join(folder, 'nothing');
    writeFileSync(join(folder, 'single.csv'), 'subject,arm,target_area,visit,date,photo,um_per_px\nS1,active,vertex,week 0,2026-01-05,gone.jpg,5\nS1,active,vertex,week 24,2026-07-05,gone-too.jpg,5\n');
    expectRefusal(await runCommand(['reading', 'begin', join(folder, 'single.csv'), '--name', 'Nothing', '--readers', 'Adams', '--data', data]), 'request.conflict');
    const store = await openStudyStore(data);
    try {
      expect(await store.database.selectFrom('studies').select('name').execute()).toEqual([]);
    } finally {
      await store.close();
    }
  });

  it('deals, where people sign in, to accounts of readers alone, who belong to the study from then on and open their pages', async () => {
    const data = join(folder, 'shared'), empty = await openStudyStore(data);
    for (const [name, role] of [['chief', 'administrator'], ['adams', 'reader'], ['brown', 'analyst']] as const) await addAccount(empty, 'test', { name, role, password: null });
    await empty.close();
    const begin = (readers: string) => runCommand(['reading', 'begin', join(folder, 'manifest.csv'), '--name', 'Shared', '--readers', readers, '--data', data]);
    const refused = await begin('Adams, Brown, Clark');
    expectRefusal(refused, 'usage.invalid');
    expect(refused.stderr).toContain('"Brown", "Clark": no account of this name has the role reader');
    expectRefusal(await begin('Adams,adams'), 'usage.invalid');
    const { code, stdout } = await begin('Adams');
    expect([code, stdout]).toEqual([3, expect.stringContaining('adams: /read/')]);
    const store = await openStudyStore(data);
    try {
      const accounts = await listAccounts(store), [study] = await store.database.selectFrom('studies').select('id').execute();
      expect(accounts.map(({ name, studies }) => [name, studies])).toEqual([['adams', [study.id]], ['brown', []], ['chief', [study.id]]]);
      const adams = accounts[0];
      expect(await listOwnReadings(store, { id: adams.id, name: adams.name, role: 'reader' })).toHaveLength(1);
    } finally {
      await store.close();
    }
  });

  it('erases a person whom only a reading knows: no pair, no answer, no photograph, no name is left, and the others keep theirs', async () => {
    const data = join(folder, 'erased'), inData = (words: string): string[] => readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(data, name)).isFile() && readFileSync(join(data, name)).includes(words));
    // A few bytes behind the picture's end make each person's photographs its own.
    const rows = ['Tell-Tale-One', 'Tell-Tale-Two'].flatMap((subject, at) => ['baseline', 'increase'].map((name, visit) => {
      writeFileSync(join(folder, `${subject}-${name}.jpg`), Buffer.concat([readFileSync(join(folder, `${name}.jpg`)), Buffer.from(`person ${at}`)]));
      return `${subject},active,vertex,week ${24 * visit},2026-0${1 + 6 * visit}-05,${subject}-${name}.jpg,5`;
    }));
    writeFileSync(join(folder, 'two.csv'), `subject,arm,target_area,visit,date,photo,um_per_px\n${rows.join('\n')}\n`);
    expect((await runCommand(['reading', 'begin', join(folder, 'two.csv'), '--name', 'Two', '--readers', 'Adams', '--data', data])).code).toBe(0);
    expect([inData('Tell-Tale-One').length > 0, inData('person 0').length, inData('person 1').length]).toEqual([true, 2, 2]);
    const erased = await runCommand(['erase', 'Tell-Tale-One', '--yes', '--data', data]);
    expect([erased.code, erased.stdout]).toEqual([0, expect.stringMatching(/^Erased: 2 photographs/)]);
    expect([inData('Tell-Tale-One'), inData('person 0'), inData('person 1').length, inData('Tell-Tale-Two').length > 0]).toEqual([[], [], 2, true]);
    expect((await runCommand(['verify', '--data', data])).code).toBe(0);
    expect((await runCommand(['reading', 'list', '--data', data])).stdout).toContain('0 of 1 answered');
    expectRefusal(await runCommand(['erase', 'Tell-Tale-One', '--yes', '--data', data]), 'usage.invalid');
  });
});
