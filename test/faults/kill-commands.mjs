// Kills `measure --overlay --maps` and `score --report` with SIGKILL at random moments of their own length: node test/faults/kill-commands.mjs [KILLS OF EACH] [SEED]
// Under its own name each output file is whole or not there (an older report as it was); what a killed command leaves beside them is hidden and open to
// nobody else than the file would be, and the next run gives what an undisturbed one does. A command that ends before its moment counts for nothing. Needs a build.
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inNewFolder, main, phantom, tell, trichoscore } from './rig.mjs';
import { seeded } from './seeded.mjs';

const [kills = 30, seed = 1] = process.argv.slice(2).map(Number), { random } = seeded(seed);
const scale = ['--um-per-px', '5', '--kind', 'closeup'];
const commands = {
  'measure --overlay --maps': ['measure', 'a.jpg', 'b.jpg', ...scale, '--json', '--overlay', 'out', '--maps', 'out'],
  'score --report HTML': ['score', 'a.jpg', 'b.jpg', ...scale, '--report', 'out/report.html'],
  'score --report PDF': ['score', 'a.jpg', 'b.jpg', ...scale, '--report', 'out/report.pdf'],
};
/** Moments of a run that took so long: a third at its end, where files are written. */
const pick = (length) => (random() < 1 / 3 ? length * (0.75 + 0.25 * random()) : length * random());

await inNewFolder(async (folder) => {
  const out = join(folder, 'out'), list = async () => (await readdir(out)).sort();
  await writeFile(join(folder, 'a.jpg'), await phantom(1));
  await writeFile(join(folder, 'b.jpg'), await phantom(2));
  for (const [name, args] of Object.entries(commands)) {
    const begin = async () => { await rm(out, { recursive: true, force: true }); await mkdir(out); };
    await begin();
    const began = performance.now(), undisturbed = await trichoscore(args, { cwd: folder }), problems = [];
    let length = performance.now() - began, struck = 0, missed = 0, some = 0, hidden = 0;
    if (undisturbed.code !== 0) throw new Error(undisturbed.stderr);
    const names = await list(), whole = new Map(await Promise.all(names.map(async (file) => [file, await readFile(join(out, file))]))), older = Buffer.from('the older report'), { mode } = await stat(join(out, names[0]));
    while (struck < kills) {
      await begin();
      const report = names.find((file) => file.startsWith('report'));
      if (report !== undefined) await writeFile(join(out, report), older);
      const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: 'ignore' }), ended = new Promise((resolve) => { child.on('exit', (_code, signal) => resolve(signal)); });
      await Promise.race([pause(pick(length)), ended]);
      child.kill('SIGKILL');
      if (await ended === 'SIGKILL') { struck++; length *= 1.02; } else { missed++; length *= 0.85; continue; }
      // A process that reads photographs ends what it is at before it notices.
      await pause(500);
      const left = await list();
      if (left.some((file) => !file.startsWith('.') && file !== report)) some++;
      for (const file of left) {
        const bytes = await readFile(join(out, file));
        if (/^\.[0-9a-f]{12}\.partial$/.test(file)) {
          hidden++;
          if (((await stat(join(out, file))).mode & ~mode & 0o777) !== 0) problems.push(`${file} can be read by others`);
        } else if (!whole.has(file)) problems.push(`left ${file}`);
        else if (!bytes.equals(whole.get(file)) && !(file === report && bytes.equals(older))) problems.push(`${file} is half-written`);
      }
    }
    const again = await trichoscore(args, { cwd: folder });
    if (again.code !== 0 || again.stdout !== undisturbed.stdout) problems.push('the next run gives something else');
    for (const [file, bytes] of whole) if (!(await readFile(join(out, file))).equals(bytes)) problems.push(`${file} of the next run differs`);
    tell(`${name}: ${struck} kills while it ran (${missed} more came too late), ${some} with some files in place, ${hidden} unfinished ones left hidden`, problems);
  }
});
