import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headMethodVersion } from '../../src/analysis/head/analyse-head.js';
import { methodVersion } from '../../src/analysis/method-version.js';
import { createMetrics } from '../../src/http/metrics.js';
import { monitoringRoutes } from '../../src/http/routes/monitoring.js';
import { describeSite } from '../../src/http/site.js';
import { openTestApplication } from '../support/application.js';
import express from 'express';

describe('what a machine that watches over photographs is told', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  beforeAll(async () => { application = await openTestApplication(); });
  afterAll(() => application.remove());

  it('is asked for by number, and says that the process and its stores answer', async () => {
    for (const [path, status] of [['/healthz', 'ok'], ['/readyz', 'ready']]) {
      const answer = await request(application.app).get(path).set('Host', '10.0.0.7:3000');
      expect([answer.status, answer.body.status]).toEqual([200, status]);
    }
  });

  it('counts answers by route and waiting comparisons, and names nobody', async () => {
    const study = 'Needling of Mrs Example';
    const { body } = await request(application.app).post('/api/v1/studies').set('Host', 'localhost').send({ name: study });
    await request(application.app).get(`/api/v1/studies/${(body as { id: string }).id}?name=Example`).set('Host', 'localhost');
    await request(application.app).get('/api/v1/subjects/S-01-Example/secret').set('Host', 'localhost');
    const { text } = await request(application.app).get('/metrics').set('Host', 'localhost');
    expect(text).toContain('trichoscore_answers_total{method="GET",route="/api/v1/studies/{id}",status="200"} 1');
    expect(text).toContain('trichoscore_answers_total{method="GET",route="other",status="404"} 1');
    expect(text).toContain('trichoscore_jobs{state="queued"} 0');
    expect(text).not.toMatch(/Example|S-01/);
    expect(text).not.toContain((body as { id: string }).id);
    for (const line of text.trim().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"\n]*",?)+\})? [0-9.e+-]+)$/);
  });

  it('names the version, the methods and the networks that measure, as they ship', async () => {
    const { body } = await request(application.app).get('/api/v1/about').set('Host', 'localhost');
    const shipped = ['closeup', 'global'].map((name) => ({ name, sha256: createHash('sha256').update(readFileSync(new URL(`../../models/${name}.onnx`, import.meta.url))).digest('hex') }));
    expect(body).toEqual({ version: '0.0.0-test', methodVersion, headMethodVersion, models: shipped });
  });

  it('is kept from strangers where the application is shared: counts need the token', async () => {
    const site = describeSite({ host: '0.0.0.0', publicName: 'hair.clinic.example' }), { store } = application;
    const ask = async (token: string, authorization?: string): Promise<number> => {
      const app = express().use(monitoringRoutes({ store, site } as never, createMetrics(store, '1'), token)), call = request(app).get('/metrics');
      return (await (authorization === undefined ? call : call.set('Authorization', authorization))).status;
    };
    expect([await ask(''), await ask('word'), await ask('word', 'Bearer other'), await ask('word', 'Bearer word')]).toEqual([404, 404, 404, 200]);
  });
});
