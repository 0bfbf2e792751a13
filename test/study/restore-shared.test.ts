import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/cli/open-store.js';
import { addAccount } from '../../src/study/accounts.js';
import { backUp } from '../../src/study/back-up.js';
import { checkSharedStore } from '../../src/study/check-shared-store.js';
import { openDatabase } from '../../src/study/open-database.js';
import { restoredTables, restoreShared } from '../../src/study/restore-shared.js';
import { openSharedStore } from '../../src/study/shared-store.js';
import { databaseFile, openStudyStore, type StudyStore } from '../../src/study/study-store.js';
import { addStudy } from '../../src/study/subjects.js';
import { type ObjectStore, startObjectStore } from '../support/object-store.js';
import { postgresPrograms, type PostgresServer, startPostgres } from '../support/postgres.js';
import { type CommandResult, expectRefusal, runCommand } from '../cli/run-command.js';
import { fillFolder } from './filled-folder.js';

describe.skipIf(postgresPrograms === null)('photographs of one machine, put into what several machines share', () => {
  let server: PostgresServer, objects: ObjectStore, root: string, copy: string, store: StudyStore;

  beforeAll(async () => { server = await startPostgres(); }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    objects = await startObjectStore();
    root = mkdtempSync(join(tmpdir(), 'trichoscore-move-'));
    copy = join(root, 'copy');
    await backUp(await fillFolder(join(root, 'data')), copy);
    store = await openSharedStore({ databaseUrl: await server.create(), objectStoreUrl: objects.url, workFolder: join(root, 'work') });
  }, 30_000);
  afterEach(async () => {
    await store.close();
    await objects.stop();
    rmSync(root, { recursive: true, force: true });
  });
  const originals = (): string[] => readdirSync(join(copy, 'originals'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();

  it('are all there with every row, the audit trail is unbroken and has the head that it had, and work goes on', async () => {
    const alone = await openStudyStore(copy);
    // More than are handed over at once.
    for (let at = 0; at < 120; at++) await addStudy(alone, 'dr', `Study ${at}`);
    const [{ headHash, entries }, rows] = [await alone.verifyAudit(), await Promise.all(restoredTables.map((table) => alone.database.selectFrom(table).selectAll().execute()))];
    await alone.close();
    expect(await restoreShared(copy, store)).toEqual({ photographs: 4, auditEntries: entries, headHash });
    const sorted = (list: readonly object[]): string[] => list.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
    for (const [at, table] of restoredTables.entries()) expect([table, sorted(await store.database.selectFrom(table).selectAll().execute())]).toEqual([table, sorted(rows[at]!)]);
    await addStudy(store, 'dr', 'Afterwards');
    expect(await checkSharedStore(store, [{ number: entries, hash: headHash }])).toMatchObject({ photographs: 4, measurements: 4, comparisons: 2, auditEntries: entries + 1, findings: [] });
    expect(readdirSync(store.folders.quarantine)).toEqual([]);
  });

  it('take every table along but sessions and what is on its way to workers', async () => {
    const database = await openDatabase(databaseFile(join(root, 'data')));
    const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(database);
    await database.destroy();
    expect([...restoredTables, 'errands', 'removals', 'schema_version', 'sessions'].sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it('are refused where something is there already, and where one of them is damaged; nothing of it stays then', async () => {
    writeFileSync(originals()[2]!, 'another photograph');
    await expect(restoreShared(copy, store)).rejects.toMatchObject({ code: 'storage.damaged', message: expect.not.stringContaining(root) });
    expect(await checkSharedStore(store, [])).toMatchObject({ photographs: 0, auditEntries: 0, findings: [] });
    expect(readdirSync(store.folders.quarantine)).toEqual([]);
    rmSync(copy, { recursive: true });
    await backUp(join(root, 'data'), copy);
    await addAccount(store, 'command line', { name: 'chief', role: 'administrator', password: 'hash' });
    await expect(restoreShared(copy, store)).rejects.toMatchObject({ code: 'usage.invalid' });
    expect(await checkSharedStore(store, [])).toMatchObject({ photographs: 0, auditEntries: 1, findings: [] });
  });

  it('go through a folder beside the copy, which takes nobody else\'s place and is gone afterwards, with what a killed one left there', async () => {
    const beside = `${copy}.restoring`, shared = { databaseUrl: await server.create(), objectStore: objects.url };
    mkdirSync(join(beside, 'copies', 'quarantine', 'restored-1'), { recursive: true });
    writeFileSync(join(beside, 'copies', 'quarantine', 'restored-1', 'trichoscore.db'), 'the pseudonyms of a killed one');
    const other = await openStore(shared, beside);
    expect(readdirSync(join(beside, 'copies', 'quarantine'))).toEqual([]);
    // With no temporary folder at all.
    const restore = (): Promise<CommandResult> => runCommand(['restore', copy, '--database-url', shared.databaseUrl, '--object-store', shared.objectStore], { env: { TMPDIR: join(root, 'nowhere') } });
    expectRefusal(await restore(), 'storage.inUse');
    expect(readdirSync(beside)).toContain('lock.db');
    await other.close();
    expect(await restore()).toMatchObject({ code: 0, stdout: expect.stringContaining('4 photographs') });
    expect(readdirSync(root).sort()).toEqual(['copy', 'data', 'work']);
    expectRefusal(await restore(), 'usage.invalid');
    expect(readdirSync(root).sort()).toEqual(['copy', 'data', 'work']);
  });

  it('leave in the bucket what was there before, also where the copy of it is damaged', async () => {
    const sound = originals()[2]!, sha256 = basename(sound), upload = join(store.folders.quarantine, 'earlier');
    copyFileSync(sound, upload);
    await store.originals.keep(upload, sha256);
    writeFileSync(sound, 'another photograph');
    await expect(restoreShared(copy, store)).rejects.toMatchObject({ code: 'storage.damaged' });
    const kept: string[] = [];
    for await (const names of store.originals.list()) kept.push(...names);
    expect(kept).toEqual([sha256]);
    await store.originals.verify(sha256);
  });
});
