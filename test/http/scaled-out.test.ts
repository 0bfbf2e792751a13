import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Application, openApplication } from '../../src/http/open-application.js';
import { describeSite } from '../../src/http/site.js';
import { openWorker } from '../../src/jobs/open-worker.js';
import { askFor, cropDemo, openTestApplication, upload, waitForEnd, webFolder, workerEntry } from '../support/application.js';
import { type ObjectStore, startObjectStore } from '../support/object-store.js';
import { postgresPrograms, type PostgresServer, startPostgres } from '../support/postgres.js';

describe.skipIf(postgresPrograms === null)('photographs compared by several machines', () => {
  let database: PostgresServer, objects: ObjectStore, folder: string, first: Application, second: Application, worker: { close(): Promise<void> };
  const worker_ = { entry: workerEntry };

  beforeAll(async () => {
    [database, objects, folder] = [await startPostgres(), await startObjectStore(), mkdtempSync(join(tmpdir(), 'trichoscore-scaled-'))];
    const shared = { databaseUrl: await database.create(), objectStoreUrl: objects.url };
    const open = (name: string): Promise<Application> => openApplication({ dataFolder: join(folder, name), shared, webFolder, version: '0.0.0-test', worker: worker_ });
    [first, second] = [await open('first'), await open('second')];
    worker = await openWorker({ ...shared, dataFolder: folder, worker: worker_ });
  }, 120_000);
  afterAll(async () => {
    for (const part of [worker, first, second]) await part.close();
    for (const part of [database, objects]) await part.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are opened to others after an administrator was added beside them, not in a folder of one machine', async () => {
    const opened = openApplication({ dataFolder: join(folder, 'third'), shared: { databaseUrl: await database.create(), objectStoreUrl: objects.url }, webFolder, version: '0.0.0-test', worker: worker_, site: describeSite({ host: '127.0.0.1', publicName: 'hair.clinic.example' }) });
    await expect(opened).rejects.toMatchObject({ code: 'usage.invalid', hint: expect.stringContaining('the same database and object store, without --data') });
  });

  it('give the same results and reports, byte for byte, as on one machine, whichever server is asked', async () => {
    const alone = await openTestApplication(), photographs = [await cropDemo('baseline', 500), await cropDemo('increase', 500)];
    const get = async (app: Application['app'], path: string): Promise<Buffer> => {
      const { body, status } = await request(app).get(`/api/v1/${path}`).set('Host', 'localhost').buffer(true).parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
      });
      expect(status).toBe(200);
      return body as Buffer;
    };
    const compare = async (uploadTo: Application['app'], askAt: Application['app']): Promise<Buffer[]> => {
      const [before, after] = [await upload(uploadTo, photographs[0], 'before.jpg'), await upload(uploadTo, photographs[1], 'after.jpg')];
      const { body, status } = await request(askAt).post('/api/v1/comparisons').set('Host', 'localhost').send(askFor(before, after));
      expect(status).toBe(202);
      const { id } = body as { id: string };
      expect((await waitForEnd(askAt, id)).state).toBe('done');
      const paths = [`comparisons/${id}`, `comparisons/${id}/report.html`, `comparisons/${id}/report.json`, `comparisons/${id}/report.pdf`, `photographs/${before}`, `photographs/${after}/picture`];
      const answers: Buffer[] = [];
      for (const path of paths) answers.push(await get(askAt, path));
      return answers;
    };
    const [onOne, onMany] = [await compare(alone.app, alone.app), await compare(first.app, second.app)];
    expect(onMany.map((bytes, at) => bytes.equals(onOne[at]))).toEqual(onOne.map(() => true));
    expect(JSON.parse(onMany[0].toString()).result.baseline.measurements.hairCount).toBeGreaterThan(3);
    expect(await second.store.verifyAudit()).toMatchObject({ firstBroken: null });
    await alone.remove();
  }, 180_000);
});
