// Hides words in photographs of every format wherever cameras and programs write some, and looks for them in everything that the program makes of
// them: node test/faults/canary-metadata.mjs. Needs a build. The words may stand in the originals alone.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canary, hideCanaries } from './hide-canaries.mjs';
import { holds, metadataTraces } from './look-inside.mjs';
import { inNewFolder, phantom, readTree, tell, trichoscore } from './rig.mjs';
import { serve } from './serve.mjs';

const judge = (what, files) => tell(`${what}: ${Object.keys(files).length} files`, Object.entries(files).flatMap(([name, bytes]) => [
  ...holds(bytes, canary) ? [`${name} holds the words`] : [], ...metadataTraces(bytes).map((trace) => `${name} holds ${JSON.stringify(trace)}`),
]));
const decoded = (tree) => Object.fromEntries(Object.entries(tree).map(([name, base64]) => [name, Buffer.from(base64, 'base64')]));

await inNewFolder(async (folder) => {
  const photographs = await hideCanaries(await phantom(5, { widthMm: 3, heightMm: 3 })), names = Object.keys(photographs);
  for (const [name, bytes] of Object.entries(photographs)) await writeFile(join(folder, name), bytes);
  const scale = ['--um-per-px', '5', '--kind', 'closeup'];

  const measured = await trichoscore(['measure', ...names, ...scale, '--json', '--overlay', 'out', '--maps', 'out'], { cwd: folder });
  const told = await trichoscore(['measure', ...names, ...scale], { cwd: folder });
  tell('measure reads every format', measured.code === 0 ? [] : [measured.stderr]);
  judge('measure', { ...decoded(readTree(join(folder, 'out'))), json: Buffer.from(measured.stdout), messages: Buffer.from(measured.stderr), text: Buffer.from(told.stdout) });

  const reports = {};
  for (const form of ['html', 'pdf', 'json']) {
    const { stdout, stderr } = await trichoscore(['score', ...names, ...scale, '--report', `r/report.${form}`, '--json'], { cwd: folder });
    Object.assign(reports, { [`${form} output`]: Buffer.from(stdout), [`${form} messages`]: Buffer.from(stderr) });
  }
  judge('score', { ...reports, ...decoded(readTree(join(folder, 'r'))) });

  const rows = names.map((name, at) => `S1,a,vertex,v${at},2026-0${at + 1}-01,${name},5,closeup`);
  await writeFile(join(folder, 'manifest.csv'), `subject,arm,target_area,visit,date,photo,um_per_px,kind\n${rows.join('\n')}\n`);
  const batch = await trichoscore(['batch', 'manifest.csv', '--out', 'batch'], { cwd: folder });
  await trichoscore(['trial', 'batch', '--report', 'batch/trial.html'], { cwd: folder });
  judge('batch and trial', { ...decoded(readTree(join(folder, 'batch'))), messages: Buffer.from(batch.stderr + batch.stdout) });

  await mkdir(join(folder, 'data'));
  const answers = await useApplication(folder, photographs);
  const kept = Object.fromEntries(Object.entries(decoded(readTree(join(folder, 'data')))).filter(([name]) => !name.startsWith('originals')));
  judge('application: answers', answers);
  judge('application: what it keeps beside the originals', kept);
});

/** Uploads all, compares the first with the others, fetches everything. */
async function useApplication(folder, photographs) {
  const server = await serve(join(folder, 'data'));
  const answers = {}, ids = [];
  const get = async (path) => { const response = await fetch(new URL(path, server.address)); answers[path] = Buffer.from(await response.arrayBuffer()); answers[`${path} headers`] = Buffer.from(JSON.stringify([...response.headers])); return answers[path]; };
  try {
    for (const [name, bytes] of Object.entries(photographs)) {
      const { text } = await server.upload(name, bytes);
      answers[`upload ${name}`] = Buffer.from(text);
      ids.push(JSON.parse(text).id);
      await get(`/api/v1/photographs/${ids.at(-1)}`);
      await get(`/api/v1/photographs/${ids.at(-1)}/picture`);
    }
    const calibration = { method: 'given', micrometresPerPixel: 5 };
    const asked = await (await fetch(new URL('/api/v1/comparisons', server.address), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ baseline: { photograph: ids[0], calibration }, followUps: ids.slice(1).map((photograph) => ({ photograph, calibration })) }) })).json();
    for (let state = ''; !['done', 'failed'].includes(state);) {
      await new Promise((resolve) => { setTimeout(resolve, 300); });
      ({ state } = JSON.parse(String(await get(`/api/v1/comparisons/${asked.id}`))));
    }
    for (const form of ['html', 'pdf', 'json']) await get(`/api/v1/comparisons/${asked.id}/report.${form}`);
  } finally {
    await server.stop();
  }
  return { ...answers, log: Buffer.from(server.said()) };
}
