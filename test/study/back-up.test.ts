import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/study/back-up.js';
import { checkStore } from '../../src/study/check-store.js';
import { eraseSubject } from '../../src/study/erase-subject.js';
import { openStudyStore } from '../../src/study/study-store.js';
import { addStudy } from '../../src/study/subjects.js';
import { fillFolder } from './filled-folder.js';

let root: string, folder: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'backup-'));
  folder = await fillFolder(join(root, "it's the data"));
});
afterEach(() => rmSync(root, { recursive: true }));
const originals = (where: string): string[] => readdirSync(join(where, 'originals'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();

describe('a copy of the photographs and results of an application', () => {
  it('is a sound data folder of one moment, made while the application writes on', async () => {
    const store = await openStudyStore(folder);
    const copy = join(root, "the doctor's copy");
    let writing = true;
    const writer = (async () => { for (let at = 0; writing; at++) {
      await addStudy(store, 'dr', `study ${at}`);
      await new Promise(setImmediate);
    } })();
    const { photographs, auditEntries, headHash } = await backUp(folder, copy);
    writing = false;
    await writer;
    await store.close();
    expect(photographs).toBe(4);
    expect(await checkStore(copy)).toMatchObject({ photographs: 4, measurements: 4, comparisons: 2, auditEntries, headHash, findings: [] });
    expect(originals(copy).map((file) => readFileSync(file, 'utf8'))).toEqual(originals(folder).map((file) => readFileSync(file, 'utf8')));
    expect(readdirSync(root).sort()).toEqual(["it's the data", "the doctor's copy"]);
  });

  it('is begun anew when somebody is erased while it is made: nothing of that person is in it, and nothing is called damaged', async () => {
    const store = await openStudyStore(folder), [{ id }] = await store.database.selectFrom('subjects').select('id').where('pseudonym', '=', 'S-07').execute();
    let times = 0;
    expect(await backUp(folder, join(root, 'copy'), async () => { if (times++ === 0) await eraseSubject(store, 'dr', id, 'asked for'); })).toMatchObject({ photographs: 2 });
    await store.close();
    expect(times).toBe(2);
    expect(await checkStore(join(root, 'copy'))).toMatchObject({ photographs: 2, findings: [] });
    expect(readdirSync(root).sort()).toEqual(['copy', "it's the data"]);
  });

  it('opens as a data folder again, from a copy of the copy as well', async () => {
    await backUp(folder, join(root, 'copy'));
    await backUp(join(root, 'copy'), join(root, 'restored'));
    const store = await openStudyStore(join(root, 'restored'));
    await addStudy(store, 'dr', 'afterwards');
    await store.close();
    expect(await checkStore(join(root, 'restored'))).toMatchObject({ photographs: 4, findings: [] });
  });

  it.each([
    ['has no place for it', () => '/proc/copy', async () => undefined, /^copy could not be written \(ENOENT\)\.$/],
    ['takes no database', () => { mkdirSync(join(root, `copy.unfinished-${process.pid}`, 'trichoscore.db'), { recursive: true }); return join(root, 'copy'); }, async () => undefined, /^copy could not be written \(SQLITE_\w+\)\.$/],
    ['takes no photograph', () => join(root, 'copy'), async () => { for (const file of originals(folder)) mkdirSync(file.replace(folder, join(root, `copy.unfinished-${process.pid}`)), { recursive: true }); }, /^copy could not be written \(E\w+\)\.$/],
  ])('is said not to be writable where its disk %s: nobody is told that the folder of the photographs is full or damaged', async (_what, place, meanwhile, message) => {
    await expect(backUp(folder, place(), meanwhile)).rejects.toMatchObject({ code: 'output.unwritable', message: expect.stringMatching(message) });
    expect(readdirSync(root)).toEqual(["it's the data"]);
  });

  it.each([
    ['a photograph', () => originals(folder)[1], /^The original of photograph \w{12}… cannot be read \(ELOOP\)\.$/],
    ['the database', () => join(folder, 'trichoscore.db'), /^The database of the data folder cannot be read \(SQLITE_CANTOPEN\w*\)\.$/],
  ])('is not made where %s cannot be read just then, which is not called damaged', async (_what, place, message) => {
    const file = place();
    rmSync(file);
    symlinkSync(file, file);
    await expect(backUp(folder, join(root, 'copy'))).rejects.toMatchObject({ code: 'storage.unavailable', message: expect.stringMatching(message) });
    expect(readdirSync(root)).toEqual(["it's the data"]);
  });

  it('is not made of a folder whose photographs are damaged, and never over something', async () => {
    mkdirSync(join(root, 'full'));
    writeFileSync(join(root, 'full', 'letter.txt'), 'mine');
    await expect(backUp(folder, join(root, 'full'))).rejects.toMatchObject({ code: 'usage.invalid' });
    await expect(backUp(folder, join(root, 'full', 'letter.txt'))).rejects.toMatchObject({ code: 'usage.invalid' });
    writeFileSync(originals(folder)[2], 'another photograph');
    await expect(backUp(folder, join(root, 'copy'))).rejects.toMatchObject({ code: 'storage.damaged', message: expect.not.stringContaining(root) });
    expect(readdirSync(root).sort()).toEqual(['full', "it's the data"]);
  });
});
