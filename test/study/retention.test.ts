import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRows } from '../../src/study/check-rows.js';
import { checkStore } from '../../src/study/check-store.js';
import { finishJob, queueComparison } from '../../src/study/comparisons.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { addReading, findReading, keepAnswer, signReading } from '../../src/study/reading/readings.js';
import { eraseDue, listRetention, type Retention, setRetention } from '../../src/study/retention.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';
import { addTreatment } from '../../src/study/subjects.js';
import { fillFolder } from './filled-folder.js';

/** Two people of one study, photographed last on 2026-02-05; everything was entered on 2026-01-05. */
let folder: string, store: StudyStore, study: string;
const at = (day: string): Promise<Retention> => listRetention(store, Date.parse(day));
const pseudonymsAt = async (day: string): Promise<Record<'due' | 'unclear' | 'kept', string[]>> => {
  const [{ due, unclear, kept }] = (await at(day)).studies, names = (subjects: typeof due): string[] => subjects.map(({ pseudonym }) => pseudonym);
  return { due: names(due), unclear: names(unclear), kept: names(kept) };
};
const idOf = async (pseudonym: string): Promise<string> => (await store.database.selectFrom('subjects').select('id').where('pseudonym', '=', pseudonym).executeTakeFirstOrThrow()).id;
const photographOf = (words: string): Parameters<typeof rememberPhotograph>[2] => ({ sha256: createHash('sha256').update(words).digest('hex'), name: `${words}.jpg`, format: 'jpeg', bytes: 9, width: 640, height: 480, captured_at: null });

const on = (day: string): StudyStore => ({ ...store, change: ((actor, change, before) => store.change(actor, (step, record) => change(step, record, `${day}T00:00:00.000Z`), before)) as StudyStore['change'] });

/** Of whom files could not be removed. */
const stuck: string[] = [];
const erase = (found: Retention) => eraseDue(store, 'chief', found, ({ of }) => stuck.push(of));

const zone = process.env['TZ'];

beforeEach(async () => {
  folder = await fillFolder();
  store = await openStudyStore(folder, () => Date.UTC(2026, 0, 10));
  study = (await store.database.selectFrom('studies').select('id').executeTakeFirstOrThrow()).id;
});

/** Some tests stand elsewhere. */
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

afterEach(async () => {
  expect(stuck).toEqual([]);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a person of a study with a rule for how long photographs are kept', () => {
  it('is kept to the last day of it, is due on the next, and is then erased with an entry that says by which rule', async () => {
    expect(await pseudonymsAt('2046-01-01')).toEqual({ due: [], unclear: [], kept: [] });
    await setRetention(store, 'chief', { study }, 30);
    expect(await pseudonymsAt('2026-03-07')).toEqual({ due: [], unclear: [], kept: ['S-07', 'S-08'] });
    await addTreatment(store, 'dr', await idOf('S-08'), { kind: 'other', date: '2026-02-06', note: 'comb' });
    expect(await pseudonymsAt('2026-03-08')).toEqual({ due: ['S-07'], unclear: [], kept: ['S-08'] });
    expect(await erase(await at('2026-03-08'))).toEqual({ subjects: 1, photographs: 2 });
    expect(await pseudonymsAt('2026-03-08')).toEqual({ due: [], unclear: [], kept: ['S-08'] });
    const entries = await store.database.selectFrom('audit').select(['actor', 'action', 'before', 'after']).where('action', 'in', ['retention.set', 'subject.erase']).orderBy('number').execute();
    expect(entries.map(({ before, after, ...entry }) => ({ ...entry, before: JSON.parse(before ?? 'null') as unknown, after: JSON.parse(after!) as unknown }))).toEqual([
      { actor: 'chief', action: 'retention.set', before: { days: null }, after: { days: 30 } },
      { actor: 'chief', action: 'subject.erase', before: null, after: { reason: 'kept for 30 days after 2026-02-05, as set for the study', photographs: 2, measurements: 2, comparisons: 1 } },
    ]);
    expect(await checkStore(folder)).toMatchObject({ photographs: 2, findings: [] });
  });

  it('is kept without limit again once the rule is taken back', async () => {
    await setRetention(store, 'chief', { study }, 30);
    await setRetention(store, 'chief', { study }, null);
    expect((await at('2046-01-01')).studies).toMatchObject([{ days: null, due: [], kept: [] }]);
  });

  it('is not erased while a visit lies in the future or readers have yet to judge the photographs', async () => {
    await setRetention(store, 'chief', { study }, 1);
    expect(await pseudonymsAt('2026-01-20')).toEqual({ due: [], unclear: ['S-07', 'S-08'], kept: [] });
    const [before, after] = await store.database.selectFrom('photographs').select('sha256').where('name', 'like', 'S-07%').execute();
    const pair = { subject: 'S-07', arm: '', target_area: 'vertex', view: '', visit: '2', date: '2026-02-05', kind: 'auto', baseline_photograph: before.sha256, follow_up_photograph: after.sha256, baseline_um_per_px: null, follow_up_um_per_px: null } as const;
    await addReading(store, 'chief', { study, name: 'Panel', readers: ['Adams'], seed: 'x', cases: [pair] });
    expect(await pseudonymsAt('2027-01-01')).toEqual({ due: ['S-08'], unclear: ['S-07'], kept: [] });
  });

  it('is due, when only a blinded reading knows it, after the day of the last pair or signature, and not before the reading is signed', async () => {
    await setRetention(store, 'chief', { study }, 30);
    const sha256s = ['before', 'after'].map((words) => photographOf(words).sha256);
    for (const words of ['before', 'after']) await rememberPhotograph(store, 'dr', photographOf(words));
    const pair = { subject: 'R-01', arm: '', target_area: 'vertex', view: '', visit: '2', date: '2026-01-07', kind: 'auto', baseline_photograph: sha256s[0], follow_up_photograph: sha256s[1], baseline_um_per_px: null, follow_up_um_per_px: null } as const;
    const reading = await addReading(store, 'chief', { study, name: 'Panel', readers: ['Adams'], seed: 'x', cases: [pair] });
    expect(await pseudonymsAt('2026-02-10')).toEqual({ due: [], unclear: ['R-01'], kept: ['S-07', 'S-08'] });
    const { readers: [reader], items: [item] } = (await findReading(store, reading.id))!;
    await keepAnswer(store, 'Adams', reader.id, item.id, { answer: 1, reason: null });
    await signReading(store, 'Adams', reader.id, 'Ann Adams');
    expect((await pseudonymsAt('2026-02-09')).due).toEqual([]);
    const found = await at('2026-02-10');
    expect(found.studies[0]!.due).toEqual([{ id: null, pseudonym: 'R-01', lastDay: '2026-01-10', keptUntil: '2026-02-09', unclear: null }]);
    expect(await erase(found)).toEqual({ subjects: 1, photographs: 2 });
    expect(await checkStore(folder)).toMatchObject({ photographs: 4, findings: [] });
  });

  it('is not erased when somebody has added something since the list was made', async () => {
    await setRetention(store, 'chief', { study }, 30);
    const listed = await at('2026-03-08');
    await addTreatment(store, 'dr', await idOf('S-07'), { kind: 'other', date: '2026-03-07', note: 'comb' });
    await expect(erase(listed)).rejects.toMatchObject({ code: 'request.conflict' });
    expect(await checkStore(folder)).toMatchObject({ photographs: 4, findings: [] });
  });

  it('is named when its files could not be removed, also where somebody has worked on the next who is due', async () => {
    await setRetention(store, 'chief', { study }, 30);
    const listed = await at('2026-03-08'), { photograph } = await store.database.selectFrom('timepoints').select('photograph').where('name', 'like', 'S-07%').limit(1).executeTakeFirstOrThrow();
    await addTreatment(store, 'dr', await idOf('S-08'), { kind: 'other', date: '2026-03-07', note: 'comb' });
    // What nobody can remove as a file lies in the place of an original.
    const originals = join(folder, 'originals'), original = join(originals, readdirSync(originals, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith(photograph))!);
    rmSync(original);
    mkdirSync(original);
    await expect(erase(listed)).rejects.toMatchObject({ code: 'request.conflict', message: expect.stringContaining('S-08') });
    expect(stuck.splice(0)).toEqual(['S-07']);
  });

  it('is kept to the end of its last day where the machine stands, and what is entered there in the evening is of no day to come', async () => {
    await setRetention(store, 'chief', { study }, 30);
    process.env['TZ'] = 'America/New_York';
    await addTreatment({ ...store, change: (actor, change) => store.change(actor, (step, record) => change(step, record, '2026-03-08T01:00:00.000Z')) }, 'dr', await idOf('S-08'), { kind: 'other', date: '2026-03-07', note: 'comb' });
    expect(await pseudonymsAt('2026-03-08T02:00:00Z')).toEqual({ due: [], unclear: [], kept: ['S-07', 'S-08'] });
    expect(await at('2026-03-08T02:00:00Z')).toMatchObject({ today: '2026-03-07', studies: [{ kept: [{ keptUntil: '2026-03-07' }, { lastDay: '2026-03-07', keptUntil: '2026-04-06' }] }] });
    process.env['TZ'] = 'Asia/Tokyo';
    expect(await pseudonymsAt('2026-03-07T20:00:00Z')).toEqual({ due: ['S-07'], unclear: [], kept: ['S-08'] });
  });

  it('is not judged by a clock that is behind the audit trail', async () => {
    await setRetention(store, 'chief', { study }, 30);
    await expect(at('2026-01-01')).rejects.toMatchObject({ code: 'request.conflict', message: expect.stringContaining('clock') });
  });
});

describe('photographs that belong to no study', () => {
  it('are due when the day after their last one has begun where the machine stands', async () => {
    process.env['TZ'] = 'Asia/Tokyo';
    // On the 10th at 00:30 there.
    await rememberPhotograph({ ...store, change: (actor, change) => store.change(actor, (step, record) => change(step, record, '2026-01-09T15:30:00.000Z')) }, 'dr', photographOf('alone'));
    await setRetention(store, 'chief', 'noStudy', 30);
    expect((await at('2026-02-09T14:59:00Z')).noStudy.due).toEqual([]);
    expect((await at('2026-02-09T15:01:00Z')).noStudy.due).toHaveLength(1);
  });

  it('are kept from the day of their last upload where the machine stands, though an earlier upload was on the same day in Greenwich', async () => {
    const upload = (moment: string): Promise<boolean> => rememberPhotograph({ ...store, change: (actor, change, before) => store.change(actor, (step, record) => change(step, record, moment), before) }, 'dr', photographOf('alone'));
    process.env['TZ'] = 'America/New_York';
    // In the evening of the 10th there, and at noon of the 11th.
    for (const moment of ['2026-01-11T01:00:00.000Z', '2026-01-11T17:00:00.000Z']) await upload(moment);
    await setRetention(store, 'chief', 'noStudy', 30);
    expect((await at('2026-02-10T12:00:00Z')).noStudy.due).toEqual([]);
    expect((await at('2026-02-11T12:00:00Z')).noStudy.due).toHaveLength(1);
  });

  it('are due after their last upload or comparison, and erased with what was made of them', async () => {
    for (const words of ['alone', 'compared']) await rememberPhotograph(store, 'dr', photographOf(words));
    await setRetention(store, 'chief', 'noStudy', 30);
    expect((await at('2026-02-09')).noStudy).toEqual({ days: 30, due: [] });
    await queueComparison(on('2026-02-01'), 'dr', 'asked later', { baseline: { photograph: photographOf('compared').sha256 }, followUps: [] }, 10);
    const found = await at('2026-02-10');
    expect(found.noStudy.due).toEqual([photographOf('alone').sha256]);
    expect(await erase(found)).toEqual({ subjects: 0, photographs: 1 });
    expect((await store.database.selectFrom('photographs').select('name').orderBy('name').execute()).map(({ name }) => name)).toEqual(expect.arrayContaining(['compared.jpg', 'S-07-before.jpg']));
    expect(await store.database.selectFrom('audit').select('after').where('action', '=', 'retention.erase').execute()).toEqual([{ after: JSON.stringify({ days: 30, photographs: 1, measurements: 0, comparisons: 0 }) }]);
    expect((await store.verifyAudit()).firstBroken).toBeNull();
  });

  it('are kept for whoever uploads or compares them again, also when somebody else had them first, with one entry a day for it', async () => {
    const [uploaded, compared, left] = ['uploaded', 'compared', 'left'].map((words) => photographOf(words)), colleague = { id: 'c', name: 'colleague', role: 'photographer' } as const;
    const ask = (day: string): ReturnType<typeof queueComparison> => queueComparison(on(day), 'dr', 'one', { baseline: { photograph: compared.sha256 }, followUps: [] }, 10);
    for (const photograph of [uploaded, compared, left]) await rememberPhotograph(on('2026-01-01'), 'dr', photograph);
    await ask('2026-01-01');
    await finishJob(store, 'one', { error: { code: 'photo.stopped', message: '', hint: '' } });
    await setRetention(store, 'chief', 'noStudy', 30);
    const listed = await at('2026-02-10');
    expect(listed.noStudy.due).toHaveLength(3);
    expect(await rememberPhotograph(on('2026-02-09'), 'colleague', uploaded, colleague)).toBe(true);
    expect(await rememberPhotograph(on('2026-02-10'), 'dr', uploaded)).toBe(false);
    await rememberPhotograph(on('2026-02-10'), 'dr', uploaded);
    for (const day of ['2026-02-08', '2026-02-10', '2026-02-10']) expect(await ask(day)).toBe('queued');
    expect((await at('2026-03-12')).noStudy.due).toEqual([left.sha256]);
    expect((await at('2026-03-13')).noStudy.due).toHaveLength(3);
    // Who listed them before erases none of those that were used since.
    expect(await erase(listed)).toEqual({ subjects: 0, photographs: 1 });
    const entries = await store.database.selectFrom('audit').select(['action', 'object']).where('object', 'in', [`photograph:${uploaded.sha256}`, 'comparison:one']).orderBy('number').execute();
    expect(entries.map(({ action }) => action)).toEqual(['photograph.upload', 'comparison.ask', 'comparison.fail', 'photograph.upload', 'photograph.upload', 'comparison.ask', 'comparison.ask']);
    expect(await checkRows(store.database)).toEqual([]);
  });
});
