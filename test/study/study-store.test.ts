import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finishJob, queueComparison, requeueInterrupted, takeNextJob } from '../../src/study/comparisons.js';
import { findPhotograph, rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';

const photograph = { sha256: 'a'.repeat(64), name: 'vertex.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null };

describe('what is kept of photographs and comparisons', () => {
  let folder: string;
  let store: StudyStore;
  let now: number;

  beforeEach(async () => {
    now = Date.UTC(2026, 0, 5);
    folder = mkdtempSync(join(tmpdir(), 'trichoscore-store-'));
    store = await openStudyStore(folder, () => now);
    // As where originals are: a folder that lost them all is not opened.
    mkdirSync(join(folder, 'originals', 'aa'));
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is still there when the folder is opened again, readable by this account only', async () => {
    await rememberPhotograph(store, 'dr', photograph);
    await store.close();
    store = await openStudyStore(folder);
    expect(await findPhotograph(store, photograph.sha256)).toMatchObject({ name: 'vertex.jpg', uploaded_at: '2026-01-05T00:00:00.000Z' });
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o077).toBe(0);
      expect(statSync(join(folder, 'trichoscore.db')).mode & 0o077).toBe(0);
    }
  });

  it('is whole in the one file of the database once the folder is closed, for whoever copies that alone', async () => {
    await rememberPhotograph(store, 'dr', photograph);
    await store.close();
    const copy = mkdtempSync(join(tmpdir(), 'trichoscore-copy-'));
    copyFileSync(join(folder, 'trichoscore.db'), join(copy, 'trichoscore.db'));
    mkdirSync(join(copy, 'originals', 'aa'), { recursive: true });
    store = await openStudyStore(folder);
    const copied = await openStudyStore(copy);
    expect(await findPhotograph(copied, photograph.sha256)).toMatchObject({ name: 'vertex.jpg' });
    await copied.close();
    rmSync(copy, { recursive: true });
  });

  it('holds an audit entry for each act, in which no later change goes unnoticed', async () => {
    await rememberPhotograph(store, 'dr', photograph);
    await queueComparison(store, 'dr', 'one', { of: 'two photographs' }, 10);
    await finishJob(store, 'one', { error: { code: 'photo.damaged', message: 'm', hint: 'h' } });
    expect(await store.verifyAudit()).toMatchObject({ entries: 3, firstBroken: null });
    await store.database.updateTable('audit').set({ actor: 'somebody else' }).where('number', '=', 2).execute();
    expect(await store.verifyAudit()).toMatchObject({ firstBroken: 2 });
    await store.database.updateTable('audit').set({ actor: 'dr' }).where('number', '=', 2).execute();
    await store.database.deleteFrom('audit').where('number', '=', 1).execute();
    expect(await store.verifyAudit()).toMatchObject({ firstBroken: 1 });
  });

  it('holds no act whose entry could not be written, and no entry of an act that failed', async () => {
    await expect(store.change('dr', async (_step, record) => {
      await record({ action: 'photograph.upload', object: 'photograph:x' });
      throw new Error('the disk is full');
    })).rejects.toThrow('the disk is full');
    expect(await store.verifyAudit()).toMatchObject({ entries: 0 });
  });

  it('is refused as a full disk when that is what it met in the middle of a change, and is kept once there is room', async () => {
    const { rows: [{ page_count: pages }] } = await sql<{ page_count: number }>`pragma page_count`.execute(store.database);
    await sql`pragma max_page_count = ${sql.lit(pages)}`.execute(store.database);
    const added = store.change('dr', async (step, record) => {
      await step.insertInto('photographs').values({ ...photograph, uploaded_at: '2026-01-05' }).execute();
      await record({ action: 'photograph.upload', object: 'photograph:x', after: 'x'.repeat(100_000) });
    });
    await expect(added).rejects.toMatchObject({ code: 'storage.full' });
    expect(await findPhotograph(store, photograph.sha256)).toBeNull();
    await sql`pragma max_page_count = 100000`.execute(store.database);
    await rememberPhotograph(store, 'dr', photograph);
    expect(await store.verifyAudit()).toMatchObject({ entries: 1, firstBroken: null });
  });

  it('takes no change while the database was moved away or another lies in its place, and goes on when it is back', async () => {
    const file = join(folder, 'trichoscore.db'), aside = join(folder, 'aside.db'), add = (name: string) => rememberPhotograph(store, 'dr', { ...photograph, sha256: name.repeat(64) });
    await add('b');
    renameSync(file, aside);
    await expect(add('c')).rejects.toMatchObject({ code: 'storage.unavailable', message: expect.stringContaining('moved or removed') });
    writeFileSync(file, readFileSync(aside));
    await expect(add('c')).rejects.toMatchObject({ code: 'storage.unavailable' });
    renameSync(aside, file);
    await add('d');
    await store.close();
    store = await openStudyStore(folder);
    expect(await Promise.all(['b', 'c', 'd'].map(async (name) => await findPhotograph(store, name.repeat(64)) !== null))).toEqual([true, false, true]);
  });

  it('begins anew after a restart what was running when the program ended', async () => {
    await queueComparison(store, 'dr', 'one', { n: 1 }, 10);
    await takeNextJob(store);
    await store.close();
    store = await openStudyStore(folder);
    expect(await takeNextJob(store)).toBeNull();
    await requeueInterrupted(store);
    expect(await takeNextJob(store)).toMatchObject({ id: 'one', request: { n: 1 }, attempts: 2 });
  });

  it('belongs to one program at a time: a second one is refused by name', async () => {
    const script = `import('${new URL('../../dist/study/study-store.js', import.meta.url).href}').then(({ openStudyStore }) => openStudyStore(process.argv[1])).then(() => console.log('opened'), (error) => console.log(error.code));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, folder], { cwd: fileURLToPath(new URL('../..', import.meta.url)) });
    expect(stdout.trim()).toBe('storage.inUse');
  });

  it('is refused, and not written over, when it is damaged or from a newer program', async () => {
    await store.database.updateTable('schema_version' as never).set({ version: 999 } as never).execute();
    await store.close();
    await expect(openStudyStore(folder)).rejects.toMatchObject({ code: 'storage.newer' });
    const damaged = mkdtempSync(join(tmpdir(), 'trichoscore-damaged-'));
    const noise = Buffer.from('this is no database, but somebody needs it. '.repeat(200));
    writeFileSync(join(damaged, 'trichoscore.db'), noise);
    await expect(openStudyStore(damaged)).rejects.toMatchObject({ code: 'storage.damaged' });
    expect(readFileSync(join(damaged, 'trichoscore.db'))).toEqual(noise);
    rmSync(damaged, { recursive: true });
    store = await openStudyStore(mkdtempSync(join(tmpdir(), 'trichoscore-store-')));
  });
});
