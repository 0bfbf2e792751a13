// Kills a batch with SIGKILL at random moments and goes on with --resume: node test/faults/kill-batch.mjs [KILLS] [ROWS] [SEED] [MILLIMETRES] [IN A ROW]
// The final files have to equal those of an undisturbed run byte for byte (run id and times apart), after a kill they are not there yet or whole, and nothing
// that was in the cache at a kill may be computed again. Moments lie anywhere in what the run still has to do, reckoned from the batch's own lengths; a run that
// ends before its moment counts for nothing. Needs a build. Prints one line a round; exits 1 at the first difference.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url)), main = join(here, '..', '..', 'dist', 'cli', 'main.js'), run = promisify(execFile);
const [kills = 50, rows = 12, seed = 1, sizeMm = 2, killsPerRound = 5] = process.argv.slice(2).map(Number);
let state = seed;
const random = () => { state = (state * 1_664_525 + 1_013_904_223) >>> 0; return state / 2 ** 32; };
const root = await mkdtemp(join(tmpdir(), 'kill-batch-'));
const manifest = join(root, 'study', 'manifest.csv');
const batch = (out, ...more) => [main, 'batch', manifest, '--out', out, ...more];

const finalFiles = ['results.jsonl', 'measurements.csv', 'scores.csv', 'arms.csv', 'results.xlsx', 'report.html'];

async function readResults(out) {
  const files = {};
  for (const name of finalFiles) files[name] = (await readFile(join(out, name))).toString('base64');
  const about = { ...JSON.parse(await readFile(join(out, 'run.json'), 'utf8')), runId: null, startedAt: null, finishedAt: null };
  return { ...files, run: JSON.stringify(about) };
}

/** What is in the cache, each entry by the number of its file: one that is written again gets another. */
async function readCache(out) {
  const names = (await readdir(join(out, '.cache'), { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.json'));
  return new Map(await Promise.all(names.map(async (name) => [name, (await stat(join(out, '.cache', name))).ino])));
}

try {
  await run(process.execPath, [join(here, '..', '..', 'bench', 'make-study.mjs'), join(root, 'study'), String(rows), String(sizeMm)]);
  const reference = join(root, 'reference'), began = performance.now();
  await run(process.execPath, batch(reference));
  const whole = performance.now() - began, expected = await readResults(reference), all = (await readCache(reference)).size;
  await run(process.execPath, batch(reference, '--resume'));
  const idle = performance.now() - began - whole, each = Math.max(0, whole - idle) / all;
  console.log(`undisturbed run of ${rows} rows: ${(whole / 1000).toFixed(1)} s, with everything in the cache ${(idle / 1000).toFixed(1)} s`);
  // How quick the machine is now, against then: a run that ends before its moment says that it has become quicker.
  let pace = 1, struck = 0, missed = 0, complete = 0;
  for (let round = 1; struck < kills; round++) {
    const out = join(root, `round-${round}`), moments = [], seen = new Map();
    while (moments.length < killsPerRound && struck < kills) {
      const length = (idle + (all - seen.size) * each) * pace, moment = random() * length;
      const child = spawn(process.execPath, batch(out, '--resume'), { stdio: 'ignore' }), ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal)));
      await Promise.race([pause(moment), ended]);
      child.kill('SIGKILL');
      if (await ended === 'SIGKILL') {
        struck++;
        pace *= 1.03;
        moments.push((moment / 1000).toFixed(2));
      } else {
        missed++;
        pace *= 0.8;
      }
      for (const name of finalFiles) {
        const found = await readFile(join(out, name)).catch(() => null);
        if (found !== null && found.toString('base64') !== expected[name]) throw new Error(`round ${round}: ${name} was left half-written`);
      }
      // A worker that was in the middle of a photograph ends it before it notices.
      await pause(700);
      for (const [name, number] of await readCache(out)) {
        if (seen.has(name) && seen.get(name) !== number) throw new Error(`round ${round}: ${name} was computed twice`);
        seen.set(name, number);
      }
    }
    if (seen.size === all) complete++;
    await run(process.execPath, batch(out, '--resume'));
    const results = await readResults(out), cache = await readCache(out);
    for (const [name, number] of seen) if (cache.get(name) !== number) throw new Error(`round ${round}: ${name} was computed again after a kill`);
    for (const name of Object.keys(expected)) if (results[name] !== expected[name]) throw new Error(`round ${round}: ${name} differs from the undisturbed run`);
    console.log(`round ${round}: killed after ${moments.join(', ')} s; ${seen.size} of ${cache.size} entries kept, results identical`);
    await rm(out, { recursive: true });
  }
  console.log(`${struck} kills, each while the batch ran (${missed} more came too late), everything measured at the last kill in ${complete} rounds: all results identical, nothing computed twice, no file half-written`);
} finally {
  await rm(root, { recursive: true, force: true });
}
