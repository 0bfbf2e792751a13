import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import Database from 'libsql';
import { afterEach, describe, expect, it } from 'vitest';
import { checkStore } from '../../src/study/check-store.js';
import { finishJob, queueComparison } from '../../src/study/comparisons.js';
import { changeStudy } from '../../src/study/change-study.js';
import { eraseStudy } from '../../src/study/erase-study.js';
import { eraseSubject } from '../../src/study/erase-subject.js';
import { withholdAnswers } from '../../src/study/reading/withhold-answers.js';
import { addReading, keepAnswer } from '../../src/study/reading/readings.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';
import { addStudy, addSubject, addTargetArea, addTimepoint, addTreatment, listStudies } from '../../src/study/subjects.js';
import { fillFolder, telltale } from './filled-folder.js';

let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const holding = (words: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile() && readFileSync(join(folder, name)).includes(words));

async function withStore<T>(act: (store: StudyStore) => Promise<T>): Promise<T> {
  const store = await openStudyStore(folder);
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}
const idOf = async (store: StudyStore, pseudonym: string): Promise<string> => (await store.database.selectFrom('subjects').select('id').where('pseudonym', '=', pseudonym).executeTakeFirstOrThrow()).id;

/** Pages of the database of which nothing is used; one that was written anew has none. */
const freePages = async ({ database }: StudyStore): Promise<number> => (await sql<{ freelist_count: number }>`pragma freelist_count`.execute(database)).rows[0].freelist_count;

describe('a person who is erased', () => {
  it('leaves no photograph, no result, no name in any file, and the others keep theirs', async () => {
    folder = await fillFolder();
    expect(holding('S-07').length).toBeGreaterThan(0);
    expect(holding(telltale['S-07']).length).toBe(4);
    const erased = await withStore(async (store) => eraseSubject(store, 'dr', await idOf(store, 'S-07'), 'consent withdrawn'));
    expect(erased).toEqual({ photographs: 2, measurements: 2, comparisons: 1, keptPhotographs: 0 });
    for (const words of ['S-07', telltale['S-07']]) expect(holding(words), words).toEqual([]);
    expect(holding(telltale['S-08']).length).toBe(4);
    expect(await checkStore(folder)).toMatchObject({ photographs: 2, measurements: 2, comparisons: 1, findings: [] });
  });

  it('is in no file at once, while the application goes on, which does not write its database anew before it is closed', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      await eraseSubject(store, 'dr', await idOf(store, 'S-07'), 'consent withdrawn');
      for (const words of ['S-07', telltale['S-07']]) expect(holding(words), words).toEqual([]);
      expect(await freePages(store)).toBeGreaterThan(0);
    });
    expect(await withStore(freePages)).toBe(0);
  });

  it('is written out of the database when it is next closed, where the application was killed after the erasure', async () => {
    folder = await fillFolder();
    const asKilled = mkdtempSync(join(tmpdir(), 'trichoscore-killed-'));
    await withStore(async (store) => {
      await eraseSubject(store, 'dr', await idOf(store, 'S-07'), 'consent withdrawn');
      cpSync(folder, asKilled, { recursive: true });
    });
    rmSync(folder, { recursive: true });
    folder = asKilled;
    expect(await withStore(freePages)).toBeGreaterThan(0);
    expect(await withStore(freePages)).toBe(0);
    expect(await checkStore(folder)).toMatchObject({ photographs: 2, findings: [] });
  });

  it('is erased also where the database cannot be written anew, and the application closes all the same; it is written anew at the next close', async () => {
    folder = await fillFolder();
    const other = new Database(join(folder, 'trichoscore.db'));
    try {
      await withStore(async (store) => {
        await eraseSubject(store, 'dr', await idOf(store, 'S-07'), 'consent withdrawn');
        other.exec('begin immediate');
      });
    } finally {
      other.close();
    }
    for (const words of ['S-07', telltale['S-07']]) expect(holding(words), words).toEqual([]);
    expect(await checkStore(folder)).toMatchObject({ photographs: 2, findings: [] });
    expect(await withStore(freePages)).toBeGreaterThan(0);
    expect(await withStore(freePages)).toBe(0);
  });

  it('stays in the trail as an act with its reason, and the trail holds together with the heads noted before', async () => {
    folder = await fillFolder();
    const before = await checkStore(folder);
    const subject = await withStore(async (store) => {
      const id = await idOf(store, 'S-08');
      await eraseSubject(store, 'dr', id, 'consent withdrawn');
      return id;
    });
    const after = await checkStore(folder);
    expect(after).toMatchObject({ auditEntries: before.auditEntries + 1, findings: [] });
    expect(after.erasedEntries).toBeGreaterThan(5);
    const entries = await withStore(({ database }) => database.selectFrom('audit').selectAll().where('object', '=', `subject:${subject}`).orderBy('number').execute());
    expect(entries.map(({ actor, action }) => [actor, action])).toEqual([['dr', 'subject.add'], ['dr', 'subject.erase']]);
    const said = await withStore(({ database }) => database.selectFrom('audit').select('after').where('action', '=', 'assessment.add').orderBy('number').execute());
    expect(said.map(({ after }) => Object.keys(JSON.parse(after!) as object).includes('erased'))).toEqual([false, true]);
    expect(JSON.parse(entries[0].after!)).toEqual({ erased: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.parse(entries[1].after!)).toEqual({ reason: 'consent withdrawn', photographs: 2, measurements: 2, comparisons: 1 });
  });

  it('leaves no photograph behind when the program is killed before the files are removed: the next start does it', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      const subject = await idOf(store, 'S-07');
      let changes = 0;
      const killed: StudyStore['change'] = async (actor, change) => {
        if (changes++ === 1) throw new Error('killed');
        return store.change(actor, change);
      };
      await expect(eraseSubject({ ...store, change: killed }, 'dr', subject, 'consent withdrawn')).rejects.toThrow('killed');
    });
    expect(holding(telltale['S-07']).length).toBe(4);
    await withStore(async () => undefined);
    expect(holding(telltale['S-07'])).toEqual([]);
    expect(holding(telltale['S-08']).length).toBe(4);
    expect(await checkStore(folder)).toMatchObject({ photographs: 2, findings: [] });
  });

  it('leaves a photograph that is in the series of another person, too, under that person\'s file name', async () => {
    folder = await fillFolder(undefined, { shared: true });
    const names = async ({ database }: StudyStore) => [...await database.selectFrom('photographs').select('name').execute(), ...await database.selectFrom('holdings').select('name').execute()].map(({ name }) => name).sort();
    expect((await withStore(names)).filter((name) => name.startsWith('S-07'))).toHaveLength(4);
    const erased = await withStore(async (store) => eraseSubject(store, 'dr', await idOf(store, 'S-07'), 'consent withdrawn'));
    expect(erased).toMatchObject({ photographs: 1, keptPhotographs: 1 });
    const neutral = `${createHash('sha256').update(`${telltale['S-07']}, after`).digest('hex').slice(0, 12)}.jpeg`;
    expect(await withStore(names)).toEqual(['S-08-0.jpg', 'S-08-1.jpg', 'S-08-before.jpg', neutral].sort());
    // Nor in the entry of its upload and in what was measured on it.
    expect(holding('S-07')).toEqual([]);
    expect(await checkStore(folder)).toMatchObject({ photographs: 2, findings: [] });
  });

  it('leaves a photograph that a blinded reading shows as another person\'s, and that person\'s pair with its answer', async () => {
    folder = await fillFolder();
    const cases = await withStore(async (store) => {
      const { database } = store, subject = await idOf(store, 'S-07'), { study } = await database.selectFrom('subjects').select('study').where('id', '=', subject).executeTakeFirstOrThrow();
      const [before, after] = await database.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').select('photograph').where('subject', '=', subject).orderBy('date').execute();
      const pair = { arm: '', target_area: 'vertex', view: '', visit: 'week 24', date: '2026-06-05', baseline_photograph: before.photograph, follow_up_photograph: after.photograph, kind: 'closeup', baseline_um_per_px: null, follow_up_um_per_px: null } as const;
      await addReading(store, 'dr', { study, name: 'Panel', seed: 'seed', readers: ['Adams'], cases: [{ ...pair, subject: 'S-07' }, { ...pair, subject: 'S-09', baseline_photograph: after.photograph }] });
      expect(await eraseSubject(store, 'dr', subject, 'consent withdrawn')).toMatchObject({ photographs: 1, keptPhotographs: 1 });
      return database.selectFrom('reading_cases').innerJoin('reading_items', 'reading_items.reading_case', 'reading_cases.id').select('subject').distinct().execute();
    });
    expect(cases).toEqual([{ subject: 'S-09' }]);
    expect(await checkStore(folder)).toMatchObject({ photographs: 3, findings: [] });
  });

  it('takes out of the trail, too, what earlier programs left there of what blinded readers answered about people erased before', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      const { database } = store, subject = await idOf(store, 'S-07'), { study } = await database.selectFrom('subjects').select('study').where('id', '=', subject).executeTakeFirstOrThrow();
      const [before, after] = await database.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').select('photograph').where('subject', '=', subject).orderBy('date').execute();
      const pair = { arm: '', target_area: 'vertex', view: '', visit: 'week 24', date: '2026-06-05', baseline_photograph: before.photograph, follow_up_photograph: after.photograph, kind: 'closeup', baseline_um_per_px: null, follow_up_um_per_px: null } as const;
      await addReading(store, 'dr', { study, name: 'Panel', seed: 'seed', readers: ['Adams'], cases: [{ ...pair, subject: 'S-09' }, { ...pair, subject: 'S-10' }] });
      const items = await database.selectFrom('reading_items').innerJoin('reading_cases', 'reading_cases.id', 'reading_items.reading_case').select(['reading_items.id', 'reader', 'subject']).where('occasion', '=', 1).orderBy('subject').execute();
      for (const { id, reader, subject: shown } of items) await keepAnswer(store, 'dr', reader, id, { answer: null, reason: `that is ${shown}` });
      // As the program before erased S-09: the pair is gone, the entries are whole.
      await database.deleteFrom('reading_items').where('reading_case', 'in', database.selectFrom('reading_cases').select('id').where('subject', '=', 'S-09')).execute();
      await database.deleteFrom('reading_cases').where('subject', '=', 'S-09').execute();
      const answers = () => database.selectFrom('audit').selectAll().where('action', '=', 'reading.answer').orderBy('number').execute();
      const said = (await withholdAnswers(store, await answers())).map(({ after: shown }) => JSON.parse(shown!) as unknown);
      expect(said).toEqual([{ reader: 'Adams', withheld: 'as the pair was erased' }, { reader: 'Adams', withheld: 'until everybody has signed this blinded reading' }]);
      await eraseSubject(store, 'dr', await idOf(store, 'S-08'), 'consent withdrawn');
      expect((await answers()).map(({ after: left }) => /that is S-..|"erased"/.exec(left!)?.[0])).toEqual(['"erased"', 'that is S-10']);
    });
    // The entry of this program, unlike that one's, says which pairs there were.
    expect((await checkStore(folder)).findings.map(({ message }) => message)).toEqual([expect.stringContaining('does not show the photographs, days and sides that were dealt')]);
  });

  it('leaves no comparison under the pseudonym when all photographs stay with a subject of another study, whose own comparison stays', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      const { database } = store, subject = await idOf(store, 'S-07'), [{ id: study }] = await listStudies(store), { id: other } = await addStudy(store, 'dr', 'Another study');
      const { id: twin } = await addSubject(store, 'dr', other, 'S-07'), { id: area } = await addTargetArea(store, 'dr', twin, 'vertex');
      const visits = await database.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').select(['photograph', 'date', 'timepoints.name', 'calibration']).where('subject', '=', subject).orderBy('date').execute();
      for (const visit of visits) await addTimepoint(store, 'dr', { ...visit, target_area: area });
      const [baseline, followUp] = visits.map(({ photograph, date }) => ({ photograph, date, calibration: null })), ask = (id: string, subjectLabel: string, holder: Record<string, string>): Promise<unknown> =>
        queueComparison(store, 'dr', id, { baseline, followUps: [followUp], labels: { subject: subjectLabel, targetArea: 'vertex' }, ...holder }, 10);
      await ask('a'.repeat(64), 'S-07', { holder: `study:${study}` });
      await ask('b'.repeat(64), 'S-07', {});
      await ask('c'.repeat(64), 'S-07', { holder: `study:${other}` });
      await ask('d'.repeat(64), 'S-08', { holder: `study:${study}` });
      expect(await eraseSubject(store, 'dr', subject, 'consent withdrawn')).toEqual({ photographs: 0, measurements: 0, comparisons: 2, keptPhotographs: 2 });
      const left = await database.selectFrom('jobs').select('id').where('state', '=', 'queued').orderBy('id').execute();
      expect(left.map(({ id }) => id[0])).toEqual(['c', 'd']);
      const asked = await database.selectFrom('audit').select(['object', 'after']).where('action', '=', 'comparison.ask').where('after', 'like', '%"subject":"S-07"%').execute();
      expect(asked.map(({ object }) => object)).toEqual([`comparison:${'c'.repeat(64)}`]);
    });
    expect(await checkStore(folder)).toMatchObject({ photographs: 4, findings: [] });
  });

  it('is erased with what somebody adds while everything is looked over', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      const subject = await idOf(store, 'S-07');
      let added = 0;
      const meanwhile: StudyStore['change'] = async (actor, change, before) => {
        if (added++ === 0) await addTreatment(store, 'another', subject, { kind: 'other', date: '2026-03-01', note: 'a late comb' });
        return store.change(actor, change, before);
      };
      await eraseSubject({ ...store, change: meanwhile }, 'dr', subject, 'consent withdrawn');
      // Two tries, and one for each of the two photographs.
      expect(added).toBe(4);
    });
    expect(holding('a late comb')).toEqual([]);
    expect(await checkStore(folder)).toMatchObject({ photographs: 2, findings: [] });
  });

  it('does not come back with a comparison that was asked for before and waited for the erasure to end', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      const subject = await idOf(store, 'S-07'), { photograph } = await store.database.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').select('photograph').where('subject', '=', subject).executeTakeFirstOrThrow();
      await eraseSubject(store, 'dr', subject, 'consent withdrawn');
      const late = { baseline: { photograph, calibration: null, date: '2026-01-05' }, followUps: [{ photograph, calibration: null }], labels: { subject: 'S-07' } };
      await expect(queueComparison(store, 'dr', 'e'.repeat(64), late, 10)).rejects.toMatchObject({ code: 'request.conflict', message: 'A photograph of this comparison was erased meanwhile.' });
    });
    expect(holding('S-07')).toEqual([]);
  });

  it('leaves a trail that holds together where the first program wrote it, and no later change of what is left of an entry goes unnoticed', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      // As the first program hashed its entries: over their contents as they stand.
      let previous_hash = '0'.repeat(64);
      for (const { number, at, actor, action, object, before, after } of await store.database.selectFrom('audit').selectAll().orderBy('number').execute()) {
        const hash = createHash('sha256').update(JSON.stringify([number, at, actor, action, object, before, after, previous_hash])).digest('hex');
        await store.database.updateTable('audit').set({ previous_hash, hash }).where('number', '=', number).execute();
        previous_hash = hash;
      }
    });
    const before = await withStore((store) => store.verifyAudit());
    expect(before.firstBroken).toBeNull();
    await withStore(async (store) => eraseSubject(store, 'dr', await idOf(store, 'S-07'), 'consent withdrawn'));
    expect(holding('S-07')).toEqual([]);
    await withStore(async (store) => {
      expect(await store.verifyAudit()).toMatchObject({ firstBroken: null, erased: expect.any(Number) });
      const { number } = await store.database.selectFrom('audit').select('number').where('action', '=', 'subject.add').orderBy('number').executeTakeFirstOrThrow();
      await store.database.updateTable('audit').set({ actor: 'another' }).where('number', '=', number).execute();
      expect(await store.verifyAudit()).toMatchObject({ firstBroken: number });
    });
  });

  it('leaves no way to rewrite another entry of the trail and to write a seal for it, as those have that the first program wrote', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex'), digest = (content: string | null): string | null => (content === null ? null : sha256(content));
      const { number, at, action, object, before, after, previous_hash } = await store.database.selectFrom('audit').selectAll().where('action', '=', 'timepoint.add').orderBy('number').executeTakeFirstOrThrow();
      for (const content of [after!.replace('jpg', 'png'), JSON.stringify({ erased: sha256(after!) })]) {
        await store.database.updateTable('audit').set({ actor: 'another', after: content }).where('number', '=', number).execute();
        const kept = content.startsWith('{"erased"') ? sha256(after!) : digest(content);
        const seal = sha256(JSON.stringify([number, at, 'another', action, object, digest(before), kept, previous_hash]));
        await store.change('another', async (_step, record) => record({ action: 'audit.eraseEarlyEntry', object: `audit:${number}`, after: { seal } }));
        expect(await store.verifyAudit()).toMatchObject({ firstBroken: number });
      }
    });
  });

  it('is not erased, and nothing else is, when there is no such person', async () => {
    folder = await fillFolder();
    await withStore((store) => expect(eraseSubject(store, 'dr', 'nobody', 'x')).rejects.toMatchObject({ code: 'request.notFound' }));
    expect(await checkStore(folder)).toMatchObject({ photographs: 4, findings: [] });
  });
});

describe('a study that is erased', () => {
  it('leaves no photograph, no result and no pseudonym of anybody in it in any file, and another study keeps its own', async () => {
    folder = await fillFolder(undefined, { shared: true });
    const erased = await withStore(async (store) => {
      const { id: study } = await store.database.selectFrom('studies').select('id').executeTakeFirstOrThrow();
      await changeStudy(store, 'dr', study, { name: 'Alopecia, first part', isArchived: true });
      const shared = await store.database.selectFrom('timepoints').innerJoin('photographs', 'photographs.sha256', 'timepoints.photograph').select('sha256').where('timepoints.name', '=', 'S-07-1.jpg').executeTakeFirstOrThrow();
      const { id: other } = await addStudy(store, 'dr', 'Another study'), { id: subject } = await addSubject(store, 'dr', other, 'T-01'), { id: area } = await addTargetArea(store, 'dr', subject, 'vertex');
      await addTimepoint(store, 'dr', { target_area: area, date: '2026-02-05', photograph: shared.sha256, name: 'T-01.jpg', calibration: null });
      return eraseStudy(store, 'chief', study, 'entered twice');
    });
    expect(erased).toEqual({ subjects: 2, photographs: 2, measurements: 2, comparisons: 2, keptPhotographs: 1 });
    for (const words of ['S-08', `${telltale['S-07']}, before`, telltale['S-08']]) expect(holding(words), words).toEqual([]);
    expect(holding(`${telltale['S-07']}, after`).length).toBe(2);
    expect(await checkStore(folder)).toMatchObject({ photographs: 1, findings: [] });
    await withStore(async (store) => {
      const entry = await store.database.selectFrom('audit').selectAll().where('action', '=', 'study.erase').executeTakeFirstOrThrow();
      expect([entry.actor, JSON.parse(entry.after!)]).toEqual(['chief', { name: 'Alopecia, first part', reason: 'entered twice', subjects: 2, photographs: 2, measurements: 2, comparisons: 2 }]);
      expect(await listStudies(store)).toMatchObject([{ name: 'Another study', subjects: 1 }]);
      expect((await store.database.selectFrom('photographs').select('name').execute())[0].name).not.toContain('S-07');
    });
  });

  it('leaves a photograph that a blinded reading of another study shows, under the same pseudonym, too, with the answers to it', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      const { database } = store, [{ id: study }] = await listStudies(store), { id: other } = await addStudy(store, 'dr', 'Another study');
      const [before, after] = await database.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').select('photograph').where('subject', '=', await idOf(store, 'S-07')).orderBy('date').execute();
      const pair = { subject: 'S-07', arm: '', target_area: 'vertex', view: '', visit: 'week 24', date: '2026-06-05', baseline_photograph: before.photograph, follow_up_photograph: after.photograph, kind: 'closeup', baseline_um_per_px: null, follow_up_um_per_px: null } as const;
      for (const of of [study, other]) await addReading(store, 'dr', { study: of, name: 'Panel', seed: 'seed', readers: ['Adams'], cases: [pair] });
      // What this study compared of photographs that stay goes with it, and the trail does not miss it.
      const id = 'c'.repeat(64), { result } = await database.selectFrom('comparisons').select('result').where('result', 'is not', null).executeTakeFirstOrThrow();
      await queueComparison(store, 'dr', id, { holder: `study:${study}`, baseline: { photograph: before.photograph }, followUps: [{ photograph: after.photograph }] }, 10);
      await finishJob(store, id, { result: JSON.parse(result!) });
      expect(await eraseStudy(store, 'chief', study, 'entered twice')).toMatchObject({ subjects: 2, photographs: 2, keptPhotographs: 2 });
      expect(await database.selectFrom('reading_cases').innerJoin('readings', 'readings.id', 'reading_cases.reading').select(['readings.study', 'subject']).execute()).toEqual([{ study: other, subject: 'S-07' }]);
    });
    expect(await checkStore(folder)).toMatchObject({ photographs: 2, findings: [] });
  });
});

describe('a study that is called something else', () => {
  it('has its new name in the list, apart once it is archived, the old one in the trail, and the check of the store follows', async () => {
    folder = await fillFolder();
    await withStore(async (store) => {
      const [{ id }] = await listStudies(store);
      await addStudy(store, 'dr', 'Another study');
      await expect(changeStudy(store, 'dr', id, { name: 'Another study' })).rejects.toMatchObject({ code: 'request.conflict' });
      await changeStudy(store, 'dr', id, { name: 'Alopecia, first part' });
      expect((await changeStudy(store, 'dr', id, { isArchived: true })).archived_at).not.toBeNull();
      expect((await listStudies(store)).map(({ name, archived_at }) => [name, archived_at === null])).toEqual([['Alopecia, first part', false], ['Another study', true]]);
      const trail = await store.database.selectFrom('audit').select(['before', 'after']).where('action', '=', 'study.change').orderBy('number').execute();
      expect(trail.map(({ before, after }) => [before, after].map((text) => JSON.parse(text!) as object))).toEqual([
        [{ name: 'Alopecia 2026', isArchived: false }, { name: 'Alopecia, first part', isArchived: false }], [{ name: 'Alopecia, first part', isArchived: false }, { name: 'Alopecia, first part', isArchived: true }],
      ]);
    });
    expect(await checkStore(folder)).toMatchObject({ findings: [] });
    await withStore((store) => store.database.updateTable('studies').set({ name: 'by hand' }).where('name', '=', 'Alopecia, first part').execute());
    expect(JSON.stringify((await checkStore(folder)).findings)).toMatch(/Study .* is not as the audit trail says/);
  });
});
