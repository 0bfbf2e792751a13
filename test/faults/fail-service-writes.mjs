// Lets every call that changes a file of the data folder fail in turn, SQLite's own included: node test/faults/fail-service-writes.mjs [LAST] [ACT]
// The running application is asked to do something while its n-th write, flush, move, opening or making of a folder fails, once, or with all after it, as on a
// disk that is full. It has to confirm what it did, or to answer 503 or 507 without a path; what is stored is shown meanwhile; asked again afterwards it does it,
// once; and in the end nothing confirmed is missing, nothing is there twice, nothing is left over, and the audit trail verifies. Needs Linux, a C compiler and a build.
import { execFileSync } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { inNewFolder, phantom, privateParts, tell, trichoscore } from './rig.mjs';
import { serve } from './serve.mjs';
import { retitle, sha256 } from './start-service.mjs';

const [last = 200] = process.argv.slice(2, 3).map(Number), only = process.argv[3];
/** ENOSPC, EIO, EROFS, EDQUOT. */
const codes = [28, 5, 30, 122];

await inNewFolder(async (folder) => {
  const library = join(folder, 'fail.so'), control = join(folder, 'control'), trace = join(folder, 'trace'), data = join(folder, 'data');
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-w', '-o', library, fileURLToPath(new URL('./fail-nth-call.c', import.meta.url)), '-ldl'], { stdio: 'ignore' });
  } catch {
    console.log('skipped: there is no C compiler here');
    return;
  }
  await mkdir(data);
  const numbers = await open(control, 'w+');
  await numbers.write(Buffer.alloc(16), 0, 16, 0);
  const arm = (at, code, stays) => numbers.write(Buffer.from(Int32Array.of(at, code, stays ? 1 : 0, 0).buffer), 0, 16, 0);
  const disarm = async () => {
    const { buffer } = await numbers.read(Buffer.alloc(16), 0, 16, 0);
    await numbers.write(Buffer.alloc(16), 0, 16, 0);
    return buffer.readInt32LE(12);
  };
  const picture = await phantom(3, { widthMm: 1.2, heightMm: 1.2 });
  const drawLogo = (blue) => sharp({ create: { width: 60, height: 30, channels: 3, background: { r: 34, g: 68, b: blue % 256 } } }).png().toBuffer();
  process.env.LD_PRELOAD = library;
  process.env.FAIL_CONTROL = control;
  process.env.FAIL_UNDER = data;
  process.env.FAIL_TRACE = trace;
  const server = await serve(data);
  for (const name of ['LD_PRELOAD', 'FAIL_CONTROL', 'FAIL_UNDER', 'FAIL_TRACE']) delete process.env[name];
  const uploaded = new Map();
  let number = 0;

  let asks = 0;
  /** From another address of this machine each time: requests are counted by address. */
  async function ask(method, path, body, key, seen) {
    const content = body === undefined ? null : body instanceof FormData ? new Response(body) : new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
    const bytes = content === null ? null : Buffer.from(await content.arrayBuffer()), headers = { ...(content === null ? {} : { 'content-type': content.headers.get('content-type'), 'content-length': bytes.length }), ...(key === undefined ? {} : { 'idempotency-key': key }), ...(seen === undefined ? {} : { 'if-match': seen }) };
    return new Promise((resolve, reject) => {
      request(new URL(`api/v1/${path}`, server.address), { method, headers, localAddress: `127.0.0.${2 + asks++ % 200}`, timeout: 60_000, agent: false }, (response) => {
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece)).on('error', reject).on('end', () => { const text = Buffer.concat(pieces).toString(); resolve({ status: response.statusCode, text, json: () => JSON.parse(text) }); });
      }).on('error', reject).on('timeout', () => reject(new Error('no answer within a minute'))).end(bytes);
    });
  }
  const form = (field, bytes) => { const filled = new FormData(); filled.append(field, new Blob([bytes]), 'a.jpg'); return filled; };
  async function upload(bytes) {
    const answer = await ask('POST', 'photographs', form('photograph', bytes));
    if (answer.status < 300) uploaded.set(answer.json().id, bytes);
    return answer;
  }
  const pair = (one, other) => ({ baseline: { photograph: one, calibration: { method: 'given', micrometresPerPixel: 5 } }, followUps: [{ photograph: other, calibration: { method: 'given', micrometresPerPixel: 5 } }] });
  /** Asks for a comparison and waits for its end; what goes wrong after it was accepted is not told, but waited out. */
  async function compare(one, other) {
    const asked = await ask('POST', 'comparisons', pair(one, other));
    if (asked.status !== 202 && asked.status !== 200) return asked;
    for (;;) {
      const answer = await ask('GET', `comparisons/${asked.json().id}`);
      if (answer.status !== 200) return answer;
      const { state, error } = answer.json();
      if (state === 'done') return answer;
      if (state === 'failed') return { status: 599, text: `failed: ${error.message}` };
      await pause(50);
      // The store has to be writable again at some time for a job to end.
      if ((await numbers.read(Buffer.alloc(16), 0, 16, 0)).buffer.readInt32LE(12) > 3) await numbers.write(Buffer.alloc(12), 0, 12, 0);
    }
  }

  const study = (await ask('POST', 'studies', { name: 'of all' })).json().id, subject = (await ask('POST', `studies/${study}/subjects`, { pseudonym: 'P-0' })).json().id;
  const area = (await ask('POST', `subjects/${subject}/target-areas`, { name: 'vertex' })).json().id, [first, second] = [sha256(picture), sha256(retitle(picture, 'second'))];
  await upload(picture);
  await upload(retitle(picture, 'second'));
  await compare(first, second);
  /** Each makes something new at every call of the outer function, and the same at every call of the inner one. */
  const acts = {
    'a photograph is uploaded': () => { const bytes = retitle(picture, `n-${++number}`); return () => upload(bytes); },
    'a comparison is asked for and done': async () => { const bytes = retitle(picture, `c-${++number}`); await upload(bytes); return () => compare(first, sha256(bytes)); },
    'a study is added': () => { const key = `study-key-${++number}`; return () => ask('POST', 'studies', { name: key }, key); },
    'a subject is added': () => { const key = `subject-key-${++number}`; return () => ask('POST', `studies/${study}/subjects`, { pseudonym: key }, key); },
    // Each of a photograph of its own: an area takes none twice.
    'a visit is added': async () => {
      const key = `visit-key-${++number}`, date = new Date(Date.UTC(2020, 0, number)).toISOString().slice(0, 10), bytes = retitle(picture, key);
      await upload(bytes);
      return () => ask('POST', `target-areas/${area}/timepoints`, { photograph: sha256(bytes), date, calibration: null }, key);
    },
    'a logo is set': async () => {
      const logo = await drawLogo(++number);
      return async () => {
        const kept = await ask('GET', 'clinic');
        return kept.status === 200 ? ask('PUT', 'clinic/logo', form('logo', logo), undefined, kept.json().logoEtag) : kept;
      };
    },
  };
  const asked = Object.fromEntries(Object.keys(acts).map((name) => [name, 0]));
  for (const [name, make] of Object.entries(acts)) {
    if (only !== undefined && !name.includes(only)) continue;
    for (const stays of [false, true]) {
      const problems = [], answers = {};
      let at = 1, times = 0;
      // After each fault a job waits for some seconds: of those that stay, every fourth is tried.
      for (const step = stays && name.includes('comparison') ? 4 : 1; at <= last; at += step) {
        const act = await make(), code = codes[at % codes.length];
        asked[name]++;
        await arm(at, code, stays);
        const answer = await act().catch((error) => ({ status: 0, text: String(error) })), note = `call ${at}, error ${code}`;
        const shown = stays ? await Promise.all([ask('GET', 'studies'), ask('GET', `comparisons/${'0'.repeat(64)}`), ask('GET', `photographs/${first}/picture`)]) : [];
        const struck = await disarm();
        answers[answer.status] = (answers[answer.status] ?? 0) + 1;
        if (![200, 201, 202, 204, 503, 507].includes(answer.status)) problems.push(`${note}: answered ${answer.status} ${answer.text.slice(0, 300)} (${(await readFile(trace, 'utf8')).trim().split('\n').at(-1).replace(data, '')})`);
        if (answer.status >= 500) problems.push(...privateParts(answer.text, [folder]).map((part) => `${note}: told ${part}`));
        for (const { status } of shown) if (status >= 500) problems.push(`${note}: what is stored was answered ${status}`);
        let again = await act();
        for (let tries = 0; again.status >= 500 && again.status !== 599 && tries < 20; tries++) { await pause(300); again = await act(); }
        if (![200, 201, 202, 204].includes(again.status)) problems.push(`${note}: asked again it answered ${again.status} ${again.text.slice(0, 300)}`);
        if (!server.isRunning()) throw new Error(`the application ended: ${server.said()}`);
        if (struck === 0) break;
        times++;
      }
      tell(`${name}, ${times} calls fail ${stays ? 'with all after them' : 'once'}: ${Object.entries(answers).map(([status, times]) => `${status} ${times} times`).join(', ')}`, problems);
    }
  }
  const problems = [], { studies } = (await ask('GET', 'studies')).json(), { subjects } = (await ask('GET', `studies/${study}`)).json(), names = (all) => all.map(({ name, pseudonym }) => name ?? pseudonym);
  if (new Set(names(studies)).size !== studies.length || studies.filter(({ name }) => name.startsWith('study-key')).length !== asked['a study is added']) problems.push(`${studies.length} studies`);
  if (new Set(names(subjects)).size !== subjects.length || subjects.length !== asked['a subject is added'] + 1) problems.push(`${subjects.length} subjects`);
  for (const [id, bytes] of uploaded) {
    const kept = await readFile(join(data, 'originals', id.slice(0, 2), id)).catch(() => null);
    if (kept === null || !kept.equals(bytes)) problems.push(`photograph ${id.slice(0, 8)} is not what was uploaded`);
    const answer = await ask('GET', `photographs/${id}/picture`);
    if (answer.status !== 200) problems.push(`the picture of a photograph was answered ${answer.status}`);
  }
  const code = await server.stop();
  if (code !== 0) problems.push(`SIGTERM ended it with ${code}`);
  const verified = await trichoscore(['verify', '--data', data]);
  if (verified.code !== 0 || verified.stdout.includes('Left over')) problems.push(verified.stdout + verified.stderr);
  const restarted = await serve(data);
  if (await restarted.stop() !== 0) problems.push('it does not start again');
  await numbers.close();
  tell(`all ${uploaded.size} photographs that were confirmed are there, nothing is there twice or left over, the audit trail verifies`, problems);
});
