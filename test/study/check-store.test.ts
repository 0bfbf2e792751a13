import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnalysisError } from '../../src/errors.js';
import { addAccount, changeAccount, invite, setMembership, setPassword } from '../../src/study/accounts.js';
import { appendAudit } from '../../src/study/audit.js';
import { checkStore } from '../../src/study/check-store.js';
import { addReading, findReading, keepAnswer, signReading, type WholeReading } from '../../src/study/reading/readings.js';
import { checkDealt } from '../../src/study/reading/check-dealt.js';
import { hashAnswers } from '../../src/study/reading/sign-answers.js';
import { tabulateReading } from '../../src/study/reading/reading-tables.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { setRetention } from '../../src/study/retention.js';
import { openStudyStore } from '../../src/study/study-store.js';
import { addStudy } from '../../src/study/subjects.js';
import { addToken } from '../../src/study/tokens.js';
import { fillFolder } from './filled-folder.js';

let whole: string, folder: string;
beforeAll(async () => { whole = await fillFolder(); });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trichoscore-damaged-'));
  cpSync(whole, folder, { recursive: true });
  return () => rmSync(folder, { recursive: true });
});
afterAll(() => rmSync(whole, { recursive: true }));

const at = (...names: string[]): string => join(folder, ...names);
const filesOf = (name: string): string[] => readdirSync(at(name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
const original = (): string => filesOf('originals')[0];
function flip(file: string, place: number): void {
  const bytes = readFileSync(file);
  bytes[place] ^= 0x10;
  writeFileSync(file, bytes);
}
function ask(statement: string): void {
  const database = new Database(at('trichoscore.db'));
  database.pragma('foreign_keys = OFF');
  database.exec(statement);
  // Now and not when the next program opens the file: who compares files would see it as a change.
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}
const say = async (anchor: string | null = null): Promise<string[]> => {
  try {
    return (await checkStore(folder, anchor)).findings.map(({ kind, message }) => `${kind}: ${message}`);
  } catch (error) {
    return [`${(error as AnalysisError).code}: ${(error as Error).message}`];
  }
};
/** Everything in the folder but what SQLite keeps beside an open database. */
const snapshot = (): Record<string, string> => Object.fromEntries(readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  .filter((name) => statSync(at(name)).isFile() && !/-(wal|shm)$|lock\.db/.test(name)).map((name) => [name, readFileSync(at(name)).toString('base64')]));

describe('a folder of photographs that nobody touched', () => {
  it('is found to be as it was written, and is not changed by looking', async () => {
    const before = snapshot();
    expect(await checkStore(folder)).toMatchObject({ photographs: 4, measurements: 4, comparisons: 2, findings: [] });
    expect(snapshot()).toEqual(before);
  });

  it('can be checked while the application uses it', async () => {
    const store = await openStudyStore(folder);
    expect(await say()).toEqual([]);
    await store.close();
  });
});

/** Ways in which photographs and what was found on them get lost, each with what has to be said. */
const damages: readonly (readonly [name: string, damage: () => void, said: RegExp])[] = [
  ['an original is gone', () => rmSync(original()), /original of photograph \w{12}… is missing/],
  ['a bit of an original flipped', () => flip(original(), 5), /is not the file that was uploaded/],
  ['an original is cut short', () => truncateSync(original(), 9), /is not the file that was uploaded/],
  ['an original is empty', () => writeFileSync(original(), ''), /is not the file that was uploaded/],
  ['an original is a folder', () => { const place = original(); rmSync(place); mkdirSync(place); }, /is missing or cannot be read/],
  ['two originals were exchanged', () => { const [a, b] = filesOf('originals'), kept = readFileSync(a); writeFileSync(a, readFileSync(b)); writeFileSync(b, kept); }, /is not the file that was uploaded/],
  ['all originals are gone', () => rmSync(at('originals'), { recursive: true }), /is missing/],
  ['an original is a link to another place', () => { const place = original(), elsewhere = join(folder, 'elsewhere'); renameSync(place, elsewhere); symlinkSync(elsewhere, place); }, /original of photograph \w{12}… is no file but a link/],
  ['a file lies among the originals', () => writeFileSync(at('originals', 'holiday.jpg'), 'x'), /leftover: .*belongs to no photograph/],
  ['a picture of a photograph that is not there', () => writeFileSync(at('derived', `${'f'.repeat(64)}.display.jpg`), 'x'), /leftover: .*ffffffffffff…, which belongs to no photograph/],
  ['the database is text', () => writeFileSync(at('trichoscore.db'), 'this was a database. '.repeat(300)), /storage\.damaged/],
  ['the first bytes of the database are zeros', () => writeFileSync(at('trichoscore.db'), Buffer.concat([Buffer.alloc(100), readFileSync(at('trichoscore.db')).subarray(100)])), /storage\.damaged/],
  ['the database is cut in half', () => truncateSync(at('trichoscore.db'), (statSync(at('trichoscore.db')).size / 8192 | 0) * 4096), /storage\.damaged|damaged inside/],
  ['pages of the database are noise', () => { const bytes = readFileSync(at('trichoscore.db')); bytes.fill(0x5a, 4096, bytes.length - 4096); writeFileSync(at('trichoscore.db'), bytes); }, /storage\.damaged|damaged inside/],
  ['a table of the database is gone', () => ask('drop table measurements'), /table measurements is missing/],
  ['an index of the database is gone', () => ask('drop index jobs_by_state'), /index jobs_by_state is missing/],
  ['a table that is not ours is in the database', () => ask('create table notes (x)'), /table notes does not belong there/],
  ['a column was added', () => ask('alter table subjects add column surname text'), /table subjects is not in the form/],
  ['a photograph was taken out of the database', () => ask('delete from photographs where sha256 = (select min(sha256) from photographs)'), /names things that are not there|belongs to no photograph/],
  ['a photograph was added to the database', () => ask(`insert into photographs select '${'e'.repeat(64)}', name, format, bytes, width, height, captured_at, uploaded_at from photographs limit 1`), /is missing|have no entry/],
  ['the size of a photograph was changed', () => ask('update photographs set bytes = 7'), /another size/],
  ['a measurement is no JSON', () => ask("update measurements set result = '{\"hairs\":'"), /Measurement \S+ cannot be read/],
  ['a measurement lacks its hairs', () => ask("update measurements set result = json_remove(result, '$.hairs')"), /cannot be read/],
  ['a measurement was given to another photograph', () => ask('update measurements set photograph = (select max(sha256) from photographs)'), /belongs to another photograph/],
  ['a measurement was slipped in', () => ask("insert into measurements select 'new', fingerprint, 9, photograph, result, reason, made_by, made_at from measurements limit 1"), /1 of the measurements have no entry/],
  ['a comparison lost its job', () => ask('delete from jobs where rowid = 1'), /has no place in the queue/],
  ['a comparison that is done has no result', () => ask('update comparisons set result = null'), /is done and has no result/],
  ['the result of a comparison is noise', () => ask("update comparisons set result = 'zzz'"), /result of comparison \S+ cannot be read/],
  ['the logo of the clinic was exchanged', () => ask("update clinic set logo = replace(logo, 'A', 'B')"), /clinic are not as they were set/],
  ['the address of the clinic was changed by hand', () => ask("update clinic set address = 'elsewhere'"), /clinic are not as they were set/],
  ['a measured value was changed by hand', () => ask("update measurements set result = json_set(result, '$.measurements.hairCount', 7) where rowid = 1"), /Measurement \S+ is not as .* written: result/],
  ['the result of a comparison was changed by hand', () => ask("update comparisons set result = replace(result, '\"followUps\":', '\"followUps\": ')"), /Comparison \S+ is not as .* written: result/],
  ['what was asked of a comparison was changed', () => ask("update comparisons set request = replace(request, 'null', '{}')"), /Comparison \S+ is not as .* written: request/],
  ['a measurement was taken out', () => ask('delete from measurements where rowid = 2'), /Measurement \S+ is missing, although/],
  ['a visit was moved to another day', () => ask("update timepoints set date = '2020-01-01' where rowid = 2"), /Visit \S+ is not as .* written: date/],
  ['a visit was given another scale', () => ask('update timepoints set calibration = \'{"method":"given","micrometresPerPixel":50}\''), /Visit \S+ is not as .* written: calibration/],
  ['a visit was given another region', () => ask('update timepoints set region = \'{"shape":"vertex"}\' where rowid = 1'), /Visit \S+ is not as .* written: region/],
  ['two people exchanged their names', () => ask("update subjects set pseudonym = case pseudonym when 'S-07' then 'S-8' else 'S-7' end"), /Subject \S+ is not as .* written: pseudonym/],
  ['a treatment was changed by hand', () => ask("update treatments set details = '{}'"), /Treatment \S+ is not as .* written: details/],
  ['a visit was taken out by hand', () => ask('delete from timepoints where rowid = 1'), /Visit \S+ is missing, although/],
  ['a treatment was taken out by hand', () => ask('delete from treatments where rowid = 1'), /Treatment \S+ is missing, although/],
  ['what a patient said was taken out by hand', () => ask('delete from assessments where rowid = 1'), /Answer of a patient \S+ is missing, although/],
  ['a treatment was slipped in', () => ask("insert into treatments select 'new', subject, kind, date, details, added_at from treatments limit 1"), /1 of the treatments have no entry/],
  ['an answer of a patient was slipped in', () => ask("insert into assessments select 'new', subject, '2026-03-01', score, improvement, added_at from assessments limit 1"), /1 of the assessments have no entry/],
  ['an area was slipped in', () => ask("insert into target_areas select 'new', subject, 'frontal', added_at, kind from target_areas limit 1"), /1 of the target_areas have no entry/],
  ['photographs are to be erased sooner than was set', () => ask("insert into retention select 'study:' || id, 5, '2026-01-01T00:00:00.000Z' from studies"), /How long photographs are kept is not as .* set \(study:/],
  ['what a patient said was changed', () => ask('update assessments set score = 3'), /Answer of a patient \S+ is not as .* written: score/],
  ['the time at which a photograph was taken was changed', () => ask("update photographs set captured_at = '2001-01-01T00:00:00'"), /Photograph \S+ is not as .* written: captured at/],
  ['the width of a photograph was changed', () => ask('update photographs set width = 9999'), /Photograph \S+ is not as .* written: width/],
  ['the place of a comparison in the queue is none', () => ask("update jobs set state = 'odd'"), /place of comparison \S+ in the queue cannot be read/],
  ['a page in the middle of the database is zeros', () => { const file = at('trichoscore.db'), bytes = readFileSync(file); bytes.fill(0, 4096 * 6, 4096 * 7); writeFileSync(file, bytes); }, /storage\.damaged|damaged inside/],
  ['a subject without a study', () => ask('delete from studies'), /names things that are not there/],
  ['a subject was slipped in', () => ask("insert into subjects select 'new', study, 'S-99', added_at from subjects limit 1"), /1 of the subjects have no entry/],
  ['audit: a word of an entry was changed', () => ask("update audit set after = replace(after, 'S-07', 'S-06') where number = 2"), /Entry 2 is not as it was written/],
  ['audit: a bit of a hash was flipped', () => ask("update audit set hash = replace(hash, substr(hash, 1, 1), 'x') where number = 5"), /Entry 5 is not as it was written/],
  ['audit: who did it was changed', () => ask("update audit set actor = 'nobody' where number = 1"), /Entry 1 is not as it was written/],
  ['audit: when it was done was changed', () => ask("update audit set at = '2020-01-01T00:00:00.000Z' where number = 3"), /Entry 3 is not as it was written/],
  ['audit: an entry was taken out', () => ask('delete from audit where number = 4'), /Entry 4 is missing/],
  ['audit: the first entry was taken out', () => ask('delete from audit where number = 1'), /Entry 1 is missing/],
  ['audit: an entry was taken out and the others moved up', () => ask('delete from audit where number = 4; update audit set number = -number where number > 4; update audit set number = -number - 1 where number < 0'), /Entry 4 is not as it was written/],
  ['audit: two entries were exchanged', () => ask('update audit set number = -1 where number = 2; update audit set number = 2 where number = 3; update audit set number = 3 where number = -1'), /Entry 2 is not as it was written/],
  ['audit: an entry was copied to the end', () => ask('insert into audit select (select max(number) + 1 from audit), at, actor, action, object, before, after, previous_hash, hash from audit where number = 2'), /is not as it was written/],
  ['audit: an entry was put in front', () => ask('insert into audit select 0, at, actor, action, object, before, after, previous_hash, hash from audit where number = 1'), /put in front/],
  ['audit: the last entries were cut off', () => ask('delete from audit where number > 3'), /Entries 4 to \d+ are missing at the end/],
  ['audit: all entries were cut off', () => ask('delete from audit'), /Entries 1 to \d+ are missing at the end/],
  ['audit: the noted heads are noise', () => writeFileSync(at('audit-heads'), 'zzz\n'), /Line 1 of the noted heads/],
  ['audit: the table is gone', () => ask('drop table audit'), /table audit is missing/],
];

describe.each(damages)('a folder of photographs where %s', (_name, damage, said) => {
  it('is found out, and neither checking nor starting the application writes over what is left', async () => {
    damage();
    const before = snapshot();
    const findings = (await say()).join('\n');
    expect(findings).toMatch(said);
    expect(findings).not.toContain(folder);
    expect(snapshot()).toEqual(before);
    const opened = await openStudyStore(folder).then(async (store) => { await store.close(); return null; }, (error: AnalysisError) => error.code);
    expect(opened === null || opened === 'storage.damaged').toBe(true);
    const after = snapshot();
    for (const [name, content] of Object.entries(before)) if (opened !== null || name.startsWith('originals')) expect(after[name], name).toBe(content);
  });
});

describe('the accounts of a folder of photographs', () => {
  it('have the rights that were given to them, and nobody gives themselves more by hand', async () => {
    const store = await openStudyStore(folder), chief = await addAccount(store, 'dr', { name: 'chief', role: 'administrator', password: 'x' }), reader = await addAccount(store, 'chief', { name: 'reader', role: 'reader', password: 'x' });
    await changeAccount(store, 'chief', reader.id, { role: 'analyst' });
    await store.close();
    expect(await say()).toEqual([]);
    ask(`update accounts set role = 'administrator' where name = 'reader'; update accounts set closed_at = '2026-01-01' where id = '${chief.id}'`);
    expect(await say()).toEqual([`damage: Account ${chief.id} is not as the audit trail says that it was written: closed.`, `damage: Account ${reader.id} is not as the audit trail says that it was written: role.`]);
  });

  it.each([
    ['adds an account', "insert into accounts select 'new', 'mallory', 'administrator', password, null, null, null, added_at from accounts where name = 'chief'", /1 of the accounts have no entry/],
    ['gives somebody another password', "update accounts set password = 'y' where name = 'chief'", /Account \S+ is not as .* written: password\./],
    ['takes the password of somebody', "update accounts set password = null where name = 'reader'", /Account \S+ is not as .* written: password\./],
    ['lets somebody choose a password anew', "update accounts set invitation = 'x', invited_until = '2099-01-01T00:00:00.000Z' where name = 'chief'", /Account \S+ is not as .* written: invitation\./],
    ['lets somebody belong to a study', "insert into memberships select accounts.id, studies.id from accounts, studies where accounts.name = 'reader'", /Account \S+ belongs to study \S+, although the audit trail does not/],
    ['takes a study from somebody', 'delete from memberships', /Account \S+ does not belong to study \S+, although/],
    ['shows somebody a photograph of others', "insert into holdings select photographs.sha256, 'account:' || accounts.id, 'x.jpg' from photographs, accounts where accounts.name = 'reader' limit 1", /1 of the photographs are shown to an account or a study/],
    ['adds a token', "insert into tokens select 'y', account, 'another', 0, until, added_at from tokens", /A token of account \S+ has no entry/],
    ['exchanges the secret of a token', "update tokens set hash = 'y'", /A token of account \S+ is not as .* written: secret\./],
    ['lets a token change what it was to read', 'update tokens set reads_only = 0', /A token of account \S+ is not as .* written: rights\./],
    ['takes a token out', 'delete from tokens', /A token of account \S+ is missing/],
  ])('say so when somebody %s by hand', async (_what, change, said) => {
    const store = await openStudyStore(folder), chief = await addAccount(store, 'dr', { name: 'chief', role: 'administrator', password: 'x' });
    const reader = await addAccount(store, 'chief', { name: 'reader', role: 'reader', password: 'x' }), { id: study } = await store.database.selectFrom('studies').select('id').executeTakeFirstOrThrow();
    await addToken(store, 'chief', chief.id, { name: 'nightly', readsOnly: true, days: 10 });
    await setMembership(store, 'chief', reader.id, study, true);
    await setMembership(store, 'chief', reader.id, study, false);
    await addStudy(store, 'chief', 'Another', chief.id);
    await rememberPhotograph(store, 'reader', { sha256: 'a'.repeat(64), name: 'a.jpg', format: 'jpeg', bytes: 1, width: 640, height: 480, captured_at: null }, reader);
    await invite(store, 'chief', reader.id);
    await setPassword(store, 'chief', reader.id, 'z');
    await setRetention(store, 'chief', { study }, 9);
    await setRetention(store, 'chief', { study }, null);
    await store.close();
    expect((await say()).filter((finding) => !finding.includes('original of photograph aaaaaaaaaaaa'))).toEqual([]);
    ask(change);
    expect((await say()).join('\n')).toMatch(said);
  });

  it('are sound where an earlier program wrote no entry of who belongs to a study from its beginning, and none of passwords', async () => {
    const store = await openStudyStore(folder), chief = await addAccount(store, 'dr', { name: 'chief', role: 'administrator', password: 'x' });
    await addStudy(store, 'chief', 'Another', chief.id);
    const { database } = store, entries = await database.selectFrom('audit').selectAll().where('action', '!=', 'study.join').orderBy('number').execute();
    await store.close();
    // As that program would have written it, every hash fitting.
    for (const noted of ['audit-heads', 'audit-head']) rmSync(at(noted));
    ask('delete from audit');
    const earlier = await openStudyStore(folder);
    for (const { actor, at: when, action, object, before, after } of entries) {
      const said = after === null ? undefined : { ...JSON.parse(after) as object, passwordSha256: undefined };
      await earlier.database.transaction().execute((step) => appendAudit(step, actor, when, { action, object, ...before === null ? {} : { before: JSON.parse(before) as unknown }, ...said === undefined ? {} : { after: said } }));
    }
    await earlier.close();
    expect(await say()).toEqual([]);
    ask("insert into memberships select accounts.id, 'new' from accounts; insert into studies select 'new', 'New', added_at, null from studies limit 1");
    expect((await say()).join()).toMatch(/belongs to study new, although/);
  });
});

/** What erasing leaves of the contents of an entry, written by somebody who erases nothing. */
function eraseEntries(condition: string): void {
  const database = new Database(at('trichoscore.db'));
  for (const { number, after } of database.prepare(`select number, after from audit where ${condition}`).all() as { number: number; after: string }[]) {
    database.prepare('update audit set after = ? where number = ?').run(JSON.stringify({ erased: createHash('sha256').update(after).digest('hex') }), number);
  }
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

describe('what was found on photographs, when its entry of the trail is erased by hand', () => {
  it.each([
    ['a measurement', "action = 'measurement.make'", "update measurements set result = json_set(result, '$.measurements.hairCount', 7)", 'Measurement'],
    ['the result of a comparison', "action = 'comparison.finish'", "update comparisons set result = replace(result, '\"followUps\":', '\"followUps\": ')", 'Comparison'],
    ['the photographs of a comparison', "action = 'comparison.ask'", "update comparisons set request = replace(request, 'null', '{}')", 'Comparison'],
    ['the day of a visit', "action = 'timepoint.add'", "update timepoints set date = '2020-01-01' where rowid = 2", 'Visit'],
    ['the name of a study', "action = 'study.add'", "update studies set name = 'Another'", 'Study'],
    ['the size of a photograph', "action = 'photograph.upload'", 'update photographs set width = 7', 'Photograph'],
  ])('is found out to be there without one: %s', async (_what, condition, change, word) => {
    eraseEntries(condition);
    ask(change);
    const findings = await say();
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) expect(finding).toMatch(new RegExp(`^damage: ${word} \\S+ is there, although its entry of the audit trail was erased\\.$`));
  });
});

describe('a blinded reading of photographs that is signed', () => {
  let reading: string;
  beforeEach(async () => {
    const store = await openStudyStore(folder), { database } = store;
    const { id: study } = await database.selectFrom('studies').select('id').executeTakeFirstOrThrow(), photographs = await database.selectFrom('photographs').select('sha256').orderBy('sha256').execute();
    const pair = { subject: 'S-07', arm: '', target_area: 'vertex', view: '', visit: 'week 24', date: '2026-02-05', baseline_photograph: photographs[0].sha256, follow_up_photograph: photographs[1].sha256, kind: 'closeup', baseline_um_per_px: null, follow_up_um_per_px: null } as const;
    ({ id: reading } = await addReading(store, 'dr', { study, name: 'R1', seed: 'a', readers: ['ada', 'bo'], cases: [pair, { ...pair, subject: 'S-08' }] }));
    const { readers, items } = (await findReading(store, reading))!;
    for (const { id, name } of readers) {
      for (const item of items.filter(({ reader }) => reader === id)) await keepAnswer(store, name, id, item.id, { answer: 1, reason: null });
    }
    await signReading(store, 'ada', readers.find(({ name }) => name === 'ada')!.id, 'Ada');
    await store.close();
  });
  const look = async <T>(act: (whole: WholeReading) => T): Promise<T> => {
    const store = await openStudyStore(folder);
    try { return act((await findReading(store, reading))!); } finally { await store.close(); }
  };

  it('is as its readers left it', async () => {
    expect(await say()).toEqual([]);
  });

  it('does not hide that an answer was changed by hand and signed anew by whoever changed it', async () => {
    const { reader, signature, item } = await look(({ readers, items }) => {
      const ada = readers.find(({ name }) => name === 'ada')!, own = items.filter(({ reader }) => reader === ada.id).map((row, place) => (place === 0 ? { ...row, answer: -3 } : row));
      return { reader: ada.id, signature: hashAnswers(ada, own, ada.signed_name!, ada.signed_at!), item: own[0].id };
    });
    ask(`update reading_items set answer = -3 where id = '${item}'; update reading_readers set signature = '${signature}' where id = '${reader}'`);
    // The export alone cannot tell: whoever can write the table can write the signature.
    expect(await look((whole) => tabulateReading({ ...whole, readers: whole.readers.filter(({ name }) => name === 'ada') }, 'signatures').rows[0][5])).toBe(true);
    expect(await say()).toEqual([
      `damage: Answer ${item} of a blinded reader is not as the audit trail says that it was written: answer.`,
      `damage: A signature of the blinded reading ${reading} is not the one that the audit trail has.`,
    ]);
  });

  it.each([
    ['an answer of somebody who has not signed yet', "update reading_items set answer = -1 where reader in (select id from reading_readers where name = 'bo')", /Answer \S+ of a blinded reader is not as .* written: answer/],
    ['the reason why a pair could not be judged', "update reading_items set answer = null, reason = 'blurred'", /Answer \S+ of a blinded reader is not as .* written: answer, reason/],
    ['the name under which somebody signed', "update reading_readers set signed_name = 'Eve' where name = 'ada'", /reader ada is not as .* written: signed name/],
    ['a signature that nobody gave', "update reading_readers set signed_name = 'Bo', signed_at = '2026-01-01', signature = 'x' where name = 'bo'", /reader bo is not as .* written: signed, signed name, signed at/],
    ['a signature that is taken away, so that answers can be given anew', "update reading_readers set signature = null where name = 'ada'", /reader ada is not as .* written: signed\./],
    ['which photograph was the baseline', 'update reading_cases set baseline_photograph = follow_up_photograph, follow_up_photograph = baseline_photograph where place = 0', /Blinded reading \S+ does not show the photographs, days and sides that were dealt to its readers/],
    ['the day of a photograph', "update reading_cases set date = '2020-01-01'", /does not show the photographs, days and sides/],
    ['the arm of a pair', "update reading_cases set arm = 'verum'", /does not show the photographs, days and sides/],
    ['the side on which the baseline stood', "update reading_items set baseline_side = case baseline_side when 'left' then 'right' else 'left' end where place = 0", /does not show the photographs, days and sides/],
    ['the seed', "update readings set seed = 'b'", /Blinded reading \S+ is not as .* written: seed/],
    ['who read', "update reading_readers set name = 'eve' where name = 'ada'", /reader eve is not as/],
  ])('does not hide a change by hand of %s', async (_what, change, said) => {
    ask(change);
    expect((await say()).join('\n')).toMatch(said);
  });

  it('does not hide that an earlier program had dealt other photographs', async () => {
    const store = await openStudyStore(folder), { database } = store, { after } = await database.selectFrom('audit').select('after').where('action', '=', 'reading.add').executeTakeFirstOrThrow();
    const { dealtSha256: _later, cases, ...said } = JSON.parse(after!) as { dealtSha256: string; cases: string[][] };
    const show = async (shown: string[][]): Promise<string[]> => {
      // As that program wrote it.
      await database.updateTable('audit').set({ after: JSON.stringify({ ...said, cases: shown.map((each) => each.slice(0, 6)) }) }).where('action', '=', 'reading.add').execute();
      return checkDealt(database);
    };
    expect(await show(cases)).toEqual([]);
    expect(await show(cases.map(([subject, area, view, visit, baseline, followUp]) => [subject!, area!, view!, visit!, followUp!, baseline!]))).toEqual([`Blinded reading ${reading} does not show the photographs that were dealt to its readers.`]);
    await store.close();
  });

  it('does not hide an answer whose entry was erased by hand', async () => {
    eraseEntries("action = 'reading.answer' and actor = 'ada'");
    expect((await say()).join('\n')).toMatch(/Answer \S+ of a blinded reader is there, although its entry of the audit trail was erased/);
  });
});

describe('changes that were confirmed and are lost with the log of the database', () => {
  it('are missed when the application was killed after them, also when it went on since', async () => {
    const store = await openStudyStore(folder), kept = mkdtempSync(join(tmpdir(), 'trichoscore-killed-'));
    await addStudy(store, 'dr', 'Confirmed');
    // As a killed program leaves the folder, but for the log.
    cpSync(folder, kept, { recursive: true, filter: (name) => !/-(wal|shm)$/.test(name) });
    await store.close();
    rmSync(folder, { recursive: true });
    cpSync(kept, folder, { recursive: true });
    rmSync(kept, { recursive: true });
    expect((await say()).join()).toMatch(/Audit trail: Entries 27 to 27 are missing at the end\./);
    const after = await openStudyStore(folder);
    for (const name of ['Another', 'A third']) await addStudy(after, 'dr', name);
    await after.close();
    expect((await say()).join()).toMatch(/Audit trail: Entry 27 is another than was noted down/);
  });
});

describe('a folder of photographs whose originals are all gone', () => {
  it.each([['are gone', () => rmSync(at('originals'), { recursive: true })], ['lie on a disk that is not mounted', () => { rmSync(at('originals'), { recursive: true }); mkdirSync(at('originals')); }]])('gets no new place for them when they %s', async (_name, lose) => {
    lose();
    const before = snapshot();
    await expect(openStudyStore(folder)).rejects.toMatchObject({ code: 'storage.damaged', message: 'The originals of the photographs are missing in the data folder.', hint: expect.stringContaining('mounted') });
    expect(snapshot()).toEqual(before);
  });

  it('opens when none was ever uploaded', async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'trichoscore-fresh-'));
    for (const _start of ['first', 'second']) await (await openStudyStore(fresh)).close();
    rmSync(fresh, { recursive: true });
  });
});

describe('a folder of photographs that lost its database', () => {
  it.each([['is gone', () => rmSync(at('trichoscore.db'))], ['is empty', () => writeFileSync(at('trichoscore.db'), '')], ['is a folder', () => { rmSync(at('trichoscore.db')); mkdirSync(at('trichoscore.db')); }]])('gets no new one when it %s', async (_name, lose) => {
    lose();
    const before = snapshot();
    await expect(openStudyStore(folder)).rejects.toMatchObject({ code: 'storage.damaged' });
    expect(snapshot()).toEqual(before);
  });

  it.each(["update schema_version set version = 0", "update schema_version set version = 'x'", 'delete from schema_version', 'insert into schema_version values (1)', 'update schema_version set version = 999'])('is refused, and left as it was, after: %s', async (statement) => {
    ask(statement);
    const before = snapshot();
    await expect(openStudyStore(folder)).rejects.toMatchObject({ code: statement.endsWith('999') ? 'storage.newer' : 'storage.damaged' });
    expect(snapshot()).toEqual(before);
  });

  it('says by name when the lock is damaged, which holds nothing', async () => {
    writeFileSync(at('lock.db'), 'noise '.repeat(2000));
    await expect(openStudyStore(folder)).rejects.toMatchObject({ code: 'storage.damaged', message: expect.stringContaining('lock.db') });
  });
});

describe('an audit trail that somebody wrote anew, every hash of it fitting', () => {
  it('is found out by the heads noted in the folder, and by those kept elsewhere when the noted ones were changed, too', async () => {
    const anchor = join(mkdtempSync(join(tmpdir(), 'anchor-')), 'heads');
    writeFileSync(anchor, readFileSync(at('audit-heads')));
    const other = await fillFolder(undefined, { shared: true });
    const database = new Database(join(other, 'trichoscore.db'));
    database.exec('pragma wal_checkpoint(truncate)');
    database.close();
    for (const name of ['trichoscore.db', 'originals', 'derived']) {
      rmSync(at(name), { recursive: true });
      cpSync(join(other, name), at(name), { recursive: true });
    }
    expect((await say()).join()).toMatch(/is another than was noted down|are missing at the end/);
    expect((await checkStore(folder)).notedHeads).toBeGreaterThan(0);
    for (const noted of ['audit-heads', 'audit-head']) rmSync(at(noted), { force: true });
    expect((await checkStore(folder)).notedHeads).toBe(0);
    expect((await say()).join()).not.toMatch(/noted down/);
    expect((await say(anchor)).join()).toMatch(/is another than was noted down|are missing at the end/);
    rmSync(other, { recursive: true });
  });
});
