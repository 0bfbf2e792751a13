import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AnalysisError } from '../../src/errors.js';
import { checkSharedStore } from '../../src/study/check-shared-store.js';
import { queueComparison } from '../../src/study/comparisons.js';
import { eraseSubject } from '../../src/study/erase-subject.js';
import { quarantinePath } from '../../src/study/originals.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openSharedStore } from '../../src/study/shared-store.js';
import type { StudyStore } from '../../src/study/study-store.js';
import { addStudy, addSubject, addTargetArea, addTimepoint, findSubject } from '../../src/study/subjects.js';
import { type ObjectStore, startObjectStore } from '../support/object-store.js';
import { postgresPrograms, type PostgresServer, startPostgres } from '../support/postgres.js';

describe.skipIf(postgresPrograms === null)('photographs of an erased person in a PostgreSQL database and an object store', () => {
  const folders: string[] = [], stores: StudyStore[] = [];
  let server: PostgresServer, photographs: ObjectStore, url: string;
  const openAnother = async (): Promise<StudyStore> => {
    folders.push(mkdtempSync(join(tmpdir(), 'trichoscore-erasing-')));
    stores.push(await openSharedStore({ databaseUrl: url, objectStoreUrl: photographs.url, workFolder: folders.at(-1)! }));
    return stores.at(-1)!;
  };
  /** A person with three photographs. */
  const fill = async (store: StudyStore, name = ''): Promise<{ subject: string; sha256s: string[] }> => {
    const study = await addStudy(store, 'dr', `Erasing${name}`), subject = await addSubject(store, 'dr', study.id, 'S-01'), area = await addTargetArea(store, 'dr', subject.id, 'vertex'), sha256s: string[] = [];
    for (const content of ['before', 'after', 'later'].map((each) => each + name)) {
      const upload = quarantinePath(store.folders), sha256 = createHash('sha256').update(content).digest('hex');
      writeFileSync(upload, content);
      await store.originals.keep(upload, sha256);
      await rememberPhotograph(store, 'dr', { sha256, name: `${content}.jpg`, format: 'jpeg', bytes: content.length, width: 640, height: 480, captured_at: null });
      await addTimepoint(store, 'dr', { target_area: area.id, date: `2026-0${sha256s.push(sha256)}-05`, photograph: sha256, name: `${content}.jpg`, calibration: null });
    }
    return { subject: subject.id, sha256s: sha256s.sort() };
  };
  beforeAll(async () => {
    server = await startPostgres();
    photographs = await startObjectStore();
    url = await server.create();
  }, 60_000);
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  afterAll(async () => {
    await server.stop();
    await photographs.stop();
  });

  it('are removed by whatever machine comes next when the object store fails; those that can be removed are, and who erased is told what is left', async () => {
    const here = await openAnother(), { subject, sha256s: [first, ...others] } = await fill(here), remove = async (sha256: string): Promise<void> => {
      if (sha256 === first) throw new AnalysisError('storage.unavailable', 'The object store does not answer.');
      await here.originals.remove(sha256);
    };
    await expect(eraseSubject({ ...here, originals: { ...here.originals, remove } }, 'dr', subject, 'asked for')).rejects.toMatchObject({ code: 'storage.unavailable', message: expect.stringContaining('the files of one photograph could not be removed yet') });
    expect(await findSubject(here, subject)).toBeNull();
    expect([await here.originals.has(first), await Promise.all(others.map((sha256) => here.originals.has(sha256)))]).toEqual([true, [false, false]]);
    expect((await checkSharedStore(here, [])).findings).toEqual([{ kind: 'leftover', message: expect.stringContaining(`${first.slice(0, 12)}…, which was erased and is still to be removed`) }]);
    // Whoever is erased next is not kept by what somebody else left behind.
    const next = await fill(here, ', of another person');
    await eraseSubject({ ...here, originals: { ...here.originals, remove } }, 'dr', next.subject, 'asked for');
    expect(await Promise.all(next.sha256s.map((sha256) => here.originals.has(sha256)))).toEqual([false, false, false]);
    // A comparison that was asked for before the erasure, and waited for its end.
    await expect(queueComparison(here, 'dr', 'a'.repeat(64), { baseline: { photograph: first }, followUps: [], labels: { subject: 'S-01' } }, 10)).rejects.toMatchObject({ code: 'request.conflict' });
    // As a command does, whose folder is gone when it ends.
    await stores.pop()!.close();
    rmSync(folders.pop()!, { recursive: true });
    const there = await openAnother();
    expect(await there.originals.has(first)).toBe(false);
    expect(await checkSharedStore(there, [])).toMatchObject({ photographs: 0, comparisons: 0, findings: [] });
  });
});
