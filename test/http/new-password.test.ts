import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Application, openApplication } from '../../src/http/open-application.js';
import { commandEntry } from '../cli/run-command.js';
import { webFolder, workerEntry } from '../support/application.js';
import { type ObjectStore, startObjectStore } from '../support/object-store.js';
import { addPerson, signIn } from '../support/people.js';
import { postgresPrograms, type PostgresServer, startPostgres } from '../support/postgres.js';

describe.skipIf(postgresPrograms === null)('photographs on a server that shares its database', () => {
  let database: PostgresServer, objects: ObjectStore, folder: string, server: Application, shared: { databaseUrl: string; objectStoreUrl: string };

  beforeAll(async () => {
    [database, objects, folder] = [await startPostgres(), await startObjectStore(), mkdtempSync(join(tmpdir(), 'trichoscore-password-'))];
    shared = { databaseUrl: await database.create(), objectStoreUrl: objects.url };
    server = await openApplication({ dataFolder: join(folder, 'server'), shared, webFolder, version: '0.0.0-test', worker: { entry: workerEntry } });
  }, 120_000);
  afterAll(async () => {
    await server.close();
    for (const part of [database, objects]) await part.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are shown no more to whoever is signed in with an account that is given a new password beside the server', async () => {
    await addPerson(server, 'chief', 'administrator');
    await addPerson(server, 'other', 'analyst');
    const [chief, other] = [await signIn(server, 'chief'), await signIn(server, 'other')];
    const look = async (cookie: string): Promise<number> => (await request(server.app).get('/api/v1/studies').set({ Host: 'localhost', Cookie: cookie })).status;
    expect([await look(chief), await look(other)]).toEqual([200, 200]);
    const changed = promisify(execFile)(process.execPath, [commandEntry, 'account', 'password', 'chief', '--database-url', shared.databaseUrl, '--object-store', shared.objectStoreUrl]);
    changed.child.stdin!.end('eight grey herons\n');
    expect((await changed).stdout).toBe('chief has a new password.\n');
    expect([await look(chief), await look(other)]).toEqual([401, 200]);
  }, 120_000);
});
