import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cacheKey, readEntry, writeEntry } from '../../src/batch/cache.js';
import { lockFolder } from '../../src/batch/lock-folder.js';
import { checkManifest } from '../../src/batch/manifest/check-manifest.js';
import { beginRun, makeOwnFolder } from '../../src/batch/run-state.js';
import { prepareFolder } from '../../src/cli/output-folder.js';
import { fileManifest, newFolder } from './manifests.js';

describe('a measurement that is kept', () => {
  const key = cacheKey(['measurement', 'photograph', { method: 'given', micrometresPerPixel: 5 }]);

  it('comes back as it was written', async () => {
    const folder = await newFolder();
    expect(await readEntry(folder, key)).toEqual({ value: null, damaged: false });
    await writeEntry(folder, key, { hairCount: 12, name: 'Zoë' });
    expect(await readEntry(folder, key)).toEqual({ value: { hairCount: 12, name: 'Zoë' }, damaged: false });
  });

  it('is told to be damaged after any byte of it was changed, cut off or swapped with another entry, and can be written again', async () => {
    const folder = await newFolder(), other = cacheKey(['another']);
    await writeEntry(folder, key, { hairCount: 12 });
    await writeEntry(folder, other, { hairCount: 13 });
    const path = join(folder, key.slice(0, 2), `${key}.json`), sound = await readFile(path);
    const changed = Buffer.from(sound);
    changed[changed.length - 3] ^= 1;
    for (const bytes of [changed, sound.subarray(0, -1), sound.subarray(0, 40), Buffer.alloc(0), await readFile(join(folder, other.slice(0, 2), `${other}.json`))]) {
      await writeFile(path, bytes);
      expect(await readEntry(folder, key)).toEqual({ value: null, damaged: true });
    }
    await writeEntry(folder, key, { hairCount: 12 });
    expect(await readEntry(folder, key)).toEqual({ value: { hairCount: 12 }, damaged: false });
  });

  it('belongs to its photograph, method, scale and options alone', () => {
    const keys = [['a', 1], ['a', 2], ['b', 1], ['a', { umPerPx: 1 }], ['a', null]].map(cacheKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[0]).toBe(cacheKey(['a', 1]));
  });
});

describe('a folder of results', () => {
  it('takes one batch at a time', async () => {
    const folder = await newFolder(), { release } = await lockFolder(folder);
    // Another process on this machine that lives.
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.ppid, host: hostname() }));
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    await release();
    await rm(join(folder, 'lock'));
    await (await lockFolder(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('stays with a batch that lives however long it was silent, and a batch that lost it leaves it to its next owner', async () => {
    const folder = await newFolder(), lock = join(folder, 'lock'), { release } = await lockFolder(folder);
    await utimes(lock, new Date(0), new Date(0));
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    const others = JSON.stringify({ pid: process.ppid, host: hostname() });
    await writeFile(lock, others);
    await release();
    expect(await readFile(lock, 'utf8')).toBe(others);
  });

  it('stays with a batch in another container of the same name, where numbers of processes mean others', async () => {
    const folder = await newFolder(), lock = join(folder, 'lock');
    for (const pid of [1, process.pid]) {
      await writeFile(lock, JSON.stringify({ pid, start: '7', space: 'the boot and the container of somebody else', host: hostname() }));
      await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    }
    await utimes(lock, new Date(0), new Date(0));
    await (await lockFolder(folder)).release();
  });

  it.skipIf(process.platform !== 'linux')('is free again when the number of its killed batch was given to another program', async () => {
    const folder = await newFolder(), lock = join(folder, 'lock');
    await writeFile(lock, JSON.stringify({ pid: process.ppid, start: '1', host: hostname() }));
    await (await lockFolder(folder)).release();
  });

  it('is free again after a batch was killed, and after one on another machine fell silent', async () => {
    const folder = await newFolder(), lock = join(folder, 'lock');
    await writeFile(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    await (await lockFolder(folder)).release();
    await writeFile(lock, '');
    await (await lockFolder(folder)).release();
    await writeFile(lock, JSON.stringify({ pid: 1, host: 'elsewhere' }));
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    await utimes(lock, new Date(0), new Date(0));
    await (await lockFolder(folder)).release();
  });

  it('is not written to by a batch that stood still while another took it over, nor where it was removed meanwhile', async () => {
    const folder = await newFolder(), lock = join(folder, 'lock'), { release, refuseIfLost } = await lockFolder(folder);
    await refuseIfLost();
    await writeFile(lock, JSON.stringify({ pid: process.ppid, host: hostname() }));
    await expect(refuseIfLost()).rejects.toMatchObject({ code: 'batch.busy', message: expect.stringContaining('took this folder over') });
    await rm(folder, { recursive: true });
    await expect(refuseIfLost()).rejects.toMatchObject({ code: 'output.unwritable', message: expect.stringContaining('moved or removed') });
    await release();
  });

  it('of a killed batch is taken by one of many that come for it at once', async () => {
    // Many folders at once, so that some who come stand still between looking and taking, as on a busy machine.
    const takeOne = async (): Promise<void> => {
      const folder = await newFolder();
      await writeFile(join(folder, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
      const comers = await Promise.allSettled(Array.from({ length: 12 }, async (_, at) => {
        await pause(at * 4);
        return lockFolder(folder);
      }));
      const taken = comers.flatMap((comer) => (comer.status === 'fulfilled' ? [comer.value] : []));
      expect(taken).toHaveLength(1);
      await taken[0].refuseIfLost();
      await taken[0].release();
      expect(await readdir(folder)).toEqual([]);
    };
    for (let round = 0; round < 5; round++) await Promise.all(Array.from({ length: 20 }, takeOne));
  });

  it('of a killed batch is taken, after a while, also where somebody was killed while he took it', async () => {
    const folder = await newFolder(), abandoned = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }), claim = join(folder, `.${createHash('sha256').update(abandoned).digest('hex').slice(0, 12)}.partial`);
    await writeFile(join(folder, 'lock'), abandoned);
    await writeFile(claim, '');
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    const old = new Date(Date.now() - 300_000);
    await utimes(claim, old, old);
    await (await lockFolder(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('stays with the batch of another account, whose lock cannot be read', async () => {
    const folder = await newFolder(), { release, refuseIfLost } = await lockFolder(folder), own = process.geteuid!();
    await chmod(folder, 0o777);
    // Whoever manages the machine may read everything, so that the next batch comes as nobody; anybody else is kept out by the rights.
    await chmod(join(folder, 'lock'), own === 0 ? 0o600 : 0);
    try {
      if (own === 0) process.seteuid!(65534);
      await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    } finally {
      if (own === 0) process.seteuid!(0);
      await chmod(join(folder, 'lock'), 0o600);
    }
    await refuseIfLost();
    await release();
  });

  it('is not begun on a manifest that was edited since it was checked: its visits would be compared with the wrong baselines', async () => {
    const folder = await newFolder(), manifest = await fileManifest('subject,arm,target_area,visit,date,photo\nS1,a,vertex,v1,2026-01-01,a.jpg\n', ['a.jpg']), check = await checkManifest(manifest);
    const begin = async (): Promise<unknown> => beginRun(folder, await makeOwnFolder(folder), { manifestPath: manifest, manifestSha256: check.sound ? check.manifest.sha256 : '', settings: '', resume: false });
    await begin();
    await writeFile(manifest, 'subject,arm,target_area,visit,date,photo\nS2,a,vertex,v1,2026-01-01,a.jpg\n');
    await expect(begin()).rejects.toMatchObject({ code: 'batch.changed' });
    // What killed runs left is gone.
    expect((await readdir(folder)).filter((name) => name !== 'run.json')).toHaveLength(1);
  });

  it('holds nothing unfinished of killed writers for long, wherever in the cache they wrote', async () => {
    const folder = await newFolder(), old = new Date(Date.now() - 7_200_000);
    const busy = writeEntry(folder, cacheKey(['a']), { text: 'x'.repeat(30_000_000) }).catch(() => undefined);
    let partial: string | undefined;
    while (partial === undefined) partial = (await readdir(folder)).find((name) => name.endsWith('.partial'));
    await busy;
    await writeFile(join(folder, partial), '');
    await utimes(join(folder, partial), old, old);
    await prepareFolder(folder, '--cache');
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
