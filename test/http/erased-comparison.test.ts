import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerError } from '../../src/http/problem.js';
import { auditRoutes } from '../../src/http/routes/audit.js';
import { streamProgress } from '../../src/http/stream-progress.js';
import { followJobs } from '../../src/jobs/follow-jobs.js';
import { queueComparison } from '../../src/study/comparisons.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';

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

it('an entry of the trail that no store can number is a question that cannot be read, not a fault of the store of photographs', async () => {
  const app = express().use(auditRoutes({ store } as never), answerError), ask = async (before: number): Promise<number> => (await request(app).get(`/?before=${before}`)).status;
  expect([await ask(2 ** 31 - 1), await ask(2 ** 31)]).toEqual([200, 400]);
});
