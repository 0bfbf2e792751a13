import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalysisError } from '../../src/errors.js';
import { addSampleStudy, findSampleStudy } from '../../src/jobs/sample/add-sample-study.js';
import { listSampleMen } from '../../src/jobs/sample/sample-men.js';
import type { TaskName } from '../../src/jobs/tasks.js';
import type { Worker } from '../../src/jobs/worker-process.js';
import { localPerson } from '../../src/study/person.js';
import { warnAboutTreatments } from '../../src/study/treatment-warnings.js';
import { openTestApplication, waitForEnd } from '../support/application.js';
import { addPerson, signIn } from '../support/people.js';

describe('the sample study of simulated men', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  beforeAll(async () => { application = await openTestApplication(); });
  afterAll(() => application.remove());

  const get = (path: string): request.Test => request(application.app).get(`/api/v1${path}`).set('Host', 'localhost');
  const ask = (size: string): request.Test => request(application.app).post('/api/v1/sample-study').set('Host', 'localhost').send({ size });

  it('has four men at 0, 6, 12 and 26 weeks and 18 months, fifteen sessions each, and nothing to warn of', () => {
    const men = listSampleMen(false);
    expect(men.map(({ visits }) => visits.map((day) => Math.round((Date.parse(day) - Date.parse(visits[0]!)) / 604_800_000)))).toEqual(Array.from({ length: 4 }, () => [0, 6, 12, 26, 78]));
    for (const { visits, treatments, photographs } of men) {
      expect(treatments.filter(({ kind }) => kind === 'microneedling')).toHaveLength(15);
      expect(photographs.changesPercent).toHaveLength(visits.length - 1);
      expect(warnAboutTreatments(treatments.map((treatment, at) => ({ id: String(at), ...treatment })), visits.map((date) => ({ id: date, date })))).toEqual([]);
    }
  });

  it('is rendered one photograph at a time, so that no slow machine runs out of the time of a task, and says what to do where one fails', async () => {
    const asked: unknown[] = [], { store, dependencies: { reader } } = application;
    const slow: Worker = {
      close: async () => undefined,
      run: (async (task: TaskName, input: unknown) => {
        if (task !== 'render') return reader.run(task, input as never);
        asked.push((input as { visit: unknown }).visit);
        if (asked.length > 1) throw new AnalysisError('photo.stopped', 'The program that reads photographs stopped while it worked on this one.');
        return reader.run('render', input as never);
      }) as Worker['run'],
    };
    await expect(addSampleStudy(store, slow, localPerson, true)).rejects.toMatchObject({ code: 'photo.stopped', hint: 'Try again when this machine has less to do; nothing was added.' });
    expect(asked).toEqual([0, 1]);
    expect(await findSampleStudy(store)).toBeNull();
  });

  it('is photographed, measured and compared by one request, and made once', { timeout: 240_000 }, async () => {
    expect((await ask('enormous')).status).toBe(400);
    const made = await ask('quick');
    expect(made.status).toBe(201);
    expect((await ask('quick')).body).toEqual(made.body);
    const { subjects: [man] } = (await get(`/studies/${made.body.study}`)).body, { areas: [area], treatments, warnings } = (await get(`/subjects/${man.id}`)).body;
    expect([man.pseudonym, area.timepoints.length, treatments.length, warnings]).toEqual(['Man 1', 2, 17, []]);
    expect((await waitForEnd(application.app, area.comparison.id as string)).state).toBe('done');
    const { areas: [measured] } = (await get(`/subjects/${man.id}`)).body;
    expect(measured.timepoints[1].words).toMatch(/increased$/);
    expect(await application.store.verifyAudit()).toMatchObject({ firstBroken: null });
  });

  it('is not told of to an analyst who does not belong to it: they are told whom to ask', async () => {
    await addPerson(application, 'chief', 'administrator');
    await addPerson(application, 'second', 'analyst');
    const { status, body } = await ask('quick').set('Cookie', await signIn(application, 'second'));
    expect([status, body.detail, body.hint, body.study]).toEqual([409, 'The sample study is there already, and you do not belong to it.', expect.stringContaining('Ask an administrator'), undefined]);
  });
});
