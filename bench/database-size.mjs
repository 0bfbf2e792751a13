// What the steps of the shared database take once it is large: node bench/database-size.mjs [COMPARISONS = 1000000]
// Needs a build and PostgreSQL. Fills the tables with made-up rows (short results), then times the steps that one comparison of two photographs takes, and
// those that look over whole tables. Wall time, median of several, disk flushed at every commit.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { finishJob, queueComparison, takeNextJob } from '../dist/study/comparisons.js';
import { eraseSubject } from '../dist/study/erase-subject.js';
import { countJobs, listRunningJobs } from '../dist/study/leases.js';
import { namesOfPhotographs } from '../dist/study/holdings.js';
import { rememberPhotograph } from '../dist/study/photographs.js';
import { openSharedStore } from '../dist/study/shared-store.js';
import { addStudy, addSubject, addTargetArea, addTimepoint } from '../dist/study/subjects.js';
import { pause, prepareObjectStore, preparePostgres } from '../test/faults/start-stores.mjs';

const [comparisons = 1_000_000] = process.argv.slice(2).map(Number), photographs = 2 * comparisons;
const folder = mkdtempSync(join(tmpdir(), 'database-size-')), running = [];
chmodSync(folder, 0o711);
process.env.AWS_ACCESS_KEY_ID = process.env.AWS_SECRET_ACCESS_KEY = 'S3RVER';
const sha = (kind, number) => Buffer.from(`${kind}${number}`).toString('hex').padStart(64, '0');

/** Median milliseconds of some calls; what the first throws instead. */
async function time(name, times, work) {
  const taken = [];
  for (let at = 0; at < times; at++) {
    const began = performance.now();
    const failed = await Promise.resolve(work(at)).then(() => null, (error) => error);
    taken.push(performance.now() - began);
    if (failed !== null) { console.log(`${name}: refused after ${taken[at].toFixed(0)} ms: ${failed.code} ${failed.message}`); return; }
  }
  console.log(`${name}: ${taken.sort((a, b) => a - b)[times >> 1].toFixed(1)} ms`);
}

async function openWhenThere(options) {
  for (let tries = 1; ; tries++) {
    try {
      return await openSharedStore(options);
    } catch (error) {
      if (tries > 60) throw error;
      await pause(1000);
    }
  }
}

async function fill(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const insert = (text) => client.query(text);
  const hash = (kind, number) => `lpad(encode(convert_to('${kind}' || ${number}, 'UTF8'), 'hex'), 64, '0')`;
  await insert(`insert into photographs select ${hash('p', 'n')}, 'p.jpg', 'jpeg', 5000000, 4000, 3000, null, '2026-01-01T00:00:00.000Z' from generate_series(1, ${photographs}) n`);
  await insert(`insert into holdings select ${hash('p', 'n')}, 'account:filled', 'p.jpg' from generate_series(1, ${photographs}) n`);
  await insert(`insert into measurements select gen_random_uuid()::text, ${hash('f', 'n')}, 1, ${hash('p', 'n')}, '{}', null, 'program', '2026-01-01T00:00:00.000Z' from generate_series(1, ${photographs}) n`);
  await insert(`insert into comparisons select ${hash('c', 'n')}, '{"baseline":{"photograph":"' || ${hash('p', '(2 * n - 1)')} || '"},"followUps":[{"photograph":"' || ${hash('p', '(2 * n)')} || '"}]}', '{}', '2026-01-01T00:00:00.000Z' from generate_series(1, ${comparisons}) n`);
  await insert(`insert into jobs (id, place, state, attempts, error, queued_at, finished_at, holder) select ${hash('c', 'n')}, n, 'done', 1, null, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z', 'study:' || n % 100 from generate_series(1, ${comparisons}) n`);
  await insert(`insert into audit select n, '2026-01-01T00:00:00.000Z', 'program', case n % 7 when 0 then 'timepoint.add' else 'measurement.make' end, 'photograph:' || ${hash('p', 'n')}, null, '{"target_area":"x","photograph":"' || ${hash('p', 'n')} || '"}', ${hash('h', '(n - 1)')}, ${hash('h', 'n')} from generate_series(1, ${7 * comparisons}) n`);
  await insert('analyze');
  const { rows } = await client.query("select relname, pg_total_relation_size(oid) / 1000000 as mb from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 6");
  console.log(`${comparisons} comparisons: ${rows.map(({ relname, mb }) => `${relname} ${mb} MB`).join(', ')} (results left out)`);
  await client.end();
}

try {
  const database = await preparePostgres(join(folder, 'postgres')), objects = await prepareObjectStore(join(folder, 'objects'));
  running.push(database.start(), objects.start());
  const store = await openWhenThere({ databaseUrl: database.url, objectStoreUrl: objects.url, workFolder: join(folder, 'work') });
  const filling = performance.now();
  await fill(database.url);
  console.error(`filled in ${((performance.now() - filling) / 1000).toFixed(0)} s`);
  const person = { id: 'account', name: 'a', role: 'analyst' }, result = {};
  const photograph = (at) => ({ sha256: sha('q', at), name: 'q.jpg', format: 'jpeg', bytes: 5_000_000, width: 4000, height: 3000, captured_at: null });
  const request = (at) => ({ baseline: { photograph: sha('q', at) }, followUps: [{ photograph: sha('q', at + 1) }] });
  await time('upload: remember a photograph', 50, (at) => rememberPhotograph(store, 'a', photograph(at), person));
  await time('may this person see two photographs', 50, (at) => namesOfPhotographs(store, person, [sha('q', at), sha('q', at + 1)]));
  await time('ask for a comparison', 20, (at) => queueComparison(store, 'a', sha('d', at), request(at), 1000, 'study:1'));
  const taken = [];
  await time('take a comparison', 20, async () => { taken.push(await takeNextJob(store)); });
  await time('finish a comparison', 20, (at) => finishJob(store, taken[at].id, { result }, taken[at].lease));
  await time('look for silent workers', 20, () => listRunningJobs(store));
  await time('count jobs for /metrics', 5, () => countJobs(store));
  const study = await addStudy(store, 'a', 'Study'), subject = await addSubject(store, 'a', study.id, 'S-1'), area = await addTargetArea(store, 'a', subject.id, 'vertex');
  await addTimepoint(store, 'a', { target_area: area.id, date: '2026-01-01', photograph: sha('q', 1), name: 'q.jpg', calibration: null });
  await time('erase a person', 1, () => eraseSubject(store, 'a', subject.id, 'asked'));
  await store.close();
} finally {
  for (const child of running.reverse()) child.kill('SIGINT');
  await pause(2000);
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
