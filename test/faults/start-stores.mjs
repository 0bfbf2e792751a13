// A PostgreSQL server and an S3-compatible store of their own on this machine, each in a process that can be stopped.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const s3rver = fileURLToPath(new URL('../../node_modules/s3rver/bin/s3rver.js', import.meta.url));
const places = [...(existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort().reverse().map((version) => `/usr/lib/postgresql/${version}/bin`) : []), ...(process.env.PATH ?? '').split(':')];

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Makes a database in `folder`. @returns Its address, and a function that starts its server. */
export async function preparePostgres(folder) {
  const programs = places.find((place) => existsSync(join(place, 'initdb')));
  if (programs === undefined) throw new Error('There is no PostgreSQL on this machine.');
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  mkdirSync(folder, { recursive: true });
  if ('uid' in asNobody) chownSync(folder, 65534, 65534);
  const data = join(folder, 'data'), port = await freePort();
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8'], { ...asNobody, cwd: folder, stdio: 'ignore' });
  return {
    url: `postgres://owner@127.0.0.1:${port}/postgres`,
    start: () => spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`], { ...asNobody, cwd: folder, stdio: 'ignore' }),
  };
}

/** @returns The address of an empty bucket in `folder`, and a function that starts its server. */
export async function prepareObjectStore(folder) {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  return {
    url: `s3://photographs?endpoint=http://127.0.0.1:${port}`,
    start: () => spawn(process.execPath, [s3rver, '-d', folder, '-a', '127.0.0.1', '-p', String(port), '--silent', '--configure-bucket', 'photographs'], { stdio: 'ignore' }),
  };
}
