import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheKey, readEntry, writeEntry } from '../../src/batch/cache.js';
import { lockFolder } from '../../src/batch/lock-folder.js';
import { checkManifest } from '../../src/batch/manifest/check-manifest.js';
import { beginRun, makeOwnFolder } from '../../src/batch/run-state.js';
import { prepareFolder } from '../../src/cli/output-folder.js';
import { createRandom } from '../../src/phantom/random.js';
import { fileManifest, newFolder } from './manifests.js';

/** What happens to a batch just before it makes a lock, and how it stands still before whatever it does with files. */
const before = vi.hoisted(() => ({ link: async (): Promise<void> => undefined, anything: async (): Promise<void> => undefined }));

/** What this machine is called. */
const machine = vi.hoisted(() => ({ name: 'here' }));

vi.mock('node:os', async (original) => ({ ...await original<typeof import('node:os')>(), hostname: () => machine.name }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const late = <T extends readonly unknown[], R>(act: (...given: T) => Promise<R>, first?: () => Promise<void>) => async (...given: T): Promise<R> => {
    await before.anything();
    await first?.();
    return act(...given);
  };
  return {
    ...real, link: late(real.link, () => before.link()), access: late(real.access), rename: late(real.rename), rm: late(real.rm),
    open: late(real.open), readFile: late(real.readFile as (...given: unknown[]) => Promise<unknown>), stat: late(real.stat as (...given: unknown[]) => Promise<unknown>), writeFile: late(real.writeFile),
  };
});

beforeEach(() => {
  before.link = async () => undefined;
  before.anything = async () => undefined;
});

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

  const killed = (number: number): string => JSON.stringify({ pid: 2 ** 22 + number, host: hostname() });

  /** A folder with the locks of so many killed batches, each of which had come for the folder of the one before it. */
  const leaveKilled = async (many: number): Promise<string> => {
    const folder = await newFolder();
    for (let number = 1, name = 'lock'; number <= many; number++) {
      await writeFile(join(folder, name), killed(number));
      name = `lock-${createHash('sha256').update(`${name}\0${killed(number)}`).digest('hex').slice(0, 24)}`;
    }
    return folder;
  };

  it.each([['of a killed batch', 1, undefined], ['of one that was killed while it took that of a killed one', 2, undefined], ['of five that were killed one after the other', 5, undefined], ['of two killed ones on a disk without links', 2, 'EPERM']])(
    '%s is taken by one of many that come for it at once', { timeout: 60_000 }, async (_, many, refused) => {
      before.link = async () => { if (refused !== undefined) throw Object.assign(new Error('no links here'), { code: refused }); };
      const random = createRandom(many);
      const takeOne = async (folder: string): Promise<void> => {
        const comers = await Promise.allSettled(Array.from({ length: 6 }, () => lockFolder(folder)));
        const taken = comers.flatMap((comer) => (comer.status === 'fulfilled' ? [comer.value] : []));
        expect(taken).toHaveLength(1);
        await taken[0].refuseIfLost();
        await taken[0].release();
        expect(await readdir(folder)).toEqual([]);
      };
      for (let round = 0; round < 2; round++) {
        before.anything = async () => undefined;
        const folders = await Promise.all(Array.from({ length: 50 }, () => leaveKilled(many)));
        // Some stand still between any two of their steps, as on a busy machine.
        before.anything = async () => {
          const drawn = random.uniform(0, 1);
          if (drawn > 0.75) await pause(drawn * 120);
        };
        await Promise.all(folders.map(takeOne));
      }
    });

  it('of a killed batch is not taken by one that looked, stood still while others took it, ended and began anew, and takes then', async () => {
    const folder = await leaveKilled(2);
    let goOn: (() => void) | undefined;
    before.link = () => new Promise((wake) => { goOn = wake; });
    const slow = expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    await vi.waitFor(() => { expect(goOn).toBeDefined(); }, 20_000);
    before.link = async () => undefined;
    await (await lockFolder(folder)).release();
    const { refuseIfLost, release } = await lockFolder(folder);
    goOn!();
    await slow;
    await refuseIfLost();
    await release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes to one of two that stand still in the same instant, both about to take that of a killed batch', async () => {
    const folder = await leaveKilled(2), waiting: (() => void)[] = [];
    before.link = () => new Promise((wake) => { waiting.push(wake); });
    const both = Promise.allSettled([lockFolder(folder), lockFolder(folder)]);
    await vi.waitFor(() => { expect(waiting).toHaveLength(2); }, 20_000);
    for (const wake of waiting) wake();
    const taken = (await both).flatMap((comer) => (comer.status === 'fulfilled' ? [comer.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0].refuseIfLost();
    await taken[0].release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is lost to a batch that fell silent on another machine and wakes when somebody has taken it', async () => {
    const folder = await newFolder(), here = machine.name;
    machine.name = 'elsewhere';
    const sleeper = await lockFolder(folder);
    machine.name = here;
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'batch.busy' });
    await utimes(join(folder, 'lock'), new Date(0), new Date(0));
    const { refuseIfLost, release } = await lockFolder(folder);
    await expect(sleeper.refuseIfLost()).rejects.toMatchObject({ code: 'batch.busy', message: expect.stringContaining('took this folder over') });
    await sleeper.release();
    await refuseIfLost();
    await release();
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
