// Fills the disk under PostgreSQL while a server and a worker use it, makes room again, then cuts all its connections in mid job: node test/faults/fill-postgres.mjs [ROUNDS]
// Meanwhile every answer has to come within 5 s as done, 503 or 507, without a path; within 30 s of there being room everything has to go on without a restart of ours;
// nothing confirmed may be missing, nothing be there twice, every comparison end once, and `verify` find nothing. Needs Linux, the right to mount, a PostgreSQL and a build.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { inNewFolder, main, phantom, privateParts, tell } from './rig.mjs';
import { pause, prepareObjectStore, preparePostgres, freePort } from './start-stores.mjs';
import { createClient, retitle } from './start-service.mjs';

const [rounds = 3] = process.argv.slice(2).map(Number), answerLimitMs = 5000, recoveryLimitMs = 30_000;

await inNewFolder(async (folder) => {
  chmodSync(folder, 0o711);
  const disk = join(folder, 'disk'), ballast = join(disk, 'ballast');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    console.log('skipped: disks cannot be mounted here');
    return;
  }
  let isOver = false;
  const running = new Map();
  try {
    const database = await preparePostgres(join(disk, 'postgres')), objects = await prepareObjectStore(join(folder, 'objects')), port = await freePort();
    const env = { ...process.env, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', TRICHOSCORE_DATABASE_URL: database.url, TRICHOSCORE_OBJECT_STORE: objects.url };
    const start = (...args) => spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let ended = 0, databaseEnded = 0;
    /** PostgreSQL is started again two seconds after its end, as a supervisor does; ours have to live through all of it. */
    const keep = (name, begin) => {
      const child = begin();
      running.set(name, child);
      child.stderr?.resume();
      child.once('exit', () => {
        if (isOver) return;
        if (name === 'postgres') databaseEnded++; else ended++;
        setTimeout(() => { if (!isOver) keep(name, begin); }, 2000);
      });
    };
    keep('postgres', database.start);
    keep('objects', objects.start);
    const query = async (text) => {
      const client = new pg.Client({ connectionString: database.url, connectionTimeoutMillis: 3000, query_timeout: 4000 });
      client.on('error', () => undefined);
      try { await client.connect(); return (await client.query(text)).rows; } finally { client.end().catch(() => undefined); }
    };
    while (!await query('select 1').catch(() => null)) await pause(200);
    keep('server', () => start('serve', '--port', String(port), '--data', join(folder, 'server')));
    const client = createClient(`http://127.0.0.1:${port}/`), picture = await phantom(5, { widthMm: 1.2, heightMm: 1.2 });
    while (!await client.get('api/v1/about').catch(() => null)) await pause(300);
    keep('worker', () => start('worker', '--data', join(folder, 'worker')));
    const calibration = { method: 'given', micrometresPerPixel: 5 }, uploaded = new Set(), asked = new Set(), statuses = {}, problems = [];
    let number = 0, slowest = 0, calmMs = null;
    const ask = async (what, act) => {
      const began = performance.now(), answer = await act().catch((error) => ({ status: 0, text: async () => String(error) })), ms = performance.now() - began;
      slowest = Math.max(slowest, ms);
      statuses[`${what} ${answer.status}`] = (statuses[`${what} ${answer.status}`] ?? 0) + 1;
      if (![200, 201, 202, 503, 507].includes(answer.status)) problems.push(`${what} was answered ${answer.status}: ${JSON.stringify(await (answer.text?.() ?? answer.json())).slice(0, 300)}`);
      // A crowded machine is slower at everything: what an answer took before any fault is added.
      if (calmMs !== null && ms > answerLimitMs + 2 * calmMs) problems.push(`${what} was answered after ${(ms / 1000).toFixed(1)} s`);
      return answer;
    };
    /** A photograph and its comparison with the first. @returns Whether both were accepted. */
    async function act() {
      const sent = await ask('upload', () => client.upload(retitle(picture, `${++number}`), 'a.jpg'));
      if (sent.status >= 300 || sent.status === 0) return false;
      const { id } = await sent.json();
      uploaded.add(id);
      const [first] = uploaded;
      if (id === first) return true;
      const answer = await ask('comparison', () => client.post('api/v1/comparisons', { baseline: { photograph: first, calibration }, followUps: [{ photograph: id, calibration }] }));
      if (answer.status !== 202) return false;
      asked.add((await answer.json()).id);
      return true;
    }
    const countEnded = async () => Number((await query("select count(*) from jobs where state in ('done', 'failed')").catch(() => [{ count: 0 }]))[0].count);
    /** Until a new photograph is taken and a further comparison has ended. */
    async function recover(what) {
      const began = performance.now(), before = await countEnded();
      while (!await act()) await pause(500);
      while (asked.size > before && await countEnded() <= before) await pause(200);
      const ms = performance.now() - began;
      if (ms > recoveryLimitMs) problems.push(`${what}: went on after ${(ms / 1000).toFixed(0)} s`);
      return ms;
    }
    for (let warm = 0; warm < 4; warm++) await act();
    calmMs = slowest;
    for (let round = 1; round <= rounds; round++) {
      for (let size = 64 << 20; size >= 4096; size >>= 1) for (;;) { if (!await writeFile(ballast, Buffer.alloc(size), { flag: 'a' }).then(() => true, () => false)) break; }
      const until = performance.now() + 20_000;
      while (performance.now() < until) { await act(); await ask('read', () => client.get('api/v1/studies')); await pause(100); }
      await rm(ballast);
      const full = await recover('a full disk');
      for (let at = 0; at < 3; at++) await act();
      const cutting = performance.now() + 10_000;
      while (performance.now() < cutting) { await query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'trichoscore'").catch(() => undefined); await act(); await pause(300); }
      const cut = await recover('connections cut');
      running.get('postgres').kill('SIGQUIT');
      const struck = await recover('the database struck down');
      console.log(`round ${round}: ${uploaded.size} photographs, ${asked.size} comparisons; went on ${(full / 1000).toFixed(1)} s after a full disk, ${(cut / 1000).toFixed(1)} s after connections were cut for 10 s, ${(struck / 1000).toFixed(1)} s after the database was struck down`);
    }
    for (let tries = 0; await countEnded() < asked.size && tries < 600; tries++) await pause(500);
    const finished = await query("select object, count(*) from audit where action in ('comparison.finish', 'comparison.fail') group by object"), failed = await query("select error from jobs where state <> 'done'");
    if (failed.length > 0) problems.push(`${failed.length} comparisons failed: ${failed[0].error}`);
    if (finished.length !== asked.size || finished.some(({ count }) => Number(count) !== 1)) problems.push(`${asked.size} comparisons ended ${finished.reduce((sum, { count }) => sum + Number(count), 0)} times`);
    const kept = new Set((await query('select sha256 from photographs')).map(({ sha256 }) => sha256));
    for (const id of uploaded) if (!kept.has(id)) problems.push('a photograph that was confirmed is missing');
    if (ended > 0) problems.push(`our own programs ended ${ended} times`);
    const verified = await new Promise((resolve) => { const child = start('verify'); let said = ''; child.stderr.on('data', (text) => { said += text; }); child.on('exit', (code) => resolve({ code, said })); });
    if (verified.code !== 0) problems.push(`verify ended with ${verified.code}: ${verified.said}`);
    problems.push(...privateParts(problems.join('\n'), [folder]).map((part) => `told ${part}`));
    tell(`${uploaded.size} photographs and ${asked.size} comparisons; the database ended ${databaseEnded} times; slowest answer ${(slowest / 1000).toFixed(1)} s; ${Object.entries(statuses).map(([what, times]) => `${what}: ${times}`).join(', ')}`, problems);
  } finally {
    isOver = true;
    for (const child of running.values()) child.kill('SIGKILL');
    await pause(1000);
    execFileSync('umount', ['-l', disk]);
  }
});
