// Two servers and three workers on one PostgreSQL and one object store; each part in turn is killed, paused and restarted under load.
// usage: node test/faults/scale-out.mjs [jobs = 1000] [rounds = 1]
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import sharp from 'sharp';
import { freePort, pause, prepareObjectStore, preparePostgres } from './start-stores.mjs';

const [jobs = 1000, rounds = 1] = process.argv.slice(2).map(Number);
/** A job has to end so soon after a fault is over. */
const recoveryLimitMs = 30_000;
const root = fileURLToPath(new URL('../..', import.meta.url)), folder = mkdtempSync(join(tmpdir(), 'trichoscore-scale-out-'));
// PostgreSQL runs as another account below it.
chmodSync(folder, 0o711);
const main = join(root, 'dist', 'cli', 'main.js');
const [database, objects] = [await preparePostgres(join(folder, 'postgres')), await prepareObjectStore(join(folder, 'objects'))];
const environment = { ...process.env, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', TRICHOSCORE_DATABASE_URL: database.url, TRICHOSCORE_OBJECT_STORE: objects.url };
const ports = [await freePort(), await freePort()];
const start = (...args) => spawn(process.execPath, [main, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
const parts = {
  postgres: database.start, objects: objects.start,
  'server 1': () => start('serve', '--port', String(ports[0]), '--data', join(folder, 'server-1')),
  'server 2': () => start('serve', '--port', String(ports[1]), '--data', join(folder, 'server-2')),
  'worker 1': () => start('worker', '--data', folder), 'worker 2': () => start('worker', '--data', folder), 'worker 3': () => start('worker', '--data', folder),
};
/** What runs; a part that ended is started again after two seconds, as a supervisor would. */
const running = new Map();
let isOver = false;
function run(name) {
  const child = parts[name]();
  running.set(name, child);
  child.stderr?.on('data', (text) => { if (String(text).includes('Waiting for comparisons')) child.isReady = true; });
  child.stdout?.on('data', (text) => { if (String(text).includes('is open at')) child.isReady = true; });
  child.once('exit', () => { if (!isOver) setTimeout(() => { if (!isOver) run(name); }, 2000); });
}

/** One part after the other: the next fault comes when this one is back. */
async function waitUntilBack(name) {
  while (!(running.get(name).isReady ?? running.get(name).stdout === null)) await pause(100);
}

/** Asks one server, then the other, until one answers; as the page does, and as a person would. */
async function ask(path, make) {
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await fetch(`http://127.0.0.1:${ports[tries % 2]}/api/v1/${path}`, { ...make?.(), signal: AbortSignal.timeout(10_000) });
      if (response.status < 500 && response.status !== 429) return await response.json();
      if (response.status !== 503 && response.status !== 429) unexpected.push(`${path.split('/')[0]}: ${response.status} ${await response.text()}`);
    } catch { /* down or paused: the other one is asked */ }
    await pause(300);
  }
}
const unexpected = [];
async function query(statement) {
  for (;;) {
    const client = new pg.Client({ connectionString: database.url, connectionTimeoutMillis: 3000, query_timeout: 4000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(statement)).rows;
    } catch { await pause(300); } finally { client.end().catch(() => undefined); }
  }
}
const countEnded = async () => Number((await query("select count(*) from jobs where state in ('done', 'failed')"))[0].count);
const childrenOf = async (pid) => {
  const { readdir, readFile } = await import('node:fs/promises');
  const stats = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')));
  return stats.filter((line) => Number(line.split(') ')[1]?.split(' ')[1]) === pid).map((line) => parseInt(line, 10));
};
async function signalAll(child, signal) {
  for (const pid of [child.pid, ...await childrenOf(child.pid)]) { try { process.kill(pid, signal); } catch { /* ended already */ } }
}
/** Each begins a fault and resolves when it is over. */
const faults = {
  'kill −9': async (name) => { running.get(name).kill('SIGKILL'); await pause(2100); },
  'pause 20 s': async (name) => {
    const child = running.get(name);
    await signalAll(child, 'SIGSTOP');
    await pause(20_000);
    await signalAll(child, 'SIGCONT');
  },
  restart: async (name) => { running.get(name).kill(name === 'postgres' ? 'SIGINT' : 'SIGTERM'); await pause(2100); },
};

try {
  for (const name of ['postgres', 'objects']) run(name);
  await query('select 1');
  for (const name of Object.keys(parts).slice(2)) run(name);
  const photographs = [];
  for (const [at, [name, left]] of [['baseline', 400], ['increase', 400], ['no-change', 400], ['baseline', 800], ['increase', 800]].entries()) {
    const jpeg = await sharp(join(root, 'fixtures', 'demo', `${name}.jpg`)).extract({ left, top: left, width: 400, height: 400 }).jpeg({ quality: 95 }).toBuffer();
    photographs.push((await ask('photographs', () => { const form = new FormData(); form.append('photograph', new Blob([jpeg]), `${at}.jpg`); return { method: 'POST', body: form }; })).id);
  }
  const pairs = photographs.flatMap((one) => photographs.filter((other) => other !== one).map((other) => [one, other]));
  const calibration = { method: 'given', micrometresPerPixel: 5 }, ids = [], began = performance.now();
  const asking = (async () => {
    for (let job = 0; job < jobs; job += 1) {
      const [before, after] = pairs[job % pairs.length];
      const body = JSON.stringify({ baseline: { photograph: before, calibration }, followUps: [{ photograph: after, calibration }], labels: { subject: `J-${job}` } });
      ids.push((await ask('comparisons', () => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body }))).id);
    }
  })();
  while (await countEnded() < Math.min(pairs.length, jobs)) await pause(500);
  const recoveries = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [fault, happen] of Object.entries(faults)) {
      for (const name of Object.keys(parts)) {
        await happen(name);
        const over = performance.now(), before = await countEnded();
        if (before >= jobs) continue;
        while (await countEnded() <= before) await pause(200);
        recoveries.push({ fault: `${name}: ${fault}`, ms: Math.round(performance.now() - over) });
        console.log(`${recoveries.at(-1).fault}, next result after ${(recoveries.at(-1).ms / 1000).toFixed(1)} s, ${before + 1} of ${jobs} ended`);
        await waitUntilBack(name);
      }
    }
  }
  await asking;
  while (await countEnded() < jobs) await pause(500);
  const minutes = (performance.now() - began) / 60_000;
  const finished = await query("select object, count(*) from audit where action in ('comparison.finish', 'comparison.fail') group by object");
  const failed = await query("select error from jobs where state <> 'done'");
  const [{ different }] = await query("select count(*) as different from (select (request::jsonb - 'labels')::text from comparisons group by 1 having count(distinct result) > 1) pairs");
  for (const { results } of Number(different) === 0 ? [] : await query("select array_agg(distinct result) as results from comparisons group by (request::jsonb - 'labels')::text having count(distinct result) > 1 limit 3")) {
    const [one, other] = results.map((result) => JSON.stringify(JSON.parse(result), null, 1).split('\n'));
    const at = one.findIndex((line, index) => line !== other[index]);
    console.log(`Two results of a pair differ first at: ${one.slice(at - 3, at + 1).join(' ')} / ${other[at]}`);
  }
  const { openPostgres } = await import(join(root, 'dist', 'study', 'postgres', 'open-postgres.js')), { verifyAudit } = await import(join(root, 'dist', 'study', 'audit.js'));
  const store = await openPostgres(database.url), audit = await verifyAudit(store);
  await store.destroy();
  const slowest = recoveries.reduce((worst, one) => (one.ms > worst.ms ? one : worst), { ms: 0, fault: 'none' });
  const faultsFound = [
    new Set(ids).size !== jobs && `${new Set(ids).size} comparisons instead of ${jobs}`,
    finished.length !== jobs && `${finished.length} comparisons ended in the audit trail`,
    finished.some(({ count }) => Number(count) !== 1) && `${finished.filter(({ count }) => Number(count) !== 1).length} comparisons ended more than once`,
    failed.length > 0 && `${failed.length} comparisons failed: ${failed[0].error}`,
    Number(different) > 0 && `${different} pairs of photographs with more than one result`,
    audit.firstBroken !== null && `audit trail: ${audit.why}`,
    slowest.ms > recoveryLimitMs && `recovery took ${slowest.ms} ms (${slowest.fault})`,
    unexpected.length > 0 && `answers that nobody expects: ${unexpected.slice(0, 3).join('; ')}`,
  ].filter(Boolean);
  console.log(`${jobs} comparisons, ${recoveries.length} faults, ${minutes.toFixed(1)} minutes; slowest recovery ${(slowest.ms / 1000).toFixed(1)} s (${slowest.fault}); ${audit.entries} audit entries`);
  console.log(faultsFound.length === 0 ? 'Each comparison ended exactly once, equal pairs have equal results, the audit trail verifies.' : faultsFound.join('\n'));
  process.exitCode = faultsFound.length === 0 ? 0 : 1;
} finally {
  isOver = true;
  for (const child of running.values()) { child.kill('SIGCONT'); child.kill('SIGKILL'); }
  await pause(500);
  rmSync(folder, { recursive: true, force: true });
}
