// Kills workers with SIGKILL at random moments while they measure comparisons and batches: node test/faults/kill-workers.mjs [KILLS] [WORKERS] [SEED]
// A kill strikes a worker or the process that measures for it, and each is started again at once, as a supervisor would. Every comparison is of two files that nobody
// has measured before, and has to end once, with the result that the same pictures gave undisturbed (ids of files apart); every batch has to give the bytes of one
// that ran here. Afterwards nothing of them may be left in the queues or in the workers' folders. Needs a build and PostgreSQL. Exits 1 at a difference.
import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { createClient, main, makePhotograph, retitle } from './start-service.mjs';
import { freePort, pause, prepareObjectStore, preparePostgres } from './start-stores.mjs';

const [kills = 50, workers = 3, seed = 1] = process.argv.slice(2).map(Number), rows = 8, mostWaiting = 2 * workers, longestMs = 4000;
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..'), folder = mkdtempSync(join(tmpdir(), 'kill-workers-')), run = promisify(execFile);
// PostgreSQL runs as another account below it.
chmodSync(folder, 0o711);
let state = seed;
const random = () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 2 ** 32; };
const calibration = { method: 'given', micrometresPerPixel: 5 };
const [database, objects, port] = [await preparePostgres(join(folder, 'postgres')), await prepareObjectStore(join(folder, 'objects')), await freePort()];
const environment = { ...process.env, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', TRICHOSCORE_DATABASE_URL: database.url, TRICHOSCORE_OBJECT_STORE: objects.url };
const running = [], ofWorkers = Array.from({ length: workers }, () => null);
let isOver = false, said = '';

function startWorker(at) {
  const child = spawn(process.execPath, [main, 'worker', '--data', join(folder, 'workers')], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  ofWorkers[at] = child;
  child.stderr.on('data', (text) => { said += text; });
  child.once('exit', () => { if (!isOver) startWorker(at); });
}

/** Processes that a process has started. */
function childrenOf(pid) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => {
    try { return Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === pid; } catch { return false; }
  }).map(Number);
}

const client = new pg.Client({ connectionString: database.url });
const query = async (text) => (await client.query(text)).rows;

/** Puts a comparison into the queue, of files that only their comments make new. */
async function compare(server, pictures, number) {
  const ids = [];
  for (const picture of pictures) {
    const response = await server.upload(retitle(picture, `${number}`), `${number}.jpg`);
    if (response.status !== 201) throw new Error(`an upload was answered with ${response.status}`);
    ids.push((await response.json()).id);
  }
  const response = await server.post('api/v1/comparisons', { baseline: { photograph: ids[0], calibration }, followUps: [{ photograph: ids[1], calibration }] });
  if (response.status !== 202) throw new Error(`a comparison was answered with ${response.status}`);
  return (await response.json()).id;
}

/** What a comparison came to, without the names and ids of its files. */
async function resultOf(id) {
  const [{ result }] = await query(`select result from comparisons where id = '${id}'`);
  return result?.replace(/"sha256":"[0-9a-f]{64}"/g, '"sha256":""').replace(/"name":"\d+\.jpg"/g, '"name":""') ?? null;
}

const finalFiles = ['results.jsonl', 'measurements.csv', 'scores.csv', 'arms.csv', 'results.xlsx', 'report.html'];
const batch = async (name, ...more) => {
  const out = join(folder, name);
  await run(process.execPath, [main, 'batch', join(folder, 'study', 'manifest.csv'), '--out', out, ...more], { env: environment });
  return finalFiles.map((file) => readFileSync(join(out, file)).toString('base64')).join();
};

try {
  running.push(database.start(), objects.start());
  await pause(3000);
  running.push(spawn(process.execPath, [main, 'serve', '--port', String(port), '--data', join(folder, 'server')], { env: environment, stdio: 'ignore' }));
  const server = createClient(`http://127.0.0.1:${port}/`);
  while (!(await server.get('readyz').catch(() => null))?.ok) await pause(200);
  await client.connect();
  await run(process.execPath, [join(root, 'bench', 'make-study.mjs'), join(folder, 'study'), String(rows), '1.5']);
  const pictures = await Promise.all(['baseline', 'increase', 'no-change'].map((name) => makePhotograph(name, 320)));
  const pairs = pictures.flatMap((one) => pictures.filter((other) => other !== one).map((other) => [one, other]));
  for (let at = 0; at < workers; at += 1) startWorker(at);
  const undisturbed = [], ids = [], problems = [];
  for (const [at, pair] of pairs.entries()) {
    const id = await compare(server, pair, at);
    while ((await query(`select id from jobs where id = '${id}' and state in ('done', 'failed')`)).length === 0) await pause(100);
    undisturbed.push(await resultOf(id));
    ids.push(id);
  }
  if (undisturbed.includes(null)) throw new Error('a comparison failed before anything was killed');
  const expected = await batch('here'), began = performance.now();
  const struck = { worker: 0, 'its measuring process': 0, 'between two tasks': 0 };
  let batches = 0;
  const asking = (async () => {
    while (!isOver) {
      const [{ count }] = await query("select count(*) from jobs where state = 'queued'");
      if (Number(count) >= mostWaiting) await pause(200);
      else ids.push(await compare(server, pairs[ids.length % pairs.length], ids.length));
    }
  })();
  const batching = (async () => {
    while (!isOver) {
      batches += 1;
      if (await batch(`batch-${batches}`, '--database-url', database.url) !== expected) problems.push(`batch ${batches} differs from the one that ran here`);
      rmSync(join(folder, `batch-${batches}`), { recursive: true });
    }
  })();
  for (const work of [asking, batching]) work.catch((error) => { problems.push(error.message); isOver = true; });
  for (let kill = 0; kill < kills && problems.length === 0; kill += 1) {
    await pause(random() * longestMs);
    const at = Math.floor(random() * workers), measuring = childrenOf(ofWorkers[at].pid), one = random() < 1 / 3 ? measuring[Math.floor(random() * measuring.length)] : undefined;
    const [{ count }] = await query("select (select count(*) from jobs where state = 'running') + (select count(*) from errands where state = 'running') as count");
    struck[Number(count) === 0 ? 'between two tasks' : one === undefined ? 'worker' : 'its measuring process'] += 1;
    try { process.kill(one ?? ofWorkers[at].pid, 'SIGKILL'); } catch { /* it had just ended */ }
    if (kill % 10 === 9) console.log(`${kill + 1} kills, ${ids.length} comparisons asked for, batch ${batches}, ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  const last = performance.now();
  // Workers go on until everything is done; nothing new is asked for.
  isOver = true;
  const keeping = setInterval(() => ofWorkers.forEach((child, at) => { if (child.exitCode !== null || child.signalCode !== null) startWorker(at); }), 300);
  await Promise.all([asking, batching].map((work) => work.catch(() => undefined)));
  while (Number((await query("select count(*) from jobs where state not in ('done', 'failed')"))[0].count) > 0 && performance.now() - last < 180_000) await pause(200);
  clearInterval(keeping);
  const seconds = (performance.now() - last) / 1000, ended = new Map((await query("select object, count(*) from audit where action in ('comparison.finish', 'comparison.fail') group by object")).map(({ object, count }) => [object, Number(count)]));
  for (const [at, id] of ids.entries()) {
    const times = ended.get(`comparison:${id}`) ?? 0, [{ state: became, error }] = await query(`select state, error from jobs where id = '${id}'`);
    if (times !== 1 || became !== 'done') problems.push(`comparison ${at} ended ${times} times: ${became} ${error ?? ''}`);
    else if (await resultOf(id) !== undisturbed[at % pairs.length]) problems.push(`comparison ${at} differs from the undisturbed one`);
  }
  const [{ count: measured }] = await query('select count(*) from measurements'), [{ count: left }] = await query('select count(*) from errands');
  if (Number(measured) !== 2 * ids.length) problems.push(`${measured} measurements of ${2 * ids.length} photographs`);
  if (Number(left) > 0) problems.push(`${left} photographs of batches are left in the database`);
  for (const child of ofWorkers) child.kill('SIGTERM');
  const codes = await Promise.all(ofWorkers.map((child) => child.exitCode ?? new Promise((resolve) => { child.once('exit', (code, signal) => resolve(signal ?? code)); })));
  if (codes.some((code) => code !== 0)) problems.push(`SIGTERM ended workers with ${codes.join(', ')}`);
  // What a killed one leaves is removed by the next in its place, at its start.
  const files = readdirSync(join(folder, 'workers'), { recursive: true }).filter((name) => /errand-|\.partial/.test(name));
  if (files.length > mostWaiting) problems.push(`${files.length} unfinished files were left in the folders of workers: ${files[0]}`);
  const { openPostgres } = await import(join(root, 'dist', 'study', 'postgres', 'open-postgres.js')), { verifyAudit } = await import(join(root, 'dist', 'study', 'audit.js'));
  const store = await openPostgres(database.url), audit = await verifyAudit(store);
  await store.destroy();
  if (audit.firstBroken !== null) problems.push(`audit trail: ${audit.why}`);
  if (/\n\s+at |Error:/.test(said)) problems.push(`a worker printed a stack: ${said.slice(said.search(/\n\s+at |Error:/) - 200).slice(0, 600)}`);
  console.log(`${Object.entries(struck).map(([what, times]) => `${times} ${what}`).join(', ')} killed; ${ids.length} comparisons of ${2 * ids.length} new files and ${batches} batches of ${rows}; all done ${seconds.toFixed(1)} s after the last kill; ${audit.entries} audit entries`);
  console.log(problems.length === 0 ? 'Each comparison ended once, with the undisturbed result; each batch is byte for byte the one that ran here; nothing was measured twice or left over.' : problems.slice(0, 10).join('\n'));
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  isOver = true;
  await client.end().catch(() => undefined);
  for (const child of [...ofWorkers, ...running.reverse()]) child?.kill('SIGKILL');
  await pause(500);
  rmSync(folder, { recursive: true, force: true });
}
