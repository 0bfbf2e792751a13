// The service as a process of its own, and what a client of it does. Needs a build.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const main = join(root, 'dist', 'cli', 'main.js');

/** Starts `serve` on a data folder; the answer has its address, and `ended` resolves when it has ended, however. */
export async function startService(data, ...options) {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', data, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      const found = /https?:\/\/\S+\//.exec(said += chunk);
      if (found !== null) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
  return { child, address, ended };
}

/** Runs a command of trichoscore with a text on its standard input. @returns What it printed. */
export function runCommand(args, input = '') {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [main, ...args], (error, stdout, stderr) => (error === null ? resolve(stdout) : reject(new Error(stderr))));
    child.stdin.end(input);
  });
}

/** A part of the demonstration photographs as JPEG, `side` pixels wide and high; 0 for the whole. */
export async function makePhotograph(name, side) {
  const picture = sharp(join(root, 'fixtures', 'demo', `${name}.jpg`));
  return (side === 0 ? picture : picture.extract({ left: 500, top: 500, width: side, height: side })).jpeg({ quality: 95 }).toBuffer();
}

/** The same picture as another file: a comment in it makes it another photograph to whoever goes by its bytes. */
export function retitle(jpeg, text) {
  const comment = Buffer.from(text), head = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** One client, with its session when it has one. */
export function createClient(address, cookie = null) {
  const headers = (more = {}) => ({ ...(cookie === null ? {} : { cookie }), ...more });
  return {
    get: (path) => fetch(new URL(path, address), { headers: headers() }),
    post: (path, body) => fetch(new URL(path, address), { method: 'POST', headers: headers({ 'content-type': 'application/json' }), body: JSON.stringify(body) }),
    upload: (bytes, name) => {
      const form = new FormData();
      form.append('photograph', new Blob([new Uint8Array(bytes)]), name);
      return fetch(new URL('api/v1/photographs', address), { method: 'POST', headers: headers(), body: form });
    },
  };
}
