// Throughput, memory and second run of a batch: node bench/batch.js [DISTINCT] [FEW] [MANY]   (after npm run build)
// DISTINCT small photographs of simulated scalps are measured and compared, and the network alone is timed on the same photographs. Then FEW and MANY rows
// are run whose photographs are links to those: everything but the measuring is done for each row, which is what memory could grow with.
// Processor seconds of all processes are compared, so that other work on the machine moves the figures little.
import { execFile, spawn } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { treeMemory } from './tree-memory.js';

const here = dirname(fileURLToPath(import.meta.url)), main = join(here, '..', 'dist', 'cli', 'main.js'), run = promisify(execFile);
const [distinct = 40, few = 1000, many = 10_000] = process.argv.slice(2).map(Number), sizeMm = process.env.BENCH_MM ?? '3';
const root = await mkdtemp(join(tmpdir(), 'bench-batch-'));
const rows = [];
const report = (what, value, bar) => { rows.push(`${what.padEnd(84)} ${value.padStart(9)}   ${bar}`); console.error(rows.at(-1)); };

async function batch(manifest, out, cache) {
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', process.execPath, main, 'batch', manifest, '--out', out, '--cache', cache], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '', peak = 0;
  child.stderr.on('data', (piece) => { stderr += piece; });
  const watch = setInterval(() => void treeMemory(child.pid).then((memory) => { peak = Math.max(peak, memory); }), 250);
  await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  const [wall, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: user + system, peak };
}

async function linkStudy(folder, source, count) {
  const lines = ['subject,arm,target_area,visit,date,photo,um_per_px'], [, ...given] = (await readFile(join(source, 'manifest.csv'), 'utf8')).trim().split('\n');
  await mkdir(folder, { recursive: true });
  for (let at = 0; at < count; at++) {
    const [subject, arm, area, visit, date, photo, scale] = given[at % given.length].split(','), copy = Math.floor(at / given.length);
    await link(join(source, photo), join(folder, `${at}.jpg`));
    lines.push([`${subject}-${copy}`, arm, area, visit, date, `${at}.jpg`, scale].join(','));
  }
  await writeFile(join(folder, 'manifest.csv'), `${lines.join('\n')}\n`);
  return join(folder, 'manifest.csv');
}

try {
  const study = join(root, 'study'), cache = join(root, 'cache');
  await run(process.execPath, [join(here, 'make-study.mjs'), study, String(distinct), sizeMm]);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', networkAlone(), study]);
  const alone = JSON.parse(stdout);
  const first = await batch(join(study, 'manifest.csv'), join(root, 'out'), cache), perRow = first.cpu / distinct;
  report(`processor seconds a photograph, network alone (${distinct} photographs of ${sizeMm} mm)`, (alone.cpu / distinct).toFixed(3), '');
  report('processor seconds a photograph, whole batch with comparisons and start', perRow.toFixed(3), '');
  report('throughput / the network alone', (alone.cpu / first.cpu).toFixed(2), '≥ 0.75');
  report('memory while measuring, all processes, MB', first.peak.toFixed(0), '≤ 1000');
  const peaks = [];
  for (const count of [few, many]) {
    const manifest = await linkStudy(join(root, `rows-${count}`), study, count), out = join(root, `out-${count}`);
    // The cache knows every photograph by its content: this is what a second run of as many photographs does.
    const second = await batch(manifest, out, cache);
    peaks.push(second.peak);
    report(`memory of ${count} rows, all processes, MB`, second.peak.toFixed(0), '≤ 1000');
    report(`second run of ${count} rows / measuring as many photographs, processor seconds`, (second.cpu / (perRow * count)).toFixed(4), '≤ 0.02');
    report(`second run of ${count} rows, seconds`, second.wall.toFixed(1), '');
    await rm(out, { recursive: true });
  }
  const [atFew, atMany] = peaks.map((peak) => Math.max(peak, first.peak));
  report(`largest memory with measuring, ${many} rows / ${few} rows`, (atMany / atFew).toFixed(2), '≤ 1.15');
  console.log(`${rows.join('\n')}\n${(await readdir(cache, { recursive: true })).length} files in the cache`);
} finally {
  await rm(root, { recursive: true, force: true });
}

/** A program that runs the network over the photographs of a study, on one thread as a worker does, each decoded and brought to its scale beforehand. */
function networkAlone() {
  return `
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
const from = (path) => import(${JSON.stringify(new URL('../dist/', import.meta.url).href)} + path);
const { readPhotograph } = await from('image-io/read-photograph.js'), { resampleImage } = await from('raster/resample-image.js');
const { openNetworkSegmenter } = await from('segmentation/network-segmenter.js');
(await from('segmentation/inference-runtime.js')).runNetworksOnOneThread();
const segmenter = await openNetworkSegmenter(), pictures = [];
for (const line of (await readFile(join(process.argv[1], 'manifest.csv'), 'utf8')).trim().split('\\n').slice(1)) {
  const cells = line.split(','), { image } = await readPhotograph(join(process.argv[1], cells[5]));
  pictures.push(resampleImage(image, segmenter.pixelsPerMillimetre * Number(cells[6]) / 1000));
}
await segmenter.segment(pictures[0]);
const cpu = process.cpuUsage(), began = performance.now();
for (const picture of pictures) await segmenter.segment(picture);
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ cpu: (user + system) / 1e6, wall: (performance.now() - began) / 1000 }));
`;
}
