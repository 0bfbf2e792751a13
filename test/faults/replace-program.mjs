// The program is replaced by another version in the middle of a batch, and the process that measures ends: node test/faults/replace-program.mjs [ROWS]
// What the new program measures may not be kept as the old one's: the batch has to end by name, and to give the new program's results when it is run again. Without
// the end of a process it goes on with the program that it began with. Works on a copy of the build. Exits 1 when something is mixed.
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tell } from './rig.mjs';
import { pause } from './start-stores.mjs';

const [rows = 8] = process.argv.slice(2).map(Number), root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = await mkdtemp(join(tmpdir(), 'replace-program-')), copy = join(folder, 'program'), study = join(folder, 'study');

/** Starts something of the copy. @returns The process, and what it said with its exit code. */
function start(script, ...args) {
  const child = spawn(process.execPath, [join(copy, script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
  return { child, ended: new Promise((resolve) => { child.once('exit', (code) => resolve({ code, said })); }) };
}
const batch = (name) => start('dist/cli/main.js', 'batch', join(study, 'manifest.csv'), '--out', join(folder, name), '--cache', join(folder, `${name}-cache`), '--concurrency', '1');
const childOf = (pid) => Number(readdirSync('/proc').find((name) => { try { return Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === pid; } catch { return false; } }));
const countKept = (name) => { try { return readdirSync(join(folder, `${name}-cache`), { recursive: true }).filter((file) => file.endsWith('.json')).length; } catch { return 0; } };
const read = (name) => readFileSync(join(folder, name, 'measurements.csv'), 'utf8');

/** Another version, by its bytes. */
const file = join(copy, 'dist', 'measurement', 'measure-diameter.js');
const replace = () => writeFileSync(file, `${readFileSync(file, 'utf8')}\n// another version\n`);

try {
  for (const part of ['dist', 'models', 'bench', 'package.json', 'docs']) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  await start('bench/make-study.mjs', study, String(rows), '1.5').ended;
  const undisturbed = await batch('undisturbed').ended;
  tell('a batch that nobody disturbs', undisturbed.code === 0 ? [] : [`ended with ${undisturbed.code}: ${undisturbed.said}`]);
  for (const isEnded of [false, true]) {
    const name = isEnded ? 'ended' : 'goes-on', run = batch(name);
    while (countKept(name) < 2) await pause(30);
    replace();
    if (isEnded) process.kill(childOf(run.child.pid), 'SIGKILL');
    const { code, said } = await run.ended, kept = countKept(name);
    if (isEnded) {
      tell('the program replaced, and its process ended', [...(code !== 0 && said.includes('batch.changed') && said.includes('was replaced') ? [] : [`ended with ${code}: ${said}`]), ...(kept < rows ? [] : ['everything was measured all the same'])]);
      const again = await batch(name).ended;
      tell('the same batch again with the new program', [...(again.code === 0 ? [] : [`ended with ${again.code}: ${again.said}`]), ...(countKept(name) === kept + 2 * rows - Math.ceil(rows / 4) ? [] : [`${countKept(name) - kept} entries were made`])]);
    } else tell('the program replaced while its process goes on', [...(code === 0 ? [] : [`ended with ${code}: ${said}`]), ...(code === 0 && read(name) !== read('undisturbed') ? ['its results differ'] : [])]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
