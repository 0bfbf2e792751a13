import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisError } from '../../src/errors.js';
import { addAccount, changeAccount } from '../../src/study/accounts.js';
import { latestHead } from '../../src/study/audit.js';
import { checkSharedStore } from '../../src/study/check-shared-store.js';
import { addReading } from '../../src/study/reading/readings.js';
import { deleteWithDependents } from '../../src/study/delete-dependents.js';
import { eraseStudy } from '../../src/study/erase-study.js';
import { listRetention, setRetention } from '../../src/study/retention.js';
import { openSharedStore } from '../../src/study/shared-store.js';
import type { StudyStore } from '../../src/study/study-store.js';
import { type ObjectStore, startObjectStore } from '../support/object-store.js';
import { postgresPrograms, type PostgresServer, startPostgres } from '../support/postgres.js';
import { fillStore } from './filled-folder.js';

/** What is changed by hand in the tables of several machines, each with what has to be said. */
const damages: readonly (readonly [name: string, statement: string, said: RegExp])[] = [
  ['a photograph was taken out of the database', 'delete from photographs where sha256 = (select min(sha256) from photographs)', /leftover: .*belongs to no photograph[\s\S]*Photograph \w{12}… is missing, although/],
  ['a photograph was added to the database', `insert into photographs select repeat('e', 64), name, format, bytes, width, height, captured_at, uploaded_at from photographs limit 1`, /missing in the object store[\s\S]*1 of the photographs have no entry/],
  ['the width of a photograph was changed', 'update photographs set width = 9999', /Photograph \S+ is not as .* written: width/],
  ['a measurement is no JSON', "update measurements set result = '{\"hairs\":'", /Measurement \S+ cannot be read/],
  ['a measured value was changed by hand', "update measurements set result = jsonb_set(result::jsonb, '{measurements,hairCount}', '7')::text", /Measurement \S+ is not as .* written: result/],
  ['a measurement was given to another photograph', 'update measurements set photograph = (select max(sha256) from photographs)', /belongs to another photograph[\s\S]*is not as .* written: photograph/],
  ['a measurement was taken out', 'delete from measurements where id = (select min(id) from measurements)', /Measurement \S+ is missing, although/],
  ['a measurement was slipped in', "insert into measurements select 'new', fingerprint, 9, photograph, result, reason, made_by, made_at from measurements limit 1", /1 of the measurements have no entry/],
  ['a comparison lost its job', 'delete from jobs', /has no place in the queue/],
  ['a comparison that is done has no result', 'update comparisons set result = null', /is done and has no result/],
  ['the result of a comparison is noise', "update comparisons set result = 'zzz'", /result of comparison \S+ cannot be read/],
  ['the result of a comparison was changed by hand', "update comparisons set result = replace(result, '\"followUps\":', '\"followUps\": ')", /Comparison \S+ is not as .* written: result/],
  ['what was asked of a comparison was changed', "update comparisons set request = replace(request, 'null', '{}')", /Comparison \S+ is not as .* written: request/],
  ['a visit was moved to another day', "update timepoints set date = '2020' || substr(date, 5)", /Visit \S+ is not as .* written: date/],
  ['a visit was given another scale', `update timepoints set calibration = '{"method":"given","micrometresPerPixel":50}'`, /Visit \S+ is not as .* written: calibration/],
  ['a visit was given another region', `update timepoints set region = '{"shape":"vertex"}'`, /Visit \S+ is not as .* written: region/],
  ['two people exchanged their names', "update subjects set pseudonym = case pseudonym when 'S-07' then 'S-8' else 'S-7' end", /Subject \S+ is not as .* written: pseudonym/],
  ['a subject was slipped in', "insert into subjects select 'new', study, 'S-99', added_at from subjects limit 1", /1 of the subjects have no entry/],
  ['a treatment was changed by hand', "update treatments set details = '{}'", /Treatment \S+ is not as .* written: details/],
  ['a visit was taken out by hand', 'delete from timepoints where id = (select min(id) from timepoints)', /Visit \S+ is missing, although/],
  ['a treatment was taken out by hand', 'delete from treatments where id = (select min(id) from treatments)', /Treatment \S+ is missing, although/],
  ['a treatment was slipped in', "insert into treatments select 'new', subject, kind, date, details, added_at from treatments limit 1", /1 of the treatments have no entry/],
  ['an account was slipped in', "insert into accounts select 'new', 'mallory', 'administrator', password, null, null, null, added_at from accounts where name = 'chief'", /1 of the accounts have no entry/],
  ['a password was exchanged', "update accounts set password = 'y' where name = 'chief'", /Account \S+ is not as .* written: password\./],
  ['somebody was let belong to a study', "insert into memberships select accounts.id, studies.id from accounts, studies where accounts.name = 'reader'", /Account \S+ belongs to study \S+, although the audit trail does not/],
  ['a study was taken from somebody', 'delete from memberships', /Account \S+ does not belong to study \S+, although/],
  ['somebody was shown a photograph of others', "insert into holdings select sha256, 'account:' || accounts.id, 'x.jpg' from photographs, accounts where accounts.name = 'reader' limit 1", /1 of the photographs are shown to an account or a study/],
  ['a token was slipped in', "insert into tokens select 'y', id, 'another', 0, '2099-01-01T00:00:00.000Z', added_at from accounts where name = 'chief'", /A token of account \S+ has no entry/],
  ['photographs are to be erased sooner than was set', "insert into retention select 'study:' || id, 5, '2026-01-01T00:00:00.000Z' from studies", /How long photographs are kept is not as .* set \(study:/],
  ['what a patient said was changed', 'update assessments set score = 3', /Answer of a patient \S+ is not as .* written: score/],
  ['the address of the clinic was changed by hand', "update clinic set address = 'elsewhere'", /clinic are not as they were set/],
  ['somebody was given more rights by hand', "update accounts set role = 'administrator' where name = 'reader'", /Account \S+ is not as .* written: role/],
  ['the place of a comparison in the queue is none', "update jobs set state = 'odd'", /place of comparison \S+ in the queue cannot be read/],
  ['the table of measurements is gone', 'drop table measurements cascade', /storage\.damaged: Something is missing/],
  ['audit: a word of an entry was changed', "update audit set after = replace(after, 'S-07', 'S-06') where number = 2", /Entry 2 is not as it was written/],
  ['audit: a bit of a hash was flipped', 'update audit set hash = reverse(hash) where number = 5', /Entry 5 is not as it was written/],
  ['audit: an entry was taken out', 'delete from audit where number = 4', /Entry 4 is missing/],
  ['audit: an entry was taken out and the others moved up', 'delete from audit where number = 4; update audit set number = -number where number > 4; update audit set number = -number - 1 where number < 0', /Entry 4 is not as it was written/],
  ['audit: two entries were exchanged', 'update audit set number = -1 where number = 2; update audit set number = 2 where number = 3; update audit set number = 3 where number = -1', /Entry 2 is not as it was written/],
  ['audit: an entry was copied to the end', 'insert into audit select (select max(number) + 1 from audit), at, actor, action, object, before, after, previous_hash, hash from audit where number = 2', /is not as it was written/],
  ['audit: the last entries were cut off', 'delete from audit where number > 3', /Entries 4 to \d+ are missing at the end/],
];

describe.skipIf(postgresPrograms === null)('photographs of several machines, checked in PostgreSQL', () => {
  let server: PostgresServer, photographs: ObjectStore, folder: string, store: StudyStore;
  beforeAll(async () => {
    [server, photographs, folder] = [await startPostgres(), await startObjectStore(), mkdtempSync(join(tmpdir(), 'trichoscore-machine-'))];
    store = await openSharedStore({ databaseUrl: await server.create(), objectStoreUrl: photographs.url, workFolder: folder, clock: () => Date.UTC(2026, 0, 5) });
    await fillStore(store);
    await addAccount(store, 'dr', { name: 'chief', role: 'administrator', password: 'x' });
    const reader = await addAccount(store, 'chief', { name: 'reader', role: 'administrator', password: 'x' });
    await changeAccount(store, 'chief', reader.id, { role: 'reader' });
  }, 60_000);
  afterAll(async () => {
    await store?.close();
    await server?.stop();
    await photographs?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are found damaged in the object store by a machine that has whole copies of them, and the copies stay', async () => {
    const [name] = readdirSync(photographs.folder, { recursive: true, encoding: 'utf8' }).filter((each) => /[0-9a-f]{64}\S*_object$/.test(each)), file = join(photographs.folder, name!);
    const sha256 = /[0-9a-f]{64}/.exec(name!)![0], whole = readFileSync(file), copy = await store.originals.locate(sha256);
    writeFileSync(file, whole.map((byte, place) => (place === 3 ? byte ^ 1 : byte)));
    expect((await checkSharedStore(store, [])).findings.map(({ message }) => message)).toEqual([expect.stringContaining('not the file that was uploaded')]);
    expect(readFileSync(copy)).toEqual(whole);
    writeFileSync(file, whole);
  });

  it('are gone through in portions, however many there are: a database ends a statement that takes seconds', async () => {
    let most = 0;
    const database = store.database.withPlugin({ transformQuery: ({ node }) => node, transformResult: async ({ result }) => { most = Math.max(most, result.rows.length); return result; } });
    await sql`insert into photographs select lpad(n::text, 64, '0'), 'p.jpg', 'jpeg', 9, 640, 480, null, '2026-01-05T00:00:00.000Z' from generate_series(1, 4500) n`.execute(store.database);
    const study = 'large';
    await store.database.insertInto('studies').values({ id: study, name: 'A large one', added_at: '2026-01-05T00:00:00.000Z', archived_at: null }).execute();
    await sql`insert into holdings select lpad(n::text, 64, '0'), ${`study:${study}`}, 'p.jpg' from generate_series(1, 4500) n`.execute(store.database);
    await sql`insert into subjects select 'subject' || n, ${study}, 'P-' || n, '2026-01-05T00:00:00.000Z' from generate_series(1, 2250) n`.execute(store.database);
    await sql`insert into target_areas select 'area' || n, 'subject' || n, 'vertex', '2026-01-05T00:00:00.000Z', 'closeup' from generate_series(1, 2250) n`.execute(store.database);
    await sql`insert into timepoints select 'visit' || n, 'area' || (n + 1) / 2, '2026-01-0' || 4 + n % 2, lpad(n::text, 64, '0'), 'p.jpg', null, '2026-01-05T00:00:00.000Z', null from generate_series(1, 4500) n`.execute(store.database);
    await sql`insert into treatments select 'treatment' || n, 'subject' || (n + 1) / 2, 'other', '2026-01-05', '{}', '2026-01-05T00:00:00.000Z' from generate_series(1, 4500) n`.execute(store.database);
    await sql`insert into assessments select 'assessment' || n, 'subject' || (n + 1) / 2, '2026-01-0' || 4 + n % 2, 1, null, '2026-01-05T00:00:00.000Z' from generate_series(1, 4500) n`.execute(store.database);
    const pair = { arm: '', target_area: 'vertex', view: '', visit: '2', date: '2026-01-05', kind: 'closeup', baseline_um_per_px: null, follow_up_um_per_px: null } as const, nth = (n: number): string => `${n}`.padStart(64, '0');
    await addReading(store, 'chief', { study, name: 'Panel', seed: 'seed', readers: ['Adams'], cases: Array.from({ length: 2250 }, (_, n) => ({ ...pair, subject: n < 2200 ? `P-${n + 1}` : `R-${n}`, baseline_photograph: nth(2 * n + 1), follow_up_photograph: nth(2 * n + 2) })) });
    try {
      const { photographs: counted, findings } = await checkSharedStore({ ...store, database, originals: { ...store.originals, verify: async () => undefined } }, []);
      expect([counted, findings.map(({ message }) => message)]).toEqual([4504, ['Audit trail: 4500 of the photographs have no entry.', 'Audit trail: 1 of the studies have no entry.', 'Audit trail: 2250 of the subjects have no entry.', 'Audit trail: 2250 of the target_areas have no entry.', 'Audit trail: 4500 of the timepoints have no entry.', 'Audit trail: 4500 of the treatments have no entry.', 'Audit trail: 4500 of the assessments have no entry.', 'Audit trail: 4500 of the photographs are shown to an account or a study that has no entry of them.']]);
      for (const scope of ['noStudy', { study }] as const) await setRetention(store, 'dr', scope, 1);
      const [large] = (await listRetention({ ...store, database }, Date.UTC(2026, 1, 5))).studies.filter(({ days }) => days === 1);
      // Of 2,200 the photographs are being read, and of 50 whom nobody but the reading knows.
      expect([large.due.length, large.unclear.length]).toEqual([0, 2300]);
      await expect(eraseStudy({ ...store, database, change: () => Promise.reject(new Error('all was found')) }, 'chief', study, 'too large')).rejects.toThrow('all was found');
      expect(most).toBe(2000);
    } finally {
      await store.change('chief', (step) => deleteWithDependents(step, true, 'studies', 'id', [study]));
      for (const [table, column] of [['holdings', 'photograph'], ['photographs', 'sha256']]) await sql`delete from ${sql.table(table)} where ${sql.ref(column)} like '000%'`.execute(store.database);
    }
  });

  it('are found to be as they were written', async () => {
    expect(await checkSharedStore(store, [await latestHead(store.database)])).toMatchObject({ photographs: 4, measurements: 4, comparisons: 2, findings: [] });
  });

  it.each(damages)('are found out where %s', async (_name, statements, said) => {
    const head = await latestHead(store.database), undo = new Error('as it was before');
    let findings = '';
    await expect(store.database.transaction().execute(async (step) => {
      await sql`set local session_replication_role = replica`.execute(step);
      for (const statement of statements.split('; ')) await sql.raw(statement).execute(step);
      findings = await checkSharedStore({ ...store, database: step }, [head]).then((check) => check.findings.map(({ kind, message }) => `${kind}: ${message}`).join('\n'), (error: AnalysisError) => `${error.code}: ${error.message}`);
      throw undo;
    })).rejects.toBe(undo);
    expect(findings).toMatch(said);
    expect(findings).not.toContain(folder);
  });

  it('are found out where the object store has lost or changed an original, or holds something else', async () => {
    const names = readdirSync(photographs.folder, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}\S*_object$/.test(name)).sort(), files = names.map((name) => join(photographs.folder, name));
    expect(files).toHaveLength(4);
    const kept = files.slice(0, 2).map((file) => readFileSync(file));
    // What this machine has a copy of may be damaged elsewhere all the same.
    rmSync(files[0]);
    writeFileSync(files[1], kept[1].map((byte, place) => (place === 3 ? byte ^ 1 : byte)));
    const { findings } = await checkSharedStore(store, []);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('missing in the object store'), expect.stringContaining('not the file that was uploaded')]);
    for (const place of [0, 1]) writeFileSync(files[place], kept[place]);
    expect((await checkSharedStore(store, [])).findings).toEqual([]);
  });

  it('are taken for sound while somebody is given other rights in the middle of the check', async () => {
    const hasty = await addAccount(store, 'chief', { name: 'hasty', role: 'reader', password: 'x' });
    let isChanged = false;
    const database = store.database.withPlugin({
      transformQuery: ({ node }) => node,
      // The entries that are there are read; before the accounts are, one changes.
      transformResult: async ({ result }) => {
        if (!isChanged && result.rows.some((row) => row['action'] === 'account.add' && row['previous_hash'] === undefined)) {
          isChanged = true;
          await changeAccount(store, 'chief', hasty.id, { role: 'analyst' });
        }
        return result;
      },
    });
    expect((await checkSharedStore({ ...store, database }, [])).findings).toEqual([]);
    expect(isChanged).toBe(true);
  });
});
