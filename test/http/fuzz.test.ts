import { readFileSync } from 'node:fs';
import { request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/http/listen.js';
import { askFor, cropDemo, openTestApplication, upload } from '../support/application.js';
import { createFuzzer, type FuzzedRequest, type Paths } from '../support/fuzz-requests.js';
import { addPerson, signIn } from '../support/people.js';

/** More by hand: TRICHOSCORE_FUZZ=20000 npx vitest run test/http/fuzz.test.ts */
const count = Number(process.env['TRICHOSCORE_FUZZ'] ?? 500), seed = Number(process.env['TRICHOSCORE_FUZZ_SEED'] ?? 1);
const { paths } = JSON.parse(readFileSync(fileURLToPath(new URL('../../docs/openapi.json', import.meta.url)), 'utf8')) as { paths: Paths };

describe('requests that no page of ours would send', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  let server: Server;
  let cookie = '';
  const ids: string[] = [];

  const ask = ({ method, path, headers, body }: FuzzedRequest): Promise<{ status: number; body: string }> => new Promise((resolve, reject) => {
    const call = send({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', method, path, headers: { host: 'localhost', cookie, ...headers }, timeout: 20_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        // A stream of events goes on until its comparison is done.
        if (response.headers['content-type'] === 'text/event-stream') response.destroy();
      }).on('close', () => resolve({ status: response.statusCode!, body: Buffer.concat(chunks).toString('latin1') }));
    });
    // A body may be cut off by a refusal; a request that never was one is closed.
    call.on('error', (error: NodeJS.ErrnoException) => (['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? resolve({ status: 0, body: '' }) : reject(error)));
    call.on('timeout', () => reject(new Error(`no answer to ${method} ${path}`)));
    call.end(body ?? undefined);
  });

  beforeAll(async () => {
    application = await openTestApplication();
    const add = async (path: string, row: object): Promise<string> => {
      const { id } = (await request(application.app).post(`/api/v1${path}`).set('Host', 'localhost').send(row)).body as { id: string };
      ids.push(id);
      return id;
    };
    const photographs = [await upload(application.app, await cropDemo('baseline', 200), 'before.jpg'), await upload(application.app, await cropDemo('increase', 200), 'after.jpg')];
    ids.push(...photographs);
    const subject = await add(`/studies/${await add('/studies', { name: 'Needling' })}/subjects`, { pseudonym: 'S-01' }), area = await add(`/subjects/${subject}/target-areas`, { name: 'vertex' });
    await add(`/target-areas/${area}/timepoints`, { photograph: photographs[0], date: '2026-01-05', calibration: null });
    await add(`/subjects/${subject}/treatments`, { kind: 'oil', date: '2026-02-01' });
    await add('/comparisons', askFor(photographs[0], photographs[1]));
    ids.push(await addPerson(application, 'chief', 'administrator'), await addPerson(application, 'second', 'administrator'));
    cookie = await signIn(application, 'chief');
    ({ server } = await listen(application.app, '127.0.0.1', 0));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
    // Fails when an answer did not fit docs/openapi.json, or was a fault of the service.
    await application.remove();
  });

  it(`never bring the photographs' service down, and are answered as described (${count} of them, seed ${seed})`, { timeout: 60_000 + count * 100 }, async () => {
    const fuzz = createFuzzer(paths, ids, seed), statuses = new Map<number, number>();
    const chief = ids.at(-2)!;
    for (let number = 0; number < count; number += 1) {
      const made = fuzz();
      if (made.method === 'DELETE' && made.path.startsWith('/api/v1/session')) continue;
      // Rendering simulated men takes a minute.
      if (made.path.startsWith('/api/v1/sample-study') && /full|quick/.test(made.body?.toString('latin1') ?? '')) continue;
      if (made.path.startsWith(`/api/v1/accounts/${chief}`)) made.path = made.path.replace(chief, ids.at(-1)!);
      const { status, body } = await ask(made);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      // So many a minute are refused; the next ones are to get further.
      if (status === 429) await pause(5_000);
      const told = `request ${number}: ${JSON.stringify({ ...made, body: made.body?.toString('latin1').slice(0, 500) })} → ${status} ${body.slice(0, 500)}`;
      expect(status, told).toBeLessThan(500);
      expect(body, told).not.toMatch(/node_modules|\n\s+at .*:\d+|SQLITE|\/(tmp|home|root)\//);
    }
    if (count > 1000) console.log(Object.fromEntries([...statuses].sort(([a], [b]) => a - b)));
    // Among them are enough that get past the first check.
    expect([...statuses].filter(([status]) => status >= 200 && status < 300).reduce((sum, [, times]) => sum + times, 0)).toBeGreaterThan(count / 10);
    expect(await ask({ method: 'GET', path: '/api/health', headers: {}, body: null })).toMatchObject({ status: 200 });
    expect(await application.store.verifyAudit()).toMatchObject({ firstBroken: null });
  });
});
