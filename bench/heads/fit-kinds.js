// Fits what tells photographs of heads from others (src/analysis/kind/head-weights.ts):
//   node bench/heads/fit-kinds.js HEADS SHARDS [--held-out training/global-held-out.txt] [--check SAMPLES] [--cache FILE] > src/analysis/kind/head-weights.ts
// HEADS holds heads.csv and the photographs that may be trained on; SHARDS close-ups that training/render-shards.mjs rendered; everything else
// is painted (src/phantom/paint-other.ts). Photographs of SAMPLES (heads/, portraits/, closeup-*/ as the samples are kept) are only counted, on the error output.
import { existsSync, openSync, readFileSync, readSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describePicture, traitSide } from '../../dist/analysis/kind/picture-traits.js';
import { describeScalp } from '../../dist/analysis/kind/scalp-traits.js';
import { decodeChanged, readPicture } from './change-picture.js';
import { otherSubjects, paintOther } from '../../dist/phantom/paint-other.js';
import { createRandom } from '../../dist/phantom/random.js';
import { resampleImage } from '../../dist/raster/resample-image.js';
import { resampleSmall } from '../../dist/raster/small-copy.js';
import { openGlobalSegmenter } from '../../dist/segmentation/global-segmenter.js';

const [headsFolder, shardsFolder] = process.argv.slice(2), option = (name, usual) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : usual);
if (shardsFolder === undefined || shardsFolder.startsWith('--')) { console.error('Name the folder of heads and the folder of rendered shards.'); process.exit(2); }
const segmenter = await openGlobalSegmenter(), cacheFile = option('--cache', null), cache = cacheFile !== null && existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, 'utf8')) : {};
const penalty = 3, closeups = 120, paintings = 3;

/** Traits of a picture under a name that stands for exactly this picture and this network. */
async function describe(name, makePicture) {
  const key = `${segmenter.model.sha256.slice(0, 8)} ${name}`;
  if (cache[key] === undefined) {
    const image = await makePicture(), scalp = describeScalp(await segmenter.segment(image));
    cache[key] = { ...describePicture(resampleSmall(image, traitSide / Math.max(image.width, image.height))), ...Object.fromEntries(Object.entries(scalp).map(([trait, value]) => [`${trait}OfScalp`, value])) };
    if (cacheFile !== null && Object.keys(cache).length % 20 === 0) writeFileSync(cacheFile, JSON.stringify(cache));
  }
  return cache[key];
}

const heldOut = new Set(readFileSync(option('--held-out', 'training/global-held-out.txt'), 'utf8').split('\n').map((line) => line.trim()));
const listHeads = (folder) => readFileSync(join(folder, 'heads.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')).map(([id, subject]) => ({ id, subject, file: join(folder, `${id}.jpg`) }));
const examples = [], add = async (head, name, makePicture) => { examples.push({ head, traits: await describe(name, makePicture) }); };
for (const [k, { id, subject, file }] of listHeads(headsFolder).entries()) {
  if (heldOut.has(subject)) continue;
  // Every second photograph as it is, the others as somebody else might have taken them.
  await add(1, `head ${id} ${k % 2}`, async () => (k % 2 === 0 ? readPicture(file) : decodeChanged(await readPicture(file), k)));
}
const shards = readdirSync(shardsFolder).filter((name) => existsSync(join(shardsFolder, name, 'shafts.jsonl'))).sort();
for (let k = 0; k < closeups; k++) {
  const shard = shards[Math.floor((k * shards.length) / closeups)];
  await add(0, `shard ${shard} ${k % 48}`, () => readRendered(join(shardsFolder, shard), k));
}
for (const subject of otherSubjects) for (let seed = 21; seed < 21 + paintings; seed++) await add(0, `painted ${subject} ${seed}`, () => paintOther(subject, seed));
if (cacheFile !== null) writeFileSync(cacheFile, JSON.stringify(cache));

/** One rendered close-up; every sixth grey, as older devices are. */
function readRendered(folder, k) {
  const { size } = JSON.parse(readFileSync(join(folder, 'shafts.jsonl'), 'utf8').split('\n')[0]), data = new Uint8Array(3 * size * size);
  readSync(openSync(join(folder, 'images.bin')), data, 0, data.length, (k % 48) * data.length);
  if (k % 6 === 0) for (let at = 0; at < data.length; at += 3) data.fill(Math.round((data[at] + data[at + 1] + data[at + 2]) / 3), at, at + 3);
  const image = { width: size, height: size, data }, random = createRandom(k + 1);
  return k % 3 === 0 ? resampleImage(image, random.uniform(0.4, 1.8)) : image;
}

/** Logistic regression on traits and their squares, both kinds weighing alike: Newton's method with a quadratic penalty. */
function fit(names) {
  const count = [0, 1].map((kind) => examples.filter(({ head }) => head === kind).length);
  const scales = names.map((name) => {
    const values = examples.map(({ traits }) => traits[name]), mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { name, mean: Number(mean.toPrecision(5)), spread: Number(Math.max(1e-6, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)).toPrecision(5)) };
  });
  const terms = (traits) => [1, ...scales.flatMap(({ name, mean, spread }) => { const z = Math.max(-4, Math.min(4, (traits[name] - mean) / spread)); return [z, z * z]; })];
  const rows = examples.map(({ head, traits }) => ({ head, x: terms(traits), weight: examples.length / 2 / count[head] })), n = 1 + 2 * names.length;
  let w = new Float64Array(n);
  for (let round = 0; round < 30; round++) {
    const system = Array.from({ length: n }, (_, i) => { const row = new Float64Array(n + 1); if (i > 0) { row[i] = penalty; row[n] = -penalty * w[i]; } return row; });
    for (const { head, x, weight } of rows) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * w[i], 0))), curve = weight * Math.max(1e-6, p * (1 - p));
      for (let i = 0; i < n; i++) { for (let j = 0; j < n; j++) system[i][j] += curve * x[i] * x[j]; system[i][n] += weight * (head - p) * x[i]; }
    }
    const step = solve(system);
    w = w.map((value, i) => value + step[i]);
  }
  const probability = (traits) => 1 / (1 + Math.exp(-terms(traits).reduce((sum, value, i) => sum + value * w[i], 0)));
  return { constant: w[0], traits: scales.map((scale, k) => ({ ...scale, weight: w[1 + 2 * k], square: w[2 + 2 * k] })), probability };
}

function solve(rows) {
  const n = rows.length, solution = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let k = i + 1; k < n; k++) { const share = rows[k][i] / rows[i][i]; for (let j = i; j <= n; j++) rows[k][j] -= share * rows[i][j]; }
  for (let i = n - 1; i >= 0; i--) { let rest = rows[i][n]; for (let j = i + 1; j < n; j++) rest -= rows[i][j] * solution[j]; solution[i] = rest / rows[i][i]; }
  return solution;
}

const all = Object.keys(examples[0].traits), models = { headWeights: fit(all), lookWeights: fit(all.filter((name) => !name.endsWith('OfScalp'))) };
const write = ({ constant, traits }) => `{\n  constant: ${constant.toFixed(4)},\n  traits: {\n${traits.map(({ name, mean, spread, weight, square }) => `    ${name}: { mean: ${mean}, spread: ${spread}, weight: ${weight.toFixed(4)}, square: ${square.toFixed(4)} },`).join('\n')}\n  },\n} as const;\n`;
console.log(`/** Weights of each trait and of its square, after taking off \`mean\` and dividing by \`spread\`; fitted by bench/heads/fit-kinds.js to ${examples.length} pictures (logistic regression, quadratic penalty of ${penalty}). */\nexport const headWeights = ${write(models.headWeights)}\n/** The same by how the picture looks alone, before any network has seen it. */\nexport const lookWeights = ${write(models.lookWeights).trimEnd()}`);

const samples = option('--check', null);
if (samples !== null) {
  const list = (path, pattern) => (existsSync(join(samples, path)) ? readdirSync(join(samples, path)).filter((name) => pattern.test(name)).map((name) => join(samples, path, name)) : []);
  const sets = {
    'heads held out': listHeads(join(samples, 'heads')).filter(({ subject }) => heldOut.has(subject)).map(({ file }) => [file, () => readPicture(file)]),
    'heads held out, changed': listHeads(join(samples, 'heads')).filter(({ subject }) => heldOut.has(subject)).map(({ file }, k) => [`${file} changed`, async () => decodeChanged(await readPicture(file), k + 500)]),
    portraits: list('portraits', /jpg$/).map((file) => [file, () => readPicture(file)]),
    'close-ups': [...list('closeup-donor/photos', /jpg$/), ...list('closeup-donor-overlay/photos', /jpg$/), ...list('closeup-tiles', /^\d+\.png$/), ...list('closeup-wild', /(png|jpe?g)$/)].map((file) => [file, () => readPicture(file)]),
    painted: otherSubjects.flatMap((subject) => [11, 12].map((seed) => [`painted ${subject} ${seed}`, () => paintOther(subject, seed)])),
  };
  for (const [set, pictures] of Object.entries(sets)) {
    const found = [];
    for (const [name, make] of pictures) { const traits = await describe(name.replace(`${samples}/`, ''), make); found.push({ name: name.split('/').slice(-2).join('/'), head: models.headWeights.probability(traits), look: models.lookWeights.probability(traits) }); }
    const isHead = set.startsWith('heads') || set === 'portraits', sorted = (key) => found.map((entry) => entry[key]).sort((a, b) => a - b).map((value) => value.toFixed(3)), doubt = (key) => (isHead ? sorted(key).slice(0, 5) : sorted(key).slice(-5));
    console.error(`${set}: ${found.filter(({ head }) => head > 0.5 === isHead).length} of ${found.length} on the right side of even chances; most doubtful ${doubt('head').join(' ')}; by looks alone ${doubt('look').join(' ')}`);
    for (const { name, head, look } of found) if (head > 0.5 !== isHead || (isHead && look < 0.05)) console.error(`  ${name}: ${head.toFixed(3)}, by looks ${look.toFixed(3)}`);
  }
  if (cacheFile !== null) writeFileSync(cacheFile, JSON.stringify(cache));
}
