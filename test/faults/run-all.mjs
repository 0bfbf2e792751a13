// Runs the scripts of this folder one after the other: `npm run faults`, in full; `node test/faults/run-all.mjs --short` as CI does.
// scale-out.mjs, kill-workers.mjs and fill-postgres.mjs need a PostgreSQL. Each prints a line a fault; the whole ends with 1 when one of them found something wrong. Needs a build.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)), isShort = process.argv.includes('--short');

/** Script, its arguments in full, and in short; null leaves it out there. */
const scripts = [
  ['canary-metadata.mjs', [], []],
  ['lack-resources.mjs', [], []],
  ['fail-command-writes.mjs', [], null],
  ['fail-batch-writes.mjs', [], ['1', '3', 'main']],
  ['fail-service-writes.mjs', [], ['200', 'study is']],
  ['fail-service-writes.mjs', null, ['200', 'logo is']],
  ['clocks-and-zones.mjs', [], null],
  ['kill-batch.mjs', ['200', '4', '7', '1.5', '5'], ['2', '4', '7', '1.5']],
  ['kill-batch.mjs', ['30', '8', '5', '1.5', '30'], null],
  ['replace-program.mjs', [], ['4']],
  ['kill-commands.mjs', ['30', '1'], ['1', '1']],
  ['kill-service.mjs', ['12', '5'], null],
  ['twenty-uploaders.mjs', ['20', '5', '300'], null],
  ['restart-queue.mjs', ['1000'], null],
  ['slow-sockets.mjs', ['50', '4', '500'], null],
  ['scale-out.mjs', ['1600', '1'], null],
  ['kill-workers.mjs', ['50', '3', '1'], null],
  ['fill-postgres.mjs', ['3'], null],
  ['fuzz-photographs.mjs', ['1000', '1'], ['120', '1']],
  ['fuzz-tables.mjs', ['1000', '1'], ['60', '1']],
];

const failed = [];
for (const [script, inFull, inShort] of scripts) {
  const args = isShort ? inShort : inFull;
  if (args === null) continue;
  console.log(`\n== ${script} ${args.join(' ')}`);
  const began = performance.now();
  const code = await new Promise((resolve) => { spawn(process.execPath, [join(here, script), ...args], { stdio: 'inherit' }).on('exit', (exit, signal) => resolve(signal ?? exit)); });
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
  if (code !== 0) failed.push(script);
}
console.log(failed.length === 0 ? '\nNo fault was found.' : `\nSomething was wrong in: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
