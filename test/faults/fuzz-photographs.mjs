// Hostile photographs through the command line and, the same ones, through HTTP: node test/faults/fuzz-photographs.mjs [COUNT] [SEED]. Needs a build.
// None may crash or hang the program, take much memory, make it connect anywhere, write elsewhere, or get a path, a stack or a library's words told.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hostilePhotographs } from './hostile-photographs.mjs';
import { inNewFolder, main, phantom, privateParts, root, run, tell, trichoscore } from './rig.mjs';
import { serve } from './serve.mjs';

const [count = 1000, seed = 1] = process.argv.slice(2).map(Number), portion = 40;
/** A photograph may take this long, seconds, on a machine with other work; a portion that shares a start and a network so much in all. */
const limits = { one: 30, portion: 240, memoryMb: 700 };

await inNewFolder(async (folder) => {
  const photographs = [];
  for await (const photograph of hostilePhotographs(await phantom(3, { widthMm: 1, heightMm: 1 }), count, seed)) photographs.push(photograph);
  await throughCommandLine(folder, photographs);
  await throughHttp(folder, photographs);
});

async function throughCommandLine(folder, photographs) {
  const { failedPhotoSchema, timepointResultSchema } = await import(join(root, 'dist', 'domain', 'result.js'));
  const counts = {}, trace = join(folder, 'trace');
  let longest = 0, memory = 0;
  for (let from = 0; from < photographs.length; from += portion) {
    const some = photographs.slice(from, from + portion), cwd = join(folder, 'in'), problems = [];
    await rm(cwd, { recursive: true, force: true });
    await rm(trace, { force: true });
    await mkdir(cwd);
    for (const [name, bytes] of some) await writeFile(join(cwd, name), bytes);
    const args = ['measure', ...some.map(([name]) => name), '--um-per-px', '5', '--kind', from % 80 === 0 ? 'closeup' : 'auto', '--jsonl'];
    const { code, stdout, stderr, seconds } = await run(['--import', pathToFileURL(join(root, 'test', 'faults', 'guard.mjs')).href, main, ...args], { cwd, env: { GUARD_TRACE: trace }, limitSeconds: limits.portion });
    longest = Math.max(longest, seconds);
    if (![0, 1, 3].includes(code)) problems.push(`ended with ${code}: ${stderr.slice(-300)}`);
    const rows = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    if (rows.length !== some.length) problems.push(`${rows.length} rows of ${some.length}; the next was ${some[rows.length]?.[0]}`);
    for (const row of rows) {
      const read = ('error' in row ? failedPhotoSchema : timepointResultSchema).safeParse(row);
      if (!read.success) problems.push(`${row.photo.name}: a row of another form`);
      if (row.error?.code === 'internal') problems.push(`${row.photo.name}: ${row.error.message}`);
      const outcome = row.error?.code ?? 'measured';
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    problems.push(...privateParts(stderr + stdout, [folder]).map((part) => `told ${part}`));
    const traced = await readFile(trace, 'utf8').catch(() => '');
    if (traced.includes('connection')) problems.push(`tried to connect: ${traced}`);
    memory = Math.max(memory, ...[...traced.matchAll(/memory (\d+)/g)].map(([, kilobytes]) => Number(kilobytes) / 1024));
    if (memory > limits.memoryMb) problems.push(`took ${memory.toFixed(0)} MB`);
    const there = (await readdir(cwd)).sort(), put = some.map(([name]) => name).sort();
    if (JSON.stringify(there) !== JSON.stringify(put)) problems.push('wrote among the photographs');
    tell(`command line, photographs ${from + 1} to ${from + some.length}: exit code ${code}, ${seconds.toFixed(0)} s`, problems);
  }
  console.log(`${photographs.length} photographs: ${Object.entries(counts).sort().map(([outcome, number]) => `${number} ${outcome}`).join(', ')}; longest portion of ${portion} ${longest.toFixed(0)} s, most memory ${memory.toFixed(0)} MB`);
}

async function throughHttp(folder, photographs) {
  const data = join(folder, 'data'), server = await serve(data), counts = {}, problems = [];
  let slowest = 0;
  try {
    for (const [name, bytes] of photographs) {
      const began = performance.now();
      const { status, text } = await server.upload(name, bytes).catch((error) => ({ status: 0, text: String(error) }));
      slowest = Math.max(slowest, (performance.now() - began) / 1000);
      counts[status] = (counts[status] ?? 0) + 1;
      if (status === 0 || status >= 500) problems.push(`${name}: answered ${status} ${text}`);
      if (status >= 400 && JSON.parse(text).code === undefined) problems.push(`${name}: no code`);
      problems.push(...privateParts(text, [folder]).map((part) => `${name}: told ${part}`));
      // One answer in the limit for each of the three tries that a photograph has which brings its process down.
      if ((performance.now() - began) / 1000 > 3 * limits.one) problems.push(`${name}: took ${((performance.now() - began) / 1000).toFixed(0)} s`);
      // The service takes so many requests a minute.
      if (status === 429) await new Promise((resolve) => { setTimeout(resolve, 61_000); });
    }
    if (!server.isRunning()) problems.push('the application is no longer there');
    const health = await fetch(new URL('/api/health', server.address));
    if (health.status !== 200) problems.push(`health is ${health.status}`);
    if ((await readdir(join(data, 'quarantine'))).length > 0) problems.push('something stayed in the quarantine');
  } finally {
    const code = await server.stop();
    if (code !== 0) problems.push(`the application ended with ${code}`);
  }
  const { code, stdout } = await trichoscore(['verify', '--data', data]);
  if (code !== 0) problems.push(stdout);
  problems.push(...privateParts(server.said().replace(/Photographs and results are kept in .*/, '')).map((part) => `the log told ${part}`));
  tell(`HTTP, ${photographs.length} photographs: ${Object.entries(counts).map(([status, number]) => `${number} answered ${status}`).join(', ')}; slowest ${slowest.toFixed(1)} s`, problems);
}
