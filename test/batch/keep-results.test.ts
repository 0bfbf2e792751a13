import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheKey, readEntry, writeEntry } from '../../src/batch/cache.js';
import { lockFolder } from '../../src/batch/lock-folder.js';
import { newFolder } from './manifests.js';

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
    const folder = await newFolder(), release = await lockFolder(folder);
    // Another process on this machine that lives.
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.ppid, host: hostname() }));
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    await release();
    await rm(join(folder, 'lock'));
    await (await lockFolder(folder))();
    expect(await readdir(folder)).toEqual([]);
  });

  it('stays with a batch that lives however long it was silent, and a batch that lost it leaves it to its next owner', async () => {
    const folder = await newFolder(), lock = join(folder, 'lock'), release = await lockFolder(folder);
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
    await (await lockFolder(folder))();
  });

  it.skipIf(process.platform !== 'linux')('is free again when the number of its killed batch was given to another program', async () => {
    const folder = await newFolder(), lock = join(folder, 'lock');
    await writeFile(lock, JSON.stringify({ pid: process.ppid, start: '1', host: hostname() }));
    await (await lockFolder(folder))();
  });

  it('is free again after a batch was killed, and after one on another machine fell silent', async () => {
    const folder = await newFolder(), lock = join(folder, 'lock');
    await writeFile(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    await (await lockFolder(folder))();
    await writeFile(lock, '');
    await (await lockFolder(folder))();
    await writeFile(lock, JSON.stringify({ pid: 1, host: 'elsewhere' }));
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    await utimes(lock, new Date(0), new Date(0));
    await (await lockFolder(folder))();
  });
});
