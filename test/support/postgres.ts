import { execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Where Debian and others keep the programs of a PostgreSQL server. */
const places = [...(existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort().reverse().map((version) => `/usr/lib/postgresql/${version}/bin`) : []), ...(process.env['PATH'] ?? '').split(':')];

/** Folder of `initdb` and `postgres`; null where there is no PostgreSQL. */
export const postgresPrograms = process.platform === 'win32' ? null : places.find((place) => existsSync(join(place, 'initdb'))) ?? null;
if (postgresPrograms === null) console.warn('There is no PostgreSQL on this machine: the tests of what several machines share are skipped.');

export interface PostgresServer {
  readonly pid: number;
  /** A place of its own for tables, empty. */
  create(): Promise<string>;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own in a new folder, on a free port of this machine. Its server refuses to run as root, so it does not. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = postgresPrograms!, folder = mkdtempSync(join(tmpdir(), 'trichoscore-postgres-'));
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if ('uid' in asNobody) chownSync(folder, 65534, 65534);
  const data = join(folder, 'data'), port = await findFreePort();
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--no-sync'], { ...asNobody, cwd: folder });
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'shared_buffers=32MB', '-c', 'fsync=off'], { ...asNobody, cwd: folder, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => { server.once('exit', () => resolve()); });
  const url = (database: string): string => `postgres://owner@127.0.0.1:${port}/${database}`;
  const ask = (statement: string): Promise<unknown> => run(join(programs, 'psql'), ['-d', url('postgres'), '-qc', statement]);
  for (let tries = 1; ; tries += 1) {
    if (await ask('select 1').then(() => true, () => false)) break;
    if (tries > 300 || server.exitCode !== null) throw new Error('PostgreSQL did not start.');
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  let count = 0;
  return {
    pid: server.pid!,
    create: async () => {
      const name = `study_${++count}`;
      await ask(`create schema ${name}`);
      return `${url('postgres')}?options=-csearch_path%3D${name}`;
    },
    stop: async () => {
      server.kill('SIGINT');
      server.kill('SIGCONT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
