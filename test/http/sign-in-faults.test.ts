import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { sql } from 'kysely';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRefusedSignIns, type RefusedSignIns } from '../../src/http/refused-sign-ins.js';
import { answerError } from '../../src/http/problem.js';
import { sessionRoutes } from '../../src/http/routes/session.js';
import { createSessions } from '../../src/http/sessions.js';
import { thisMachine } from '../../src/http/site.js';
import { addAccount } from '../../src/study/accounts.js';
import { hashPassword } from '../../src/study/passwords.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';

const password = 'comb and mirror 7';

describe('signing in to photographs whose store does not do what it should', () => {
  let folder: string, store: StudyStore;
  const enter = (kept: StudyStore, refusedSignIns: RefusedSignIns = createRefusedSignIns(kept)): ((name: string, word: string) => Promise<number>) => {
    const app = express().use(express.json(), sessionRoutes({ store: kept, sessions: createSessions(), refusedSignIns, site: thisMachine } as never), answerError);
    return async (name, word) => (await request(app).post('/session').send({ name, password: word })).status;
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trichoscore-sign-in-'));
    store = await openStudyStore(folder);
    await addAccount(store, 'test', { name: 'weber', role: 'administrator', password: await hashPassword(password) });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps nobody waiting who tried again and again while the database was away', async () => {
    const gone = await openStudyStore(join(folder, 'gone'));
    await gone.close();
    let isAway = true;
    const sign = enter({ ...store, get database() { return isAway ? gone.database : store.database; } });
    for (let tries = 0; tries < 35; tries++) expect(await sign('weber', password)).toBe(500);
    isAway = false;
    expect(await sign('weber', password)).toBe(200);
  });

  it('is in the trail with its moment once the disk takes it, when a wrong password was refused while it took nothing', async () => {
    const sign = enter(store), began = new Date().toISOString();
    const refused = async (): Promise<unknown[]> => (await store.database.selectFrom('audit').select('after').where('action', '=', 'session.refuse').orderBy('number').execute()).map(({ after }) => JSON.parse(after ?? 'null'));
    await sql`pragma query_only = on`.execute(store.database);
    expect(await sign('weber', 'a guess')).toBe(401);
    expect(await sign('weber', password)).toBe(507);
    await sql`pragma query_only = off`.execute(store.database);
    expect(await sign('nobody', 'another guess')).toBe(401);
    await vi.waitFor(async () => expect(await refused()).toEqual([{ refusedAt: expect.any(String) }]), 20_000);
    expect((await refused())[0]).toSatisfy(({ refusedAt }: { refusedAt: string }) => refusedAt >= began && refusedAt <= new Date().toISOString());
    expect(await sign('weber', 'a guess')).toBe(401);
    await vi.waitFor(async () => expect(await refused()).toEqual([{ refusedAt: expect.any(String) }, null]), 20_000);
  });

  it('is in the trail when the program is closed, where a wrong password was refused while the disk took nothing and nobody tried again', async () => {
    const refused = createRefusedSignIns(store);
    await sql`pragma query_only = on`.execute(store.database);
    expect(await enter(store, refused)('weber', 'a guess')).toBe(401);
    await refused.writeOn();
    await sql`pragma query_only = off`.execute(store.database);
    expect(await store.database.selectFrom('audit').select('after').where('action', '=', 'session.refuse').execute()).toEqual([]);
    await refused.writeOn();
    expect((await store.database.selectFrom('audit').select('after').where('action', '=', 'session.refuse').execute()).map(({ after }) => JSON.parse(after ?? 'null') as unknown)).toEqual([{ refusedAt: expect.any(String) }]);
  });

  it('is refused before the trail has the refusal, so that the time it takes tells nobody whether there is such an account', async () => {
    let isSlow = true;
    const change: StudyStore['change'] = async (...change) => {
      await vi.waitUntil(() => !isSlow, { timeout: 60_000 });
      return store.change(...change);
    };
    const refused = (): Promise<unknown[]> => store.database.selectFrom('audit').select('actor').where('action', '=', 'session.refuse').execute();
    expect(await enter({ ...store, change })('weber', 'a guess')).toBe(401);
    expect(await refused()).toEqual([]);
    isSlow = false;
    await vi.waitFor(async () => expect(await refused()).toEqual([{ actor: 'program' }]), 20_000);
  });
});
