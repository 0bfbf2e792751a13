import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readBytes } from '../../src/image-io/read-bytes.js';

const refusals = vi.hoisted(() => ({ left: 0, tries: 0 }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, open: async (...args: Parameters<typeof real.open>) => {
    refusals.tries++;
    if (refusals.left-- > 0) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    return real.open(...args);
  } };
});

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'read-bytes-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

it('a photograph is waited for while too many files are open, and read when others were closed', async () => {
  const path = join(folder, 'a.jpg');
  await writeFile(path, 'a photograph');
  Object.assign(refusals, { left: 3, tries: 0 });
  expect(Buffer.from(await readBytes(path)).toString()).toBe('a photograph');
  expect(refusals.tries).toBe(4);
});
