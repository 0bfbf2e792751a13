// Lets every write of `measure` and `score --report` fail in turn, and every opening of a file for reading: node test/faults/fail-command-writes.mjs [LAST] [measure|html|pdf|json]
// Each time the program must not end with 0, must say why, leave no half-written file, and leave an older report as it was. Where everything is written, and only
// the folder could not be flushed after it, it may end with 0. Needs a build.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inNewFolder, main, phantom, privateParts, readTree, root, run, tell, trichoscore } from './rig.mjs';

const last = Number(process.argv[2] ?? 100), only = process.argv[3], codes = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'EROFS'];
const preload = pathToFileURL(join(root, 'test', 'faults', 'fail-nth-write.mjs')).href;

/** Strikes the 1st, 2nd, 3rd … until none is left. @returns How many were struck. */
async function strikeEach(name, folder, args, env, judge, isComplete) {
  for (let at = 1; at <= last; at++) {
    const trace = join(folder, 'trace'), code = codes[at % codes.length];
    await rm(trace, { force: true });
    await rm(join(folder, 'out'), { recursive: true, force: true });
    const result = await run(['--import', preload, main, ...args], { cwd: folder, env: { FAIL_AT: String(at), FAIL_CODE: code, FAIL_IN: 'main', FAIL_TRACE: trace, ...env } });
    const what = (await readFile(trace, 'utf8').catch(() => '')).trim();
    if (what === '') return at - 1;
    if (result.code === 0 && ['sync', 'open'].includes(what) && await isComplete(result)) {
      tell(`${name}, ${what} number ${at} fails (${code}): all there, exit code 0`, []);
      continue;
    }
    const problems = await judge(result);
    if (result.code === 0) problems.push('ended with 0');
    if (!/error [a-zA-Z.]+: \S/.test(result.stderr)) problems.push(`said nothing: ${result.stderr}`);
    for (const part of privateParts(result.stderr + result.stdout, [folder])) problems.push(`told ${part}`);
    tell(`${name}, ${what} number ${at} fails (${code}): exit code ${result.code}`, problems);
  }
  return last;
}

await inNewFolder(async (folder) => {
  await writeFile(join(folder, 'a.jpg'), await phantom(1));
  await writeFile(join(folder, 'b.jpg'), await phantom(2));
  const measure = ['measure', 'a.jpg', 'b.jpg', '--um-per-px', '5', '--kind', 'closeup', '--json', '--overlay', 'out/overlay', '--maps', 'out/maps'];
  const undisturbed = await trichoscore(measure, { cwd: folder });
  const whole = readTree(join(folder, 'out')), rows = JSON.parse(undisturbed.stdout);
  let struck = 0;
  for (const env of only === undefined || only === 'measure' ? [{ FAIL_IN: 'main' }, { FAIL_IN: 'worker' }, { FAIL_IN: 'worker', FAIL_READS: '1' }] : []) {
    struck += await strikeEach(`measure, in the ${env.FAIL_IN === 'main' ? 'main' : 'reading'} process${env.FAIL_READS ? ' (also reading)' : ''}`, folder, measure, env, async ({ code, stdout }) => {
      const problems = [];
      let files = {};
      try { files = readTree(join(folder, 'out')); } catch { /* none was made */ }
      for (const [name, content] of Object.entries(files)) if (whole[name] !== content) problems.push(`${name} is not whole`);
      if (stdout !== '') {
        const found = JSON.parse(stdout);
        if (found.length !== 2) problems.push(`${found.length} rows of 2`);
        for (const [at, row] of found.entries()) if (!('error' in row) && JSON.stringify(row) !== JSON.stringify(rows[at])) problems.push(`row ${at + 1} differs`);
      } else if (code !== 1) problems.push('no rows');
      return problems;
    }, ({ stdout }) => stdout === undisturbed.stdout && JSON.stringify(readTree(join(folder, 'out'))) === JSON.stringify(whole));
  }
  for (const form of ['html', 'pdf', 'json'].filter((each) => only === undefined || only === each)) {
    const report = join(folder, `report.${form}`);
    const score = ['score', 'a.jpg', 'b.jpg', '--um-per-px', '5', '--kind', 'closeup', '--report', `report.${form}`];
    await trichoscore(score, { cwd: folder });
    const wholeReport = await readFile(report);
    await writeFile(report, 'the older report');
    struck += await strikeEach(`score --report ${form}`, folder, score, {}, async () => {
      const left = Object.keys(readTree(folder)).filter((name) => !['a.jpg', 'b.jpg', 'trace', 'report.html', 'report.pdf', 'report.json'].includes(name));
      return [...left.map((name) => `left ${name} behind`), ...(await readFile(report, 'utf8')) === 'the older report' ? [] : ['the older report was touched']];
    }, async () => {
      const isWhole = wholeReport.equals(await readFile(report));
      await writeFile(report, 'the older report');
      return isWhole;
    });
  }
  console.log(`${struck} writes and openings made to fail`);
});
