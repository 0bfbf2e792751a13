import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerError } from '../../src/http/problem.js';
import { createSessions } from '../../src/http/sessions.js';
import { thisMachine } from '../../src/http/site.js';
import { auditRoutes } from '../../src/http/routes/audit.js';
import { comparisonRoutes } from '../../src/http/routes/comparisons.js';
import { streamProgress } from '../../src/http/stream-progress.js';
import { followJobs } from '../../src/jobs/follow-jobs.js';
import { addAccount, setMembership } from '../../src/study/accounts.js';
import { queueComparison } from '../../src/study/comparisons.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';
import { addStudy, addSubject, addTargetArea, addTimepoint } from '../../src/study/subjects.js';

const photograph = 'a'.repeat(64);
let folder: string, store: StudyStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trichoscore-stream-'));
  store = await openStudyStore(folder);
});
afterEach(async () => {
  vi.useRealTimers();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('whoever watches a comparison that is erased while it waits is told no more of it, within a quarter of a minute', async () => {
  await rememberPhotograph(store, 'dr', { sha256: photograph, name: 'a.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
  await queueComparison(store, 'dr', 'one', { baseline: { photograph }, followUps: [] }, 10);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const jobs = followJobs(store);
  let told = '';
  const app = express().get('/', (asked, answer) => {
    const write = answer.write.bind(answer) as (piece: string) => boolean;
    answer.write = ((piece: string) => { told += piece; return write(piece); }) as typeof answer.write;
    streamProgress(asked, answer, { store, jobs, id: 'one', isAllowed: async () => true });
  });
  const ended = request(app).get('/').timeout(20_000).then(({ status }) => status);
  await vi.waitUntil(() => told.includes('"state":"queued"'), { timeout: 20_000 });
  for (const table of ['jobs', 'comparisons'] as const) await store.database.deleteFrom(table).where('id', '=', 'one').execute();
  vi.advanceTimersByTime(15_000);
  expect(await ended).toBe(200);
  await jobs.stop();
}, 60_000);

it('whoever watches a comparison and is taken out of its study is told no more of it, within a quarter of a minute', async () => {
  const chief = await addAccount(store, 'dr', { name: 'chief', role: 'administrator', password: 'hashed' }), study = await addStudy(store, 'dr', 'Watched'), { id: watcher } = await addAccount(store, 'dr', { name: 'watcher', role: 'auditor', password: 'hashed' });
  const subject = await addSubject(store, 'dr', study.id, 'S-01'), area = await addTargetArea(store, 'dr', subject.id, 'vertex'), id = 'b'.repeat(64), sessions = createSessions();
  await rememberPhotograph(store, 'dr', { sha256: photograph, name: 'a.jpg', format: 'jpeg', bytes: 10, width: 640, height: 480, captured_at: null });
  await addTimepoint(store, 'dr', { target_area: area.id, date: '2026-01-05', photograph, name: 'a.jpg', calibration: null });
  await queueComparison(store, 'dr', id, { baseline: { photograph }, followUps: [], holder: `study:${study.id}` }, 10, `study:${study.id}`);
  await setMembership(store, 'chief', watcher, study.id, true);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const jobs = followJobs(store), told = new Map<string, string>(), ended = new Set<string>();
  const app = express().use((asked, answer, next) => {
    const who = String(asked.headers['x-who']), write = answer.write.bind(answer) as (piece: string) => boolean;
    answer.write = ((piece: string) => { told.set(who, `${told.get(who) ?? ''}${piece}`); return write(piece); }) as typeof answer.write;
    next();
  }).use('/comparisons', comparisonRoutes({ store, jobs, sessions, site: thisMachine } as never));
  await setMembership(store, 'chief', chief.id, study.id, true);
  const watch = async (who: string, account: string): Promise<void> => {
    await request(app).get(`/comparisons/${id}/events`).set({ 'X-Who': who, Cookie: `trichoscore=${await sessions.begin(account)}` }).timeout(30_000);
    ended.add(who);
  };
  const [stays, leaves] = [watch('chief', chief.id), watch('watcher', watcher)], heard = (who: string): number => (told.get(who) ?? '').split('"state":"queued"').length - 1;
  await vi.waitUntil(() => heard('chief') === 1 && heard('watcher') === 1, { timeout: 20_000 });
  await setMembership(store, 'chief', watcher, study.id, false);
  vi.advanceTimersByTime(15_000);
  await leaves;
  await vi.waitUntil(() => heard('chief') === 2, { timeout: 20_000 });
  expect([heard('watcher'), [...ended]]).toEqual([1, ['watcher']]);
  await store.database.deleteFrom('jobs').where('id', '=', id).execute();
  await store.database.deleteFrom('comparisons').where('id', '=', id).execute();
  vi.advanceTimersByTime(15_000);
  await stays;
  await jobs.stop();
}, 60_000);

it('an entry of the trail that no store can number is a question that cannot be read, not a fault of the store of photographs', async () => {
  const app = express().use(auditRoutes({ store } as never), answerError), ask = async (before: number): Promise<number> => (await request(app).get(`/?before=${before}`)).status;
  expect([await ask(2 ** 31 - 1), await ask(2 ** 31)]).toEqual([200, 400]);
});
