// Speed as ratios within one run: node bench/run.js   (npm run bench builds first)
// Each line says what is measured, against what, and the bar it is held to. No number here depends on how fast the machine is.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { analyseProgress } from '../dist/analysis/analyse-progress.js';
import { analyseTimepoint } from '../dist/analysis/analyse-timepoint.js';
import { encodeJpeg } from '../dist/image-io/encode-image.js';
import { photographPhantomPair } from '../dist/phantom/index.js';
import { readPhotograph } from '../dist/image-io/read-photograph.js';
import { cropImage } from '../dist/raster/crop-image.js';
import { normaliseExposure } from '../dist/raster/normalise-exposure.js';
import { resampleImage } from '../dist/raster/resample-image.js';
import { openGlobalSegmenter } from '../dist/segmentation/global-segmenter.js';
import { openNetworkSegmenter } from '../dist/segmentation/network-segmenter.js';
import { treeMemory } from './tree-memory.js';

const run = promisify(execFile), here = dirname(fileURLToPath(import.meta.url)), main = join(here, '..', 'dist', 'cli', 'main.js');
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const rows = [];
const report = (what, value, bar) => rows.push({ what, value, bar });

// A 12-megapixel close-up: the demonstration's baseline enlarged, 2.5 µm per pixel, 10 × 7.5 mm.
const { image } = await readPhotograph(join(here, '..', 'fixtures', 'demo', 'baseline.jpg'));
const large = cropImage(resampleImage(image, { width: 4000, height: 4000 }), { row: 0, column: 0, width: 4000, height: 3000 });
const bytes = await encodeJpeg(large, 88), calibration = { method: 'given', micrometresPerPixel: 2.5 };

const segmenter = await openNetworkSegmenter();
await analyseTimepoint(bytes, { calibration, segmenter, name: 'warm-up.jpg' });
// The network runs beside the rest and is slowed by it; so it is timed alone, too, on the same picture right after.
const within = [], alone = [], picture = normaliseExposure(resampleImage(large, (segmenter.pixelsPerMillimetre * calibration.micrometresPerPixel) / 1000));
const networkTime = async (work) => {
  const before = segmenter.networkMilliseconds();
  await work();
  return segmenter.networkMilliseconds() - before;
};
for (let k = 0; k < 7; k++) {
  const started = performance.now();
  let whole = 0;
  const beside = await networkTime(async () => { await analyseTimepoint(bytes, { calibration, segmenter, name: 'large.jpg' }); whole = performance.now() - started; });
  const network = await networkTime(() => segmenter.segment(picture));
  within.push(whole / beside);
  alone.push(whole / network);
  console.error(`12 MP close-up: whole path ${whole.toFixed(0)} ms, network in it ${beside.toFixed(0)} ms, network alone ${network.toFixed(0)} ms`);
}
report('whole path of a 12 MP close-up / its network time (median of 7)', median(within).toFixed(2), '≤ 1.5');
report('whole path of a 12 MP close-up / the network alone (median of 7)', median(alone).toFixed(2), '≤ 1.5');

const globalSegmenter = await openGlobalSegmenter(), headRatios = [];
for (let k = 0; k < 6; k++) {
  const networkBefore = globalSegmenter.networkMilliseconds(), started = performance.now();
  let looking = null;
  // As analysePhotograph does: the network looks at the small copy while the photograph itself is decoded. Whoever waits has both.
  await readPhotograph(bytes, { name: 'head.jpg', onSmallCopy: (copy) => { looking = globalSegmenter.segment(copy); } });
  await looking;
  if (k > 0) headRatios.push((performance.now() - started) / (globalSegmenter.networkMilliseconds() - networkBefore));
}
report('reading and segmenting a 12 MP photograph of a head / its network time', median(headRatios).toFixed(2), '≤ 1.5');

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
try {
  await writeFile(join(folder, 'large.jpg'), bytes);
  // Photographs are measured in a process below the one that is started.
  const child = spawn(process.execPath, [main, 'measure', join(folder, 'large.jpg'), '--um-per-px', '2.5', '--json'], { stdio: 'ignore' }), ended = once(child, 'exit');
  let largest = 0;
  while (child.exitCode === null && child.signalCode === null) {
    largest = Math.max(largest, await treeMemory(child.pid));
    await Promise.race([ended, setTimeout(15)]);
  }
  if (child.exitCode !== 0) throw new Error('The photograph could not be measured.');
  report('largest memory of measuring that photograph, all processes, MB', largest === 0 ? 'not known, only Linux tells it' : largest.toFixed(0), '≤ 700');
} finally {
  await rm(folder, { recursive: true });
}

const times = async (args) => {
  const taken = [];
  for (let k = 0; k < 7; k++) {
    const started = performance.now();
    await run(process.execPath, args);
    taken.push(performance.now() - started);
  }
  return median(taken);
};
const bare = await times(['-e', '']), help = await times([main, '--help']);
report(`trichoscore --help, seconds (bare node ${(bare / 1000).toFixed(2)})`, (help / 1000).toFixed(2), '≤ 0.25');

// Two visits of 1 cm², 150 hairs per cm², turned and moved: what laying one over the other costs beside finding the hairs.
const pair = photographPhantomPair({ seed: 4_400_001, densityPerCm2: 150, changePercent: -20, micrometresPerPixel: 1000 / segmenter.pixelsPerMillimetre, turn: 1, shiftShare: 0.1 });
const visits = [], networkBeforePair = segmenter.networkMilliseconds();
for (const { image: picture, micrometresPerPixel } of [pair.baseline, pair.followUp]) {
  visits.push(await analyseTimepoint(await encodeJpeg(picture, 90), { calibration: { method: 'given', micrometresPerPixel }, segmenter, name: 'visit.jpg' }));
}
const networkOfPair = segmenter.networkMilliseconds() - networkBeforePair, matching = [];
for (let k = 0; k < 6; k++) {
  const started = performance.now();
  if (analyseProgress(visits).followUps[0].hairs === null) throw new Error('The two visits could not be aligned.');
  matching.push(performance.now() - started);
}
// The first is warm-up.
report('aligning and matching two fields of 1 cm² / their network time (median of 5)', `${((100 * median(matching.slice(1))) / networkOfPair).toFixed(1)} %`, '≤ 25 %');

const modelSize = (await readFile(join(here, '..', 'models', 'closeup.onnx'))).length;
report('size of the network, MB', (modelSize / 1e6).toFixed(1), '–');
for (const { what, value, bar } of rows) console.log(`${what.padEnd(72)} ${value.padStart(7)}   ${bar}`);
