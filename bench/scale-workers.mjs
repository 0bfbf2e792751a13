// Time for the same photographs with one worker and with two, each on one core of its own: node bench/scale-workers.mjs [PHOTOGRAPHS = 400]
// Needs a build, PostgreSQL and taskset (Linux). Every comparison measures two new photographs; the servers' own cores are not counted. Where other programs keep
// the machine busy the times say little; the processor seconds beside them say what two cores that do all of it, server and stores included, can reach at best.
// Last comes what two cores reach with processes that share neither queue, database nor server: they still share memory and, often, parts of one processor.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import sharp from 'sharp';
import { freePort, pause, prepareObjectStore, preparePostgres } from '../test/faults/start-stores.mjs';

const [photographs = 400] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('..', import.meta.url)), main = join(root, 'dist', 'cli', 'main.js');

/** Processor seconds of a process and of all that it started. */
function processorSeconds(pid) {
  const stats = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => { try { return [readFileSync(`/proc/${name}/stat`, 'utf8')]; } catch { return []; } })
    .map((line) => ({ pid: parseInt(line, 10), fields: line.slice(line.lastIndexOf(')') + 2).split(' ').map(Number) }));
  const sum = (of) => stats.filter((each) => each.pid === of).reduce((total, { fields }) => total + (fields[11] + fields[12] + fields[13] + fields[14]) / 100, 0)
    + stats.filter(({ fields }) => fields[1] === of).reduce((total, child) => total + sum(child.pid), 0);
  return sum(pid);
}

/** @returns Seconds from the first beginning of a comparison to the last end; meanwhile processor seconds of the workers, and of server and stores. */
async function measure(workers) {
  const folder = mkdtempSync(join(tmpdir(), 'trichoscore-scale-')), running = [];
  chmodSync(folder, 0o711);
  try {
    const [database, objects, port] = [await preparePostgres(join(folder, 'postgres')), await prepareObjectStore(join(folder, 'objects')), await freePort()];
    running.push(database.start(), objects.start());
    const environment = { ...process.env, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', TRICHOSCORE_DATABASE_URL: database.url, TRICHOSCORE_OBJECT_STORE: objects.url };
    await pause(3000);
    running.push(spawn(process.execPath, [main, 'serve', '--port', String(port), '--data', join(folder, 'server')], { env: environment, stdio: 'ignore' }));
    // So many requests a minute are answered; the server takes a while to start. Anything else that is refused will be refused again.
    const ask = async (path, request) => {
      for (;;) {
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, request?.()).catch(() => null);
        if (answer?.ok) return answer.json();
        if (answer !== null && ![429, 503].includes(answer.status)) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
        await pause(500);
      }
    };
    const ids = [];
    for (let at = 0; at < photographs; at += 1) {
      const jpeg = await sharp(join(root, 'fixtures', 'demo', at % 2 === 0 ? 'baseline.jpg' : 'increase.jpg')).extract({ left: 300 + (at >> 1) * 2 % 400, top: 300 + (at >> 1) % 300, width: 600, height: 600 }).jpeg({ quality: 90 }).toBuffer();
      ids.push((await ask('photographs', () => { const form = new FormData(); form.append('photograph', new Blob([jpeg]), `${at}.jpg`); return { method: 'POST', body: form }; })).id);
    }
    const calibration = { method: 'given', micrometresPerPixel: 5 };
    for (let at = 0; at < photographs; at += 2) {
      const body = JSON.stringify({ baseline: { photograph: ids[at], calibration }, followUps: [{ photograph: ids[at + 1], calibration }] });
      await ask('comparisons', () => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body }));
    }
    // The checks of the uploads come after their answers; asking for a photograph waits for its own.
    for (const id of ids) await ask(`photographs/${id}`);
    await pause(2000);
    const others = running.length;
    for (let worker = 0; worker < workers; worker += 1) running.push(spawn('taskset', ['-c', String(worker), process.execPath, main, 'worker', '--data', folder], { env: environment, stdio: 'ignore' }));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const countOf = async (condition) => Number((await client.query(`select count(*) from jobs where ${condition}`)).rows[0].count);
    // A worker that starts takes seconds before it begins, however much there is to do.
    while (await countOf("state <> 'queued'") === 0) await pause(20);
    const began = performance.now(), pids = running.map(({ pid }) => pid), before = pids.map(processorSeconds);
    while (await countOf("state in ('queued', 'running')") > 0) await pause(100);
    const seconds = (performance.now() - began) / 1000;
    if (await countOf("state <> 'done'") > 0) throw new Error('A comparison failed; the times say nothing.');
    await client.end();
    const spent = pids.map((pid, at) => processorSeconds(pid) - before[at]), sum = (list) => list.reduce((total, one) => total + one, 0);
    return { seconds, ofWorkers: sum(spent.slice(others)), ofOthers: sum(spent.slice(0, others)) };
  } finally {
    for (const child of running.reverse()) child.kill('SIGKILL');
    await pause(500);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns Photographs measured a second by so many processes side by side, each on one core, with no queue and no store. */
async function measureWithoutStores(processes) {
  const program = `const { analysePhotograph } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)}), sharp = (await import(${JSON.stringify(import.meta.resolve('sharp'))})).default;
    const photograph = await sharp(${JSON.stringify(join(root, 'fixtures', 'demo', 'baseline.jpg'))}).extract({ left: 300, top: 300, width: 600, height: 600 }).jpeg({ quality: 90 }).toBuffer();
    const measureFor = async (seconds) => { let count = 0; for (const end = performance.now() + 1000 * seconds; performance.now() < end; count++) await analysePhotograph(photograph, { kind: 'closeup', calibration: { method: 'given', micrometresPerPixel: 5 } }); return count / seconds; };
    await measureFor(10);
    console.log(await measureFor(20));`;
  const each = Array.from({ length: processes }, async (_, core) => {
    const child = spawn('taskset', ['-c', String(core), process.execPath, '--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (piece) => { said += piece; });
    await once(child, 'close');
    return Number(said);
  });
  return (await Promise.all(each)).reduce((sum, rate) => sum + rate, 0);
}

const [load] = loadavg();
if (load > 0.5) console.log(`Something else runs here (load ${load.toFixed(1)}): look at the processor seconds, not at the times.`);
const [one, two] = [await measure(1), await measure(2)];
console.log(`${photographs} photographs: ${one.seconds.toFixed(0)} s with one worker, ${two.seconds.toFixed(0)} s with two: ${(one.seconds / two.seconds).toFixed(2)} times as fast`);
for (const [name, { ofWorkers, ofOthers }] of [['one worker', one], ['two workers', two]]) {
  console.log(`${name}: ${ofWorkers.toFixed(1)} processor seconds in workers, ${ofOthers.toFixed(1)} in server and stores; two cores that do all of it are at best ${((2 * ofWorkers) / (ofWorkers + ofOthers)).toFixed(2)} times as fast as one worker with a core of its own`);
}
const [alone, beside] = [await measureWithoutStores(1), await measureWithoutStores(2)];
console.log(`without server and stores: ${alone.toFixed(2)} photographs a second by one process, ${beside.toFixed(2)} by two: ${(beside / alone).toFixed(2)} times as fast`);
