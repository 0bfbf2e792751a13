import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAccount, changeAccount, findAccountByName, hasAdministrator, listAccounts, setMembership } from '../../src/study/accounts.js';
import { createReclaimer } from '../../src/jobs/reclaim-jobs.js';
import { changeClinic, findClinic } from '../../src/study/clinic.js';
import { findComparison, finishJob, listComparisonsOf, queueComparison, requeueInterrupted, takeNextJob } from '../../src/study/comparisons.js';
import { changeStudy } from '../../src/study/change-study.js';
import { checkSharedStore } from '../../src/study/check-shared-store.js';
import { eraseStudy } from '../../src/study/erase-study.js';
import { eraseReadPerson, eraseSubject } from '../../src/study/erase-subject.js';
import { quarantinePath } from '../../src/study/originals.js';
import { beginSession, endOtherSessions, endSession, findSession } from '../../src/study/sessions.js';
import { namesOfPhotographs } from '../../src/study/holdings.js';
import { beatJob, countAhead, giveJobBack } from '../../src/study/leases.js';
import { findPhotograph, rememberPhotograph, requireOriginal } from '../../src/study/photographs.js';
import { addReading, findCase, findReader, findReading, keepAnswer, signReading } from '../../src/study/reading/readings.js';
import { checkSignatures } from '../../src/study/reading/check-signatures.js';
import { tabulateReading } from '../../src/study/reading/reading-tables.js';
import { hashAnswers, verifySignature } from '../../src/study/reading/sign-answers.js';
import { openSharedStore } from '../../src/study/shared-store.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';
import { addStudy, addSubject, addTargetArea, addTimepoint, addTreatment, findSubject, listStudies, removeTimepoint } from '../../src/study/subjects.js';
import { noteUnsettled, settle } from '../../src/study/unsettled.js';
import { isVisible } from '../../src/study/visibility.js';
import { type ObjectStore, startObjectStore } from '../support/object-store.js';
import { postgresPrograms, type PostgresServer, startPostgres } from '../support/postgres.js';

const photographOf = (letter: string) => ({ sha256: letter.repeat(64), name: `${letter}.jpg`, format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
let server: PostgresServer | null = null, photographs: ObjectStore;

beforeAll(async () => {
  if (postgresPrograms !== null) server = await startPostgres();
  photographs = await startObjectStore();
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await photographs.stop();
});

/** Each opens what is kept at `place` for one more program, as far as its dialect allows several. */
const dialects = [
  { name: 'an SQLite file', isThere: true, place: async (folder: string) => folder, open: (place: string, _folder: string, clock: () => number) => openStudyStore(place, clock) },
  { name: 'a PostgreSQL database', isThere: postgresPrograms !== null, place: () => server!.create(), open: (databaseUrl: string, workFolder: string, clock: () => number) => openSharedStore({ databaseUrl, objectStoreUrl: photographs.url, workFolder, clock }) },
];

for (const { name, isThere, place: makePlace, open } of dialects) {
  describe.skipIf(!isThere)(`what is kept of photographs and people in ${name}`, () => {
    let folder: string, place: string, store: StudyStore, now: number;

    beforeEach(async () => {
      now = Date.UTC(2026, 0, 5);
      folder = mkdtempSync(join(tmpdir(), 'trichoscore-contract-'));
      place = await makePlace(folder);
      store = await open(place, folder, () => now);
      // As where originals are: a folder that lost them all is not opened.
      mkdirSync(join(folder, 'originals', 'aa'), { recursive: true });
    });
    afterEach(async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const openAgain = async (): Promise<void> => {
      await store.close();
      store = await open(place, folder, () => now);
    };

    it('is still there when it is opened again: photographs, studies, visits, treatments', async () => {
      await rememberPhotograph(store, 'dr', photographOf('a'));
      const study = await addStudy(store, 'dr', 'Needling 2026'), subject = await addSubject(store, 'dr', study.id, 'S-01'), area = await addTargetArea(store, 'dr', subject.id, 'vertex');
      const visit = { target_area: area.id, photograph: 'a'.repeat(64), name: 'vertex.jpg', calibration: JSON.stringify({ method: 'given', micrometresPerPixel: 2.762 }) };
      await rememberPhotograph(store, 'dr', photographOf('b'));
      await addTimepoint(store, 'dr', { ...visit, photograph: 'b'.repeat(64), date: '2026-07-06' });
      await addTimepoint(store, 'dr', { ...visit, date: '2026-01-05' });
      await addTreatment(store, 'dr', subject.id, { kind: 'microneedling', date: '2026-02-01', needleMm: 1.5 });
      await openAgain();
      expect(await findPhotograph(store, 'a'.repeat(64))).toMatchObject({ name: 'a.jpg', bytes: 10, captured_at: null, uploaded_at: '2026-01-05T00:00:00.000Z' });
      expect(await listStudies(store)).toEqual([{ id: study.id, name: 'Needling 2026', added_at: '2026-01-05T00:00:00.000Z', archived_at: null, subjects: 1 }]);
      const file = await findSubject(store, subject.id);
      expect(file!.areas[0].timepoints.map(({ date }) => date)).toEqual(['2026-01-05', '2026-07-06']);
      expect(file!.treatments).toMatchObject([{ kind: 'microneedling', needleMm: 1.5 }]);
      await removeTimepoint(store, 'dr', file!.areas[0].timepoints[0].id, 'another patient');
      expect((await findSubject(store, subject.id))!.areas[0].timepoints).toHaveLength(1);
      expect(await store.verifyAudit()).toMatchObject({ firstBroken: null, entries: 9 });
    });

    it('begins every report with the clinic that was set last, and the trail says who set what', async () => {
      expect(await findClinic(store)).toEqual({ name: '', address: '', paper: null, logo: null });
      const logo = { png: randomBytes(300), widthPx: 20, heightPx: 10 };
      await changeClinic(store, 'chief', { name: 'Praxis Nord', address: 'Nordweg 7', paper: 'letter' });
      await changeClinic(store, 'chief', { logo });
      await openAgain();
      expect(await findClinic(store)).toEqual({ name: 'Praxis Nord', address: 'Nordweg 7', paper: 'letter', logo });
      await changeClinic(store, 'second', { logo: null, paper: null });
      expect(await findClinic(store)).toEqual({ name: 'Praxis Nord', address: 'Nordweg 7', paper: null, logo: null });
      const acts = await store.database.selectFrom('audit').select(['actor', 'before', 'after']).where('action', '=', 'clinic.change').orderBy('number').execute();
      const logoHash = createHash('sha256').update(logo.png).digest('hex');
      expect(acts.map(({ actor, after }) => [actor, (JSON.parse(after!) as { logo: string | null }).logo])).toEqual([['chief', null], ['chief', logoHash], ['second', null]]);
      expect(JSON.parse(acts[2].before!)).toEqual({ name: 'Praxis Nord', address: 'Nordweg 7', paper: 'letter', logo: logoHash });
    });

    it('is listed in the same order whatever the language of the machine: by the numbers of the letters', async () => {
      const study = await addStudy(store, 'dr', 'Order');
      for (const pseudonym of ['b-1', 'ä', 'Z', 'a_1', 'a-2', 'A']) await addSubject(store, 'dr', study.id, pseudonym);
      const subjects = await store.database.selectFrom('subjects').select('pseudonym').orderBy('pseudonym').execute();
      expect(subjects.map(({ pseudonym }) => pseudonym)).toEqual(['A', 'Z', 'a-2', 'a_1', 'b-1', 'ä']);
    });

    it('is refused twice under one name, and shown only to the study that it belongs to', async () => {
      const chief = await addAccount(store, 'command line', { name: 'chief', role: 'administrator', password: 'hash' });
      const study = await addStudy(store, 'chief', 'One'), other = await addStudy(store, 'chief', 'Two');
      await expect(addStudy(store, 'chief', 'One')).rejects.toMatchObject({ code: 'request.conflict' });
      const reader = await addAccount(store, 'chief', { name: 'reader', role: 'reader', password: null });
      await setMembership(store, 'chief', reader.id, study.id, true);
      expect(await hasAdministrator(store)).toBe(true);
      await expect(changeAccount(store, 'chief', chief.id, { isClosed: true })).rejects.toMatchObject({ code: 'request.conflict' });
      expect((await findAccountByName(store, 'chief'))!.closed_at).toBeNull();
      expect([await isVisible(store, reader, 'study', study.id), await isVisible(store, reader, 'study', other.id)]).toEqual([true, false]);
      expect((await listAccounts(store)).map((account) => [account.name, account.studies])).toEqual([['chief', []], ['reader', [study.id]]]);
      expect([...await namesOfPhotographs(store, reader, [])]).toEqual([]);
    });

    it('keeps a scale of a blinded reading to its last digit, and the answers as they were signed', async () => {
      for (const letter of ['a', 'b']) await rememberPhotograph(store, 'dr', photographOf(letter));
      const study = await addStudy(store, 'dr', 'Reading');
      const { id } = await addReading(store, 'dr', {
        study: study.id, name: 'R', seed: 's', readers: ['reader'],
        cases: [{ subject: 'S-01', arm: '', target_area: 'vertex', view: '', visit: 'v2', date: '2026-07-06', baseline_photograph: 'a'.repeat(64), follow_up_photograph: 'b'.repeat(64), kind: 'closeup', baseline_um_per_px: 2.7621345678901, follow_up_um_per_px: null }],
      });
      const whole = (await findReading(store, id))!, [reader] = whole.readers, [item] = whole.items;
      expect(await findCase(store, whole.cases[0].id)).toMatchObject({ baseline_um_per_px: 2.7621345678901, follow_up_um_per_px: null });
      await keepAnswer(store, 'reader', reader.id, item.id, { answer: -2, reason: null });
      await signReading(store, 'reader', reader.id, 'R. Eader');
      await openAgain();
      const found = (await findReader(store, reader.id))!;
      expect([found.items[0].answer, verifySignature(found.reader, found.items)]).toEqual([-2, true]);
      await expect(keepAnswer(store, 'reader', reader.id, item.id, { answer: 3, reason: null })).rejects.toMatchObject({ code: 'request.conflict' });
    });

    it('hands out the scores of a signed reading after a person was erased, says that the signature was renewed, and renews none whose answers somebody had changed', async () => {
      for (const letter of ['a', 'b', 'c', 'd']) await rememberPhotograph(store, 'dr', photographOf(letter));
      const study = await addStudy(store, 'dr', 'Reading'), pair = { arm: '', target_area: 'vertex', view: '', visit: 'v2', date: '2026-07-06', kind: 'closeup', baseline_um_per_px: null, follow_up_um_per_px: null } as const;
      const { id } = await addReading(store, 'dr', {
        study: study.id, name: 'R', seed: 's', readers: ['Adams', 'Bell'],
        cases: [{ ...pair, subject: 'S-01', baseline_photograph: 'a'.repeat(64), follow_up_photograph: 'b'.repeat(64) }, { ...pair, subject: 'S-02', baseline_photograph: 'c'.repeat(64), follow_up_photograph: 'd'.repeat(64) }],
      });
      for (const reader of (await findReading(store, id))!.readers) {
        for (const item of (await findReading(store, id))!.items.filter((one) => one.reader === reader.id)) await keepAnswer(store, reader.name, reader.id, item.id, { answer: item.baseline_side === 'left' ? 2 : -2, reason: null });
        await signReading(store, reader.name, reader.id, `Dr ${reader.name}`);
      }
      const signed = (await findReading(store, id))!.readers, bell = signed[1];
      await store.database.updateTable('reading_items').set({ answer: 0 }).where('reader', '=', bell.id).execute();
      now += 86_400_000;
      await eraseReadPerson(store, 'chief', { study: study.id, pseudonym: 'S-01' }, 'consent withdrawn');
      const whole = (await findReading(store, id))!, [adams, changed] = whole.readers;
      expect(whole.items.map((item) => verifySignature(whole.readers.find((reader) => reader.id === item.reader)!, whole.items)).sort()).toEqual([false, true]);
      expect(adams).toMatchObject({ signed_at: signed[0].signed_at, renewed_at: '2026-01-06T00:00:00.000Z', first_signature: signed[0].signature });
      expect(changed).toEqual(bell);
      expect(() => tabulateReading(whole, 'ratings')).toThrow('The answers of Bell are not those that were signed.');
      const alone = { ...whole, readers: [adams] };
      expect(tabulateReading(alone, 'ratings').rows).toEqual([['S-02', '', 'vertex', '', 'v2', '2026-07-06', 'Adams', 'independent assessor', 1, 2]]);
      expect(tabulateReading(alone, 'signatures').rows).toEqual([['Adams', 'reader', 'Dr Adams', signed[0].signed_at, adams.signature, true, '2026-01-06T00:00:00.000Z', signed[0].signature]]);
      const entries = await store.database.selectFrom('audit').select(['object', 'before', 'after']).where('action', '=', 'reading.renewSignature').execute();
      expect(entries.map(({ object, before, after }) => [object, JSON.parse(before!), JSON.parse(after!)])).toEqual([[`reading:${id}`, { reader: 'Adams', signature: signed[0].signature }, { reader: 'Adams', signature: adams.signature, answersErased: 1, why: 'a person was erased' }]]);
      expect(await checkSignatures(store.database)).toEqual({ renewed: 1, faults: [`Answers in the blinded reading ${id} are not those that a reader signed.`] });
      const forged = hashAnswers(changed, whole.items.filter(({ reader }) => reader === bell.id), bell.signed_name!, bell.signed_at!);
      await store.database.updateTable('reading_readers').set({ signature: forged }).where('id', '=', bell.id).execute();
      expect(await checkSignatures(store.database)).toEqual({ renewed: 1, faults: [`A signature of the blinded reading ${id} is not the one that the audit trail has.`] });
      expect((await store.verifyAudit()).firstBroken).toBeNull();
    });

    it('leaves nothing in the trail of what blinded readers said about somebody who was erased, or of anybody in a study that was, while what they said about others stays', async () => {
      for (const letter of ['a', 'b', 'c', 'd']) await rememberPhotograph(store, 'dr', photographOf(letter));
      const study = await addStudy(store, 'dr', 'Reading'), pair = { arm: '', target_area: 'vertex', view: '', visit: 'v2', date: '2026-07-06', kind: 'closeup', baseline_um_per_px: null, follow_up_um_per_px: null } as const;
      const { id } = await addReading(store, 'dr', {
        study: study.id, name: 'R', seed: 's', readers: ['Adams'],
        cases: [{ ...pair, subject: 'S-01', baseline_photograph: 'a'.repeat(64), follow_up_photograph: 'b'.repeat(64) }, { ...pair, subject: 'S-02', baseline_photograph: 'c'.repeat(64), follow_up_photograph: 'd'.repeat(64) }],
      });
      const { cases, items, readers: [adams] } = (await findReading(store, id))!;
      for (const item of items) {
        const about = cases.find((row) => row.id === item.reading_case)!.subject;
        await keepAnswer(store, 'Adams', adams.id, item.id, { answer: null, reason: `I know the patient, ${about === 'S-01' ? 'Mr Miller' : 'Mrs Smith'}` });
        await keepAnswer(store, 'Adams', adams.id, item.id, { answer: 1, reason: null });
      }
      const trail = async (): Promise<string> => JSON.stringify(await store.database.selectFrom('audit').select(['before', 'after']).execute());
      await eraseReadPerson(store, 'chief', { study: study.id, pseudonym: 'S-01' }, 'consent withdrawn');
      expect([(await trail()).includes('Miller'), (await trail()).includes('Smith')]).toEqual([false, true]);
      await eraseStudy(store, 'chief', study.id, 'entered twice');
      expect(await trail()).not.toContain('Smith');
      expect((await store.verifyAudit()).firstBroken).toBeNull();
    });

    it('holds an audit entry for each act, in which no later change goes unnoticed', async () => {
      await rememberPhotograph(store, 'dr', photographOf('a'));
      await queueComparison(store, 'dr', 'one', { of: 'two photographs' }, 10);
      await finishJob(store, 'one', { error: { code: 'photo.damaged', message: 'm', hint: 'h' } });
      expect(await store.verifyAudit()).toMatchObject({ entries: 3, firstBroken: null });
      await store.database.updateTable('audit').set({ actor: 'somebody else' }).where('number', '=', 2).execute();
      expect(await store.verifyAudit()).toMatchObject({ firstBroken: 2 });
    });

    it('holds no act whose entry could not be written, and no entry of an act that failed', async () => {
      await expect(store.change('dr', async (step, record) => {
        await step.insertInto('studies').values({ id: 's', name: 's', added_at: 'now' }).execute();
        await record({ action: 'photograph.upload', object: 'photograph:x' });
        throw new Error('the disk is full');
      })).rejects.toThrow('the disk is full');
      expect([(await store.verifyAudit()).entries, await listStudies(store)]).toEqual([0, []]);
    });

    it('queues one comparison once, the oldest first, no more than may wait, a failed one anew, and begins interrupted ones again', async () => {
      expect(await queueComparison(store, 'dr', 'one', { n: 1 }, 2)).toBe('queued');
      now -= 1000;
      expect(await queueComparison(store, 'dr', 'two', { n: 2 }, 2)).toBe('queued');
      expect(await queueComparison(store, 'dr', 'one', { n: 1 }, 2)).toBe('queued');
      expect(await queueComparison(store, 'dr', 'three', { n: 3 }, 2)).toBeNull();
      expect(await takeNextJob(store)).toMatchObject({ id: 'one', request: { n: 1 }, attempts: 1 });
      await requeueInterrupted(store);
      expect(await takeNextJob(store)).toMatchObject({ id: 'one', request: { n: 1 }, attempts: 2 });
      await finishJob(store, 'one', { error: { code: 'photo.stopped', message: 'm', hint: 'h' } });
      expect(await findComparison(store, 'one')).toMatchObject({ state: 'failed', error: { code: 'photo.stopped' } });
      expect(await queueComparison(store, 'dr', 'one', { n: 1 }, 2)).toBe('queued');
      expect((await takeNextJob(store))!.id).toBe('two');
    });

    it('leaves comparisons that were asked for by methods which a worker does not choose, whoever is next, also one that was asked for again', async () => {
      for (const [id, method] of [['one', '0.9.10'], ['two', ''], ['three', '0.9.11']] as const) await queueComparison(store, 'dr', id, {}, 9, '', undefined, method);
      const choose = (wanted: string) => async (methods: readonly string[]): Promise<string[]> => methods.filter((method) => method === wanted);
      expect([(await takeNextJob(store, choose('0.9.11')))!.id, await takeNextJob(store, choose('0.9.11'))]).toEqual(['three', null]);
      await finishJob(store, 'three', { error: { code: 'photo.stopped', message: 'm', hint: 'h' } });
      await queueComparison(store, 'dr', 'three', {}, 9, '', undefined, '0.9.12');
      expect([await takeNextJob(store, choose('0.9.11')), (await takeNextJob(store, choose('0.9.12')))!.id, (await takeNextJob(store))!.id]).toEqual([null, 'three', 'one']);
    });

    it('finds what was asked for with one photograph as the baseline, of one study, the latest first, with the reason why a follow-up was refused', async () => {
      const asked = (baseline: string, followUp: string): object => ({ baseline: { photograph: baseline.repeat(64), name: `50 %_${baseline}\\.jpg` }, followUps: [{ photograph: followUp.repeat(64) }] });
      const error = { code: 'calibration.notFound', message: 'Photograph 2 of 2: No scale bar.', hint: 'h', photograph: { place: 2, message: 'No scale bar.' } };
      for (const letter of 'abc') await rememberPhotograph(store, 'dr', photographOf(letter));
      for (const [id, request, holder] of [['one', asked('a', 'b'), 'study:s'], ['two', asked('a', 'c'), 'study:s'], ['three', asked('b', 'a'), 'study:s'], ['four', asked('a', 'b'), 'study:t']] as const) await queueComparison(store, 'dr', id, request, 9, holder);
      await finishJob(store, 'one', { error });
      expect(await listComparisonsOf(store, 'study:s', 'a'.repeat(64))).toEqual([{ id: 'two', request: asked('a', 'c'), state: 'queued', error: null, endedAt: null }, { id: 'one', request: asked('a', 'b'), state: 'failed', error, endedAt: expect.stringMatching(/^\d{4}-.*Z$/) }]);
    });

    it('lets no study wait for another: whoever has the fewest comparisons under way is next, then the oldest', async () => {
      for (const [id, holder] of [['a1', 'study:a'], ['a2', 'study:a'], ['a3', 'study:a'], ['b1', 'study:b'], ['c1', 'account:c']] as const) await queueComparison(store, 'dr', id, {}, 3, holder);
      expect(await queueComparison(store, 'dr', 'a4', {}, 3, 'study:a')).toBeNull();
      const order: string[] = [];
      for (let job = await takeNextJob(store); job !== null; job = await takeNextJob(store)) {
        order.push(job.id);
        if (job.id === 'b1') await finishJob(store, 'b1', { error: { code: 'x', message: '', hint: '' } }, job.lease);
      }
      expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
    });

    it('erases a study with what is being measured for it, and what is finished afterwards does not come back', async () => {
      const sha256 = 'a'.repeat(64), study = await addStudy(store, 'dr', 'Erasing'), other = await addStudy(store, 'dr', 'Staying'), comparisonOf = (id: string): string => createHash('sha256').update(id).digest('hex');
      await rememberPhotograph(store, 'dr', photographOf('a'));
      for (const { id } of [study, other]) {
        const subject = await addSubject(store, 'dr', id, 'S-01'), area = await addTargetArea(store, 'dr', subject.id, 'vertex');
        await addTimepoint(store, 'dr', { target_area: area.id, date: '2026-01-05', photograph: sha256, name: 'a.jpg', calibration: null });
        await queueComparison(store, 'dr', comparisonOf(id), { baseline: { photograph: sha256 }, followUps: [], holder: `study:${id}` }, 10, `study:${id}`);
      }
      await changeStudy(store, 'dr', study.id, { name: 'Erased', isArchived: true });
      const job = await takeNextJob(store);
      expect(job!.id).toBe(comparisonOf(study.id));
      expect(await eraseStudy(store, 'chief', study.id, 'entered twice')).toEqual({ subjects: 1, photographs: 0, measurements: 0, comparisons: 1, keptPhotographs: 1 });
      expect(await finishJob(store, job!.id, { error: { code: 'x', message: '', hint: '' } }, job!.lease)).toBe(false);
      expect(await findComparison(store, job!.id)).toBeNull();
      expect((await listStudies(store)).map((row) => [row.name, row.subjects])).toEqual([['Staying', 1]]);
      expect((await takeNextJob(store))!.id).toBe(comparisonOf(other.id));
      const trail = await store.database.selectFrom('audit').select(['object', 'before', 'after']).where('action', 'not like', 'study.%').execute();
      expect(JSON.stringify(trail)).not.toContain(study.id);
    });

    it('takes turns among studies when one comparison is done at a time: whoever asked for a thousand first keeps nobody waiting', async () => {
      for (const [id, holder] of [['a1', 'study:a'], ['a2', 'study:a'], ['a3', 'study:a'], ['b1', 'study:b'], ['c1', 'account:c'], ['b2', 'study:b']] as const) await queueComparison(store, 'dr', id, {}, 3, holder);
      const order: string[] = [], told = async (ids: readonly string[]): Promise<(number | null)[]> => Promise.all(ids.map((id) => countAhead(store, id)));
      expect(await told(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'never'])).toEqual([0, 1, 2, 3, 4, 5, null]);
      for (let job = await takeNextJob(store); job !== null; job = await takeNextJob(store)) {
        order.push(job.id);
        if (job.id === 'c1') expect(await told(['c1', 'a2', 'b2', 'a3'])).toEqual([null, 1, 2, 3]);
        await finishJob(store, job.id, { error: { code: 'x', message: '', hint: '' } }, job.lease);
      }
      expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
    });

    it('takes no result from a worker whose comparison somebody else has meanwhile', async () => {
      await queueComparison(store, 'dr', 'one', {}, 10);
      const slow = (await takeNextJob(store))!, clock = { ms: 0 }, reclaim = createReclaimer(store, () => clock.ms);
      const listen = async (ms: number): Promise<void> => { clock.ms += ms; await reclaim(); };
      await listen(0);
      await listen(14_000);
      expect(await beatJob(store, slow, { photograph: 1, of: 2, stage: 'reading' })).toBe(true);
      await listen(2_000);
      await listen(14_000);
      expect(await takeNextJob(store)).toBeNull();
      await listen(2_000);
      const quick = (await takeNextJob(store))!;
      expect([quick.id, quick.lease]).toEqual(['one', slow.lease + 1]);
      const refusal = (code: string) => ({ error: { code, message: '', hint: '' } });
      expect([await beatJob(store, slow, null), await finishJob(store, 'one', refusal('slow'), slow.lease)]).toEqual([false, false]);
      await giveJobBack(store, slow);
      expect([await finishJob(store, 'one', refusal('quick'), quick.lease), await finishJob(store, 'one', refusal('slow'), slow.lease)]).toEqual([true, false]);
      expect(await findComparison(store, 'one')).toMatchObject({ state: 'failed', error: { code: 'quick' } });
      expect(await store.verifyAudit()).toMatchObject({ entries: 2, firstBroken: null });
    });

    it('lets others take at once what a worker gives back, and does not count that try', async () => {
      await queueComparison(store, 'dr', 'one', {}, 10);
      await giveJobBack(store, (await takeNextJob(store))!);
      expect(await takeNextJob(store)).toMatchObject({ id: 'one', attempts: 1, lease: 2 });
    });
  });
}

describe.skipIf(postgresPrograms === null)('photographs of several machines in one PostgreSQL database', () => {
  const folders: string[] = [], stores: StudyStore[] = [];
  let url: string;
  const openAnother = async (): Promise<StudyStore> => {
    const workFolder = mkdtempSync(join(tmpdir(), 'trichoscore-machine-'));
    folders.push(workFolder);
    stores.push(await openSharedStore({ databaseUrl: url, objectStoreUrl: photographs.url, workFolder }));
    return stores[stores.length - 1];
  };
  beforeEach(async () => { url = await server!.create(); });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it('have one audit trail, unbroken however many machines write at once, and no act without its entry', async () => {
    const machines = await Promise.all([openAnother(), openAnother(), openAnother()]);
    /** A busy database may refuse for a moment; nothing is written then. */
    const add = async (machine: StudyStore, actor: string, name: string): Promise<number> => addStudy(machine, actor, name).then(() => 1, (error: { code: string }) => {
      if (error.code === 'storage.unavailable') return add(machine, actor, name);
      expect(error.code).toBe('request.conflict');
      return 0;
    });
    const acts = machines.flatMap((machine, at) => Array.from({ length: 20 }, (_, count) => add(machine, `machine ${at}`, `Study ${count}`)));
    const added = (await Promise.all(acts)).reduce((sum, one) => sum + one, 0);
    expect([added, (await listStudies(machines[0])).length]).toEqual([20, 20]);
    expect(await machines[2].verifyAudit()).toMatchObject({ entries: 20, firstBroken: null });
  });

  it('are refused by what is wrong with the database: rights withheld, a disk that fails, a torn page, what a trigger of the site refuses', async () => {
    const machine = await openAnother(), refusals = { 42501: 'storage.unavailable', 58030: 'storage.unavailable', P0001: 'storage.unavailable', XX001: 'storage.damaged' };
    for (const [state, code] of Object.entries(refusals)) {
      await expect(sql`do ${sql.raw(`$$ begin raise exception 'of study "Secret"' using errcode = '${state}'; end $$`)}`.execute(machine.database), state).rejects.toMatchObject({ code, message: expect.not.stringContaining('Secret') });
    }
  });

  it('know at every machine who is signed in, until the session ends', async () => {
    const [here, there] = await Promise.all([openAnother(), openAnother()]), limits = { idleMs: 3_600_000, wholeMs: 7_200_000 };
    const { id } = await addAccount(here, 'command line', { name: 'chief', role: 'administrator', password: 'hash' });
    for (const hash of ['one', 'two', 'three']) await beginSession(here, hash, id, limits);
    expect([await findSession(there, 'one', limits, false), await findSession(there, 'four', limits, false)]).toEqual([id, null]);
    await there.database.updateTable('sessions').set(({ eb }) => ({ used_at: eb('used_at', '-', 3_601) })).where('hash', '=', 'two').execute();
    expect(await findSession(here, 'two', limits, false)).toBeNull();
    await endOtherSessions(there, id, 'three');
    expect([await findSession(here, 'one', limits, false), await findSession(here, 'three', limits, true)]).toEqual([null, id]);
    await endSession(here, 'three');
    expect(await findSession(there, 'three', limits, false)).toBeNull();
  });

  it('are erased for good with their person, wherever they lie, and the trail still holds together', async () => {
    const [here, there] = await Promise.all([openAnother(), openAnother()]), photograph = randomBytes(2000), sha256 = createHash('sha256').update(photograph).digest('hex');
    const upload = quarantinePath(here.folders);
    writeFileSync(upload, photograph);
    await here.originals.keep(upload, sha256);
    await rememberPhotograph(here, 'dr', { ...photographOf('a'), sha256 });
    const study = await addStudy(here, 'dr', 'Erasing'), subject = await addSubject(here, 'dr', study.id, 'S-01'), area = await addTargetArea(here, 'dr', subject.id, 'vertex');
    await addTimepoint(here, 'dr', { target_area: area.id, date: '2026-01-05', photograph: sha256, name: 'a.jpg', calibration: null });
    await queueComparison(here, 'dr', 'one', { baseline: { photograph: sha256 }, followUps: [] }, 10);
    expect(await checkSharedStore(there, [])).toMatchObject({ photographs: 1, comparisons: 1, findings: [] });
    const strayUpload = quarantinePath(here.folders), stray = createHash('sha256').update('never entered').digest('hex');
    writeFileSync(strayUpload, 'never entered');
    await here.originals.keep(strayUpload, stray);
    expect((await checkSharedStore(there, [])).findings).toEqual([{ kind: 'leftover', message: expect.stringContaining(`holds ${stray.slice(0, 12)}…`) }]);
    await here.originals.remove(stray);
    expect(await eraseSubject(there, 'dr', subject.id, 'asked for')).toMatchObject({ photographs: 1, comparisons: 1 });
    await expect(there.originals.locate(sha256)).rejects.toMatchObject({ code: 'storage.damaged' });
    expect(await findSubject(here, subject.id)).toBeNull();
    expect(await checkSharedStore(here, [])).toMatchObject({ photographs: 0, comparisons: 0, findings: [], auditEntries: 7 });
  });

  it('are not acknowledged without their original when they are erased while they are uploaded again, and not erased when they were acknowledged', async () => {
    const [here, there] = await Promise.all([openAnother(), openAnother()]), photograph = randomBytes(2000), sha256 = createHash('sha256').update(photograph).digest('hex');
    const bring = async (): Promise<boolean> => {
      const upload = quarantinePath(here.folders);
      writeFileSync(upload, photograph);
      await here.originals.keep(upload, sha256);
      return rememberPhotograph(here, 'dr', { ...photographOf('a'), sha256 }, undefined, () => requireOriginal(here, sha256));
    };
    const addToSeries = async (pseudonym: string, study: string): Promise<string> => {
      const subject = await addSubject(here, 'dr', study, pseudonym), area = await addTargetArea(here, 'dr', subject.id, 'vertex');
      await addTimepoint(here, 'dr', { target_area: area.id, date: '2026-01-05', photograph: sha256, name: 'a.jpg', calibration: null });
      return subject.id;
    };
    await bring();
    const study = await addStudy(here, 'dr', 'Racing'), first = await addToSeries('S-01', study.id);
    // Between the erasure of the row and that of the file, somebody uploads it again.
    let changes = 0;
    const meanwhile: StudyStore['change'] = async (actor, change, before) => {
      const outcome = await there.change(actor, change, before);
      if (changes++ === 0) expect(await bring()).toBe(true);
      return outcome;
    };
    await eraseSubject({ ...there, change: meanwhile }, 'dr', first, 'asked for');
    expect(await here.originals.has(sha256)).toBe(true);
    expect(await checkSharedStore(here, [])).toMatchObject({ photographs: 1, findings: [] });
    // Put in its place, then erased, then remembered.
    const second = await addToSeries('S-02', study.id), keep = here.originals.keep, slow = { ...here, originals: { ...here.originals, keep: async (upload: string, name: string) => { await keep(upload, name); await eraseSubject(there, 'dr', second, 'asked for'); } } };
    const upload = quarantinePath(here.folders);
    writeFileSync(upload, photograph);
    await slow.originals.keep(upload, sha256);
    await expect(rememberPhotograph(slow, 'dr', { ...photographOf('a'), sha256 }, undefined, () => requireOriginal(slow, sha256))).rejects.toMatchObject({ code: 'request.conflict' });
    expect(await checkSharedStore(here, [])).toMatchObject({ photographs: 0, findings: [] });
  });

  it('keep nobody waiting while the object store takes three seconds an answer: only who adds or removes the same photograph waits', async () => {
    const [here, there] = await Promise.all([openAnother(), openAnother()]), pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
    const bring = async (content: string): Promise<string> => {
      const upload = quarantinePath(here.folders), sha256 = createHash('sha256').update(content).digest('hex');
      writeFileSync(upload, content);
      await here.originals.keep(upload, sha256);
      return sha256;
    };
    const remember = (sha256: string): Promise<boolean> => rememberPhotograph(here, 'dr', { ...photographOf('a'), sha256 }, undefined, async () => { await pause(3000); await requireOriginal(here, sha256); });
    // Uploads that wait for an answer leave connections to everybody else, here and on other machines.
    const uploads = (await Promise.all(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].map(bring))).map(remember), began = performance.now();
    await pause(300);
    for (const [at, store] of [here, there, here, there].entries()) await addStudy(store, 'dr', `Study ${at}`);
    expect(performance.now() - began).toBeLessThan(2500);
    // An erasure whose removal takes as long: nobody waits but whoever uploads that photograph again, and is told.
    const erased = await bring('erased'), note = await noteUnsettled(there.folders, erased), slow = { ...there, originals: { ...there.originals, remove: async (sha256: string) => { await pause(3000); await there.originals.remove(sha256); } } };
    const removal = settle(slow, note);
    await pause(300);
    const again = rememberPhotograph(here, 'dr', { ...photographOf('a'), sha256: erased }, undefined, () => requireOriginal(here, erased)).catch(({ code }: { code: string }) => code), since = performance.now();
    await addStudy(there, 'dr', 'Meanwhile');
    expect(performance.now() - since).toBeLessThan(2000);
    await removal;
    expect(await again).toBe('request.conflict');
    expect(await Promise.all(uploads)).toEqual(uploads.map(() => true));
    expect(await checkSharedStore(here, [])).toMatchObject({ photographs: 9, findings: [] });
  }, 60_000);

  it('are given to one worker each, however many ask at once', async () => {
    const machines = await Promise.all([openAnother(), openAnother()]);
    for (let n = 0; n < 20; n += 1) await queueComparison(machines[0], 'dr', `job ${n}`, { n }, 100);
    const taken = await Promise.all(Array.from({ length: 24 }, (_, at) => takeNextJob(machines[at % 2])));
    const ids = taken.filter((job) => job !== null).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([20, 20]);
  });

  it('wait for nobody who was stopped in the middle of a change: that change is undone and the next goes on', async () => {
    const [stopped, other] = await Promise.all([openAnother(), openAnother()]);
    let wakeUp = (): void => undefined, fallAsleep = (): void => undefined;
    const isAsleep = new Promise<void>((resolve) => { fallAsleep = resolve; });
    const asleep = new Promise<void>((resolve) => { wakeUp = resolve; });
    const half = stopped.change('stopped', async (step, record) => {
      await step.insertInto('studies').values({ id: 'half', name: 'half', added_at: 'now' }).execute();
      await record({ action: 'study.add', object: 'study:half' });
      fallAsleep();
      await asleep;
      await record({ action: 'study.add', object: 'study:other half' });
    }).then(() => 'done', (error: { code: string }) => error.code);
    await isAsleep;
    const began = performance.now();
    await addStudy(other, 'other', 'whole').catch(() => addStudy(other, 'other', 'whole'));
    expect(performance.now() - began).toBeLessThan(15_000);
    wakeUp();
    expect(await half).toBe('storage.unavailable');
    expect((await listStudies(stopped)).map(({ name }) => name)).toEqual(['whole']);
    expect(await other.verifyAudit()).toMatchObject({ entries: 1, firstBroken: null });
  });

  it('are refused within five seconds while the database hangs, and found again when it goes on; nothing of an interrupted change stays', async () => {
    const store = await openAnother();
    await addStudy(store, 'dr', 'before');
    const { pid } = server!, children = await findChildren(pid);
    for (const each of [pid, ...children]) process.kill(each, 'SIGSTOP');
    const began = performance.now();
    await expect(addStudy(store, 'dr', 'meanwhile')).rejects.toMatchObject({ code: 'storage.unavailable' });
    expect(performance.now() - began).toBeLessThan(5_500);
    for (const each of [...children, pid]) process.kill(each, 'SIGCONT');
    await addStudy(store, 'dr', 'after').catch(() => addStudy(store, 'dr', 'after'));
    const names = (await listStudies(store)).map(({ name }) => name);
    expect(names.filter((name) => name !== 'meanwhile')).toEqual(['after', 'before']);
    expect(await store.verifyAudit()).toMatchObject({ entries: names.length, firstBroken: null });
  }, 40_000);
});

async function findChildren(pid: number): Promise<number[]> {
  const { readFile, readdir } = await import('node:fs/promises');
  const statuses = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')));
  return statuses.filter((status) => Number(status.split(') ')[1]?.split(' ')[1]) === pid).map((status) => parseInt(status, 10));
}
