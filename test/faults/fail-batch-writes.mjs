// Lets every write of a batch fail in turn: node test/faults/fail-batch-writes.mjs [FIRST] [LAST] [main|worker]
// Each time the program has to name a file, end with 1, and leave the old results as they were; then --resume has to give the results of an undisturbed run.
// What is only waited for (EMFILE of an opening), and the links that keep older results for the time of the move, may come to those results at once.
// Needs a build.
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)), main = join(here, '..', '..', 'dist', 'cli', 'main.js');
const [first = 1, last = 200] = process.argv.slice(2, 4).map(Number), codes = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'EROFS'];
const root = await mkdtemp(join(tmpdir(), 'fail-batch-')), manifest = join(root, 'study', 'manifest.csv'), out = join(root, 'out');
const results = ['results.jsonl', 'measurements.csv', 'scores.csv', 'arms.csv', 'results.xlsx', 'report.html'];

const run = (args, env = {}) => new Promise((resolve) => {
  execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : error.code, stdout, stderr }));
});
const read = async (names) => Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await readFile(join(out, name)).catch(() => 'none')).toString('base64')])));
const same = (a, b) => Object.keys(a).every((name) => a[name] === b[name]);

try {
  await run([join(here, '..', '..', 'bench', 'make-study.mjs'), join(root, 'study'), '4']);
  await run([main, 'batch', manifest, '--out', out]);
  const old = await read([...results, 'run.json']), oldManifest = await readFile(manifest, 'utf8');
  const cached = join(root, 'cached');
  await cp(join(out, '.cache'), cached, { recursive: true });
  // A row more, so that new results differ from the old ones in every file.
  await appendFile(manifest, oldManifest.split('\n')[1].replace('S00001', 'S9').replace(/photos.*jpg/, 'none.jpg') + '\n');
  await run([main, 'batch', manifest, '--out', join(root, 'expected'), '--cache', cached]);
  const expected = Object.fromEntries(await Promise.all(results.map(async (name) => [name, (await readFile(join(root, 'expected', name))).toString('base64')])));
  let struck = 0;
  for (const where of process.argv[4] === undefined ? ['main', 'worker'] : [process.argv[4]]) {
    for (let at = first; at <= last; at++) {
      const trace = join(root, 'trace'), code = codes[at % codes.length], env = { FAIL_AT: String(at), FAIL_CODE: code, FAIL_IN: where, FAIL_TRACE: trace };
      await rm(trace, { force: true });
      // Measurements are in the cache when the main process fails, and have to be written when a worker does.
      const cache = join(root, `cache-${where}-${at}`);
      const restore = async () => {
        for (const name of await readdir(out)) if (name !== '.cache') await rm(join(out, name), { recursive: true });
        for (const [name, content] of Object.entries(old)) await writeFile(join(out, name), Buffer.from(content, 'base64'));
        await rm(cache, { recursive: true, force: true });
      };
      if (where === 'main') await cp(cached, cache, { recursive: true });
      const failing = await run(['--import', pathToFileURL(join(here, 'fail-nth-write.mjs')).href, main, 'batch', manifest, '--out', out, '--cache', cache], env);
      // Of two workers each may come to the call of that number.
      const calls = (await readFile(trace, 'utf8').catch(() => '')).trim().split('\n'), what = calls.join(' and ');
      if (what === '') {
        console.log(`${where}: ${at - first} writes from the ${first}th on`);
        break;
      }
      struck++;
      // Some disks refuse to flush a folder; that flush is the last step, all files being flushed and in place.
      if (calls.every((call) => call === 'sync') && failing.code === 3 && same(expected, await read(results))) {
        console.log(`${where} ${at} flush of the folder ${code}: results complete and in place`);
        await restore();
        continue;
      }
      // A disk without links keeps no older form of a result; nothing else is lost.
      if (calls.every((call) => call === 'link') && failing.code === 3 && same(expected, await read(results))) {
        console.log(`${where} ${at} link of an older result ${code}: results complete and in place`);
        await restore();
        continue;
      }
      // A file that may not be opened because too many are open is waited for, and this failure is over at once.
      if (code === 'EMFILE' && calls.every((call) => call === 'open') && failing.code === 3 && same(expected, await read(results))) {
        console.log(`${where} ${at} ${what} ${code}: waited for, results complete and in place`);
        await restore();
        continue;
      }
      const problems = [];
      if (failing.code !== 1) problems.push(`exit code ${failing.code}`);
      if (!/error output\.unwritable: \S.*(could not be written|cannot be written)/.test(failing.stderr)) problems.push('no file is named');
      if (!same(old, await read(Object.keys(old)))) problems.push('old results were touched');
      const again = await run([main, 'batch', manifest, '--out', out, '--cache', cache, '--resume']);
      if (again.code !== 3) problems.push(`exit code ${again.code} after --resume`);
      if (!same(expected, await read(results))) problems.push('results after --resume differ');
      console.log(`${where} ${at} ${what} ${code}: ${problems.length === 0 ? 'fine' : `${problems.join('; ')}\n${failing.stderr}`}`);
      if (problems.length > 0) process.exitCode = 1;
      await restore();
    }
  }
  console.log(`${struck} writes made to fail`);
} finally {
  await rm(root, { recursive: true, force: true });
}
