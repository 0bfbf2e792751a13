// Memory of batches of different photographs: node bench/batch-memory.js [FEW] [MANY]   (after npm run build)
// Every photograph is another: crops of one simulated scalp in another place, light and colour, so that each is decoded, measured and kept by itself.
// FEW and MANY rows are run from nothing; the memory of all processes is looked at four times a second and printed by quarters of the run.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeJpeg } from '../dist/image-io/encode-image.js';
import { photographPhantom } from '../dist/phantom/index.js';
import { createRandom } from '../dist/phantom/random.js';
import { cropImage } from '../dist/raster/crop-image.js';
import { treeMemory } from './tree-memory.js';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'cli', 'main.js');
const [few = 1000, many = 10_000] = process.argv.slice(2).map(Number), sidePx = Number(process.env.BENCH_PX ?? 240), micrometresPerPixel = 6;
const root = await mkdtemp(join(tmpdir(), 'bench-memory-'));

/** Baseline and follow-up of each subject: nearly one place of the scalp, each in a light of its own. */
async function makeStudy(folder, rows, scalp) {
  const random = createRandom(rows), lines = ['subject,arm,target_area,visit,date,photo,um_per_px'];
  await mkdir(folder, { recursive: true });
  for (let at = 0, place; at < rows; at++) {
    if (at % 2 === 0) place = { row: 20 + Math.floor(random.uniform(0, 1) * (scalp.height - sidePx - 40)), column: 20 + Math.floor(random.uniform(0, 1) * (scalp.width - sidePx - 40)) };
    const shift = () => Math.floor(random.uniform(0, 1) * 17) - 8, image = cropImage(scalp, { row: place.row + shift(), column: place.column + shift(), width: sidePx, height: sidePx });
    const gains = [0, 1, 2].map(() => 0.85 + 0.2 * random.uniform(0, 1));
    for (let i = 0; i < image.data.length; i++) image.data[i] = Math.min(255, image.data[i] * gains[i % 3]);
    await writeFile(join(folder, `${at}.jpg`), await encodeJpeg(image, 90));
    lines.push([`S${at >> 1}`, (at >> 1) % 2 === 0 ? 'placebo' : 'active', 'vertex', at % 2 === 0 ? 'week 0' : 'week 24', at % 2 === 0 ? '2026-01-05' : '2026-06-22', `${at}.jpg`, micrometresPerPixel].join(','));
  }
  await writeFile(join(folder, 'manifest.csv'), `${lines.join('\n')}\n`);
}

async function runBatch(rows, scalp) {
  const folder = join(root, `study-${rows}`), out = join(root, `out-${rows}`), samples = [];
  await makeStudy(folder, rows, scalp);
  const child = spawn(process.execPath, [main, 'batch', join(folder, 'manifest.csv'), '--out', out, '--concurrency', '1'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (piece) => { said += piece; });
  const started = performance.now(), watch = setInterval(() => void treeMemory(child.pid).then((memory) => samples.push(memory)), 250);
  await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  const quarters = [0, 1, 2, 3].map((quarter) => Math.max(...samples.slice(Math.floor((quarter * samples.length) / 4), Math.floor(((quarter + 1) * samples.length) / 4))));
  const peak = Math.max(...samples);
  console.log(`${String(rows).padStart(6)} rows  largest ${peak.toFixed(0)} MB   by quarters of the run ${quarters.map((each) => each.toFixed(0)).join(', ')} MB   ${((performance.now() - started) / 1000).toFixed(0)} s   ${said.split('\n')[0]}`);
  await Promise.all([folder, out].map((path) => rm(path, { recursive: true })));
  return peak;
}

try {
  const { image: scalp } = photographPhantom({ seed: 7, densityPerCm2: 150, micrometresPerPixel, widthMm: 9, heightMm: 9 });
  const peaks = [await runBatch(few, scalp), await runBatch(many, scalp)];
  console.log(`largest memory, ${many} rows / ${few} rows: ${(peaks[1] / peaks[0]).toFixed(2)} (bar ≤ 1.15), ${peaks[1].toFixed(0)} MB (bar ≤ 1000)`);
} finally {
  await rm(root, { recursive: true, force: true });
}
