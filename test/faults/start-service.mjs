// The service as a process of its own, and what a client of it does. Needs a build.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const main = join(root, 'dist', 'cli', 'main.js');

const services = new Set();

/** Starts `serve` on a data folder; the answer has its address, and `ended` resolves when it has ended, however. */
export async function startService(data, ...options) {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', data, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  services.add(child);
  const ended = new Promise((resolve) => { child.once('exit', (code) => { services.delete(child); resolve(code); }); });
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

/** Ends whatever was started and still runs. */
export async function stopServices() {
  await Promise.all([...services].map((child) => new Promise((resolve) => { child.once('exit', resolve).kill('SIGKILL'); })));
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
    // Not with fetch, which gives up after five minutes: on a busy machine a hundred photographs take longer.
    upload: (bytes, name) => new Promise((resolve, reject) => {
      const form = Buffer.concat([Buffer.from(`--x\r\nContent-Disposition: form-data; name="photograph"; filename="${name}"\r\n\r\n`), bytes, Buffer.from('\r\n--x--\r\n')]);
      const call = request(new URL('api/v1/photographs', address), { method: 'POST', headers: headers({ 'content-type': 'multipart/form-data; boundary=x', 'content-length': form.length }) }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk)).on('error', reject).on('end', () => resolve({ status: response.statusCode, json: async () => JSON.parse(Buffer.concat(chunks).toString()) }));
      });
      call.on('error', reject).end(form);
    }),
  };
}
