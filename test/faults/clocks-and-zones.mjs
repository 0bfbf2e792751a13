// Clocks that step and time zones: node test/faults/clocks-and-zones.mjs. A batch and a score have to give the same files wherever on Earth they run and however the
// clock on the wall steps meanwhile; uploads and comparisons of an application whose clock steps keep their order in the trail. Needs a build.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inNewFolder, main, phantom, root, run, tell } from './rig.mjs';
import { serve } from './serve.mjs';

const preload = pathToFileURL(join(root, 'test', 'faults', 'step-clock.mjs')).href;
const settings = [
  { TZ: 'UTC', CLOCK_STEP_HOURS: '0' }, { TZ: 'Pacific/Kiritimati', CLOCK_STEP_HOURS: '-30' }, { TZ: 'America/Adak', CLOCK_STEP_HOURS: '10000' }, { TZ: 'Australia/Lord_Howe', CLOCK_STEP_HOURS: '-87600' },
];
const describe = ({ TZ, CLOCK_STEP_HOURS }) => `${TZ}, clock steps by ${CLOCK_STEP_HOURS} h`;

await inNewFolder(async (folder) => {
  await mkdir(join(folder, 'study'));
  await writeFile(join(folder, 'study', 'a.jpg'), await phantom(11));
  await writeFile(join(folder, 'study', 'b.jpg'), await phantom(11, { densityPerCm2: 160 }));
  // Over the end of summer time, and exactly at the limit of an early visit.
  await writeFile(join(folder, 'study', 'manifest.csv'), 'subject,arm,target_area,visit,date,photo,um_per_px,kind\nS1,a,vertex,v1,2026-08-03,a.jpg,5,closeup\nS1,a,vertex,v2,2026-10-26,b.jpg,5,closeup\n');
  let expected = null;
  for (const [at, env] of settings.entries()) {
    const out = join(folder, `out-${at}`), options = { cwd: folder, env };
    const batch = await run(['--import', preload, main, 'batch', 'study/manifest.csv', '--out', out], options);
    const score = await run(['--import', preload, main, 'score', 'study/a.jpg', 'study/b.jpg', '--um-per-px', '5', '--kind', 'closeup', '--dates', '2026-08-03,2026-10-26', '--report', `report-${at}.html`, '--json'], options);
    const files = { score: score.stdout, report: await readFile(join(folder, `report-${at}.html`), 'utf8').catch(() => 'none') };
    for (const name of ['results.jsonl', 'measurements.csv', 'scores.csv', 'arms.csv', 'results.xlsx', 'report.html']) files[name] = await readFile(join(out, name), 'base64').catch(() => 'none');
    expected ??= files;
    tell(`batch and score: ${describe(env)}`, [
      ...batch.code === 0 ? [] : [`batch ended with ${batch.code}: ${batch.stderr}`], ...[0, 3].includes(score.code) ? [] : [`score ended with ${score.code}: ${score.stderr}`],
      ...Object.keys(files).filter((name) => files[name] === 'none' || files[name] !== expected[name]).map((name) => `${name} differs`),
    ]);
  }
  for (const env of settings.slice(1)) {
    const before = process.env.NODE_OPTIONS;
    Object.assign(process.env, env, { NODE_OPTIONS: `--import ${preload}` });
    const server = await serve(join(folder, `data-${env.CLOCK_STEP_HOURS}`)), problems = [];
    for (const [name, restore] of [['NODE_OPTIONS', before], ['TZ', undefined]]) if (restore === undefined) delete process.env[name]; else process.env[name] = restore;
    const ids = [];
    for (let seed = 1; seed <= 3; seed++) {
      const { status, text } = await server.upload(`${seed}.jpg`, await phantom(seed));
      if (status !== 201) problems.push(`upload ${seed} was answered with ${status}`);
      ids.push(`photograph:${JSON.parse(text).id}`);
      await new Promise((resolve) => { setTimeout(resolve, 600); });
    }
    const { entries } = await (await fetch(new URL('/api/v1/audit', server.address))).json();
    const uploads = entries.filter(({ action }) => action === 'photograph.upload').map(({ object }) => object).reverse();
    if (uploads.join() !== ids.join()) problems.push(`the trail has ${uploads.length} uploads, or in another order`);
    const ended = await server.stop();
    if (ended !== 0) problems.push(`it ended with ${ended}`);
    const verified = await run([main, 'verify', '--data', join(folder, `data-${env.CLOCK_STEP_HOURS}`)]);
    if (verified.code !== 0) problems.push(verified.stdout);
    tell(`application: ${describe(env)}`, problems);
  }
});
